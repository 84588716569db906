"""Who may be granted what, what a grant allows, and how far a search may reach: pure rules with their sentences."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import nhs_date
from recordings.models import AudioState, Extension, Grant, GrantAction, Recording
from recordings.purposes import PURPOSE_WORDS

LONGEST_GRANT = timedelta(days=90)

NOT_FOUND = Refusal("not-found", "There is nothing here that you can open.")
WIDEN = Refusal("wider-than-granted", "This is wider than what was approved.", "Ask the Information Governance Lead to widen the request.")
DAMAGED = Refusal("damaged", "This recording did not pass its check. It cannot be played. The Information Governance Lead has been told.")
OUT_OF_REACH = Refusal("vault-unavailable", "The recording cannot be read just now. Nothing is lost.", "Try again in a few minutes.")

_NEEDS = {
    GrantAction.FIND: Action.USE_GRANT, GrantAction.LISTEN: Action.USE_GRANT, GrantAction.RELEASE: Action.RELEASE,
    GrantAction.CHECK: Action.CHECK_REDACTION, GrantAction.CLIP: Action.USE_GRANT,
}  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What calls to look for. Empty words and None mean "any"; the window holds from its first instant up to but without its last."""

    window_from: datetime
    window_until: datetime
    extension: Extension | None = None
    external_e164: str = ""
    number_ends: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Proposal:
    """A grant as it is about to be issued, with the roles that issuer and holder have on that day."""

    issuer: User
    issuer_roles: frozenset[Role]
    holder: User
    holder_roles: frozenset[Role]
    purpose: str
    actions: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    terms: Terms
    one_person: bool = False


# Issuing and ending


@enforces("AC-1", "AC-2")
def refuse_lead(roles: Collection[Role]) -> Refusal | None:
    """Only the Information Governance Lead, or who deputises on that day, issues and ends grants; never a system administrator."""
    if Role.IG_LEAD in roles and Role.SYSTEM_ADMINISTRATOR not in roles:
        return None
    return Refusal("not-the-lead", "Only the Information Governance Lead or their deputy can do this.")


@enforces("AC-1")
def refuse_holder(roles: Collection[Role], actions: Collection[str]) -> Refusal | None:
    """Refuse someone whose roles do not let them do what a grant would allow."""
    may = actions_of(roles)
    if Role.SYSTEM_ADMINISTRATOR in roles:
        return Refusal("system-administrator", "A system administrator cannot hear a recording.")
    if any(_NEEDS[GrantAction(action)] not in may for action in actions):
        return Refusal("holder-may-not", "This person's role does not allow what the grant would allow.")
    return None


@enforces("AC-1", "AC-2", "AU-1")
def refuse_issue(wanted: Proposal, now: datetime) -> Refusal | None:
    """Refuse a grant by someone who may not issue it, to someone who may not hold it, for no purpose, or without bounds."""
    return refuse_lead(wanted.issuer_roles) or _refuse_person(wanted) or _refuse_content(wanted) or _refuse_bounds(wanted, now)


def _refuse_person(wanted: Proposal) -> Refusal | None:
    if wanted.holder.pk == wanted.issuer.pk and not (wanted.one_person and GrantAction.LISTEN not in wanted.actions):
        return Refusal("own-grant", "Nobody can grant themselves access.", "Ask the deputy Information Governance Lead.")
    if not wanted.holder.is_active:
        return Refusal("holder-left", "This person's account has ended.")
    return refuse_holder(wanted.holder_roles, wanted.actions)


def _refuse_content(wanted: Proposal) -> Refusal | None:
    if wanted.purpose not in PURPOSE_WORDS:
        return Refusal("no-purpose", "A grant needs a purpose of the closed list.")
    return None if wanted.actions else Refusal("no-actions", "A grant must say what it allows.")


def _refuse_bounds(wanted: Proposal, now: datetime) -> Refusal | None:
    if wanted.terms.window_until <= wanted.terms.window_from:
        return Refusal("empty-window", "The time of the call must end after it starts.")
    if wanted.ends_at <= max(wanted.starts_at, now):
        return Refusal("ends-before-start", "Access must end after it starts, and not in the past.")
    if clock.local_day(wanted.starts_at) + LONGEST_GRANT < last_day(wanted.ends_at):
        return Refusal("too-long", f"Access can last {LONGEST_GRANT.days} days at most.")
    return None


def refuse_end(roles: Collection[Role], reason: str) -> Refusal | None:
    """Only the Information Governance Lead or deputy ends a grant, and says why."""
    return refuse_lead(roles) or (None if reason.strip() else Refusal("no-reason", "Enter the reason for ending this access."))


