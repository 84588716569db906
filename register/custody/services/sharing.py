"""Sharing further: a request of its own, linked to the copy it is about, and decided as any other (AC-11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from access_requests.models import Kind, Wanted
from access_requests.rules import Asked
from access_requests.services import send_request
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from register.custody import queries, rules
from register.models import OnwardSharing, Release

AROUND = timedelta(minutes=1)  # the request's window is the call itself


@dataclass(frozen=True)
class Onward:
    """To whom the copy is to go, why, and in which format."""

    reason: str
    recipient_name: str
    recipient_organisation: str
    recipient_type: str
    wanted_format: str


@enforces("AC-11")
@transaction.atomic
def ask_onward(*, release_id: UUID, onward: Onward, actor: User, now: datetime) -> OnwardSharing:
    """Send the request by which a released copy may go to somebody else (AC-11).

    Approved, it is released as any other: with a number, a holder and a register line of its own; the first copy stays where it is.
    """
    copy = queries.shareable(actor, release_id)
    insist(rules.refuse_onward(copy.state, misdelivered=hasattr(copy, "misdelivery")))
    case = send_request(requester=actor, asked=_asked(copy, onward), now=now)
    with act():
        link = OnwardSharing.objects.create(original=copy, request=case, asked_by=actor, asked_at=now)
        record(Event.ONWARD_SHARING_ASKED, subject=copy, request=copy.request_reference, facts={"new_request": case.reference})
    return link


def _asked(copy: Release, onward: Onward) -> Asked:
    call = copy.recording
    ends = call.started_at + timedelta(milliseconds=call.duration_ms or 0)
    return Asked(
        kind=Kind.ONWARD, arises_from=copy.request, about_reference=str(copy.line), purpose=copy.request.purpose,
        window_from=call.started_at - AROUND, window_until=ends + AROUND, extension=call.extension,
        external_e164=call.external_e164, parties=copy.request.parties, wanted=Wanted.COPY,
        other_information=f"Further sharing of {copy.request.reference} copy {copy.copy_number}, {copy.line}.", **vars(onward),
    )  # fmt: skip
