"""Containing a breach: the acts of lower floors at hand, each done by that floor's own service and kept with the breach."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from breaches import queries, rules
from breaches.models import Breach, Containment, Measure
from breaches.services.holding import hold_calls
from breaches.services.locking import locked
from callgov import clock
from callgov.people.models import User
from callgov.people.services import lock_account
from callgov.policy import enforces
from callgov.refusals import Conflict, NotYours, Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON
from recordings.access.services import end_grant
from register.services.destroying import destroy_copy

SAY_WHAT = Refusal("says-nothing", "Say what was done.")


@enforces("BR-3")
def contain(*, reference: str, lead: User, measure: str, subject: str = "", words: str = "", now: datetime) -> Containment:
    """Do one thing at once so that a breach gets no worse, and keep with the breach that it was done.

    Raises NotYours for a breach or a thing that does not belong to it, Conflict for what was done already, and Refused as the act's own
    service says: only the Information Governance Lead ends an access.
    """
    if measure == Measure.REVOKE_COPY:  # key and object first, outside any transaction: what is destroyed stays destroyed
        with transaction.atomic():
            breach = _in_hand(reference, lead, measure, subject, now)
        return _keep(breach, lead, measure, subject, _revoke(breach, lead, subject, now), now)
    with transaction.atomic():
        breach = _in_hand(reference, lead, measure, subject, now)
        said = words.strip() if measure == Measure.OTHER else _act_of(measure)(breach, lead, subject, now)
        return _keep(breach, lead, measure, subject if measure != Measure.OTHER else "", said, now)


def _in_hand(reference: str, lead: User, measure: str, subject: str, now: datetime) -> Breach:
    """The breach, locked, when this lead may settle it and this was not done yet. Raises NotYours, Refused, Conflict."""
    breach = locked(lead, reference, now)
    insist(rules.refuse_settling(queries.lead(lead, breach, clock.local_day(now))))
    _insist_not_done(breach, measure, subject)
    return breach


def _insist_not_done(breach: Breach, measure: str, subject: str) -> None:
    if measure in (Measure.REVOKE_COPY, Measure.END_GRANT) and breach.containments.filter(measure=measure, subject=subject).exists():
        raise Conflict(MOVED_ON)


@transaction.atomic
def _keep(breach: Breach, lead: User, measure: str, subject: str, words: str, now: datetime) -> Containment:
    """Keep that it was done, even when the breach was closed in the meantime: a copy that was destroyed stays destroyed."""
    if not words:
        raise Refused(SAY_WHAT)
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    _insist_not_done(breach, measure, subject)
    with act():
        done = Containment.objects.create(breach=breach, measure=measure, subject=subject, words=words, done_by=lead, done_at=now)
        record(Event.BREACH_CONTAINED, subject=breach, facts={"measure": measure, "subject": subject})
    return done


def _among(breach: Breach, candidates: Mapping[str, str], subject: str) -> str:
    """What the thing is called, if it belongs to this breach. Raises NotYours for any other."""
    if subject not in candidates:
        raise NotYours(rules.NOT_THERE)
    return candidates[subject]


def _revoke(breach: Breach, lead: User, subject: str, now: datetime) -> str:
    words = _among(breach, queries.copies(breach), subject)
    destroy_copy(release_id=UUID(subject), now=now, authorised_by=lead)
    return words


def _end(breach: Breach, lead: User, subject: str, now: datetime) -> str:
    words = _among(breach, queries.grants(breach, now), subject)
    end_grant(grant_id=UUID(subject), actor=lead, reason=f"Breach {breach.reference}", now=now)
    return words


def _hold(breach: Breach, _lead: User, _subject: str, now: datetime) -> str:
    held = hold_calls(breach, now)
    if not held:
        raise NotYours(rules.NOT_THERE)
    return f"{held} kept until the breach is closed"


def _lock(breach: Breach, lead: User, subject: str, now: datetime) -> str:
    people = {str(person.pk): person for person in queries.accounts(breach)}
    words = _among(breach, {key: person.get_full_name() for key, person in people.items()}, subject)
    lock_account(person=people[subject], actor=lead, reason=f"Breach {breach.reference}", now=now)
    return words


_DOES: Mapping[str, Callable[[Breach, User, str, datetime], str]] = {
    Measure.END_GRANT: _end, Measure.HOLD: _hold, Measure.LOCK_ACCOUNT: _lock,
}  # fmt: skip


def _act_of(measure: str) -> Callable[[Breach, User, str, datetime], str]:
    """What a measure does. Raises NotYours for one that there is not."""
    if measure not in _DOES:
        raise NotYours(rules.NOT_THERE)
    return _DOES[measure]
