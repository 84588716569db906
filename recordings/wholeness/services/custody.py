"""The recovery key: made once, its parts handed to custodians, none of it kept; and the drill that proves that enough parts are at hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.models import Custodian, Drill, DrillKind, RecoveryKey
from recordings.wholeness import queries, rules, sealed
from recordings.wholeness.parts import BadPart, combine, split


class Made(NamedTuple):
    """A recovery key just made, and the part of each custodian: shown once, kept nowhere."""

    key: RecoveryKey
    parts: tuple[tuple[User, str], ...]


@enforces("AC-1")
@transaction.atomic
def make_recovery_key(*, custodians: Sequence[User], needed: int, now: datetime) -> Made:
    """Make a new recovery key, in a part for each custodian, of which `needed` are needed (AC-1: no one person has the recordings).

    The key before it is retired: what was sealed to it still asks for its own parts. Raises Refused for too few custodians.
    """
    insist(rules.refuse_custody([person.pk for person in custodians], needed))
    private, public = sealed.new_key()
    before = queries.recovery_key()
    if before is not None:
        before.retired_at = now
        before.save(update_fields=["retired_at"])
    key = RecoveryKey.objects.create(
        fingerprint=sealed.fingerprint(public), public=public, parts=len(custodians), needed=needed, made_at=now
    )
    written = split(private, sealed.mark(public), parts=len(custodians), needed=needed)
    for number, person in enumerate(custodians, 1):
        Custodian.objects.create(key=key, part=number, holder=person, handed_at=now)
    facts = {"key": key.fingerprint, "parts": key.parts, "needed": needed}
    record(Event.RECOVERY_KEY_MADE, subject=key, facts=facts)
    return Made(key, tuple(zip(custodians, written, strict=True)))


@enforces("AC-1")
def recover(*, written: Sequence[str], fingerprint: str) -> bytes:
    """The private half of a recovery key from enough of its parts. Raises BadPart, also when they are of another key."""
    private = combine(written)
    if sealed.fingerprint(sealed.public_of(private)) != fingerprint:
        raise BadPart("These parts are of another recovery key, or one of them is not what was handed out.")
    return private


@enforces("AC-1")
@transaction.atomic
def hold_custody_drill(*, written: Sequence[str], now: datetime) -> Drill:
    """Try whether the parts at hand give the recovery key of today, and write down how it came out. Nothing is opened."""
    key = queries.insist_recovery_key()
    try:
        recover(written=written, fingerprint=key.fingerprint)
    except BadPart as bad:
        return note_drill(kind=DrillKind.CUSTODY, passed=False, words=str(bad), facts={"key": key.fingerprint}, now=now)
    words = f"{len(written)} parts gave the recovery key {key.fingerprint}."
    return note_drill(kind=DrillKind.CUSTODY, passed=True, words=words, facts={"key": key.fingerprint, "parts": len(written)}, now=now)


@transaction.atomic
def note_drill(*, kind: DrillKind, passed: bool, words: str, facts: dict[str, object], now: datetime) -> Drill:
    """Write down that a drill was held and how it came out."""
    drill = Drill.objects.create(kind=kind, held_at=now, passed=passed, words=words[:300], facts=facts)
    record(Event.DRILL_HELD, subject=drill, facts={"kind": str(kind.label), "passed": passed, **facts})
    return drill
