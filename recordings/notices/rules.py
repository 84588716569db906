"""Who keeps notices and purposes, what a notice must say, when it is red: pure functions that return a refusal or nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from callgov import clock
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.channels import ALWAYS, SPOKEN, NoticeChannel
from recordings.purposes import Article9, LawfulBasis

REVIEW_MONTHS = 12  # text is read through once a year, an impact assessment too (law.md R6.4, R7.4)
TEST_MONTHS = 1  # what is spoken is tried out by a test call each month

NOT_THERE = Refusal("not-found", "There is nothing here.", "Start from the page of notices.")
NOT_KEEPER = Refusal("not-notice-keeper", "You cannot change notices.", "Ask the Information Governance Lead or the Practice Manager.")
NOT_PURPOSE_KEEPER = Refusal("not-purpose-keeper", "You cannot change why calls are recorded.", "Ask the Information Governance Lead.")
SAY_WHY = Refusal("say-why", "Say why calls are recorded.", "The sentence must stand in the wording, so that callers hear it.")
NO_WORDING = Refusal("no-wording", "Enter the wording.")
APPROVED_ALREADY = Refusal("approved-already", "This wording was approved already.")
NOT_IN_FORCE = Refusal("not-in-force", "This wording is not in force.")
STARTS_AHEAD = Refusal("starts-ahead", "It can be in force from now or from an earlier time, not from a later one.")
STARTS_BEFORE_ANOTHER = Refusal("starts-before-another", "Another wording was in force then.", "Choose a time after it ended or began.")
TEST_AHEAD = Refusal("test-ahead", "The day of the test must be today or in the past.")
SAY_HOW = Refusal("say-how", "Say what was not clear.")
NO_REASON = Refusal("no-reason", "Enter the reason.")
NO_ADVICE = Refusal("no-advice", "Enter the advice of the Data Protection Officer.")
INCOMPLETE = Refusal("balancing-incomplete", "Answer every question of the balancing assessment, also the one about children.")
OVERRIDDEN = Refusal(
    "interests-override",
    "The callers' interests override ours, so legitimate interests cannot be the lawful basis.",
    "Choose another basis, or do not record these calls.",
)
BALANCE_FIRST = Refusal(
    "balancing-missing",
    "Legitimate interests need a balancing assessment, children named, and why this is not a public task.",
    "Record the balancing assessment with it.",
)


def refuse_keeper(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not keep notices."""
    return None if Action.KEEP_NOTICES in actions_of(roles) else NOT_KEEPER


def refuse_purpose_keeper(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not keep purposes."""
    return None if Action.KEEP_PURPOSES in actions_of(roles) else NOT_PURPOSE_KEEPER


# Notices


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .")


@enforces("NO-1", "NO-2", "NO-3")
def refuse_wording(wording: str, why: str) -> Refusal | None:
    """A notice has a wording, and the wording says why calls are recorded."""
    if not wording.strip():
        return NO_WORDING
    return None if _plain(why) and _plain(why) in _plain(wording) else SAY_WHY


@enforces("NO-1", "NO-2", "NO-6")
def refuse_start(since: datetime, now: datetime, ends: Iterable[datetime | None], starts: Iterable[datetime]) -> Refusal | None:
    """A wording comes into force now or did at an earlier time, never over the time of another.

    `starts` and `ends` are of the other wordings of the channel that were or are in force; the one that is in force ends with it.
    """
    if since > now:
        return STARTS_AHEAD
    if any(since <= start for start in starts) or any(end is not None and since < end for end in ends):
        return STARTS_BEFORE_ANOTHER
    return None


def next_test(channel: str, day: date) -> date:
    """When a notice is tried out next after a day: spoken ones each month, written ones with their yearly review (law.md R6.4)."""
    return clock.add_months(day, TEST_MONTHS if channel in SPOKEN else REVIEW_MONTHS)


def is_review(channel: str, *, reviewed: bool) -> bool:
    """Whether a test was a review of the wording as well: of text it always is, of what is spoken when somebody says so (law.md R6.4)."""
    return reviewed or channel not in SPOKEN


def next_review(stands: date | None, reviewed_on: Collection[date]) -> date | None:
    """When a wording is read through next: a year after it last was; without a review as it stands."""
    return clock.add_months(max(reviewed_on), REVIEW_MONTHS) if reviewed_on else stands


def refuse_test(tested_on: date, today: date, *, clear: bool, note: str) -> Refusal | None:
    """A test was made, and one that failed says how."""
    if tested_on > today:
        return TEST_AHEAD
    return None if clear or note.strip() else SAY_HOW


@dataclass(frozen=True)
class Standing:
    """How a channel stands: whether it is in use, whether a notice is in force, whether a test or review is overdue or the last failed."""

    channel: NoticeChannel
    in_use: bool
    in_force: bool
    overdue_since: date | None = None
    failed: bool = False

    @property
    def red(self) -> bool:
        """Whether somebody must see to it: in use with nothing in force, untested, or not clear when it was last tried."""
        return (self.in_use and not self.in_force) or (self.in_force and (self.failed or self.overdue_since is not None))


@enforces("NO-1", "NO-2", "NO-3")
def in_use(channel: NoticeChannel, line_channels: Collection[str], *, has_notice: bool) -> bool:
    """A channel is in use when the policy asks for it, when a line is reached by it, or when a notice was ever made for it."""
    return channel in ALWAYS or channel.value in line_channels or has_notice


# Purposes


@dataclass(frozen=True)
class Balance:
    """The balancing assessment for legitimate interests (LB-2)."""

    interests: str = ""
    necessity: str = ""
    callers: str = ""
    children: str = ""
    not_a_public_task: str = ""
    overridden: bool = False

    @property
    def complete(self) -> bool:
        """Whether every question has its answer."""
        return all(said.strip() for said in (self.interests, self.necessity, self.callers, self.children, self.not_a_public_task))


@enforces("LB-1", "LB-2")
def refuse_basis(lawful_basis: str, article9: str, balance: Balance | None, *, health_data: bool) -> Refusal | None:
    """One of the six bases; an Article 9 condition where health data can occur; for legitimate interests a complete balancing assessment
    that does not come out for the callers (LB-1, LB-2; law.md P3, P4).
    """
    if lawful_basis not in LawfulBasis.values:
        return Refusal("no-lawful-basis", "Choose one of the six lawful bases.")
    if health_data and article9 not in Article9.values:
        return Refusal("no-article-9", "These calls can hold health data, so they need an Article 9 condition as well.")
    if lawful_basis != LawfulBasis.LEGITIMATE_INTERESTS:
        return None
    if balance is None:
        return BALANCE_FIRST
    if not balance.complete:
        return INCOMPLETE
    return OVERRIDDEN if balance.overridden else None


def impact_state(review_on: date | None, today: date) -> str:
    """How an impact assessment stands: "Done", "Late" when its review is over, "Missing" when there never was one (law.md R7.4)."""
    if review_on is None:
        return "Missing"
    return "Late" if review_on < today else "Done"
