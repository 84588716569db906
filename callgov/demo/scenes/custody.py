"""Copies that left the practice, in every condition that a register knows, and an inspection that looked at them."""

from datetime import datetime, timedelta

from access_requests.models import AccessRequest, CopyFormat, RecipientType, Wanted
from access_requests.rules import Asked, Terms
from access_requests.services import decide, send_request
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.access.services import choose_calls
from recordings.models import Grant, GrantAction, Recording
from recordings.purposes import ReviewPurpose
from register.custody.services.holding import ask_holder, confirm_deleted, record_receipt
from register.inspections import services as inspections
from register.models import Method, Release
from register.services import collecting
from register.services.preparing import CopySpec, prepare_copy
from register.services.releasing import Handover, release_copy

DAY = timedelta(days=1)
KEY = "demo"
NOT_AGREED = {
    "Northfield Hospital": "The ward has not confirmed that its copy is deleted.",
    "Well Lane Pharmacy": "There is no receipt yet.",
}


def play(people: dict[str, User], now: datetime) -> None:
    """Three copies released in the last fortnight: one late, one gone with evidence, one on its way; and a signed inspection."""
    ward = _release(
        people, "RS-00007", now - 13 * DAY, to=("Ward Sister", "Northfield Hospital", RecipientType.OTHER_SERVICE), keep=10 * DAY,
        reason="The ward asks what was said about the medicine on the day of admission.", purpose=ReviewPurpose.DISPUTE, method=Method.LINK,
        email="ward.sister@northfield.example",
    )  # fmt: skip
    _collect(ward, now - 12 * DAY)
    with acting_as(people["grace"]):
        ask_holder(release_id=ward.release.pk, how="telephone", actor=people["grace"], now=now - DAY)
    defence = _release(
        people, "RS-00005", now - 9 * DAY, to=("Claims Desk", "Acorn Medical Defence", RecipientType.INSURER), keep=28 * DAY,
        reason="The defence organisation asks for the call to which the complaint refers.", purpose=ReviewPurpose.LEGAL,
        method=Method.MEDIA,
    )  # fmt: skip
    _deliver_and_delete(defence.release, people["grace"], now - 7 * DAY, now - 4 * DAY)
    _release(
        people, "RS-00002", now - 2 * DAY, to=("Duty Pharmacist", "Well Lane Pharmacy", RecipientType.OTHER_SERVICE), keep=26 * DAY,
        reason="The pharmacy wants to hear the dose that was read out.", purpose=ReviewPurpose.MISTAKES, method=Method.EMAIL,
    )  # fmt: skip
    _inspect(people, now - DAY)


def _release(
    people: dict[str, User], call_id: str, at: datetime, *, to: tuple[str, str, str], keep: timedelta, reason: str, purpose: str,
    method: str, email: str = "",
) -> Handover:  # fmt: skip
    """Helen asks, Priya approves, Grace chooses the call, makes the copy and releases it."""
    call = Recording.objects.get(source_key=call_id)
    case = _approved(people, call, at, to, reason, purpose)
    grace = people["grace"]
    grant = Grant.objects.get(request_reference=case.reference, holder=grace, actions__contains=[GrantAction.RELEASE])
    spec = CopySpec(
        CopyFormat.MP3, "", None, None, method, clock.local_day(at + keep), email, "Only the caller and our own clinician are heard."
    )
    with acting_as(grace):
        choose_calls(grant_id=grant.pk, person=grace, recording_ids=[call.pk], now=at)
        copy = prepare_copy(grant_id=grant.pk, recording_id=call.pk, person=grace, spec=spec, session_key=KEY, now=at)
        return release_copy(release_id=copy.pk, person=grace, now=at)


def _approved(people: dict[str, User], call: Recording, at: datetime, to: tuple[str, str, str], reason: str, purpose: str) -> AccessRequest:
    name, organisation, kind = to
    asked = Asked(
        purpose=purpose, reason=reason, window_from=call.started_at - DAY / 24, window_until=call.started_at + DAY / 24,
        extension=call.extension, wanted=Wanted.COPY, wanted_format=CopyFormat.MP3, recipient_name=name,
        recipient_organisation=organisation, recipient_type=kind,
    )  # fmt: skip
    with acting_as(people["helen"]):
        case = send_request(requester=people["helen"], asked=asked, now=at - DAY / 4)
    terms = Terms(ends_on=clock.local_day(at + 7 * DAY), releaser=people["grace"])
    said = "A defined need, and the recipient has shown who they are."
    with acting_as(people["priya"]):
        decide(reference=case.reference, step=case.step, decider=people["priya"], agreed=True, reasons=said, terms=terms, now=at - DAY / 8)
    return case


def _collect(handover: Handover, at: datetime) -> None:
    key = collecting.open_link(token=handover.token, passcode=handover.passcode, now=at)
    collecting.collect(token=handover.token, key=key, now=at)


def _deliver_and_delete(copy: Release, keeper: User, delivered: datetime, deleted: datetime) -> None:
    with acting_as(keeper):
        record_receipt(
            release_id=copy.pk, detail="Tracked post RX 4471 2093 GB, signed for by J. Amin", handed_on=clock.local_day(delivered),
            actor=keeper, now=delivered,
        )  # fmt: skip
        confirm_deleted(
            release_id=copy.pk, evidence="Letter from the claims desk", deleted_on=clock.local_day(deleted), actor=keeper, now=deleted
        )


def _inspect(people: dict[str, User], at: datetime) -> None:
    """Martin checks every line; what does not agree is said, and Grace is asked to see to it."""
    martin = people["martin"]
    with acting_as(martin):
        inspection = inspections.open_inspection(actor=martin, now=at)
        for row in inspection.lines.select_related("line"):
            note = NOT_AGREED.get(row.line.recipient_organisation, "")
            inspections.answer_line(drawn_id=row.pk, agrees=not note, note=note, actor=martin, now=at)
        due = clock.local_day(at + 8 * DAY)
        what = "Obtain the ward's confirmation in writing"
        inspections.set_action(inspection_id=inspection.pk, what=what, owner=people["grace"], due=due, now=at)
        findings = "Requests, decisions and copies agree. One holder is late, and one receipt is missing."
        inspections.sign_inspection(inspection_id=inspection.pk, findings=findings, actor=martin, now=at)