def refuse_ended(grant: Grant, now: datetime) -> Refusal | None:
    """Refuse to end what has ended."""
    return Refusal("ended-already", f"This access ended on {nhs_date(ended_on(grant))}.") if _over(grant, now) else None


# Using


@enforces("AC-2", "AC-4", "AU-1")
def refuse_use(grant: Grant, person: User, action: str, now: datetime) -> Refusal | None:
    """Refuse a use of a grant by anyone but its holder, outside its days, or for what it does not allow.

    What the person's roles allow on that day is `refuse_holder`'s to say. The code "not-found" means someone else's grant.
    """
    if grant.holder_id != person.pk or not person.is_active:
        return NOT_FOUND
    if _over(grant, now):
        return Refusal("access-ended", f"Your access ended on {nhs_date(ended_on(grant))}.", "Ask again if you still need it.")
    if now < grant.starts_at:
        return Refusal("access-not-started", f"Your access starts on {nhs_date(grant.starts_at)}.")
    if action not in grant.actions:
        return Refusal("not-granted", f"Your access does not let you {GrantAction(action).label}.", "Ask for it in a new request.")
    return None


@enforces("AC-2", "AC-4")
def refuse_check(grant: Grant, person: User, roles: Collection[Role], now: datetime) -> Refusal | None:
    """The grant to release a copy covers its check by another person whose role is to check; whoever holds the grant does not."""
    if grant.holder_id == person.pk or not person.is_active or Action.CHECK_REDACTION not in actions_of(roles):
        return NOT_FOUND
    if _over(grant, now):
        return Refusal("access-ended", f"The access under which this copy is made ended on {nhs_date(ended_on(grant))}.")
    if GrantAction.RELEASE not in grant.actions:
        return Refusal("not-granted", "No copy may be made under this access.")
    return None


@enforces("AC-4")
def refuse_audio(recording: Recording) -> Refusal | None:
    """Refuse to open a call whose audio is not here, and say what to do."""
    match recording.audio_state:
        case AudioState.HELD:
            return None
        case AudioState.WITH_SUPPLIER:
            return Refusal(
                "with-supplier",
                "The audio of this call is with the telephone supplier.",
                "Ask the Practice Manager to fetch this call and deposit it against the request.",
            )
        case _:
            return Refusal("destroyed", "The audio of this call was destroyed. It cannot be heard any more.")


@enforces("AU-11")
def refuse_stretch(start: float, end: float, seconds: float) -> Refusal | None:
    """Refuse a stretch of seconds that a call of this length does not have. A player's clock may run half a second over the end."""
    if 0 <= start < end <= seconds + 0.5:
        return None
    return Refusal("no-such-stretch", "The recording has no such part.")


def session_mark(session_key: str) -> str:
    """What an access keeps of the session in which it was opened: enough to know it again, nothing to take it over with."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def last_day(ends_at: datetime) -> date:
    """The last local day of something that holds up to an instant."""
    return clock.local_day(ends_at - timedelta(microseconds=1))


def ended_on(grant: Grant) -> date:
    """The local day on which a grant ended or will end."""
    return clock.local_day(grant.ended_at) if grant.ended_at else last_day(grant.ends_at)


def _over(grant: Grant, now: datetime) -> bool:
    return grant.ended_at is not None or grant.ends_at <= now


# Searching


def limits(grant: Grant) -> Terms:
    """The widest search that a grant allows."""
    return Terms(grant.window_from, grant.window_until, grant.extension, grant.external_e164)


@enforces("AC-4", "AC-5")
def refuse_terms(granted: Terms, terms: Terms) -> Refusal | None:
    """Terms may narrow what was granted, never widen or leave it."""
    if terms.window_until <= terms.window_from:
        return Refusal("empty-window", "The end of the time must be after its start.")
    inside = granted.window_from <= terms.window_from and terms.window_until <= granted.window_until
    extension = granted.extension is None or terms.extension in (None, granted.extension)
    return None if inside and extension and _number_within(granted.external_e164, terms) else WIDEN


def _number_within(granted: str, terms: Terms) -> bool:
    return not granted or (terms.external_e164 in ("", granted) and granted.endswith(terms.number_ends))


def too_many(terms: Terms) -> Refusal:
    """The sentence that stands in place of the calls when there are more than a search may show."""
    long = terms.window_until - terms.window_from > timedelta(hours=2)
    return Refusal("too-many", "Too many calls fit.", "Narrow the time to 2 hours or less." if long else "Add an extension or a number.")
