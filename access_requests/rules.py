"""Who may ask, decide, withdraw and close, and what a decision must say: pure functions that return a refusal or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access_requests.models import AccessRequest, CopyFormat, RecipientType, Wanted
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.workflow import MOVED_ON, Step
from recordings.access.rules import LONGEST_GRANT
from recordings.models import Extension
from recordings.purposes import ReviewPurpose

NOT_KNOWN_WINDOW = timedelta(days=30)

NOT_THERE = Refusal("not-there", "There is no such request.")
NOBODY = "Nobody else can decide it today."
NAME_A_DEPUTY = "The Practice Manager can name a deputy."


@dataclass(frozen=True)
class Asked:
    """The six things a request states (AC-3), what it is for (AU-1) and what is wanted. Blank and None mean "not known"."""

    purpose: str
    reason: str
    window_from: datetime | None = None
    window_until: datetime | None = None
    extension: Extension | None = None
    external_raw: str = ""
    external_e164: str = ""
    parties: str = ""
    other_information: str = ""
    wanted: str = Wanted.LISTEN
    wanted_format: str = ""
    recipient_name: str = ""
    recipient_organisation: str = ""
    recipient_type: str = ""


@dataclass(frozen=True)
class Terms:
    """What a yes gives: until which day, for calls of which stretch of time, and who prepares the copy if one is wanted.

    The window counts only where the request says "not known".
    """

    ends_on: date
    window_from: datetime | None = None
    window_until: datetime | None = None
    releaser: User | None = None


@dataclass(frozen=True)
class Bench:
    """Who may do what in a decision today, and what the practice's settings say about it."""

    deciders: Sequence[User] = ()
    releasers: Collection[User] = ()
    approver_may_release: bool = False
    grant_days: int = 7


# Asking


@enforces("AC-3", "AU-1")
def refuse_asking(asked: Asked, now: datetime) -> Refusal | None:
    """A request names one of the nine purposes and says why; a time it gives has been; a copy is for someone, in some format."""
    if not asked.reason.strip():
        return Refusal("no-reason", "Enter the reason for the request.")
    return refuse_purpose(asked.purpose) or refuse_window(asked.window_from, asked.window_until, now) or _refuse_copy(asked)


@enforces("AU-1")
def refuse_purpose(purpose: str) -> Refusal | None:
    """One of the policy's nine; an investigation of a colleague has a route of its own, with the DPO's advice first (AU-2)."""
    if purpose not in ReviewPurpose.values:
        return Refusal("no-purpose", "Select why you need the recording.")
    if purpose == ReviewPurpose.MISCONDUCT:
        return Refusal(
            "disciplinary",
            "An investigation needs the Data Protection Officer's advice and a written agreement first.",
            "Speak to the Information Governance Lead.",
        )
    return None


def refuse_window(window_from: datetime | None, window_until: datetime | None, now: datetime) -> Refusal | None:
    """Both ends or neither, in order, and begun already."""
    if window_from is None and window_until is None:
        return None
    if window_from is None or window_until is None or window_until <= window_from:
        return Refusal("not-a-window", "The time of the call must end after it starts.")
    return Refusal("future", "Call date must be today or in the past.") if window_from > now else None


def _refuse_copy(asked: Asked) -> Refusal | None:
    if asked.wanted == Wanted.LISTEN:
        return None
    if not asked.recipient_name.strip() or asked.recipient_type not in RecipientType.values or asked.wanted_format not in CopyFormat.values:
        return Refusal("no-recipient", "Say who the copy is for and in which format.")
    return None


# Deciding


@enforces("AC-1", "AC-2")
def refuse_decider(request: AccessRequest, person: User, step: Step, deciders: Sequence[User]) -> Refusal | None:
    """Nobody decides their own request; a step is answered by who holds its role today, or deputises for it.

    MOVED_ON when it is not, or no longer, this step's turn.
    """
    if request.step != step.name:
        return MOVED_ON
    if person.pk == request.requester_id:
        return Refusal("own-request", f"You cannot decide your own request. {with_whom(deciders)}", "" if deciders else NAME_A_DEPUTY)
    if person not in deciders:
        return Refusal("not-the-decider", f"Only the {step.decider} or their deputy decides this.")
    return None


