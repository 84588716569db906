"""Logging an enquiry, one's own call, an investigation, who asks, papers, weighing, and the short pages of a request."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from access_requests import acts, queries
from access_requests.models import AccessRequest, Asker, Assessment, Decision, IdentityCheck, Kind, Recusal, State
from access_requests.presenters.history import events
from access_requests.services import attach_paper
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.attachments.queries import of_case
from recordings.models import Grant, Recording
from tests.access_requests.factories import request_at, send
from tests.access_requests.kinds import at, ready, send_kind, walk
from tests.recordings.attachments.papers import PDF
from tests.recordings.factories import make_chosen, make_held_call

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db

CALLER = {
    "kind": "subject_access",
    "name": "Jo Marsh",
    "capacity": "caller",
    "channel": "telephone",
    "reason": "I want my call of 2 November.",
}


@pytest.fixture
def as_(client: Client, sign_in: Callable[..., None]) -> As:
    def enter(person: User) -> Client:
        sign_in(client, person)
        return client

    return enter


@pytest.fixture
def people(nurse: User, line_manager: User, ig_lead: User, dpo: User, practice_manager: User) -> dict[str, User]:
    return {"nurse": nurse, "line_manager": line_manager, "ig_lead": ig_lead, "dpo": dpo, "practice_manager": practice_manager}


def boxes(name: str, days_ago: int = 0) -> dict[str, str]:
    day = clock.today() - timedelta(days=days_ago)
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def errors(page: Any) -> list[str]:
    return [words for messages in page.context["form"].errors.values() for words in messages]


def at_page(name: str, request: AccessRequest, *more: Any) -> str:
    return reverse(name, args=[request.reference, *more])


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile(PDF.name, PDF.content)


# Logging what somebody asks


@pytest.mark.clause("AC-6")
def test_whoever_takes_it_in_logs_it_with_four_answers_however_it_came(as_: As, nurse: User, ig_lead: User) -> None:
    client = as_(nurse)
    for channel in ("telephone", "in_person", "letter", "email", "form"):
        page = client.post(reverse("enquiry"), CALLER | {"channel": channel} | boxes("received_day", 3), follow=True)
        request = AccessRequest.objects.latest("pk")
        assert (request.kind, request.channel, request.requester) == (Kind.SUBJECT_ACCESS, channel, nurse)
        assert clock.local_day(request.received_at) == clock.today() - timedelta(days=3)
        assert "Logged. The reference is" in page.content.decode()
        assert Entry.objects.filter(event="request_sent", request=request.reference).get().facts["channel"] == channel


def test_what_is_known_of_the_call_and_a_letter_come_with_it(as_: As, nurse: User, ig_lead: User) -> None:
    known = {"telephone": "07700 900461", "call_time": "9am to 10am", "received_time": "12:01am", "paper": upload()}
    as_(nurse).post(reverse("enquiry"), CALLER | boxes("received_day") | boxes("call_date", 4) | known)
    request = AccessRequest.objects.get()
    assert request.external_e164 == Asker.objects.get().telephone_e164 == "+447700900461"
    assert request.window_from is not None
    assert [paper.kind for paper in of_case("request", request.reference)] == ["arrived"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "Enter who asks"),
    ({"reason": " "}, "Enter what they ask"),
    ({"channel": "pigeon"}, "Select a valid choice. pigeon is not one of the available choices."),
    ({"telephone": "soon"}, "Enter a telephone number, like 01632 960461, or leave it blank"),
    (boxes("received_day", -1), "Day it reached anyone here must be today or in the past"),
    ({"received_time": "11:59pm"}, "The time at which it reached us must be in the past"),
    (boxes("call_date", 1) | {"call_time": "6pm to 5pm"}, "Enter a time, like 5:30pm, or a range, like 5pm to 6pm"),
    ({"paper": SimpleUploadedFile("x.pdf", b"MZ")}, "The selected file is not a PDF, although its name says so."),
]


def test_what_makes_no_sense_comes_back_with_its_sentence(as_: As, nurse: User) -> None:
    client = as_(nurse)
    for wrong, sentence in WRONG:
        assert sentence in errors(client.post(reverse("enquiry"), CALLER | boxes("received_day") | wrong))
    assert not AccessRequest.objects.exists()


def test_every_kind_from_outside_can_be_logged(as_: As, nurse: User, ig_lead: User) -> None:
    client, kinds = as_(nurse), ("external_body", "court_order", "life_at_risk", "health_records")
    for kind in kinds:
        client.post(reverse("enquiry"), CALLER | {"kind": kind, "capacity": "executor"} | boxes("received_day"))
    logged = dict(Asker.objects.values_list("request__kind", "capacity"))
    assert logged == {kind: "executor" if kind == "health_records" else "officer" for kind in kinds}


def test_an_administrator_logs_nothing(as_: As, administrator: User) -> None:
    assert as_(administrator).get(reverse("enquiry")).status_code == 403
    assert as_(administrator).get(reverse("own_call")).status_code == 403


# One's own call


@pytest.mark.clause("AU-12")
def test_one_field_sends_it_to_the_line_manager(as_: As, nurse: User, line_manager: User) -> None:
    assert line_manager.name in as_(nurse).get(reverse("own_call")).content.decode()
    page = as_(nurse).post(reverse("own_call"), {"reason": "I want to learn from it.", "also_sar": "on"}, follow=True)
    request = AccessRequest.objects.get()
    assert (request.kind, request.step, request.line_manager, request.also_sar) == (Kind.OWN_CALL, "line-manager", line_manager, True)
    assert "lapses" not in page.content.decode()


def test_an_own_call_that_makes_no_sense(as_: As, nurse: User) -> None:
    client = as_(nurse)
    for typed, sentence in (
        ({"reason": ""}, "Enter the reason for the request"),
        ({"call_time": "5pm"}, "Enter the call date as well, or say the time under “Anything else”"),
        ({"extension": "999"}, "Select a valid choice. 999 is not one of the available choices."),
    ):
        assert sentence in errors(client.post(reverse("own_call"), {"reason": "To learn"} | typed))


@pytest.mark.clause("AU-12")
def test_the_line_manager_passes_it_on_with_one_press(as_: As, nurse: User, line_manager: User, ig_lead: User) -> None:
    request = send_kind(Kind.OWN_CALL, nurse)
    page = as_(line_manager).get(at_page("request_detail", request)).content.decode()
    assert "You are not deciding." in page
    assert "Refuse" not in page
    typed = {"decision": "approve", "step": "line-manager", "reasons": "She was on that call."}
    assert "passed on" in as_(line_manager).post(at_page("request_decide", request), typed, follow=True).content.decode()


# An investigation


@pytest.mark.clause("AU-2")
def test_an_investigation_asks_whom_it_is_about_and_goes_to_the_data_protection_officer(
    as_: As, nurse: User, line_manager: User, ig_lead: User, dpo: User
) -> None:
    client = as_(line_manager)
    client.post(reverse("request_new_step", args=["why"]), {"purpose": "misconduct", "reason": "A complaint.", "wanted": "listen"})
    assert client.get(reverse("request_new"))["Location"] == reverse("request_new_step", args=["about"])
    client.post(reverse("request_new_step", args=["about"]), {"about_person": nurse.pk, "about_reference": "B-2026-0004"})
    client.post(reverse("request_new_step", args=["call"]), {})
    assert nurse.name in client.get(reverse("request_check")).content.decode()
    client.post(reverse("request_check"))
    request = AccessRequest.objects.get()
    assert (request.kind, request.step, request.about_person) == (Kind.DISCIPLINARY, "dpo", nurse)
    assert as_(nurse).get(at_page("request_detail", request)).status_code == 404


@pytest.mark.clause("AU-2")
def test_who_asked_does_not_read_the_advice(as_: As, people: dict[str, User]) -> None:
    request = walk(ready(Kind.DISCIPLINARY, people["line_manager"], people["ig_lead"], about=people["nurse"]), people, people["nurse"])
    assert "It is one of our purposes." in as_(people["ig_lead"]).get(at_page("request_detail", request)).content.decode()
    case = queries.case(people["line_manager"], request.reference, clock.now())
    words = [event.words for event in events(case)]
    assert words.count("It is one of our purposes.") == 1  # the decision's, not the advice's


# Who asks


def identity(client: Client, request: AccessRequest, **typed: Any) -> Any:
    return client.post(at_page("request_identity", request), {"seen": ["photo"], "result": "confirmed", "note": ""} | typed, follow=True)


@pytest.mark.clause("AC-7")
def test_three_answers_confirm_who_asks(as_: As, people: dict[str, User]) -> None:
    request = send_kind(Kind.SUBJECT_ACCESS, people["nurse"], external_raw="07700 900461", external_e164="+447700900461")
    assert "Identity check saved." in identity(as_(people["nurse"]), request).content.decode()
    check = IdentityCheck.objects.get()
    assert (check.result, check.number_match, check.checked_by) == ("confirmed", "match", people["nurse"])
    assert Entry.objects.get(event="identity_checked").facts["result"] == "confirmed"


@pytest.mark.clause("AC-7")
def test_a_doubt_goes_to_the_data_protection_officer_and_blocks_everyone_else(as_: As, people: dict[str, User]) -> None:
    request = send_kind(Kind.SUBJECT_ACCESS, people["nurse"])
    page = identity(as_(people["ig_lead"]), request, result="in_doubt", note="The voice is another.")
    assert "Sent to the Data Protection Officer." in page.content.decode()
    assert "Only the Data Protection Officer can decide that." in page.content.decode()
    assert identity(as_(people["ig_lead"]), request).status_code == 403
    assert "Decide who asks in a request" in as_(people["dpo"]).get(reverse("home")).content.decode()
    typed = {"decision": "refuse", "step": "ig-lead", "reasons": "x", "ground": "not_identified"}
    assert as_(people["ig_lead"]).post(at_page("request_decide", request), typed).status_code == 403
    assert identity(as_(people["dpo"]), request, result="confirmed", note="Spoke to her.").status_code == 200
    assert IdentityCheck.objects.first().by_dpo
    assert "Approve this request" in as_(people["ig_lead"]).get(at_page("request_detail", request)).content.decode()


@pytest.mark.clause("AC-7")
def test_a_result_without_what_it_rests_on_comes_back(as_: As, people: dict[str, User]) -> None:
    request = send_kind(Kind.SUBJECT_ACCESS, people["nurse"])
    assert errors(identity(as_(people["nurse"]), request, seen=[])) == ["Say what you saw or heard that shows who they are."]
    assert errors(identity(as_(people["nurse"]), request, result="")) == ["Select the result"]
    assert as_(people["line_manager"]).get(at_page("request_identity", request)).status_code == 404


@pytest.mark.clause("AC-7")
def test_somebody_for_a_patient_who_died_shows_the_grant_of_probate(as_: As, people: dict[str, User]) -> None:
    request = send_kind(Kind.HEALTH_RECORDS, people["nurse"])
    identity(as_(people["nurse"]), request)
    assert not IdentityCheck.objects.first().authority
    identity(as_(people["nurse"]), request, proofs=["grant_of_probate"])
    assert IdentityCheck.objects.first().authority


# Weighing a recording


@pytest.fixture
def weighed(people: dict[str, User]) -> tuple[AccessRequest, Recording]:
    call = make_held_call()
    request = walk(ready(Kind.SUBJECT_ACCESS, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    with acting_as(people["practice_manager"]):
        make_chosen(Grant.objects.get(holder=people["practice_manager"]), [call])
    return request, call


GIVEN = {
    "staff_voice": "clinician", "clinical_content": "no", "outcome": "full", "reasons": "Only the caller is heard.", "opinion": "",
    "outcome_1": "redacted", "outcome_2": "redacted", "outcome_3": "redacted",
}  # fmt: skip


@pytest.mark.clause("AC-6")
def test_who_may_hear_it_weighs_it(as_: As, people: dict[str, User], weighed: tuple[AccessRequest, Recording]) -> None:
    request, call = weighed
    client, where = as_(people["practice_manager"]), at_page("request_assess", request, call.pk)
    assert "Assess the call of" in client.get(at_page("request_detail", request)).content.decode()
    assert client.get(where).status_code == 200
    assert errors(client.post(where, GIVEN | {"who_1": "A daughter", "reason_1": "x"})) == [
        "Something is redacted, withheld or exempt, so it cannot be given in full."
    ]
    typed = GIVEN | {"who_1": "A daughter", "reason_1": "She did not agree.", "outcome": "partial"}
    assert "Assessment saved." in client.post(where, typed, follow=True).content.decode()
    assert [(third.who, third.outcome) for third in Assessment.objects.get().third_parties.all()] == [("A daughter", "redacted")]
    assert Entry.objects.get(event="recording_assessed").recording == call.pk
    assert "A part of it" in client.get(at_page("request_detail", request)).content.decode()


@pytest.mark.clause("AC-4")
def test_nobody_else_weighs_it(as_: As, people: dict[str, User], weighed: tuple[AccessRequest, Recording]) -> None:
    request, call = weighed
    where = at_page("request_assess", request, call.pk)
    assert as_(people["ig_lead"]).get(where).status_code == 403
    assert as_(people["line_manager"]).get(where).status_code == 404
    assert as_(people["practice_manager"]).get(at_page("request_assess", request, make_held_call().pk)).status_code == 404


# Papers, what a body says, and the short pages


@pytest.mark.clause("AC-8")
def test_a_body_s_request_is_made_complete_on_its_pages(as_: As, people: dict[str, User]) -> None:
    request, client = send_kind(Kind.EXTERNAL_BODY, people["nurse"]), as_(people["ig_lead"])
    assert "Not complete. It does not say: full name of the officer" in client.get(at_page("request_detail", request)).content.decode()
    assert client.post(at_page("request_paper", request), {"kind": "written-request", "paper": upload()}).status_code == 302
    assert client.post(at_page("request_demand", request), {"officer": "Dana Hale"}).status_code == 302
    page = client.get(at_page("request_detail", request)).content.decode()
    assert "Dana Hale" in page
    assert reverse("attachment", args=[of_case("request", request.reference)[0].pk]) in page


def test_a_paper_that_cannot_be_read_comes_back(as_: As, people: dict[str, User]) -> None:
    request = send(people["nurse"])
    page = as_(people["nurse"]).post(at_page("request_paper", request), {"kind": "other", "paper": SimpleUploadedFile("a.exe", b"MZ")})
    assert "The selected file must be a" in str(errors(page))
    assert as_(people["nurse"]).get(at_page("request_paper", request)).status_code == 200


@pytest.mark.clause("AC-2")
def test_the_lead_stands_back_on_a_page_of_its_own(as_: As, people: dict[str, User], deputy: User) -> None:
    request, client = send(people["nurse"]), as_(people["ig_lead"])
    assert client.get(at_page("request_stand_back", request)).status_code == 200
    assert client.post(at_page("request_stand_back", request), {"reason": "I took the call."}).status_code == 302
    assert Recusal.objects.get().person == people["ig_lead"]
    assert "You are involved and stood back. It is with Deputy." in client.get(at_page("request_detail", request)).content.decode()


def test_a_refusal_names_its_ground_and_what_they_can_do(as_: As, people: dict[str, User]) -> None:
    request = at(State.REFUSED, ready(Kind.SUBJECT_ACCESS, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    page = as_(people["ig_lead"]).get(at_page("request_detail", request)).content.decode()
    assert "We could not be sure who asks" in page
    assert "Information Commissioner" in page
    assert "ask a court" in page


def test_it_is_reopened_on_a_page_of_its_own(as_: As, people: dict[str, User]) -> None:
    request, client = request_at(State.REFUSED, requester=people["nurse"], decider=people["ig_lead"]), as_(people["ig_lead"])
    assert client.get(at_page("request_reopen", request)).status_code == 200
    page = client.post(at_page("request_reopen", request), {"reason": "Nurse complains."}, follow=True).content.decode()
    assert "is open again." in page
    assert as_(people["nurse"]).post(at_page("request_reopen", request), {"reason": "x"}).status_code == 409


@pytest.mark.clause("AC-8")
def test_acting_at_once_is_reviewed_on_the_page_of_the_request(as_: As, people: dict[str, User]) -> None:
    request = walk(ready(Kind.LIFE_AT_RISK, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    client = as_(people["dpo"])
    assert "It was right to act at once" in client.get(at_page("request_detail", request)).content.decode()
    assert "Enter the reasons" in client.post(at_page("request_review", request), {"found": "right"}).content.decode()
    page = client.post(at_page("request_review", request), {"found": "wrong", "reasons": "It could wait."}, follow=True)
    assert "Your review is recorded." in page.content.decode()
    assert Decision.objects.get(step="review").agreed is False


def test_approved_in_part_says_so(as_: As, people: dict[str, User]) -> None:
    request, today = send(people["nurse"]), clock.today() + timedelta(days=5)
    typed = {"decision": "approve", "step": "ig-lead", "reasons": "Only that call.", "partly": "on", "ground": ""}
    day = {"ends_on_day": str(today.day), "ends_on_month": str(today.month), "ends_on_year": str(today.year)}
    client = as_(people["ig_lead"])
    page = client.post(at_page("request_decide", request), typed | day).content.decode()
    assert "Select the ground on which it is refused" in page
    client.post(at_page("request_decide", request), typed | day | {"ground": "too_wide"})
    assert "Approved in part" in client.get(at_page("request_detail", request)).content.decode()


KINDS = [
    Kind.OWN_CALL,
    Kind.DISCIPLINARY,
    Kind.SUBJECT_ACCESS,
    Kind.EXTERNAL_BODY,
    Kind.COURT_ORDER,
    Kind.LIFE_AT_RISK,
    Kind.HEALTH_RECORDS,
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_every_kind_takes_a_constant_and_small_number_of_queries(
    kind: str, as_: As, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    request = ready(kind, people["nurse"], people["ig_lead"], about=people["line_manager"])
    walk(request, people, people["practice_manager"], until="ig-lead")
    client, costs = as_(people["ig_lead"]), []
    for more in (3, 0):
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(at_page("request_detail", request)).status_code == 200
        costs.append(len(counted))
        with acting_as(people["ig_lead"]):
            for _again in range(more):
                attach_paper(reference=request.reference, person=people["ig_lead"], kind="other", paper=PDF, now=clock.now())
    assert costs[0] == costs[1]


MOST_QUERIES = 14


def test_every_act_of_a_page_is_one_that_the_page_can_draw(people: dict[str, User]) -> None:
    for kind in KINDS:
        request = ready(kind, people["line_manager"], people["ig_lead"], about=people["nurse"])
        for person in (people["ig_lead"], people["dpo"]):
            assert all(act.words for act in acts.acts(queries.case(person, request.reference, clock.now())))
