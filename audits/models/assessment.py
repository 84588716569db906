"""What an assessor makes of calls: an assessment, a review of each call, a mark for each criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.models.audit import Audit
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording


class AssessmentKind(models.TextChoices):
    """The first assessment of a sample, or the second look that the assessed person asked for."""

    FIRST = "first", "First assessment"
    SECOND = "second", "Second look"


class Assessment(GovernedModel):
    """One assessor's assessment of an audit's sample, under a grant that covers these calls and ends with it.

    `met` of `applicable` marks, over all calls; the score may be worked out otherwise (law.md 9.4), so it has a fraction of its own.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=8, choices=AssessmentKind.choices)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments")
    assessed = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    met = models.PositiveSmallIntegerField(null=True, blank=True)
    applicable = models.PositiveSmallIntegerField(null=True, blank=True)
    score_over = models.PositiveIntegerField(null=True, blank=True)
    score_under = models.PositiveIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    went_well = models.TextField(blank=True)
    to_work_on = models.TextField(blank=True)

    class Governance:
        personal = ("assessor", "assessed", "met", "applicable", "score_over", "score_under", "passed", "went_well", "to_work_on")

    class Meta:
        ordering = ("started_at",)
        constraints = [
            models.UniqueConstraint(fields=["audit", "kind"], name="one_assessment_of_a_kind"),
            models.CheckConstraint(condition=~Q(assessor=models.F("assessed")), name="assessor_is_not_the_assessed"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | (Q(applicable__gt=0, score_under__gt=0, passed__isnull=False) & ~Q(went_well="")),
                name="finished_assessment_has_score_and_feedback",
            ),
            models.CheckConstraint(condition=~Q(passed=False) | ~Q(to_work_on=""), name="below_the_aim_says_what_to_work_on"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.audit.reference


class Review(GovernedModel):
    """One call under one assessment. `consultation` is what the assessor found: only then do the clinical criteria exist (AU-10)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    consultation = models.BooleanField()
    exemplary = models.BooleanField(default=False)
    learning = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Written by the act call_assessed."

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["assessment", "recording"], name="one_review_of_a_call")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Outcome(models.TextChoices):
    """What a criterion came to in a call."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class Mark(GovernedModel):
    """One criterion in one call, with a note that may be pinned to a second of the call. Not met is never without a note."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="marks")
    criterion = models.CharField(max_length=20)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    note = models.TextField(blank=True)
    at_tenths = models.PositiveIntegerField(null=True, blank=True)

    class Governance:
        personal = ("note",)
        unrecorded = "Written by the act call_assessed."

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_a_criterion"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_is_known"),
            models.CheckConstraint(condition=~Q(outcome=Outcome.NOT_MET) | ~Q(note=""), name="not_met_has_a_note"),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
