"""The register of a year, what waits, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q

from access_requests.models import CaseClock, Right
from breaches import rules
from breaches.grid import Outcome
from breaches.models import (
    OPEN,
    Assessment,
    Breach,
    FollowUp,
    FollowUpState,
    Receipt,
    Verdict,
    Whom,
)
from breaches.queries.cases import answered_at, version_of
from breaches.rules import LEADS
from callgov import clock
from callgov.incidents import IncidentKind
from callgov.people.models import User
from callgov.people.queries import able, roles_on
from callgov.policy import enforces
from callgov.roles import Role


@dataclass(frozen=True)
class Listed:
    """One line of the register."""

    breach: Breach
    verdict: Verdict | None
    outcome: Outcome
    submitted_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Year:
    """The breaches that were reported in one local year, newest first, and the years that have any."""

    number: int
    now: datetime
    listed: Sequence[Listed]
    others: Sequence[int]


@enforces("BR-3")
def year(number: int | None, now: datetime) -> Year:
    """The breach register of a year; of this one when none is asked for. A constant number of queries."""
    years = [found.year for found in Breach.objects.datetimes("reported_at", "year", tzinfo=clock.LONDON)]
    this = number or clock.local_day(now).year
    first, last = clock.start_of_day(date(this, 1, 1)), clock.end_of_day(date(this, 12, 31))
    found = Breach.objects.filter(reported_at__gte=first, reported_at__lt=last).prefetch_related(
        "submissions", Prefetch("assessments", Assessment.objects.prefetch_related("decisions"))
    )
    return Year(this, now, [_listed(breach) for breach in found], sorted({*years, this} - {this}, reverse=True))


def _listed(breach: Breach) -> Listed:
    versions = [version_of(assessment) for assessment in breach.assessments.all()]
    submitted = [one.submitted_at for one in breach.submissions.all()]
    outcome = versions[-1].outcome if versions else Outcome.NONE
    answered = answered_at(submitted, list(breach.assessments.all()))
    return Listed(breach, rules.standing(versions), outcome, min(submitted, default=None), answered)


def officers(today: date) -> list[User]:
    """Who is the Data Protection Officer today."""
    return able([Role.DPO], today)


def unanswered(now: datetime) -> list[tuple[Breach, datetime]]:
    """Open breaches whose 72 hours nobody has answered, with the instant from which they run."""
    decisions = Prefetch("assessments", Assessment.objects.prefetch_related("decisions"))
    found = Breach.objects.filter(state__in=OPEN, reported_at__lte=now).prefetch_related("submissions", decisions)
    return [(breach, breach.aware_at) for breach in found if not _is_answered(breach)]


def _is_answered(breach: Breach) -> bool:
    verdict = rules.standing(version_of(assessment) for assessment in breach.assessments.all())
    return bool(breach.submissions.all()) or verdict in rules.LOWERING


def receipts_of(person: User, today: date) -> list[Receipt]:
    """Receipts that wait for this person: as line manager, or in a lead's role held or deputised for today."""
    whom = [who for who, role in LEADS.items() if role in roles_on(person, today)]
    mine = Q(whom__in=whom) | Q(whom=Whom.LINE_MANAGER, told__person=person)
    return list(Receipt.objects.filter(mine, acknowledged_at=None, breach__state__in=OPEN).select_related("breach").distinct())


def actions_of(person: User) -> list[FollowUp]:
    """Actions that this person owns and has not done."""
    return list(FollowUp.objects.filter(owner=person, state=FollowUpState.TO_DO).select_related("breach"))


def late_rights(now: datetime) -> list[CaseClock]:
    """Subject access requests whose last day is over, that wait for nothing of theirs and were not answered, without a draft yet."""
    late = CaseClock.objects.filter(right=Right.SUBJECT_ACCESS, answered_on=None, waiting=False, due_on__lt=clock.local_day(now))
    known = set(Breach.objects.filter(incident_kind=IncidentKind.LATE_SAR).values_list("incident_subject", flat=True))
    return [case for case in late if f"{case.reference} unanswered" not in known]
