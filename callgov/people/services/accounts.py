"""Accounts: invited, accepted, and ended when someone leaves."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from callgov import clock
from callgov.people import mail, queries, rules
from callgov.people.models import Invitation, User
from callgov.people.services.roles import close_deputy, close_holdings, hold, lock
from callgov.refusals import Refusal, Refused, insist
from callgov.registry import registry
from callgov.roles import Role, refuse_conflict
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record

LINK_HOLDS = timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """A new invitation and the token of its link, which is nowhere stored."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    *,
    name: str,
    email: str,
    roles: Collection[Role],
    actor: User | None,
    now: datetime,
    job_title: str = "",
    line_manager: User | None = None,
) -> Invited:
    """Invite a person by a link that works once, for seven days (AU-11: accounts are personal). Raises Refused."""
    today = clock.local_day(now)
    insist(rules.refuse_inviting(actor, _roles(actor, today), roles))
    insist(refuse_conflict(roles))
    insist(rules.refuse_line_manager(User(), line_manager, ()))
    address = email.strip().lower()
    person = User(
        username=f"invited-{secrets.token_hex(8)}", email=address, name=name.strip(), job_title=job_title, line_manager=line_manager
    )
    person.is_active = False
    person.set_unusable_password()
    _save_unique(person, rules.EMAIL_TAKEN)
    return _send(person, roles, actor, now)


@transaction.atomic
def invite_again(*, person: User, actor: User | None, now: datetime) -> Invited:
    """Send a new link with the roles of the one before, which stops working. Raises Refused when there is nothing to accept any more."""
    open_one = Invitation.objects.select_for_update().filter(person=person, accepted_at=None, withdrawn_at=None).first()
    if open_one is None:
        raise Refused(rules.BAD_LINK)
    roles = [Role(role) for role in open_one.roles]
    insist(rules.refuse_inviting(actor, _roles(actor, clock.local_day(now)), roles))
    open_one.withdrawn_at = now
    open_one.save(update_fields=["withdrawn_at"])
    return _send(person, roles, actor, now)


def _send(person: User, roles: Collection[Role], actor: User | None, now: datetime) -> Invited:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person, roles=sorted(roles), token_hash=_hash(token), invited_by=actor, invited_at=now, expires_at=now + LINK_HOLDS
    )
    record(Event.PERSON_INVITED, subject=invitation, person=person, facts={"roles": sorted(roles)})
    mail.send_invitation(person, token)
    return Invited(invitation, token)


def open_invitation(token: str, now: datetime) -> Invitation:
    """The invitation behind a link. Raises Refused when it is unknown, used or too old."""
    invitation = Invitation.objects.select_related("person").filter(token_hash=_hash(token)).first()
    if invitation is None or rules.refuse_invitation(invitation, now):
        raise Refused(rules.BAD_LINK)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, now: datetime) -> User:
    """Make the invited person's account with the username and password they chose, and give the roles they were invited with.

    Raises Refused for a link that does not work or a username that is taken, ValidationError for a password that will not do.
    """
    found = open_invitation(token, now)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)
    insist(rules.refuse_invitation(invitation, now))
    person, chosen = invitation.person, username.strip().lower()
    person.username = chosen
    validate_password(password, person)
    person.set_password(password)
    person.is_active, person.starts_on = True, clock.local_day(now)
    with as_job(Job.SIGN_IN):
        _save_unique(person, rules.USERNAME_TAKEN)
    invitation.accepted_at = now
    with acting_as(person):
        invitation.save(update_fields=["accepted_at"])
        record(Event.INVITATION_ACCEPTED, subject=invitation, person=person)
        for role in invitation.roles:
            hold(person, Role(role), invitation.invited_by, now)
    return person


def _save_unique(person: User, taken: Refusal) -> None:
    """Save, and let the database say whether someone else has the address or username already: also of two at once, one wins."""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Refused(taken) from error


@transaction.atomic
def set_line_manager(*, person: User, manager: User | None, actor: User | None, now: datetime) -> None:
    """Say whose member of staff this is; None for nobody's. The change itself is the entry. Raises Refused."""
    insist(rules.refuse_inviting(actor, _roles(actor, clock.local_day(now)), ()))
    insist(rules.refuse_line_manager(person, manager, queries.line_above(manager)))
    person.line_manager = manager
    person.save(update_fields=["line_manager"])


@transaction.atomic
def leaver(*, person: User, actor: User | None, now: datetime) -> dict[str, int]:
    """End an account at once: sessions, roles, deputyships, the open invitation, and what other floors registered (AC-1, AU-11).

    Returns how many of each were ended, by the words that the page showed. Raises Refused.
    """
    today = clock.local_day(now)
    locked = lock(person, *rules.ESSENTIAL)
    insist(rules.refuse_ending_account(actor, _roles(actor, today), locked))
    for role in queries.roles_held(locked, today):
        insist(rules.refuse_last(role, queries.others_in(role, locked, today)))
    ended = {effect.words: effect.end(locked, actor, now) for effect in registry.on_leaving}
    ended["roles ended"] = _end_duties(locked, actor, now)
    ended["sessions ended"] = end_all_sessions(locked)
    locked.is_active, locked.leaves_on = False, max(today, locked.starts_on or today)
    locked.save(update_fields=["is_active", "leaves_on"])
    record(Event.PERSON_LEFT, subject=locked, person=locked, facts=dict(ended))
    person.refresh_from_db()
    return ended


def _end_duties(person: User, actor: User | None, now: datetime) -> int:
    deputyships = queries.deputyships_from(person, clock.local_day(now))
    for deputy in deputyships:
        close_deputy(deputy, actor, now)
    for invitation in Invitation.objects.filter(person=person, accepted_at=None, withdrawn_at=None):
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
    return close_holdings(person, list(Role), actor, now) + len(deputyships)


@transaction.atomic
def reset_factors(*, person: User, actor: User, now: datetime) -> None:
    """Forget the second factors of someone who lost them all; they set up a new one at the next log-in. Their sessions end.

    Raises Refused.
    """
    insist(rules.refuse_factor_reset(actor, _roles(actor, clock.local_day(now)), person))
    Authenticator.objects.filter(user=person).delete()
    end_all_sessions(person)
    record(Event.FACTOR_CHANGED, subject=person, person=person, facts={"factor": "all", "change": "reset"})
    mail.send_factors_reset(person)


def end_all_sessions(person: User) -> int:
    """End every session of a person on the server; how many there were."""
    theirs = UserSession.objects.filter(user=person)
    keys = list(theirs.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    theirs.delete()
    return len(keys)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _roles(actor: User | None, today: date) -> frozenset[Role]:
    return frozenset() if actor is None else queries.roles_on(actor, today)
