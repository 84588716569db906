"""The only readers of collective results."""

from datetime import date
from typing import Any

from audits import scoring
from audits.annual import figures, rules
from audits.annual.figures import Outcome
from audits.models import SCORED, AnnualAudit, Audit, AuditKind, Mark, State
from audits.scoring import Tally
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import NotYours


def outcomes(year: int) -> list[Outcome]:
    """The results of a year, by the assessment that counts. Three queries, however many audits."""
    first, last = clock.start_of_day(date(year, 1, 1)), clock.end_of_day(date(year, 12, 31))
    audits = list(Audit.objects.filter(state__in=SCORED, finished_at__gte=first, finished_at__lt=last).prefetch_related("assessments"))
    counting = {_counting(audit): audit for audit in audits}
    marks: dict[int, dict[str, Tally]] = {}
    rows = Mark.objects.filter(review__assessment__in=counting, review__recording__in=_active()).values_list(
        "review__assessment", "criterion", "outcome"
    )
    for assessment, criterion, outcome in rows:
        mine = marks.setdefault(assessment, {})
        mine[criterion] = mine.get(criterion, Tally()) + scoring.tally([outcome])
    return [
        Outcome(audit.person_id, audit.role_group, marks.get(assessment, {}), bool(audit.passed), audit.kind == AuditKind.REAUDIT)
        for assessment, audit in counting.items()
    ]


def _active() -> Any:
    """Calls that stand in a sample: one that was swapped does not count."""
    from_samples = Audit.objects.filter(sample__swapped_at=None)
    return from_samples.values("sample__recording")


def _counting(audit: Audit) -> int:
    finished = [one for one in audit.assessments.all() if one.finished_at]
    return max(finished, key=lambda one: (one.finished_at, one.pk)).pk


@enforces("AU-7")
def figures_of(year: int) -> dict[str, Any]:
    """The collective figures of a year as they would be frozen now."""
    return figures.figures(outcomes(year), setting("audit_smallest_group"))


def unfinished(year: int) -> list[str]:
    """Audits that were drawn in a year and have no score yet."""
    first, last = clock.start_of_day(date(year, 1, 1)), clock.end_of_day(date(year, 12, 31))
    drawn = Audit.objects.filter(state__in=(State.SEEDED, State.DRAWN), seeded_at__gte=first, seeded_at__lt=last)
    return list(drawn.order_by("reference").values_list("reference", flat=True))


def finished(year: int) -> int:
    """How many audits were finished in a year."""
    first, last = clock.start_of_day(date(year, 1, 1)), clock.end_of_day(date(year, 12, 31))
    return Audit.objects.filter(state__in=SCORED, finished_at__gte=first, finished_at__lt=last).count()


def versions(person: User, today: date) -> list[AnnualAudit]:
    """The annual audits that this person may read, newest first."""
    roles = roles_on(person, today)
    found = AnnualAudit.objects.select_related("made_by", "sign_off__signed_by")
    return [one for one in found if rules.may_read(roles, signed=is_signed(one))]


def version(person: User, year: int, number: int, today: date) -> AnnualAudit:
    """One version. Raises NotYours for who may not read it."""
    found = next((one for one in versions(person, today) if (one.year, one.version) == (year, number)), None)
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def is_signed(annual: AnnualAudit) -> bool:
    """Whether a version is signed off."""
    return hasattr(annual, "sign_off")


def signed_before(year: int) -> list[AnnualAudit]:
    """The newest signed version of each year up to this one, oldest first: what trends are made of."""
    newest: dict[int, AnnualAudit] = {}
    for one in AnnualAudit.objects.filter(year__lt=year, sign_off__isnull=False).order_by("year", "version"):
        newest[one.year] = one
    return list(newest.values())


def next_version(year: int) -> int:
    """The number of the next version of a year."""
    last = AnnualAudit.objects.filter(year=year).first()
    return 1 if last is None else last.version + 1
