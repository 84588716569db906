"""What is due for whom and by when, who may assess whom, who may plan and authorise: pure, each with its sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audits.models import Audit, AuditKind, RoleGroup, State
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

LONGEST_AUTHORITY = timedelta(days=366)
AFTER_RETURN = timedelta(days=28)

NOT_FOUND = Refusal("not-found", "There is no such audit.")
NOT_PLANNER = Refusal("not-planner", "You cannot plan audits.", "Ask the Practice Manager.")
NOT_AUTHORISER = Refusal("not-authoriser", "Only the Information Governance Lead or their deputy authorises the hearing of samples.")
NO_AUTHORITY = Refusal(
    "no-authority", "The hearing of drawn samples is not authorised today.", "Ask the Information Governance Lead to authorise it."
)
ONLY_OWN_AUTHORITY = Refusal(
    "only-own-authority", "Nobody can hear calls on their own authority.", "Ask the deputy Information Governance Lead to authorise it too."
)
SELF = Refusal("own-audit", "You cannot assess yourself.")
MANAGER = Refusal("line-manager", "A line manager does not assess the people they manage.", "Choose another assessor.")
NOT_ASSESSOR = Refusal("not-assessor", "This person does not hold the role Assessor.", "Ask the Practice Manager.")
OTHER_ASSESSOR = Refusal("other-assessor", "Another assessor was named for this audit.")
NOT_ON_PROGRAMME = Refusal("not-on-programme", "Nothing is due for this person.")
NO_REASON = Refusal("no-reason", "Enter the reason.")
OWN_PLANNING = Refusal("own-planning", "You cannot change how you are audited yourself.", "Ask somebody else who plans audits.")
OWN_DRAW = Refusal("own-draw", "You drew this sample, so somebody else cancels it.", "Ask somebody else who plans audits.")
DRAWN_ALREADY = Refusal(
    "drawn-already", "The sample of this audit is drawn.", "Open the sample to hand it to another assessor; the calls stay the same."
)


@dataclass(frozen=True)
class Away:
    """A stretch of long absence, both days included; open-ended when nobody knows the end."""

    starts_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Facts:
    """What decides when a person is audited next.

    `began_on` is the first day of the practice's programme: who was past probation then has a year from it. `last_on` is the day on
    which their last audit was finished. `reaudit_due` is set while a re-audit is open.
    """

    began_on: date
    starts_on: date | None = None
    probation_ends_on: date | None = None
    leaves_on: date | None = None
    uses_telephone: bool = True
    last_on: date | None = None
    reaudit_due: date | None = None
    absences: Sequence[Away] = ()


@dataclass(frozen=True)
class Due:
    """What is due, by the end of which day, and the rule in a sentence. `on` is None while nobody knows when a person comes back."""

    kind: AuditKind
    on: date | None
    why: str


@enforces("AU-3", "AU-5")
def due(facts: Facts) -> Due | None:
    """The next audit of a person, or None for who left or never answers the telephone. A long absence moves it to after the return."""
    if facts.leaves_on is not None or not facts.uses_telephone:
        return None
    return _after_absence(_reaudit(facts) or _probation(facts) or _annual(facts), facts.absences)


def _reaudit(facts: Facts) -> Due | None:
    if facts.reaudit_due is None:
        return None
    return Due(AuditKind.REAUDIT, facts.reaudit_due, "Within three months of an audit below the aim.")


def _probation(facts: Facts) -> Due | None:
    ends = facts.probation_ends_on
    if ends is None or facts.last_on is not None or ends <= facts.began_on:
        return None
    return Due(AuditKind.PROBATION, clock.probation_audit_due(ends), "Before probation ends.")


def _annual(facts: Facts) -> Due:
    if facts.last_on is not None:
        return Due(AuditKind.ANNUAL, clock.annual_audit_due(facts.last_on), "Twelve months after the last audit.")
    first = max(facts.began_on, facts.starts_on or facts.began_on)
    return Due(AuditKind.ANNUAL, clock.annual_audit_due(first), "Within twelve months of the start of the programme.")


def _after_absence(found: Due, absences: Sequence[Away]) -> Due:
    """Moved to 28 days after the return when the person is away on the day; again if they are away on that one."""
    for away in sorted(absences, key=lambda one: one.starts_on):
        if found.on is not None and away.covers(found.on):
            on = None if away.ends_on is None else away.ends_on + AFTER_RETURN
            found = Due(found.kind, on, f"{found.why} Moved to 28 days after their return.")
    return found


def probation_ends(starts_on: date | None, stated: date | None, months: int) -> date | None:
    """The day on which probation ends: as stated, or so many months after the first day."""
    if stated is not None or starts_on is None:
        return stated
    return clock.add_months(starts_on, months)


# Who


@enforces("AU-4")
def refuse_assessor(assessor: User, roles: Collection[Role], person: User, *, manager_may: bool) -> Refusal | None:
    """The assessor holds the role, is never the assessed, and is their line manager only where the practice's settings say so."""
    if assessor.pk == person.pk:
        return SELF
    if Action.ASSESS not in actions_of(roles):
        return NOT_ASSESSOR
    return MANAGER if person.line_manager_id == assessor.pk and not manager_may else None


def refuse_planner(roles: Collection[Role]) -> Refusal | None:
    """Only who plans audits names assessors, absences and what work people do."""
    return None if Action.PLAN_AUDITS in actions_of(roles) else NOT_PLANNER


@enforces("AU-3")
def refuse_planning_for(roles: Collection[Role], actor: User, person: User) -> Refusal | None:
    """Who plans audits plans those of others, never their own."""
    return refuse_planner(roles) or (OWN_PLANNING if actor.pk == person.pk else None)


@enforces("AU-3", "AU-4")
def refuse_cancelling(audit: Audit, roles: Collection[Role], actor: User) -> Refusal | None:
    """As planning; and who knows which calls the seed draws does not throw again by cancelling."""
    refusal = refuse_planning_for(roles, actor, audit.person)
    own_draw = audit.assessor_id == actor.pk and audit.state in (State.SEEDED, State.DRAWN)
    return refusal or (OWN_DRAW if own_draw else None)


@enforces("AC-1", "AC-2")
def refuse_authoriser(roles: Collection[Role]) -> Refusal | None:
    """Only the Information Governance Lead or deputy authorises that samples are heard."""
    return None if Action.AUTHORISE_AUDITS in actions_of(roles) else NOT_AUTHORISER


def refuse_authority(starts_on: date, ends_on: date, reasons: str, today: date) -> Refusal | None:
    """An authority has reasons and lasts a year at most."""
    if not reasons.strip():
        return NO_REASON
    if ends_on < max(starts_on, today):
        return Refusal("dates", "The last day must be today or later.")
    if ends_on - starts_on > LONGEST_AUTHORITY:
        return Refusal("too-long", "An authority lasts a year at most.", "Choose an earlier day.")
    return None


def refuse_absence(starts_on: date, ends_on: date | None) -> Refusal | None:
    """An absence ends after it starts."""
    return Refusal("dates", "The last day must not be before the first.") if ends_on is not None and ends_on < starts_on else None


def refuse_group(group: str) -> Refusal | None:
    """One of the groups of work."""
    return None if group in RoleGroup.values else Refusal("no-group", "Select what work this person does.")
