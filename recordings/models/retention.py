"""The retention schedule: classes with their present period, and every change that was proposed, agreed or refused."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class Covers(models.TextChoices):
    """What a line of the schedule is about (law.md 5.5). Only the first three are classes that recordings can have."""

    CALLS = "calls", "Audio of calls"
    LINKED = "linked", "Audio linked to a complaint, claim or incident"
    CLINICAL = "clinical", "Audio that is the only clinical record"
    METADATA = "metadata", "Call records without audio"
    REQUEST_FILE = "request_file", "Files of requests"
    REGISTER = "register", "Release register"
    AUDIT = "audit", "Consultation audits"
    BREACH = "breach", "Breach records"
    CERTIFICATE = "certificate", "Certificates of destruction"
    TRAIL = "trail", "Trail of who heard what"


class RunsFrom(models.TextChoices):
    """From which day a period runs."""

    CALL = "call", "the day of the call"
    CLOSURE = "closure", "the day the case closed"
    RELEASE = "release", "the day of release"
    AUDIT = "audit", "the day of the audit"
    ISSUE = "issue", "the day of issue"
    EVENT = "event", "the day of the entry"


class AtEnd(models.TextChoices):
    """What becomes of something when its period is over."""

    DESTROY = "destroy", "Destroyed, once a person has agreed"
    REVIEW = "review", "Looked at by a person first"
    TRANSFER = "transfer", "Never destroyed here: moved to the care record"


class RetentionClass(GovernedModel):
    """How long a kind of thing is kept, in calendar months, and the basis of that in words (law.md 5.5).

    The row holds the present version; what it was before stands in the changes that were agreed.
    """

    name = models.CharField(max_length=80, unique=True)
    covers = models.CharField(max_length=16, choices=Covers.choices, default=Covers.CALLS)
    months = models.PositiveSmallIntegerField()
    runs_from = models.CharField(max_length=12, choices=RunsFrom.choices, default=RunsFrom.CALL)
    at_end = models.CharField(max_length=12, choices=AtEnd.choices, default=AtEnd.DESTROY)
    basis = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)

    class Governance:
        personal: tuple[str, ...] = ()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "retention classes"
        constraints = [
            models.CheckConstraint(condition=Q(months__gt=0), name="kept_for_some_months"),
            models.CheckConstraint(condition=~Q(basis=""), name="kept_on_some_basis"),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeState(models.TextChoices):
    """Where a proposed change of the schedule stands."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Not agreed"


class RetentionChange(GovernedModel):
    """A change of one class, from its version to the next: what it was, what it becomes, why, and what the dry run said it would do.

    `dry_run` holds counts by month and never a list of calls. A shorter period needs a second person.
    """

    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, related_name="changes")
    from_version = models.PositiveSmallIntegerField()
    months_before = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    at_end_before = models.CharField(max_length=12, choices=AtEnd.choices)
    at_end = models.CharField(max_length=12, choices=AtEnd.choices)
    basis_before = models.TextField()
    basis = models.TextField()
    reason = models.TextField()
    dry_run = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Governance:
        personal = ("proposed_by", "decided_by")

    class Meta:
        ordering = ("-proposed_at",)
        constraints = [
            models.UniqueConstraint(fields=["retention_class"], condition=Q(state=ChangeState.PROPOSED), name="one_open_change_a_class"),
            models.CheckConstraint(condition=Q(months__gt=0) & ~Q(basis="") & ~Q(reason=""), name="change_has_a_period_and_a_reason"),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=ChangeState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="change_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.AGREED)
                | Q(months__gte=F("months_before"), at_end=F("at_end_before"))
                | ~Q(decided_by=F("proposed_by")),
                name="shortening_needs_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.retention_class_id}"
