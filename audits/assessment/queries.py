"""The only readers of assessments while they are being made, and of the audit tool. Each takes the person who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from audits import scoring
from audits.models import Assessment, Audit, Review, SampledCall, ToolVersion
from audits.programme.queries import assessors_for
from audits.programme.rules import NOT_FOUND
from audits.sample.queries import active, one, sample, unfinished_assessment
from audits.scoring import Marks, Score
from audits.tool import FIRST, Tool, with_guidance
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import chosen
from callgov.refusals import NotYours

IDENTITY = frozenset({"identity"})


def tool(number: int) -> Tool:
    """A version of the audit tool."""
    row = None if number == FIRST.number else ToolVersion.objects.filter(number=number).first()
    return FIRST if row is None else with_guidance(row.number, row.guidance)


def current_tool() -> Tool:
    """The newest version of the audit tool: what an audit that is drawn now is assessed by."""
    row = ToolVersion.objects.first()
    return FIRST if row is None else with_guidance(row.number, row.guidance)


def tool_versions() -> list[ToolVersion]:
    """The practice's own versions, newest first."""
    return list(ToolVersion.objects.select_related("made_by"))


@dataclass(frozen=True)
class Desk:
    """An assessment with what its assessor needs: the calls, what was marked so far, the tool, and the score as it stands."""

    assessment: Assessment
    calls: list[SampledCall]
    reviews: dict[UUID, Review]
    tool: Tool
    score: Score | None

    @property
    def reviewed(self) -> int:
        """How many calls of the sample are marked."""
        return sum(call.recording_id in self.reviews for call in self.calls)

    def call(self, number: int) -> SampledCall:
        """The call that is assessed first, second, third. Raises NotYours for a number that the sample does not have."""
        if not 1 <= number <= len(self.calls):
            raise NotYours(NOT_FOUND)
        return self.calls[number - 1]


@enforces("AC-4", "AU-6")
def desk(person: User, reference: str) -> Desk:
    """The assessment of an audit that this person is to make or made: their own alone. Raises NotYours for anyone else's."""
    mine = Assessment.objects.filter(audit__reference=reference, assessor=person).exclude(assessed=person)
    assessment = mine.select_related("audit__person", "grant", "assessor", "assessed").first()
    if assessment is None:
        raise NotYours(NOT_FOUND)
    return desk_of(assessment)


def desk_of(assessment: Assessment) -> Desk:
    """An assessment with its calls and marks. Four queries."""
    calls = active(sample(assessment.audit))
    found = reviews(assessment)
    return Desk(assessment, calls, found, tool(assessment.audit.tool), score_of(calls, found))


def reviews(assessment: Assessment) -> dict[UUID, Review]:
    """What an assessor marked, by call; swapped calls included."""
    return {review.recording_id: review for review in assessment.reviews.prefetch_related("marks")}


def marks_of(review: Review) -> Marks:
    """The marks of a call by criterion."""
    return {mark.criterion: mark.outcome for mark in review.marks.all()}


def score_of(calls: Sequence[SampledCall], reviews: dict[UUID, Review]) -> Score | None:
    """The score of the calls that are part of the sample, by the practice's way of scoring."""
    says = chosen("audit_mean_of_calls", "audit_identity_is_critical")
    marked = [marks_of(reviews[call.recording_id]) for call in calls if call.recording_id in reviews]
    critical = IDENTITY if says["audit_identity_is_critical"] else frozenset()
    return scoring.score(marked, mean=says["audit_mean_of_calls"], critical=critical)


def to_assess(person: User) -> "QuerySet[Assessment]":
    """What this person has begun to assess and not finished, soonest due first."""
    mine = Assessment.objects.filter(assessor=person, finished_at=None, audit__state__in=("drawn", "disputed"))
    return mine.select_related("audit__person", "grant").order_by("audit__due_on")


def to_hand_over(person: User, reference: str, today: date) -> tuple[Audit, list[User]]:
    """An audit that somebody assesses now, and who may take its sample over. Raises NotYours where there is nothing to hand over."""
    audit = one(person, reference, today)
    before = set(audit.assessments.values_list("assessor", flat=True))
    if not audit.is_being_assessed or unfinished_assessment(audit) is None or audit.person_id == person.pk:
        raise NotYours(NOT_FOUND)
    return audit, [other for other in assessors_for(audit.person, today) if other.pk not in before]


def access_is_over(assessment: Assessment, now: datetime) -> bool:
    """Whether the days to hear the calls are over."""
    return assessment.grant.ended_at is not None or assessment.grant.ends_at <= now


def audit_of(reference: str) -> Audit:
    """An audit by its reference, for services that check the person themselves. Raises NotYours when there is none."""
    found = Audit.objects.filter(reference=reference).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found
