"""Who may decide, what must stand in the record first, and what a decision must say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access_requests.grounds import GROUNDS
from access_requests.models import AccessRequest, Wanted
from access_requests.routes import NEEDS
from access_requests.rules.asking import refuse_window
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.workflow import MOVED_ON, Step
from recordings.access.rules import LONGEST_GRANT

NOT_KNOWN_WINDOW = timedelta(days=30)

NOT_THERE = Refusal("not-there", "There is no such request.")
NOBODY = "Nobody else can decide it today."
NAME_A_DEPUTY = "The Practice Manager can name a deputy. The partners have been told."
IN_DOUBT = Refusal(
    "identity-in-doubt",
    "Who asks is in doubt. Only the Data Protection Officer can decide that.",
    "Nobody decides the request before then.",
)


@dataclass(frozen=True)
class Terms:
    """What a yes gives: until which day, for calls of which stretch of time, and who prepares the copy if one is wanted.

    The window counts where the request says "not known", or where only a part is given.
    """

    ends_on: date
    window_from: datetime | None = None
    window_until: datetime | None = None
    releaser: User | None = None


@dataclass(frozen=True)
class Bench:
    """Who may do what in a decision today, what is still missing for it, and what the practice's settings say about it.

    `missing` names needs of the step that are not met, `in_doubt` that the identity is the Data Protection Officer's to decide,
    `stood_back` who declared that they are involved, `answered` who answered for another role of the route already.
    """

    deciders: Sequence[User] = ()
    missing: Sequence[str] = ()
    in_doubt: bool = False
    stood_back: Collection[int] = ()
    answered: Collection[int] = ()
    releasers: Collection[User] = ()
    approver_may_release: bool = False
    grant_days: int = 7


@enforces("AC-1", "AC-2", "AU-12")
def refuse_decider(
    request: AccessRequest, person: User, step: Step, deciders: Sequence[User], stood_back: Collection[int] = (),
    answered: Collection[int] = (),
) -> Refusal | None:  # fmt: skip
    """Nobody decides what is theirs, or for two roles; a step is answered by who holds its role today, or deputises for it.

    MOVED_ON when it is not, or no longer, this step's turn.
    """
    if request.step != step.name:
        return MOVED_ON
    if person.pk == request.asked_by_id:
        return Refusal("own-request", f"You cannot decide your own request. {with_whom(deciders)}", "" if deciders else NAME_A_DEPUTY)
    if person.pk in stood_back:
        return Refusal("stood-back", f"You are involved and stood back. {with_whom(deciders)}", "" if deciders else NAME_A_DEPUTY)
    if person.pk in answered:
        return Refusal("answered-already", f"You answered for another role, and both must agree. {with_whom(deciders)}")
    if person not in deciders:
        return Refusal("not-the-decider", f"Only the {step.decider} or their deputy decides this.")
    return None


@enforces("AC-7", "AC-8", "AU-2")
def refuse_unready(bench: Bench, *, agreed: bool) -> Refusal | None:
    """Nobody decides while the identity is in doubt (AC-7), and nobody says yes before the record holds what the step needs."""
    if bench.in_doubt:
        return IN_DOUBT
    return NEEDS[bench.missing[0]] if agreed and bench.missing else None


def refuse_no(step: Step, *, agreed: bool) -> Refusal | None:
    """A step that only passes a request on has no no."""
    return None if agreed or step.no else Refusal("only-pass-on", "You are not deciding. Pass the request on.")


@enforces("AC-6")
def refuse_ground(request: AccessRequest, ground: str, *, needed: bool) -> Refusal | None:
    """A no, and the no to a part, rest on a ground that this kind of request knows."""
    if not needed:
        return None if not ground else Refusal("needless-ground", "A yes to everything has no ground for refusing.")
    if ground not in GROUNDS[request.kind]:
        return Refusal("no-ground", "Select the ground on which it is refused.")
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


def refuse_part(request: AccessRequest, terms: Terms | None) -> Refusal | None:
    """A part of what was asked, where it says from when until when, lies within it."""
    if terms is None or terms.window_from is None or request.window_from is None or request.window_until is None:
        return None
    if request.window_from <= terms.window_from < (terms.window_until or request.window_until) <= request.window_until:
        return None
    return Refusal("wider-than-asked", "The part that you approve must lie within what was asked.")


@enforces("AC-2")
def refuse_releaser(request: AccessRequest, releaser: User | None, decider: User, bench: Bench) -> Refusal | None:
    """Whoever asked does not release; whoever approves does not either, unless the practice is too small to keep them apart."""
    if releaser is None:
        return Refusal("no-releaser", "Choose who prepares and releases the copy.")
    if releaser.pk in (request.asked_by_id, request.about_person_id):
        return Refusal("requester-releases", "The person who asked cannot release the copy.")
    if releaser.pk == decider.pk and not bench.approver_may_release:
        return Refusal("approver-releases", "You decide this request, so someone else must release the copy.")
    return None if releaser in bench.releasers else Refusal("may-not-release", "This person may not release copies.")


def may_be_releaser(request: AccessRequest, person: User, decider: User, bench: Bench) -> bool:
    """Whether this person can be chosen on the decision form."""
    return refuse_releaser(request, person, decider, bench) is None