def refuse_undecidable(deciders: Sequence[User]) -> Refusal | None:
    """Say so when nobody can decide: the only holder of the role asked, or it has none."""
    return None if deciders else Refusal("nobody-can-decide", "Nobody can decide this request today.", NAME_A_DEPUTY)


def with_whom(deciders: Sequence[User]) -> str:
    """Who has it now, in a sentence."""
    names = [person.get_full_name() for person in deciders]
    return f"It is with {' or '.join(names)}." if names else NOBODY


def refuse_reasons(reasons: str) -> Refusal | None:
    """Reasons are given for a yes and for a no."""
    return None if reasons.strip() else Refusal("no-reasons", "Enter the reasons for your decision.")


@enforces("AC-2", "AC-4")
def refuse_terms(request: AccessRequest, terms: Terms | None, decider: User, bench: Bench, now: datetime) -> Refusal | None:
    """Access ends within 90 days, covers a stretch of time, and a copy has someone who may release it."""
    if terms is None:
        return Refusal("no-terms", "Say until when the access lasts.")
    refusal = refuse_end(terms.ends_on, clock.local_day(now))
    if refusal is None and request.window_from is None:
        refusal = refuse_no_window(terms) or refuse_window(terms.window_from, terms.window_until, now)
    if refusal is None and request.wanted == Wanted.COPY:
        refusal = refuse_releaser(request, terms.releaser, decider, bench)
    return refusal


def refuse_end(ends_on: date, today: date) -> Refusal | None:
    """Access ends today or later, 90 days from now at the latest."""
    if ends_on < today:
        return Refusal("ends-in-the-past", "Access must end today or in the future.")
    if ends_on > today + LONGEST_GRANT:
        return Refusal("too-long", f"Access can last {LONGEST_GRANT.days} days at most.")
    return None


def refuse_no_window(terms: Terms) -> Refusal | None:
    """The request says that the time is not known, so the decision says how far to look."""
    if terms.window_from is None or terms.window_until is None:
        return Refusal("no-window", "Say from which day to which day to look for the call.")
    return None


@enforces("AC-2")
def refuse_releaser(request: AccessRequest, releaser: User | None, decider: User, bench: Bench) -> Refusal | None:
    """Whoever asked does not release; whoever approves does not either, unless the practice is too small to keep them apart."""
    if releaser is None:
        return Refusal("no-releaser", "Choose who prepares and releases the copy.")
    if releaser.pk == request.requester_id:
        return Refusal("requester-releases", "The person who asked cannot release the copy.")
    if releaser.pk == decider.pk and not bench.approver_may_release:
        return Refusal("approver-releases", "You decide this request, so someone else must release the copy.")
    return None if releaser in bench.releasers else Refusal("may-not-release", "This person may not release copies.")


def may_be_releaser(request: AccessRequest, person: User, decider: User, bench: Bench) -> bool:
    """Whether this person can be chosen on the decision form."""
    return refuse_releaser(request, person, decider, bench) is None


# Ending


def refuse_withdrawing(request: AccessRequest, person: User) -> Refusal | None:
    """Only the person who asked withdraws."""
    return None if person.pk == request.requester_id else Refusal("not-your-request", "Only the person who asked can withdraw it.")


@enforces("AC-5")
def refuse_not_held(request: AccessRequest, finders: Collection[int], person: User) -> Refusal | None:
    """Who may look for the call now may record that it is not held, once."""
    if person.pk not in finders:
        return Refusal("not-a-finder", "Only someone who can look for the call now can record that it is not held.")
    if request.not_held_at is not None:
        return Refusal("recorded-already", "This is recorded as not held already.")
    return None


@enforces("AC-5")
def refuse_unexplained(reason: str) -> Refusal | None:
    """Not held is an answer only with how one looked."""
    return None if reason.strip() else Refusal("no-reason", "Say where you looked, for which dates, and why you stopped.")


@enforces("AC-1")
def refuse_closing(roles: Collection[Role]) -> Refusal | None:
    """Closing ends every access under the request, so it is for whoever may end one."""
    if Action.END_GRANT in actions_of(roles):
        return None
    return Refusal("not-the-lead", "Only the Information Governance Lead or their deputy can close this request.")
