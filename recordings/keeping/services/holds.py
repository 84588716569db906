"""Placing and releasing legal holds. A hold and a destruction wait for each other on the recording's row, so one of the two wins."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.keeping.queries import holds as queries
from recordings.keeping.rules import holds as rules
from recordings.keeping.services.dates import keep_longer
from recordings.models import AudioState, Covers, HeldRecording, LegalHold, Recording
from recordings.vault.locks import settle_soon


@enforces("AC-1", "AC-5", "AC-10")
@transaction.atomic
def place_hold(
    *,
    kind: str,
    case_reference: str,
    reason: str,
    owner: User,
    recordings: Collection[UUID],
    now: datetime,
    review_on: date | None = None,
    placed_by: User | None = None,
) -> LegalHold:
    """The hold of an open case (request, complaint, breach, significant event) on these recordings; it ends with `release_hold`.

    Called by the floor that owns the case, inside its own transaction, as often as it likes: a case has one live hold, to which
    recordings that it does not hold yet are added. Recordings destroyed already are passed over (AC-5, AC-10; law.md R1.18, R5.7).
    """
    existing = queries.live_hold_of_case(kind, case_reference, lock=True)
    if existing is None:
        last = review_on or clock.add_months(clock.local_day(now), setting("hold_review_months"))
        said = LegalHold(
            kind=kind, case_reference=case_reference, reason=reason, automatic=True, owner=owner, placed_by=placed_by, placed_at=now,
            review_on=last,
        )  # fmt: skip
        return _place(said, recordings, now)
    _widen(existing, recordings, now)
    return existing


@enforces("AC-5", "AC-10")
def hold_for_case(*, kind: str, case_reference: str, reason: str, recordings: Collection[UUID], now: datetime) -> LegalHold | None:
    """The same, answered for by the Information Governance Lead of the day, or else another who keeps holds.

    None when the case is about no recording. A practice in which nobody keeps holds has nobody to authorise destruction either.
    """
    owner = queries.keeper(clock.local_day(now)) if recordings else None
    if owner is None:
        return None
    return place_hold(kind=kind, case_reference=case_reference, reason=reason, owner=owner, recordings=recordings, now=now)


@enforces("AC-1")
@transaction.atomic
def place_hold_by_hand(
    *, kind: str, case_reference: str, reason: str, recordings: Collection[UUID], review_on: date, actor: User, now: datetime
) -> LegalHold:
    """A hold that a person places and answers for (AC-1).

    Raises Refused for who does not keep holds, without case, reason or a review to come, and when none of the recordings is here.
    """
    today = clock.local_day(now)
    insist(rules.refuse_holder(roles_on(actor, today)))
    insist(rules.refuse_hold(kind=kind, case_reference=case_reference, reason=reason, review_on=review_on, today=today))
    said = LegalHold(
        kind=kind,
        case_reference=case_reference.strip(),
        reason=reason.strip(),
        owner=actor,
        placed_by=actor,
        placed_at=now,
        review_on=review_on,
    )
    hold = _place(said, recordings, now)
    insist(None if hold.held.exists() else rules.NOTHING_TO_HOLD)
    return hold


@enforces("AC-1")
@transaction.atomic
def release_hold(
    *, kind: str, case_reference: str, reason: str, now: datetime, released_by: User | None = None, linked: bool = True
) -> LegalHold | None:
    """The case is closed: its hold ends; other holds on the same recordings stay. None when the case has no live hold.

    Recordings of a complaint, claim or incident are kept from today on as the schedule says for them, unless they turned out not to be
    of one (`linked` False).
    """
    hold = queries.live_hold_of_case(kind, case_reference, lock=True)
    return None if hold is None else _release(hold, reason, released_by, now, linked=linked)


@enforces("AC-1")
@transaction.atomic
def release_hold_by_hand(*, hold_id: UUID, reason: str, actor: User, now: datetime, linked: bool = False) -> LegalHold:
    """End one hold that a person placed; `linked` as in `release_hold`.

    Raises NotYours, Conflict when it has ended, Refused while its case is open.
    """
    insist(rules.refuse_holder(roles_on(actor, clock.local_day(now))))
    hold = queries.hold(hold_id, lock=True)
    refusal = rules.refuse_releasing(hold, reason)
    if refusal == rules.RELEASED_ALREADY:
        raise Conflict(refusal)
    insist(refusal)
    return _release(hold, reason.strip(), actor, now, linked=linked)


@enforces("AC-1")
@transaction.atomic
def review_hold(*, hold_id: UUID, review_on: date, reason: str, actor: User, now: datetime) -> LegalHold:
    """A live hold was looked at and stays: why, and until when. Raises NotYours, Conflict when it has ended, Refused without a reason."""
    today = clock.local_day(now)
    insist(rules.refuse_holder(roles_on(actor, today)))
    hold = queries.hold(hold_id, lock=True)
    if hold.released_at is not None:
        raise Conflict(rules.RELEASED_ALREADY)
    insist(rules.refuse_unexplained(reason) or rules.refuse_review(review_on, today))
    before, hold.review_on = hold.review_on, review_on
    with act():
        hold.save(update_fields=["review_on"])
        facts = {"review": [before.isoformat(), review_on.isoformat()]}
        record(Event.HOLD_REVIEWED, subject=hold, facts=facts, reason=reason.strip())
    return hold


def _place(hold: LegalHold, recordings: Collection[UUID], now: datetime) -> LegalHold:
    with act():
        hold.save(force_insert=True)
        held = _hold(hold, recordings, now)
        facts = {"kind": hold.kind, "recordings": held, "passed over": len(set(recordings)) - held, "review": hold.review_on.isoformat()}
        record(Event.HOLD_PLACED, subject=hold, facts=facts)
    settle_soon()
    return hold


def _widen(hold: LegalHold, recordings: Collection[UUID], now: datetime) -> None:
    new = set(recordings) - queries.held_under(hold)
    if not new:
        return
    with act():
        record(Event.HOLD_WIDENED, subject=hold, facts={"recordings": _hold(hold, new, now)})
    settle_soon()


def _hold(hold: LegalHold, recordings: Collection[UUID], now: datetime) -> int:
    """Put the recordings that are still here under the hold; how many. Their rows are locked, in the order of their keys."""
    here = Recording.objects.filter(pk__in=recordings).exclude(audio_state=AudioState.DESTROYED)
    locked = list(here.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    rows = [HeldRecording(hold=hold, recording_id=pk, held_at=now) for pk in locked]
    HeldRecording.objects.recorded().bulk_create(rows)
    return len(rows)


def _release(hold: LegalHold, reason: str, actor: User | None, now: datetime, *, linked: bool) -> LegalHold:
    hold.released_at, hold.released_by, hold.release_reason = now, actor, reason
    with act():
        hold.save(update_fields=["released_at", "released_by", "release_reason"])
        record(Event.HOLD_RELEASED, subject=hold, facts={"kind": hold.kind, "recordings": hold.held.count()}, reason=reason)
    if linked and hold.kind in rules.LINKING:
        of_case, closed = queries.held_under(hold), clock.local_day(now)
        keep_longer(recordings=of_case, covers=Covers.LINKED, runs_from=closed, reason=f"Case {hold.case_reference} closed", now=now)
    settle_soon()
    return hold
