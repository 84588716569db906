"""What the pages about notices, purposes and objections read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from callgov.people.models import User
from callgov.people.queries import able
from callgov.refusals import NotYours
from callgov.roles import Role
from recordings.channels import NoticeChannel
from recordings.models import (
    Balancing,
    Extension,
    ImpactAssessment,
    Line,
    Notice,
    NoticeTest,
    Objection,
    ProcessingPurpose,
    RetentionClass,
)
from recordings.notices.rules import NOT_THERE, Standing, in_use

SHOWN = 20
MOST = 500  # objections that a page shows


@dataclass(frozen=True)
class Channel:
    """One channel of the ledger: how it stands, what is in force, its last tests, the wording that waits for approval, every version."""

    standing: Standing
    notice: Notice | None
    waiting: Notice | None
    tests: Sequence[NoticeTest]
    versions: Sequence[Notice]

    @property
    def channel(self) -> NoticeChannel:
        """Which."""
        return self.standing.channel


def ledger(today: date) -> list[Channel]:
    """Every channel in its order. Three queries."""
    tests = Prefetch("tests", NoticeTest.objects.select_related("tested_by"))
    by_channel: dict[str, list[Notice]] = {}
    for notice in Notice.objects.select_related("approved_by", "proposed_by").prefetch_related(tests):
        by_channel.setdefault(notice.channel, []).append(notice)
    lines = set(Line.objects.values_list("channel", flat=True))
    return [_channel(channel, by_channel.get(channel, []), lines, today) for channel in NoticeChannel]


def _channel(channel: NoticeChannel, versions: list[Notice], lines: set[str], today: date) -> Channel:
    current = next((one for one in versions if one.in_force_from and one.in_force_until is None), None)
    tests = list(current.tests.all()) if current else []
    due = min((day for day in (current.next_test_on, current.next_review_on) if day), default=None) if current else None
    standing = Standing(
        channel, in_use=in_use(channel, lines, has_notice=bool(versions)), in_force=current is not None,
        overdue_since=due if due and due < today else None, failed=bool(tests) and not tests[0].clear,
    )  # fmt: skip
    waiting = next((one for one in versions if one.approved_at is None), None)
    return Channel(standing, current, waiting, tests, versions)


def channel(name: str, today: date) -> Channel:
    """One channel of the ledger. Raises NotYours for one that there is not."""
    found = next((one for one in ledger(today) if one.channel.value == name), None)
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def notice(notice_id: int) -> Notice:
    """One wording. Raises NotYours when there is none."""
    found = Notice.objects.filter(pk=notice_id).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def in_force(name: str) -> Notice | None:
    """The wording of a channel that is in force."""
    return Notice.objects.filter(channel=name, in_force_from__isnull=False, in_force_until=None).first()


# Purposes


def purposes() -> list[ProcessingPurpose]:
    """Every purpose with its lines and assessments. A constant number of queries."""
    of_calls = [Prefetch(name, Line.objects.select_related("retention_class")) for name in ("lines", "outgoing_lines", "internal_lines")]
    balancings = Prefetch("balancings", Balancing.objects.select_related("assessed_by"))
    impacts = Prefetch("impact_assessments", ImpactAssessment.objects.select_related("signed_by"))
    return list(ProcessingPurpose.objects.prefetch_related(*of_calls).prefetch_related(balancings).prefetch_related(impacts))


def impact_reviews() -> list[tuple[str, date | None]]:
    """The name of every purpose, and by when its latest impact assessment is to be reviewed; None when it has none. One query."""
    latest = ImpactAssessment.objects.filter(purpose=OuterRef("pk")).values("review_on")[:1]
    return list(ProcessingPurpose.objects.annotate(review_on=Subquery(latest)).values_list("name", "review_on"))


def purpose(purpose_id: int) -> ProcessingPurpose:
    """One purpose. Raises NotYours when there is none."""
    found = next((one for one in purposes() if one.pk == purpose_id), None)
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def lines_without_purpose() -> list[Line]:
    """Lines whose calls go to quarantine because nobody said what they are recorded for."""
    return list(Line.objects.filter(purpose=None))


def kept_for() -> list[RetentionClass]:
    """How long kinds of recording are kept, for the privacy notice."""
    return list(RetentionClass.objects.filter(lines__isnull=False).distinct())


def officers(today: date) -> list[User]:
    """Who is the Data Protection Officer today."""
    return able([Role.DPO], today)


def keepers(today: date) -> list[User]:
    """Who keeps notices today."""
    return able([Role.IG_LEAD, Role.PRACTICE_MANAGER], today)


# Objections


def extension_of(person: User, day: date) -> Extension | None:
    """The extension that a person has on a day."""
    held = person.extension_assignments.select_related("extension").filter(starts_on__lte=day).order_by("-starts_on").first()
    return held.extension if held and (held.ends_on is None or held.ends_on >= day) else None


def objections() -> QuerySet[Objection]:
    """All of them, the latest first."""
    return Objection.objects.select_related("taken_by", "extension")


def objections_of(person: User) -> QuerySet[Objection]:
    """Those that a person logged."""
    return objections().filter(taken_by=person)


def objections_about(e164: str, since: datetime | None = None) -> list[Objection]:
    """What callers from this number said about being recorded: for whoever handles their next request."""
    found = objections().filter(external_e164=e164) if e164 else objections().none()
    return list((found.filter(at__gte=since) if since else found)[:SHOWN])


def line(line_id: int) -> Line:
    """One line. Raises NotYours when there is none."""
    found = Line.objects.select_related("purpose").filter(pk=line_id).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found
