"""Releasing: one act that moves the copy, writes the register line and makes the collection link, or does none of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from access_requests.assessment.queries import latest
from access_requests.models import RecipientType
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, Refusal, insist
from callgov.sequence import next_number
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.access.rules import refuse_use
from recordings.models import GrantAction
from register import queries, rules
from register.book import sources
from register.models import CollectionLink, Method, RegisterLine, Release, ReleaseState
from register.redaction.queries import marks_of, review_of
from register.redaction.rules import refuse_outdated
from register.services import passcodes
from register.workflow import RELEASE

NO_OPEN_LINK = Refusal("no-open-link", "This copy has no open link.", "It was collected, ended, handed over or destroyed.")
TRIES = 5  # wrong codes before a link ends
CONDITIONS = "Keep this copy securely. Use it for the stated purpose only. Do not share it further. Delete it once used."
OWN_CONDITIONS = "Keep this copy securely. Other people may be heard in it. Think before you share it."


@dataclass(frozen=True)
class Handover:
    """What the releaser is shown once: the line, and for a link its token and passcode, which are kept only as hashes."""

    release: Release
    line: RegisterLine
    token: str = ""
    passcode: str = ""


@enforces("RE-1", "AC-10")
def release_copy(*, release_id: UUID, person: User, now: datetime) -> Handover:
    """Release a prepared copy and write its Annex B line in the same transaction (RE-1).

    Raises Conflict when it was released or discarded meanwhile, Refused when this person may not release it.
    """
    with transaction.atomic(), under(queries.release(release_id).grant_id):
        guarded = replace(RELEASE, rule=partial(_refuse, now=now))
        release = apply(Release, release_id, guarded, actor=person, changes={"released_by": person, "released_at": now})
        line = _write_line(release, person, now)
        if release.method != Method.LINK:
            return Handover(release, line)
        token, passcode = _make_link(release, now)
        return Handover(release, line, token, passcode)


def _refuse(release: Release, actor: User | None, *, now: datetime) -> Refusal | None:
    assert actor is not None
    return (
        refuse_use(release.grant, actor, GrantAction.RELEASE, now)
        or rules.refuse_releaser(actor.pk, queries.parties_of(release.request))
        or refuse_what_leaves(release, clock.local_day(now))
    )


@enforces("AC-10")
def refuse_what_leaves(release: Release, today: date) -> Refusal | None:
    """Whether a copy's day has not passed, and what is silenced in it is still what is confirmed for its call. The page asks it too."""
    late = rules.refuse_late(release.delete_by, today)
    if late is not None:
        return late
    marks = marks_of(release.request, release.recording_id)
    made_with = release.redaction.state if release.redaction else None
    return refuse_outdated(made_with=made_with, open_states=marks.open_states, confirmed=bool(marks.confirmed), demanded=marks.demanded)


def _write_line(release: Release, person: User, now: datetime) -> RegisterLine:
    year = clock.local_day(now).year
    return RegisterLine.objects.create(
        year=year, number=next_number("register", year), release=release, written_by=person, written_at=now,
        released_at=now, **line_facts(release),
    )  # fmt: skip


