"""The desk for complaints and objections: logged by anyone, handled by those who do, never by the colleague whom one concerns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from access_requests.letters import services as letters
from access_requests.letters.services import Writing
from access_requests.matters import queries, services
from access_requests.models import CaseClock, Channel, Finding, Kind, Letter, LetterKind, Matter, MatterDecision, MatterState, Right, Way
from breaches.models import Breach
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.access_requests.factories import decide as answer
from tests.access_requests.factories import send
from tests.access_requests.kinds import ready, send_kind
from tests.access_requests.matters.factories import SAID, log
from tests.cast import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-6")]
As = Callable[[User], Client]


@pytest.fixture
def as_(client: Client, sign_in: SignIn) -> As:
    def enter(person: User) -> Client:
        sign_in(client, person)
        return client

    return enter


def write(actor: User, matter: Matter, kind: LetterKind, words: str = "We looked into it.") -> Letter:
    writing = Writing(words, matter.name, matter.contact, Way.POST, clock.today())
    with acting_as(actor):
        return letters.send_letter(reference=matter.reference, kind=kind, writing=writing, actor=actor, now=clock.now())


def decide(actor: User, matter: Matter, finding: str = Finding.PARTLY, reasons: str = "Two people heard it.") -> MatterDecision:
    with acting_as(actor):
        return services.decide(reference=matter.reference, finding=finding, reasons=reasons, actor=actor, now=clock.now())


def state_of(matter: Matter) -> tuple[str, bool]:
    return Matter.objects.get(pk=matter.pk).state, CaseClock.objects.get(reference=matter.reference).answered_on is not None


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# The services


@pytest.mark.clause("BR-2")
def test_a_complaint_that_is_right_about_a_refused_subject_access_request_is_an_incident(
    receptionist: User, ig_lead: User, dpo: User
) -> None:
    refused = ready(Kind.SUBJECT_ACCESS, receptionist, ig_lead)
    answer(refused, ig_lead, agreed=False)
    for number, (finding, incidents) in enumerate(((Finding.NOT_UPHELD, 0), (Finding.PARTLY, 1), (Finding.UPHELD, 1))):
        decide(dpo, log(receptionist, about_reference=refused.reference), finding)
        assert Breach.objects.filter(incident_kind="sar_wrongly_refused").count() == incidents, number
    assert "Found by: complaint DPC-" in Breach.objects.get().what_happened


def test_a_complaint_is_logged_with_its_number_its_clock_and_its_entry(nurse: User, ig_lead: User):
    matter = log(nurse)
    assert matter.reference == f"DPC-{clock.today().year}-0001"
    assert CaseClock.objects.get(reference=matter.reference).due_on >= clock.today() + timedelta(days=30)
    assert Entry.objects.get(event=Event.MATTER_RECEIVED).facts["right"] == "complaint"


def test_whoever_handles_them_is_told_without_a_name(
    nurse: User, ig_lead: User, eager: None, django_capture_on_commit_callbacks: Callable[..., Any]
):
    with django_capture_on_commit_callbacks(execute=True):
        matter = log(nurse)
    (one,) = mail.outbox
    assert one.to == [ig_lead.email]
    assert matter.reference in one.body
    assert "Marsh" not in one.body + one.subject
    assert "played" not in one.body


def test_an_objection_has_a_series_of_its_own(nurse: User):
    assert log(nurse, Right.OBJECTION).reference == f"OBJ-{clock.today().year}-0001"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"right": Right.SUBJECT_ACCESS}, "no-right"), ({"reached": "pigeon"}, "no-channel"), ({"name": " "}, "no-name"),
        ({"words": ""}, "no-words"), ({"received_on": clock.today() + timedelta(days=1)}, "in-the-future"),
    ],
)  # fmt: skip
def test_what_lacks_who_what_how_or_when_is_refused(nurse: User, fields: dict[str, Any], code: str):
    with pytest.raises(Refused) as stopped:
        log(nurse, **fields)
    assert stopped.value.refusal.code == code
    assert not Matter.objects.exists()


def test_an_administrator_logs_nothing(administrator: User):
    with pytest.raises(Refused, match="cannot log"):
        log(administrator)


def test_a_complaint_is_acknowledged_decided_and_answered(nurse: User, ig_lead: User):
    matter = log(nurse)
    write(ig_lead, matter, LetterKind.ACKNOWLEDGEMENT)
    assert state_of(matter) == (MatterState.OPEN, True)
    decide(ig_lead, matter)
    letter = write(ig_lead, matter, LetterKind.OUTCOME)
    assert state_of(matter) == (MatterState.ANSWERED, True)
    assert "ico.org.uk" in letter.body


def test_an_objection_is_answered_within_its_month(nurse: User, ig_lead: User):
    matter = log(nurse, Right.OBJECTION)
    decide(ig_lead, matter, Finding.UPHELD)
    assert state_of(matter) == (MatterState.DECIDED, False)
    write(ig_lead, matter, LetterKind.OUTCOME)
    assert state_of(matter) == (MatterState.ANSWERED, True)


def test_nothing_is_told_before_it_is_decided_and_nothing_after_it_is_answered(nurse: User, ig_lead: User):
    matter = log(nurse)
    with pytest.raises(Refused, match="Nothing is decided yet"):
        write(ig_lead, matter, LetterKind.OUTCOME)
    decide(ig_lead, matter)
    write(ig_lead, matter, LetterKind.OUTCOME)
    with pytest.raises(Refused, match="has been answered"):
        write(ig_lead, matter, LetterKind.PROGRESS)
    with acting_as(ig_lead), pytest.raises(Refused, match="Nothing can be noted"):
        services.note(reference=matter.reference, words="Too late.", actor=ig_lead, now=clock.now())


def test_a_complaint_is_acknowledged_once(nurse: User, ig_lead: User):
    matter = log(nurse)
    write(ig_lead, matter, LetterKind.ACKNOWLEDGEMENT)
    with pytest.raises(Refused, match="have been told"):
        write(ig_lead, matter, LetterKind.ACKNOWLEDGEMENT)


def test_it_is_decided_once_with_reasons(nurse: User, ig_lead: User):
    matter = log(nurse)
    for finding, reasons in (("maybe", "x"), (Finding.UPHELD, " ")):
        with pytest.raises(Refused):
            decide(ig_lead, matter, finding, reasons)
    decide(ig_lead, matter)
    with pytest.raises(Conflict):
        decide(ig_lead, matter)


def test_a_step_is_noted_and_a_blank_one_is_not(nurse: User, ig_lead: User):
    matter = log(nurse)
    with acting_as(ig_lead):
        services.note(reference=matter.reference, words="Read the trail.", actor=ig_lead, now=clock.now())
        with pytest.raises(Refused):
            services.note(reference=matter.reference, words=" ", actor=ig_lead, now=clock.now())
    assert Entry.objects.filter(event=Event.MATTER_NOTED, request=matter.reference).count() == 1


def test_the_colleague_whom_it_concerns_neither_sees_nor_decides_it(nurse: User, ig_lead: User, dpo: User):
    matter = log(nurse, about_person=ig_lead)
    with pytest.raises(NotYours):
        decide(ig_lead, matter)
    assert queries.handlers(matter, clock.today()) == [dpo]
    assert decide(dpo, matter)


@pytest.mark.parametrize("who", ["nurse", "partner", "assessor", "outsider"])
def test_it_does_not_exist_for_anyone_else(nurse: User, who: str, request: pytest.FixtureRequest):
    with pytest.raises(NotYours):
        queries.one(request.getfixturevalue(who), log(nurse).reference, clock.today())


def test_the_database_itself_forbids_deciding_about_oneself(nurse: User, ig_lead: User):
    matter = log(nurse)
    with acting_as(ig_lead), pytest.raises(IntegrityError, match="nobody_decides_a_matter_about_themselves"):
        MatterDecision.objects.create(
            matter=matter, finding=Finding.UPHELD, reasons="x", about_person=ig_lead, decided_by=ig_lead, decided_at=clock.now()
        )


def test_no_name_and_no_words_stand_in_the_trail(nurse: User, ig_lead: User):
    matter = log(nurse)
    decide(ig_lead, matter)
    told = " ".join(f"{entry.facts} {entry.reason} {entry.changes} {entry.object_repr}" for entry in Entry.objects.all())
    assert "Marsh" not in told
    assert "whole team" not in told


# The pages

FORM = {"name": "Jo Marsh", "words": SAID, "reached": Channel.TELEPHONE, "contact": "", "about_reference": "", "about_person": ""}


def today() -> dict[str, str]:
    day = clock.today()
    return {"received_on_day": str(day.day), "received_on_month": str(day.month), "received_on_year": str(day.year)}


def test_anyone_at_the_desk_logs_one_in_a_page(as_: As, nurse: User, ig_lead: User):
    client = as_(nurse)
    assert "In their words" in words(client.get(reverse("matter_new", args=["complaint"])))
    about = send(nurse)
    answer = client.post(reverse("matter_new", args=["complaint"]), {**FORM, **today(), "about_reference": about.reference})
    assert Matter.objects.get().reference in words(answer)
    assert client.get(reverse("matter", args=[Matter.objects.get().reference])).status_code == 403


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"name": ""}, "Enter who"), ({"words": ""}, "Enter what they say"), ({"about_reference": "REQ-2026-9999"}, "There is no request")],
)
def test_what_is_missing_gets_its_sentence(as_: As, nurse: User, said: dict[str, str], sentence: str):
    answer = as_(nurse).post(reverse("matter_new", args=["objection"]), {**FORM, **today(), **said})
    assert sentence in words(answer) or "Answer" in words(answer)
    assert not Matter.objects.exists()


def test_only_complaints_and_objections_are_logged_here(as_: As, nurse: User):
    assert as_(nurse).get(reverse("matter_new", args=["subject_access"])).status_code == 404


def test_everything_stands_on_one_page_and_is_done_from_there(as_: As, nurse: User, ig_lead: User):
    matter = log(nurse, about_reference=send(nurse).reference)
    client, where = as_(ig_lead), reverse("matter", args=[matter.reference])
    shown = words(client.get(where))
    for said in (SAID, "Jo Marsh", "must be acknowledged by", "Tell them that we have it", "What did you find?", "Note a step", "REQ-"):
        assert said in shown
    client.post(reverse("matter_note", args=[matter.reference]), {"words": "Asked reception."})
    client.post(reverse("matter_decide", args=[matter.reference]), {"finding": Finding.UPHELD, "reasons": "They are right."})
    shown = words(client.get(where))
    for said in ("Asked reception.", "They are right", "Tell them the outcome", "Decided, to be told"):
        assert said in shown


def test_the_page_of_a_request_shows_the_complaints_about_it_to_whom_they_do_not_concern(as_: As, nurse: User, ig_lead: User, dpo: User):
    request = send_kind(Kind.SUBJECT_ACCESS, nurse)
    theirs, other = log(nurse, about_reference=request.reference), log(nurse, about_reference=request.reference, about_person=dpo)
    address = reverse("request_detail", args=[request.reference])
    for person, shown in ((ig_lead, {theirs, other}), (dpo, {theirs}), (nurse, set())):
        page = words(as_(person).get(address))
        assert {one for one in (theirs, other) if one.reference in page} == shown, person.username


def test_a_blank_decision_and_a_blank_note_come_back(as_: As, nurse: User, ig_lead: User):
    matter, client = log(nurse), as_(ig_lead)
    assert "Enter the reasons" in words(client.post(reverse("matter_decide", args=[matter.reference]), {}))
    assert "Enter what was done" in words(client.post(reverse("matter_note", args=[matter.reference]), {}))


def test_the_desk_lists_what_is_open_and_filters(as_: As, nurse: User, ig_lead: User):
    first, second = log(nurse), log(nurse, Right.OBJECTION)
    client = as_(ig_lead)
    shown = words(client.get(reverse("matters")))
    assert first.reference in shown
    assert second.reference in shown
    assert first.reference not in words(client.get(f"{reverse('matters')}?right=objection"))
    assert "Nothing is open." in words(client.get(f"{reverse('matters')}?state=answered"))
    assert client.get(f"{reverse('matters')}?state=nonsense").status_code == 200


def test_the_desk_begins_with_what_is_due_first_and_ends_with_what_was_acknowledged(nurse: User, ig_lead: User):
    done, later = log(nurse, received_on=clock.today() - timedelta(days=9)), log(nurse)
    sooner = log(nurse, Right.OBJECTION, received_on=clock.today() - timedelta(days=5))
    write(ig_lead, done, LetterKind.ACKNOWLEDGEMENT)
    assert list(queries.listed(ig_lead, "", "", 1, clock.today())) == [sooner, later, done]
    assert queries.open_ones(ig_lead, clock.today(), 2) == [sooner, later]


@pytest.mark.parametrize("name", ["matter_note", "matter_decide"])
def test_the_acts_are_posts(as_: As, nurse: User, ig_lead: User, name: str):
    assert as_(ig_lead).get(reverse(name, args=[log(nurse).reference])).status_code == 405


def test_the_work_list_says_what_to_do(as_: As, nurse: User, ig_lead: User):
    matter = log(nurse)
    client = as_(ig_lead)
    assert "Acknowledge a data complaint" in words(client.get("/"))
    decide(ig_lead, matter)
    assert "Tell the outcome of a data complaint" in words(client.get("/"))
    log(nurse, Right.OBJECTION)
    assert "Look into a data objection" in words(client.get("/"))


@pytest.mark.parametrize("name", ["matters", "matter"])
def test_a_page_costs_the_same_with_many_cases(as_: As, nurse: User, ig_lead: User, django_assert_max_num_queries: Any, name: str):
    client, matter = as_(ig_lead), log(nurse)
    address = reverse(name, args=[matter.reference] if name == "matter" else [])
    costs = []
    for _ in range(2):
        with django_assert_max_num_queries(14) as counted:
            client.get(address)
        costs.append(len(counted))
        for _ in range(12):
            log(nurse)
            write(ig_lead, matter, LetterKind.PROGRESS)
    assert costs[0] == costs[1] <= (10 if name == "matters" else 14)
