"""Letters: each does what it says, is kept word for word, reads the same on screen and on paper, and is worded by the practice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from access_requests import services as requests
from access_requests.clocks import services as clocks
from access_requests.letters import services
from access_requests.letters.filling import blocks, document, fill, gaps_of
from access_requests.letters.kinds import GAPS, SORTS, rights_of
from access_requests.letters.rules import refuse_wording
from access_requests.letters.services import Writing
from access_requests.letters.shipped import SHIPPED
from access_requests.models import AccessRequest, CaseClock, ClockEntry, Letter, LetterKind, LetterWording, Question, Right, State, Way
from callgov import clock
from callgov.documents import Bullets, Heading, Lines, Paragraph, pdf
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.ui.formats import nhs_date
from recordings.models import Grant
from tests.access_requests.factories import request_at
from tests.cast import SignIn
from tests.documents.checked import verdicts

K = LetterKind
As = Callable[[User], Client]


def begin(nurse: User, ig_lead: User, state: str = State.SENT, right: Right = Right.SUBJECT_ACCESS) -> str:
    """The reference of a request whose clock began today."""
    request = request_at(state, requester=nurse, decider=ig_lead)
    with acting_as(nurse):
        clocks.open_clock(reference=request.reference, right=right, received_on=clock.today(), now=clock.now())
    return request.reference


def writing(**said: Any) -> Writing:
    usual = {"words": "A copy of your passport.", "to_name": "Jo Marsh", "to_address": "1 High Street\nRiverside"}
    return Writing(**{**usual, "way": Way.POST, "on": clock.today(), **said})


def send(actor: User, reference: str, kind: LetterKind, **said: Any) -> Letter:
    with acting_as(actor):
        return services.send_letter(reference=reference, kind=kind, writing=writing(**said), actor=actor, now=clock.now())


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def as_(client: Client, sign_in: SignIn) -> As:
    def enter(person: User) -> Client:
        sign_in(client, person)
        return client

    return enter


# Filling in: pure


def test_gaps_are_filled_once_and_never_twice():
    assert fill("Dear {name}\n\n{words}", {"name": "{words}", "words": "x"}) == "Dear {words}\n\nx"
    assert gaps_of("{a} {b} { c }") == {"a", "b"}


def test_a_letter_becomes_paragraphs_headings_and_lists():
    found = list(blocks("Hello\nthere\n\n# Rights\n\n- one\n- two"))
    assert found == [Paragraph("Hello\nthere"), Heading("Rights"), Bullets(["one", "two"])]


def test_a_paper_begins_with_the_address_and_the_reference():
    where = "1 High Street\n\nRiverside"
    paper = document(subject="We have it", to_name="Jo", to_address=where, body="Hello", sent_on=clock.today(), reference="REQ-2026-0001")
    assert paper.blocks[:2] == [Lines(["Jo", "1 High Street", "Riverside"]), Lines(["Reference: REQ-2026-0001"])]


@pytest.mark.parametrize("which", SHIPPED, ids=lambda which: "-".join(which))
def test_every_wording_that_ships_says_what_the_law_wants(which: tuple[LetterKind, str]):
    wording = SHIPPED[which]
    assert refuse_wording(which[0], wording.subject, wording.body, "shipped") is None


def test_every_letter_of_every_right_has_a_wording():
    assert {(sort.kind, right) for sort in SORTS.values() for right in sort.rights} | {(K.ARTICLE_15, "")} == set(SHIPPED)


@pytest.mark.parametrize("right", [Right.SUBJECT_ACCESS, Right.OBJECTION])
def test_an_answer_names_the_complaint_the_commissioner_and_the_court(right: Right):
    said = " ".join(rights_of(right))
    for way in ("complain to us", "Information Commissioner", "court"):
        assert way in said


@pytest.mark.parametrize(
    ("kind", "subject", "body", "reason", "code"),
    [
        (K.REPLY, "", "{words}", "x", "no-words"), (K.REPLY, "x", " ", "x", "no-words"), (K.REPLY, "x", "{words}", " ", "no-reason"),
        (K.REPLY, "x", "{secret}", "x", "unknown-gap"), (K.REPLY, "x", "{words}{rights}", "x", "missing-gap"),
        (K.REFUSAL, "x", "{words}", "x", "missing-gap"), (K.ARTICLE_15, "x", "{name}", "x", "unknown-gap"),
    ],
)  # fmt: skip
def test_a_wording_that_leaves_out_what_the_law_wants_is_refused(kind: LetterKind, subject: str, body: str, reason: str, code: str):
    refusal = refuse_wording(kind, subject, body, reason)
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.clause("AC-6")
def test_every_wording_that_ships_becomes_an_accessible_paper():
    said = dict.fromkeys(GAPS, "Jo Marsh") | {"rights": "- one\n- two", "words": "First.\n\n- a point"}
    papers = {
        which: document(
            subject=one.subject, to_name="Jo Marsh", to_address="1 High Street", body=fill(one.body, said), sent_on=clock.today(),
            reference="REQ-2026-0001",
        )
        for which, one in SHIPPED.items()
    }  # fmt: skip
    found = verdicts(*(pdf(paper) for paper in papers.values()))
    assert {which: one.broken for which, one in zip(papers, found, strict=True) if not one.passes} == {}


# Sending


@pytest.mark.clause("AC-6")
@pytest.mark.parametrize(
    ("kind", "question"), [(K.IDENTITY, Question.IDENTITY), (K.AUTHORITY, Question.AUTHORITY), (K.CLARIFICATION, Question.CLARIFICATION)]
)
def test_a_letter_that_asks_stops_the_clock(nurse: User, ig_lead: User, kind: LetterKind, question: Question):
    reference = begin(nurse, ig_lead)
    letter = send(ig_lead, reference, kind)
    entry = ClockEntry.objects.get()
    assert (entry.question, letter.clock_entry) == (question, entry)
    assert CaseClock.objects.get().waiting
    assert "A copy of your passport." in letter.body


@pytest.mark.clause("AC-6")
def test_the_letter_that_extends_names_the_day_that_holds_then(nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    letter = send(ig_lead, reference, K.EXTENSION, words="There are eleven requests.")
    due = CaseClock.objects.get().due_on
    assert due > clock.today() + timedelta(days=80)
    assert nhs_date(due) in letter.body
    assert "ico.org.uk" in letter.body


@pytest.mark.clause("AC-6")
def test_a_reply_carries_what_the_law_wants_told_and_stops_the_clock(nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead, State.APPROVED)
    letter = send(ig_lead, reference, K.REPLY, words="Two recordings.")
    for said in ("Two recordings.", "On what ground", "How long", "Machines", "ico.org.uk", "large print", reference):
        assert said in letter.body
    assert CaseClock.objects.get().answered_on == clock.today()


def test_a_letter_is_kept_word_for_word(nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    letter = send(ig_lead, reference, K.ACKNOWLEDGEMENT)
    with acting_as(ig_lead):
        services.word_letter(
            kind=K.ACKNOWLEDGEMENT, right=Right.SUBJECT_ACCESS, subject="Hello", body="We have {reference}.", reason="Shorter",
            actor=ig_lead, now=clock.now(),
        )  # fmt: skip
    assert Letter.objects.get(pk=letter.pk).body == letter.body
    assert send(ig_lead, reference, K.ACKNOWLEDGEMENT).body == f"We have {reference}."
    with pytest.raises(IntegrityError, match="append-only"):
        Letter.objects.filter(pk=letter.pk).recorded().delete()


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        (K.IDENTITY, {"words": " "}, "no-words"), (K.IDENTITY, {"to_name": ""}, "no-name"), (K.IDENTITY, {"way": "pigeon"}, "no-way"),
        (K.IDENTITY, {"to_address": " "}, "no-address"), (K.REPLY, {}, "nothing-decided"), (K.REFUSAL, {}, "nothing-decided"),
        (K.OUTCOME, {}, "no-such-letter"), (K.NO_REPLY, {}, "nothing-asked"),
    ],
)  # fmt: skip
def test_a_letter_that_makes_no_sense_is_refused(nurse: User, ig_lead: User, kind: LetterKind, said: dict[str, Any], code: str):
    reference = begin(nurse, ig_lead)
    with pytest.raises(Refused) as stopped:
        send(ig_lead, reference, kind, **said)
    assert stopped.value.refusal.code == code
    assert not Letter.objects.exists()
    assert not ClockEntry.objects.exists()


def test_what_is_read_out_needs_no_address(nurse: User, ig_lead: User):
    assert send(ig_lead, begin(nurse, ig_lead), K.IDENTITY, way=Way.SAID, to_address="")


def test_silence_may_be_answered_only_after_a_reasonable_time(nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    send(ig_lead, reference, K.CLARIFICATION)
    with pytest.raises(Refused, match="They have 30 days to answer"):
        send(ig_lead, reference, K.NO_REPLY)


@pytest.mark.clause("AC-6")
@pytest.mark.parametrize("state", [State.SENT, State.APPROVED])
def test_the_letter_that_gives_up_ends_the_request_and_every_access_under_it(nurse: User, ig_lead: User, state: str):
    reference = begin(nurse, ig_lead, state)
    send(ig_lead, reference, K.CLARIFICATION)
    later = clock.now() + timedelta(days=31)
    said = writing(on=clock.local_day(later))
    with acting_as(ig_lead):
        services.send_letter(reference=reference, kind=K.NO_REPLY, writing=said, actor=ig_lead, now=later)
    request = AccessRequest.objects.get()
    assert (request.state, CaseClock.objects.get().answered_on) == (State.CLOSED, clock.local_day(later))
    assert not Grant.objects.filter(ended_at=None, ends_at__gt=later).exists()
    with acting_as(ig_lead):
        requests.reopen(reference=reference, person=ig_lead, reason="They answered after all.", now=later)
    assert (CaseClock.objects.get().answered_on, AccessRequest.objects.get().state) == (None, State.SENT)


def test_somebody_else_writes_nothing(nurse: User, ig_lead: User, partner: User):
    reference = begin(nurse, ig_lead)
    for person in (nurse, partner):
        with pytest.raises(Refused, match="do not handle"):
            send(person, reference, K.ACKNOWLEDGEMENT)


def test_a_letter_of_a_case_that_is_not_there(ig_lead: User):
    for reference in ("REQ-2026-9999", "XYZ-1"):
        with pytest.raises(NotYours):
            send(ig_lead, reference, K.ACKNOWLEDGEMENT)


def test_a_preview_does_nothing(nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    entries = Entry.objects.count()
    with acting_as(ig_lead):
        letter = services.preview(reference=reference, kind=K.EXTENSION, writing=writing(), actor=ig_lead, now=clock.now())
    assert "two months more" in letter.body
    assert (Letter.objects.count(), ClockEntry.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_no_word_of_a_letter_stands_in_the_trail(nurse: User, ig_lead: User):
    send(ig_lead, begin(nurse, ig_lead), K.IDENTITY)
    entry = Entry.objects.get(event=Event.LETTER_SENT)
    assert entry.facts == {"letter": "identity", "way": "post", "on": str(clock.today())}
    assert "Marsh" not in " ".join(f"{one.facts} {one.changes} {one.reason}" for one in Entry.objects.all())


# The pages


def form(**said: str) -> dict[str, str]:
    day = clock.today()
    asked = {"words": "A copy of your passport.", "to_name": "Jo Marsh", "way": Way.POST, "to_address": "1 High Street"}
    return {**asked, "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year), **said}


def test_a_letter_is_previewed_and_sent(as_: As, nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    client, where = as_(ig_lead), reverse("letter_new", args=[reference, K.CLARIFICATION])
    shown = words(client.get(where))
    for said in ("Due now:", "If you ask today there is no date until they answer.", "What do you need to know?"):
        assert said in shown
    assert "How the letter will read" in words(client.post(where, form(preview="yes")))
    assert not Letter.objects.exists()
    assert "done. The letter is kept" in words(client.post(where, form(), follow=True))
    assert Letter.objects.get().to_name == "Jo Marsh"


def test_what_a_rule_refuses_comes_back_with_its_sentence(as_: As, nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    client, where = as_(ig_lead), reverse("letter_new", args=[reference, K.IDENTITY])
    assert "Say where it went." in words(client.post(where, form(to_address="")))
    assert "Give a reason the person can understand" in words(client.post(where, form(words="")))


def test_a_letter_that_cannot_be_written_now_is_refused(as_: As, nurse: User, ig_lead: User):
    reference, client = begin(nurse, ig_lead), as_(ig_lead)
    assert client.get(reverse("letter_new", args=[reference, K.REPLY])).status_code == 403
    assert client.get(reverse("letter_new", args=[reference, "poem"])).status_code == 404
    assert client.get(reverse("letter_new", args=["REQ-2026-9999", K.REPLY])).status_code == 404


def test_a_sent_letter_reads_the_same_on_screen_and_on_paper(as_: As, nurse: User, ig_lead: User):
    letter = send(ig_lead, begin(nurse, ig_lead), K.IDENTITY)
    client = as_(ig_lead)
    shown = words(client.get(reverse("letter", args=[letter.pk])))
    for said in ("A copy of your passport.", "1 High Street", "By post on", letter.reference):
        assert said in shown
    paper = client.get(reverse("letter_pdf", args=[letter.pk]))
    assert paper.content.startswith(b"%PDF")
    assert b"pdfuaid" in paper.content or b"StructTreeRoot" in paper.content
    assert "Marsh" not in paper["Content-Disposition"]


def test_a_letter_of_another_is_not_there(as_: As, nurse: User, ig_lead: User, practice_manager: User):
    letter = send(ig_lead, begin(nurse, ig_lead), K.IDENTITY)
    client = as_(practice_manager)
    assert client.get(reverse("letter", args=[letter.pk])).status_code == 404
    assert client.get(reverse("letter_pdf", args=[letter.pk + 1])).status_code == 404


def test_the_practice_words_its_letters(as_: As, ig_lead: User):
    client, where = as_(ig_lead), reverse("letter_wording", args=[K.REFUSAL, Right.SUBJECT_ACCESS])
    assert "As it came with the product" in words(client.get(reverse("letter_wordings")))
    assert "(must be there)" in words(client.get(where))
    said = {"subject": "No", "body": "{words} and nothing else", "reason": "Shorter"}
    assert "put {rights} in it" in words(client.post(where, said))
    client.post(where, {**said, "body": "{words}\n\n{rights}"})
    assert LetterWording.objects.get().body == "{words}\n\n{rights}"
    assert "Shorter" in words(client.get(reverse("letter_wordings")))
    assert client.get(reverse("letter_wording", args=[K.ARTICLE_15, "every"])).status_code == 200
    assert client.get(reverse("letter_wording", args=["poem", "every"])).status_code == 404


def test_wording_letters_is_for_those_who_keep_settings(as_: As, dpo: User, ig_lead: User):
    assert as_(dpo).get(reverse("letter_wordings")).status_code == 403
    with acting_as(dpo), pytest.raises(Refused, match="cannot word"):
        services.word_letter(kind=K.REPLY, right=Right.SUBJECT_ACCESS, subject="x", body="x", reason="x", actor=dpo, now=clock.now())


def test_every_gap_is_explained():
    assert all(GAPS.values())


# The clock's own pages


def test_the_clock_has_a_page_and_an_answer_is_recorded_there(as_: As, nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    send(ig_lead, reference, K.CLARIFICATION)
    client, entry = as_(ig_lead), ClockEntry.objects.get()
    assert "No date while we wait for their answer" in words(client.get(reverse("case_clock", args=[reference])))
    where = reverse("clock_answer", args=[reference, entry.pk])
    assert "When did it reach us?" in words(client.get(where))
    assert "The clock runs again." in words(client.post(where, form(words="May"), follow=True))
    assert "That question is not open." in words(client.post(where, form(words="May")))


def test_a_question_is_taken_back_by_its_page(as_: As, nurse: User, ig_lead: User):
    reference = begin(nurse, ig_lead)
    send(ig_lead, reference, K.CLARIFICATION)
    client = as_(ig_lead)
    where = reverse("clock_take_back", args=[reference, ClockEntry.objects.get().pk])
    assert client.get(where).status_code == 200
    assert "Question taken back." in words(client.post(where, {"words": "It was about the format."}, follow=True))


def test_a_case_without_a_clock_has_no_such_page(as_: As, nurse: User, ig_lead: User):
    request = request_at(State.SENT, requester=nurse, decider=ig_lead)
    assert as_(ig_lead).get(reverse("case_clock", args=[request.reference])).status_code == 403
