"""One breach with all that its page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from django.db.models import Prefetch, prefetch_related_objects

from breaches import rules
from breaches.countdown import Countdown
from breaches.grid import Outcome
from breaches.models import (
    Account,
    Assessment,
    Awareness,
    Breach,
    Decision,
    FollowUp,
    FollowUpState,
    Receipt,
    Submission,
    Told,
    Verdict,
    Whom,
)
from breaches.queries.visible import one
from breaches.rules import LEADS, Lead, Progress, Said, Version
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.trail.models import Entry

HISTORY = 50
DONE = (
    Prefetch("submissions", Submission.objects.select_related("recorded_by")),
    "people_told",
    "containments",
)  # what the page of a breach and its answers ask for again and again


@dataclass(frozen=True)
class Case:
    """One breach with all that its page shows; read at one instant, for one reader. What only the leads see is empty for others."""

    breach: Breach
    reader: User
    now: datetime
    receipts: Sequence[Receipt]
    awareness: Sequence[Awareness]
    involved: frozenset[int]
    accounts: Sequence[Account]
    assessments: Sequence[Assessment]
    follow_ups: Sequence[FollowUp]
    history: Sequence[Entry]

    @property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    @cached_property
    def lead(self) -> Lead:
        """The reader as a lead."""
        return rules.lead_of(self.reader.pk, roles_on(self.reader, self.today), self.involved, self.breach.reporter_id)

    @property
    def handles(self) -> bool:
        """Whether the reader settles breaches."""
        return self.lead.role is not None

    @property
    def account(self) -> Account | None:
        """What is known now."""
        return self.accounts[-1] if self.accounts else None

    @property
    def assessment(self) -> Assessment | None:
        """The risk as it stands."""
        return self.assessments[-1] if self.assessments else None

    @cached_property
    def versions(self) -> list[Version]:
        """Assessments and decisions as the rules see them."""
        return [version_of(assessment) for assessment in self.assessments]

    @cached_property
    def verdict(self) -> Verdict | None:
        """What stands decided."""
        return rules.standing(self.versions)

    @property
    def decisions(self) -> list[Decision]:
        """All of them, in their order."""
        return list(chain.from_iterable(assessment.decisions.all() for assessment in self.assessments))

    @property
    def countdown(self) -> Countdown:
        """How the 72 hours stand."""
        submitted = [one.submitted_at for one in self.breach.submissions.all()]
        return Countdown(self.breach.aware_at, self.now, stopped_at=answered_at(submitted, self.assessments))

    @property
    def progress(self) -> Progress:
        """How far it has come, for closing."""
        return progress(self.breach, self.receipts, self.accounts, self.assessments, self.verdict)


def version_of(assessment: Assessment) -> Version:
    """One assessment with its decisions as the rules see it."""
    said = [Said(Whom(one.role), Verdict(one.verdict), one.decided_by_id) for one in assessment.decisions.all()]
    return Version(Outcome(assessment.outcome), said)


def answered_at(submitted: Sequence[datetime], assessments: Sequence[Assessment]) -> datetime | None:
    """When the 72 hours were answered: with the first report, or with the first decision that none is needed, if that still stands."""
    if submitted:
        return min(submitted)
    versions = [version_of(assessment) for assessment in assessments]
    if rules.standing(versions) not in rules.LOWERING:
        return None
    for number, assessment in enumerate(assessments):
        for said, decision in enumerate(assessment.decisions.all(), 1):
            part = Version(versions[number].outcome, versions[number].said[:said])
            if rules.standing([*versions[:number], part]) in rules.LOWERING:
                return decision.decided_at
    return None


def progress(
    breach: Breach, receipts: Iterable[Receipt], accounts: Sequence[Account], assessments: Sequence[Assessment], verdict: Verdict | None
) -> Progress:
    """How far a breach has come."""
    return Progress(
        receipts={receipt.whom: receipt.acknowledged_at is not None for receipt in receipts},
        described=bool(accounts),
        verdict=verdict,
        submitted=bool(breach.submissions.all()),
        high_risk=bool(assessments) and assessments[-1].high_risk,
        was_high_risk=any(assessment.high_risk for assessment in assessments),
        ways=[told.way for told in breach.people_told.all()],
        actions_open=sum(action.state == FollowUpState.TO_DO for action in breach.follow_ups.all()),
    )


def case(person: User, reference: str, now: datetime) -> Case:
    """Everything about a breach that its page shows this person. Raises NotYours. A constant number of queries."""
    breach = one(person, reference, clock.local_day(now))
    handles = bool(set(LEADS.values()) & roles_on(person, clock.local_day(now)))
    receipts = breach.receipts.select_related("acknowledged_by").prefetch_related(
        Prefetch("told", Told.objects.select_related("person")),
    )  # fmt: skip
    prefetch_related_objects([breach], Prefetch("follow_ups", FollowUp.objects.select_related("owner")), *(DONE if handles else ()))
    return Case(
        breach, person, now,
        receipts=list(receipts),
        awareness=list(breach.awareness.select_related("set_by")) if handles else [],
        involved=frozenset(breach.involved),  # type: ignore[attr-defined]  # as `one` read it
        accounts=list(breach.accounts.select_related("written_by")) if handles else [],
        assessments=assessments(breach) if handles else [],
        follow_ups=list(breach.follow_ups.all()),
        history=history(reference) if handles else [],
    )  # fmt: skip


def assessments(breach: Breach) -> list[Assessment]:
    """Every version of the risk with the decisions on it."""
    decisions = Prefetch("decisions", Decision.objects.select_related("decided_by"))
    return list(breach.assessments.select_related("assessed_by").prefetch_related(decisions))


def versions(breach: Breach) -> list[Version]:
    """Assessments and decisions of a breach as the rules see them."""
    return [version_of(assessment) for assessment in assessments(breach)]


def history(reference: str) -> list[Entry]:
    """What the trail tells of a breach, newest first."""
    return list(Entry.objects.filter(request=reference).select_related("actor", "about").order_by("-id")[:HISTORY])


def lead(person: User, breach: Breach, today: date) -> Lead:
    """A person as a lead of this breach."""
    involved = breach.involvements.values_list("person", flat=True)
    return rules.lead_of(person.pk, roles_on(person, today), set(involved), breach.reporter_id)
