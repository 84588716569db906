"""What is mailed, to whom, and that it says nothing about anybody."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from access_requests import services
from access_requests.models import State
from callgov import clock
from callgov.bootstrap import ROOT
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from tests.access_requests.factories import COPY, REASON, decide, request_at, send
from tests.recordings.factories import NUMBER

Capture = Callable[..., Any]


@pytest.fixture(autouse=True)
def _at_once(celery_eager: None) -> None:
    """Tasks run where they are sent, so that the mail box can be read."""


@pytest.fixture
def box(django_capture_on_commit_callbacks: Capture) -> Callable[[Callable[[], object]], list[Any]]:
    """What one act mails."""

    def of(act: Callable[[], object]) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mail.outbox)

    return of


def to(mails: list[Any]) -> dict[str, str]:
    return {one.to[0].split("@")[0]: one.subject for one in mails}


def test_who_may_decide_is_told_by_when(box: Capture, nurse: User, ig_lead: User, deputy: User):
    mails = box(lambda: send(nurse))
    assert to(mails) == dict.fromkeys(("ig_lead", "deputy"), "A request needs your decision")
    assert f"REQ-{clock.today():%Y}-0001 is waiting for you. It is due by" in mails[0].body


def test_who_asked_is_not_told_to_decide_their_own(box: Capture, ig_lead: User, deputy: User):
    assert to(box(lambda: send(ig_lead))) == {"deputy": "A request needs your decision"}


def test_when_nobody_can_decide_who_names_deputies_is_told(box: Capture, ig_lead: User, practice_manager: User):
    assert to(box(lambda: send(ig_lead))) == {"practice_manager": "A request has nobody to decide it"}


@pytest.mark.parametrize("agreed", [True, False])
def test_who_asked_is_told_of_an_answer_but_not_which(agreed: bool, box: Capture, nurse: User, ig_lead: User):
    request = send(nurse)
    mails = box(lambda: decide(request, ig_lead, agreed=agreed))
    assert to(mails) == {"nurse": "Your request has been answered"}
    assert "approv" not in mails[0].body.lower() + mails[0].subject.lower()
    assert "refus" not in mails[0].body.lower() + mails[0].subject.lower()


def test_who_was_named_to_release_is_told(box: Capture, nurse: User, ig_lead: User, practice_manager: User):
    request = send(nurse, **COPY)
    mails = box(lambda: decide(request, ig_lead, releaser=practice_manager))
    assert to(mails) == {"nurse": "Your request has been answered", "practice_manager": "A copy is yours to prepare"}


def test_who_asked_is_told_when_it_lapses(box: Capture, nurse: User, ig_lead: User):
    request = send(nurse)

    def lapse() -> None:
        with as_job(Job.LAPSE):
            services.lapse_due(now=clock.end_of_day(request.lapses_on))

    assert to(box(lapse)) == {"nurse": "Your request has lapsed"}


def test_nothing_is_mailed_about_what_was_rolled_back(box: Capture, nurse: User, ig_lead: User):
    def refused() -> None:
        with pytest.raises(Exception, match="Enter the reason"):
            send(nurse, reason=" ")

    assert box(refused) == []


@pytest.mark.clause("AU-11")
def test_no_mail_holds_a_name_a_number_or_a_reason(box: Capture, nurse: User, ig_lead: User, practice_manager: User):
    everything = {
        **COPY,
        "parties": "Jo Marsh and Nurse",
        "external_raw": "07700 900461",
        "external_e164": NUMBER,
        "other_information": "A letter",
    }
    mails = box(lambda: request_at(State.CLOSED, requester=nurse, decider=ig_lead, releaser=practice_manager, **everything))
    said = "\n".join(f"{one.subject}\n{one.body}" for one in mails).lower()
    secrets = [REASON, "one of our purposes", "900461", "Jo Marsh", "Harbour", "letter", "insurer", "training"]
    secrets += [part for person in (nurse, ig_lead, practice_manager) for part in (person.name, person.email, person.username)]
    assert len(mails) == 3
    assert [secret for secret in secrets if secret.lower() in said] == []


# Whatever a mail or a reminder of this floor fills in: references, days, and words of our own. Nothing else may ever be added.
FILLED_IN = {
    "request.reference", "matter.reference", "row.reference", "nhs_date(request.due_on)", "nhs_date(matter.received_on)", "nhs_date(asked)",
    "nhs_date(found.due)", "nhs_date(found.notice_by)", "nhs_date(day)", "stage.line", "stage.kind", "day", "was", "open_", "stage",
    "row.right", "request.state", "min(soon)", "max(past)",
}  # fmt: skip


@pytest.mark.clause("AU-11")
def test_nothing_but_references_and_days_is_filled_into_any_mail_or_reminder():
    rooms = [path for name in ("mails.py", "reminding.py") for path in (ROOT / "access_requests").rglob(name)]
    assert len(rooms) == 5
    filled = {
        ast.unparse(part.value) for room in rooms for part in ast.walk(ast.parse(room.read_text())) if isinstance(part, ast.FormattedValue)
    }
    assert filled <= FILLED_IN
    told = {call.func.id for path in (ROOT / "access_requests").rglob("*.py") if path not in rooms for call in calls(path)}
    assert not told & {"notify", "Reminding"}


def calls(path: Path) -> list[Any]:
    return [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]


def test_every_mail_greets_nobody_links_once_and_warns_against_replies(box: Capture, nurse: User, ig_lead: User):
    (one,) = box(lambda: send(nurse))
    assert one.body.startswith("Hello\n")
    assert one.body.count("http") == 1
    assert f"/accounts/login/?next=%2Frequests%2FREQ-{clock.today():%Y}-0001%2F" in one.body
    assert one.body.rstrip().endswith("Do not reply with patient details.")
