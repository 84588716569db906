"""Locking an account while somebody looks into what was done with it, and unlocking it."""

from datetime import datetime

from django.db import transaction

from callgov import clock
from callgov.people import rules
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.people.services.accounts import end_all_sessions
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AC-1", "AU-11")
@transaction.atomic
def lock_account(*, person: User, actor: User, reason: str, now: datetime) -> User:
    """Log a person out everywhere and let them in no more until the account is unlocked; roles and grants stay (AC-1). Raises Refused."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    insist(rules.refuse_locking(actor, roles_on(actor, clock.local_day(now)), locked, reason))
    with act():
        locked.is_active, locked.locked_at = False, now
        locked.save(update_fields=["is_active", "locked_at"])
        record(Event.ACCOUNT_LOCKED, subject=locked, person=locked, facts={"sessions": end_all_sessions(locked)}, reason=reason.strip())
    return locked


@enforces("AC-1", "AU-11")
@transaction.atomic
def unlock_account(*, person: User, actor: User, now: datetime) -> User:
    """Let a person in again. Raises Refused."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    insist(rules.refuse_unlocking(actor, roles_on(actor, clock.local_day(now)), locked))
    with act():
        locked.is_active, locked.locked_at = True, None
        locked.save(update_fields=["is_active", "locked_at"])
        record(Event.ACCOUNT_UNLOCKED, subject=locked, person=locked)
    return locked
