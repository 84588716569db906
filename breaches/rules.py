"""Who is told of a breach, who may settle it, and when it may be closed: pure functions that return a refusal or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from breaches.grid import Outcome, highest
from breaches.models import Verdict, Way, Whom
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Role

LEADS: dict[Whom, Role] = {Whom.IG_LEAD: Role.IG_LEAD, Whom.DPO: Role.DPO}
LOWERING = frozenset({Verdict.NOT_NOTIFY, Verdict.NOT_A_BREACH})

NOT_THERE = Refusal("not-found", "There is no such breach here.", "Start from your home page.")
NOTHING_SAID = Refusal("nothing-said", "Say what happened.", "A sentence is enough.")
IN_FUTURE = Refusal("in-future", "The time must not be in the future.")
NOT_A_LEAD = Refusal("not-a-lead", "Only the Information Governance Lead and the Data Protection Officer settle a breach.")
INVOLVED = Refusal(
    "own-act",
    "Your own act is in question here, so someone else settles it.",
    "A deputy can be named under People by the Practice Manager.",
)
REPORTED_BY_YOU = Refusal(
    "reported-by-you",
    "You reported this, so someone else decides that it is not reported.",
    "You can still decide that it is. Otherwise the other lead or your deputy decides.",
)
BOTH_ROLES = Refusal("both-leads", "You have decided this in the other role. The two leads must be two people.")
ASSESS_FIRST = Refusal("not-assessed", "Assess the risk first.", "The decision rests on an assessment.")
DESCRIBE_FIRST = Refusal("not-described", "Write what is known first.", "What was reported is kept with it.")
NO_REASON = Refusal("no-reason", "Enter your reasons.")
LATER_IS_IG_LEADS = Refusal("later-is-ig-leads", "Only the Information Governance Lead may move the start of the 72 hours to a later time.")
SAME_TIME = Refusal("same-time", "The 72 hours run from that time already.")
NOT_TOLD_THE_OTHER = Refusal("not-yours", "You cannot confirm this receipt.", "It is for someone else.")
NOT_OWNER = Refusal("not-owner", "Only its owner or one of the leads can record this action as done.")
LATE_SAYS_WHY = Refusal("late-without-reason", "It was reported after the 72 hours, so say why it is late.")


# Telling


@dataclass(frozen=True)
class Bench:
    """Who could be told today, by person id. `namers` can name a deputy."""

    line_manager: int | None = None
    ig_leads: frozenset[int] = frozenset()
    dpos: frozenset[int] = frozenset()
    namers: frozenset[int] = frozenset()


@enforces("BR-1", "BR-2")
def whom_to_tell(bench: Bench, reporter: int | None) -> dict[Whom, frozenset[int]]:
    """Who is told for each receipt. Both leads always have one (BR-2); the line manager has when the reporter has a line manager (BR-1).

    Holders and deputies alike are told. Where nobody but the reporter holds a role, whoever can name a deputy is told for it as well:
    its receipt stays open until somebody in the role confirms.
    """
    told = {Whom.IG_LEAD: _reach(bench.ig_leads, bench, reporter), Whom.DPO: _reach(bench.dpos, bench, reporter)}
    if bench.line_manager is not None:
        told[Whom.LINE_MANAGER] = frozenset({bench.line_manager})
    return told


def _reach(holders: frozenset[int], bench: Bench, reporter: int | None) -> frozenset[int]:
    return holders if holders - {reporter} else holders | bench.namers


@enforces("BR-2")
def refuse_receipt(whom: str, person: int, roles: Collection[Role], told: Collection[int]) -> Refusal | None:
    """A lead's receipt is confirmed by who holds or deputises for the role today; the line manager's by the manager who was told."""
    if whom == Whom.LINE_MANAGER:
        return None if person in told else NOT_TOLD_THE_OTHER
    return None if LEADS[Whom(whom)] in roles else NOT_TOLD_THE_OTHER


# When the practice became aware


@enforces("BR-3")
def aware_at(*, noticed_at: datetime, reported_at: datetime, was_certain: bool) -> datetime:
    """When the 72 hours start: at the report, or when it was noticed if the reporter was certain then (law.md R4.3)."""
    return min(noticed_at, reported_at) if was_certain else reported_at


@enforces("BR-3")
def refuse_moving(*, before: datetime, after: datetime, now: datetime, lead: "Lead", reason: str) -> Refusal | None:
    """Either lead may move the start to an earlier time, only the Information Governance Lead to a later one; both say why (R4.3)."""
    if not reason.strip():
        return NO_REASON
    if after > now:
        return IN_FUTURE
    if after == before:
        return SAME_TIME
    if after < before:
        return None
    return refuse_settling(lead) or (None if lead.role is Whom.IG_LEAD else LATER_IS_IG_LEADS)


# Settling


@dataclass(frozen=True)
class Lead:
    """Someone who would settle a breach: as which lead (None: as neither), and whether it is their own act or report."""

    person: int
    role: Whom | None
    involved: bool = False
    reporter: bool = False


def lead_of(person: int, roles: Collection[Role], involved: Collection[int], reporter: int | None) -> Lead:
    """A person as a lead. The two roles exclude each other, so a person is at most one of them on a day."""
    role = next((whom for whom, needed in LEADS.items() if needed in roles), None)
    return Lead(person, role, person in involved, person == reporter)


@enforces("BR-2", "BR-3")
def refuse_settling(lead: Lead) -> Refusal | None:
    """Only the two leads settle a breach, and neither where their own act is in question."""
    if lead.role is None:
        return NOT_A_LEAD
    return INVOLVED if lead.involved else None


@dataclass(frozen=True)
class Said:
    """One decision as the rules see it."""

    role: Whom
    verdict: Verdict
    person: int


@dataclass(frozen=True)
class Version:
    """One assessment as the rules see it: what the grid said, and the decisions on it in their order."""

    outcome: Outcome
    said: Sequence[Said] = field(default_factory=tuple)


@enforces("BR-3")
def needs_both(verdict: Verdict, outcome: Outcome, *, stood_notified: bool) -> bool:
    """Whether a lowering needs both leads: of what the grid or an earlier decision asked for it does, and "not a breach" always does.

    `outcome` is the highest that any version of the assessment reached: a new version with lower scores lowers nothing (law.md R4.10).
    """
    return verdict is Verdict.NOT_A_BREACH or outcome is not Outcome.NONE or stood_notified


@enforces("BR-2", "BR-3")
def standing(versions: Iterable[Version]) -> Verdict | None:
    """What stands decided after all versions in their order; None while it is open. Of each lead the latest word on a version counts."""
    stands: Verdict | None = None
    outcome = Outcome.NONE
    for version in versions:
        outcome = highest([outcome, version.outcome])
        stands = _after(version, outcome, stood_notified=stands is Verdict.NOTIFY)
    return stands


def _after(version: Version, outcome: Outcome, *, stood_notified: bool) -> Verdict | None:
    latest = {said.role: said for said in version.said}
    verdicts = {said.verdict for said in latest.values()}
    stood_notified = stood_notified or any(said.verdict is Verdict.NOTIFY for said in version.said)
    before = Verdict.NOTIFY if stood_notified else None
    if not verdicts or Verdict.NOTIFY in verdicts:
        return Verdict.NOTIFY if verdicts else before
    if len({said.person for said in latest.values()}) == len(LEADS):
        return Verdict.NOT_A_BREACH if verdicts == {Verdict.NOT_A_BREACH} else Verdict.NOT_NOTIFY
    (alone,) = verdicts if len(verdicts) == 1 else (Verdict.NOT_A_BREACH,)
    return before if needs_both(alone, outcome, stood_notified=stood_notified) else alone


@enforces("BR-3")
def refuse_verdict(verdict: str, lead: Lead, versions: Sequence[Version], reasons: str) -> Refusal | None:
    """Any lead may decide to report. Nobody lowers what is their own act or report, counts for both leads, or gives no reasons."""
    if lead.role is None:
        return NOT_A_LEAD
    if not versions:
        return ASSESS_FIRST
    if not reasons.strip():
        return NO_REASON
    if any(said.person == lead.person and said.role is not lead.role for said in versions[-1].said):
        return BOTH_ROLES
    if verdict not in LOWERING:
        return None
    return refuse_settling(lead) or (REPORTED_BY_YOU if lead.reporter else None)


def waits_for(versions: Sequence[Version]) -> Whom | None:
    """Whose agreement is missing to what one lead alone has said; None when nothing waits for the other."""
    latest = {said.role: said.verdict for said in versions[-1].said} if versions else {}
    if len(latest) != 1 or standing(versions) in latest.values():
        return None
    return Whom.DPO if Whom.IG_LEAD in latest else Whom.IG_LEAD


# Reporting, telling people, closing


@enforces("BR-3")
def refuse_submission(*, submitted_at: datetime, ends_at: datetime, now: datetime, late_reason: str) -> Refusal | None:
    """What was reported after the 72 hours says why (law.md R4.2)."""
    if submitted_at > now:
        return IN_FUTURE
    return LATE_SAYS_WHY if submitted_at > ends_at and not late_reason.strip() else None


@dataclass(frozen=True)
class Progress:
    """How far a breach has come, for closing. `was_high_risk`: some version of the assessment said that the risk to people is high."""

    receipts: Mapping[str, bool]
    described: bool
    verdict: Verdict | None
    submitted: bool
    high_risk: bool
    was_high_risk: bool
    ways: Collection[str]
    actions_open: int


_TELL = "Record how the people affected were told, or why not."


def _is_or_was(progress: Progress) -> str:
    return "is" if progress.high_risk else "was assessed as"


@enforces("BR-2", "BR-3")
def missing_for_closing(progress: Progress) -> list[Refusal]:
    """What is still to do before it can be closed, in the order of the page."""
    missing = [
        Refusal(f"no-receipt-{whom.value}", f"The {whom.label} has not confirmed that they know.")
        for whom in LEADS
        if not progress.receipts.get(whom.value)
    ]
    told = set(progress.ways)
    checks = (
        (progress.described, DESCRIBE_FIRST),
        (progress.verdict is not None, Refusal("not-decided", "Nobody has decided yet whether it is reported.")),
        (progress.verdict is not Verdict.NOTIFY or progress.submitted, Refusal("not-submitted", "Record that it was reported.")),
        (not progress.was_high_risk or bool(told), Refusal("people-not-told", f"The risk to people {_is_or_was(progress)} high. {_TELL}")),
        (not progress.high_risk or told != {Way.NOT_HIGH}, Refusal("risk-is-high", f"The assessment says that the risk is high. {_TELL}")),
        (not progress.actions_open, Refusal("actions-open", "Some actions are not done yet.")),
    )
    return missing + [refusal for good, refusal in checks if not good]


@enforces("BR-2", "BR-3")
def refuse_closing(lead: Lead, progress: Progress, learning: str) -> Refusal | None:
    """A lead closes what is complete, and says what was learnt."""
    refusal = refuse_settling(lead)
    if refusal is not None:
        return refusal
    missing = missing_for_closing(progress)
    if missing:
        return missing[0]
    return None if learning.strip() else Refusal("no-learning", "Say what was learnt.")


@enforces("BR-1")
def refuse_done(person: int, owner: int, lead: Lead) -> Refusal | None:
    """An action is done when its owner or a lead says so."""
    return None if person == owner or lead.role is not None else NOT_OWNER
