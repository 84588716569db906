"""Calibration of assessors on one call, and significant events that come out of assessed calls."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.models.assessment import Review
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording


class Calibration(GovernedModel):
    """One call, drawn by a seed from calls that were assessed, for two assessors who mark it blind to each other."""

    reference = models.CharField(max_length=24, unique=True)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    consultation = models.BooleanField()
    seed = models.CharField(max_length=32)
    tool = models.PositiveSmallIntegerField(default=1)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Governance:
        personal = ("started_by",)
        unrecorded = "Insert-only, written by the act calibration_started."

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class Seat(GovernedModel):
    """One assessor's part in a calibration: their grant, and their marks by criterion once they are finished."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="seats")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("assessor", "marks")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["calibration", "assessor"], name="an_assessor_sits_once"),
            models.CheckConstraint(condition=Q(finished_at__isnull=True) | ~Q(marks={}), name="finished_seat_has_marks"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.calibration.reference


class EventKind(models.TextChoices):
    """Whether a call is an example to follow or to learn from (AU-8)."""

    GOOD = "good", "Exemplary: what went well"
    POOR = "poor", "Poor: what went wrong"


class SignificantEvent(GovernedModel):
    """A significant event that comes out of an assessed call (AU-8). It names neither the caller nor the colleague."""

    reference = models.CharField(max_length=24, unique=True)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="significant_event")
    kind = models.CharField(max_length=8, choices=EventKind.choices)
    what_happened = models.TextField()
    learning = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    action = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Governance:
        personal = ("raised_by", "closed_by", "what_happened", "learning", "action")

    class Meta:
        ordering = ("-raised_at",)
        constraints = [
            models.CheckConstraint(condition=~Q(what_happened="") & ~Q(learning=""), name="significant_event_says_what"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(action="")),
                name="significant_event_closed_with_action",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference
