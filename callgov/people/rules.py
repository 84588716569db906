"""Who may change what about people: pure functions that return a refusal or None."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from callgov.people.models import Deputy, Invitation, Standing, User
from callgov.refusals import Refusal
from callgov.roles import CONFLICTS, Action, Role, actions_of

ESSENTIAL = (Role.IG_LEAD, Role.PRACTICE_MANAGER)
"""Roles that somebody must always hold: without the first nothing is decided, without the second no role can be given."""

OWN_ROLES = Refusal("own-role", "You cannot give or end a role of your own.", "Ask another person who keeps roles.")
OWN_ACCOUNT = Refusal("own-account", "You cannot end your own account.", "Ask the Practice Manager.")
OWN_FACTORS = Refusal("own-factors", "You cannot reset your own second factors here.", "Change them under Your account.")
NOT_KEEPER = Refusal("not-keeper", "You cannot give or end roles.", "Ask the Practice Manager.")
NOT_ACCOUNTS = Refusal("not-accounts", "You cannot invite people or end accounts.", "Ask the Practice Manager.")
HAS_LEFT = Refusal("has-left", "This person has left.")
NOT_ACTIVE = Refusal("not-active", "This person has no account yet.", "The invitation must be accepted first.")
HELD_ALREADY = Refusal("held-already", "This person holds the role already.")
NOT_HELD = Refusal("not-held", "This person does not hold the role.")
ENDED_ALREADY = Refusal("ended-already", "This has ended already.")
DATES = Refusal("dates", "The last day must be today or later, and not before the first day.")
MANAGER_IN_CIRCLE = Refusal("manager-in-circle", "This would make them their own manager's manager.", "Choose another line manager.")
MANAGER_LEFT = Refusal("manager-left", "The line manager has left.", "Choose another line manager.")
BAD_LINK = Refusal(
    "bad-link", "This invitation does not work.", "It may have been used or be too old. Ask the Practice Manager for a new one."
)
USERNAME_TAKEN = Refusal("username-taken", "This username is taken.", "Choose another one.")
EMAIL_TAKEN = Refusal("email-taken", "There is an account with this email address already.")
LOCK_NOT_YOURS = Refusal("lock-not-yours", "You cannot lock or unlock accounts.", "Ask the Practice Manager.")
LOCK_OWN = Refusal("lock-own", "You cannot lock or unlock your own account.", "Ask another person who keeps accounts.")
NOT_LOCKED = Refusal("not-locked", "This account is not locked.")
NO_LOCK_REASON = Refusal("no-reason", "Enter the reason for locking this account.")
NOT_FOUND = Refusal("not-found", "This does not exist.")
LAST_FACTOR = Refusal("last-factor", "Keep at least one second factor.", "Add another one first.")


@dataclass(frozen=True)
class Stretch:
    """A role from a day until a day, both included; without an end when it has none."""

    role: Role
    starts_on: date
    ends_on: date | None = None

    def meets(self, other: "Stretch") -> bool:
        """Whether the two share a day."""
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (other.ends_on is None or self.starts_on <= other.ends_on)


def refuse_stretch(new: Stretch, others: Iterable[Stretch]) -> Refusal | None:
    """Refuse a role that on some day would meet one it conflicts with (AC-1): deputies count like holders."""
    for other in others:
        sentence = CONFLICTS.get(frozenset({new.role, other.role}))
        if sentence and new.meets(other):
            return Refusal("role-conflict", sentence)
    return None


def refuse_keeping_roles(actor: User | None, actor_roles: Collection[Role], person: User) -> Refusal | None:
    """Refuse someone who does not keep roles, and anyone for themselves. `None` is a named job of the system."""
    if actor is None:
        return None
    if Action.KEEP_ROLES not in actions_of(actor_roles):
        return NOT_KEEPER
    return OWN_ROLES if actor.pk == person.pk else None


def refuse_giving(person: User, new: Stretch, others: Iterable[Stretch]) -> Refusal | None:
    """Refuse a role for someone who left, who holds it already in that time, or whom it would put in conflict."""
    if person.standing is not Standing.ACTIVE:
        return HAS_LEFT if person.standing is Standing.LEFT else NOT_ACTIVE
    standing = list(others)
    if any(new.role == other.role and new.meets(other) for other in standing):
        return HELD_ALREADY
    return refuse_stretch(new, standing)


def refuse_last(role: Role, left_over: int) -> Refusal | None:
    """Refuse to end the role of its last holder when nobody else holds it or deputises for it today."""
    if role not in ESSENTIAL or left_over:
        return None
    return Refusal(
        "last-holder",
        f"There must always be someone in the role {role.label}.",
        "Give the role to another person, or name a deputy, first.",
    )


def refuse_deputy_dates(starts_on: date, ends_on: date, today: date) -> Refusal | None:
    """Refuse a deputy whose time is over or ends before it starts."""
    return DATES if ends_on < max(starts_on, today) else None


def refuse_deputy_end(deputy: Deputy, today: date) -> Refusal | None:
    """Refuse to end what has ended."""
    return ENDED_ALREADY if deputy.ended_early_at or deputy.ends_on < today else None


def refuse_inviting(actor: User | None, actor_roles: Collection[Role], roles: Collection[Role]) -> Refusal | None:
    """Refuse an invitation by someone who may not invite, or that carries roles which the inviter may not give."""
    if actor is None:
        return None
    may = actions_of(actor_roles)
    if Action.KEEP_ACCOUNTS not in may:
        return NOT_ACCOUNTS
    return None if Action.KEEP_ROLES in may or set(roles) <= {Role.STAFF} else NOT_KEEPER


def refuse_invitation(invitation: Invitation | None, now: datetime) -> Refusal | None:
    """Refuse a link that is unknown, used, withdrawn or too old; the answer is the same for all."""
    good = invitation is not None and invitation.accepted_at is None and invitation.withdrawn_at is None and now < invitation.expires_at
    return None if good else BAD_LINK


def refuse_ending_account(actor: User | None, actor_roles: Collection[Role], person: User) -> Refusal | None:
    """Refuse to end one's own account, one that has ended, or without the right to."""
    if actor is not None and Action.KEEP_ACCOUNTS not in actions_of(actor_roles):
        return NOT_ACCOUNTS
    if actor is not None and actor.pk == person.pk:
        return OWN_ACCOUNT
    return HAS_LEFT if person.standing is Standing.LEFT else None