def line_facts(release: Release) -> dict[str, Any]:
    """The columns of Annex B (law.md 8.2) that the release itself knows. The page shows them before the act."""
    case, call, decision = release.request, release.recording, queries.approval_of(release.request)
    stored, weighed = release.stored, latest(case, call.pk)
    assert stored is not None
    return {
        "request_reference": case.reference, "recording_id": call.pk, "call_started_at": call.started_at,
        "call_duration_ms": call.duration_ms or 0, "call_direction": call.direction,
        "call_extension": call.extension.number if call.extension else "", "call_number": call.external_e164,
        "parties": case.parties, "recipient_name": release.recipient_name, "recipient_organisation": release.recipient_organisation,
        "recipient_type": release.recipient_type, "purpose": case.purpose, "reason": case.reason,
        "lawful_basis": call.purpose.lawful_basis, "article9": call.purpose.article9,
        "dpo_advice": sources.dpo_advice(case), "identity_verified": sources.identity(case),
        "third_party_review": "; ".join(word for word in (sources.third_parties(weighed), review_of(release)) if word),
        "clinician_review": sources.clinician(weighed), "requested_by": case.asked_by,
        "authorised_by": decision.decided_by, "authorised_at": decision.decided_at, "released_by": release.released_by,
        "one_person_approved_and_released": decision.decided_by_id == release.released_by_id, "extent": extent(release),
        "format": release.format, "sha256": stored.sha256, "method": release.method, "receipt": release.receipt,
        "conditions": OWN_CONDITIONS if release.recipient_type == RecipientType.DATA_SUBJECT else CONDITIONS,
        "delete_by": release.delete_by, "confirmation_required": release.confirmation_required,
    }  # fmt: skip


def extent(release: Release) -> str:
    """Whole, or the extract in minutes and seconds; and whether it was listened to only."""
    return f"Listened to only: {_extent(release).lower()}" if release.method == Method.LISTENED else _extent(release)


def _extent(release: Release) -> str:
    if release.from_ms is None and release.until_ms is None:
        return "Whole recording"
    until = release.recording.duration_ms if release.until_ms is None else release.until_ms
    return f"From {_position(release.from_ms or 0)} to {_position(until or 0)}"


def _position(ms: int) -> str:
    return f"{ms // 60000}:{ms % 60000 / 1000:04.1f}"


def _make_link(release: Release, now: datetime) -> tuple[str, str]:
    token, passcode = passcodes.new_token(), passcodes.new_passcode()
    fresh = {
        "token_hash": passcodes.hash_token(token), "passcode_hash": passcodes.hash_passcode(passcode), "tries_left": TRIES,
        "expires_at": now + timedelta(days=setting("collection_days")), "opened_at": None, "session_hash": "", "ended_at": None,
    }  # fmt: skip
    CollectionLink.objects.update_or_create(release=release, defaults=fresh)
    return token, passcode


@enforces("AC-10")
def end_link(*, release_id: UUID, now: datetime) -> Release:
    """End a collection link at once, also for a browser that has opened it. Raises Conflict when there is no open one."""
    with transaction.atomic(), act():
        release = Release.objects.select_for_update(of=("self",)).select_related("request").get(pk=release_id)
        if not stop_collection(release, now):
            raise Conflict(NO_OPEN_LINK)
        record(Event.COLLECTION_LINK_ENDED, subject=release, request=release.request_reference)
        return release


def stop_collection(release: Release, now: datetime) -> bool:
    """Nothing more can be collected by a link; whether there was one that could. For services that record what they do."""
    link = CollectionLink.objects.select_for_update().filter(release=release, ended_at=None).first()
    if link is None or release.state not in (ReleaseState.RELEASED, ReleaseState.COLLECTED):
        return False
    link.ended_at, link.session_hash = now, ""
    link.save(update_fields=["ended_at", "session_hash"])
    return True


@enforces("AC-10")
def renew_link(*, release_id: UUID, person: User, now: datetime) -> Handover:
    """Make a new link and passcode for a copy that was not collected; the old ones stop working at once.

    Raises Conflict when the copy was collected or destroyed meanwhile, Refused when this person may not release it.
    """
    with transaction.atomic(), under(queries.release(release_id).grant_id):
        release = Release.objects.select_for_update(of=("self",)).get(pk=release_id)
        if release.state != ReleaseState.RELEASED or release.method != Method.LINK:
            raise Conflict(NO_OPEN_LINK)
        insist(_refuse(release, person, now=now))
        token, passcode = _make_link(release, now)
        record(Event.COLLECTION_LINK_RENEWED, subject=release, request=release.request_reference)
        return Handover(release, release.line, token, passcode)