def refuse_factor_reset(actor: User, actor_roles: Collection[Role], person: User) -> Refusal | None:
    """Refuse to reset second factors of one's own, of someone who is not active, or without the right to."""
    if Action.KEEP_ACCOUNTS not in actions_of(actor_roles):
        return NOT_ACCOUNTS
    if actor.pk == person.pk:
        return OWN_FACTORS
    return None if person.standing is Standing.ACTIVE else NOT_ACTIVE


def refuse_line_manager(person: User, manager: User | None, above: Iterable[int]) -> Refusal | None:
    """Refuse a manager who has left, or in whose own line (`above`, ids upwards, themselves included) the person stands."""
    if manager is None:
        return None
    if manager.standing is Standing.LEFT:
        return MANAGER_LEFT
    return MANAGER_IN_CIRCLE if person.pk in set(above) else None


def refuse_locking(actor: User, actor_roles: Collection[Role], person: User, reason: str) -> Refusal | None:
    """Refuse to lock one's own account or one not in use, without a reason, or by whom neither keeps accounts nor settles breaches."""
    if not {Action.KEEP_ACCOUNTS, Action.HANDLE_BREACHES} & actions_of(actor_roles):
        return LOCK_NOT_YOURS
    if actor.pk == person.pk:
        return LOCK_OWN
    if person.standing is not Standing.ACTIVE:
        return NOT_ACTIVE
    return None if reason.strip() else NO_LOCK_REASON


def refuse_unlocking(actor: User, actor_roles: Collection[Role], person: User) -> Refusal | None:
    """Refuse to unlock one's own account or one that is not locked, or by whom does not keep accounts."""
    if Action.KEEP_ACCOUNTS not in actions_of(actor_roles):
        return LOCK_NOT_YOURS
    if actor.pk == person.pk:
        return LOCK_OWN
    return None if person.standing is Standing.LOCKED else NOT_LOCKED
