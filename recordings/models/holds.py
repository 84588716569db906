"""Legal holds: by case, many on one recording, each with its reason, owner and review date."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from recordings.models.calls import Recording


class HoldKind(models.TextChoices):
    """What sort of case a hold is for (law.md R5.7)."""

    SAR = "sar", "Subject access request"
    COMPLAINT = "complaint", "Complaint"
    CLAIM = "claim", "Claim"
    EXTERNAL_BODY = "external_body", "Police, coroner, court or inquiry"
    DISCIPLINARY = "disciplinary", "Disciplinary case"
    SIGNIFICANT_EVENT = "significant_event", "Significant event"
    BREACH = "breach", "Breach"
    OTHER = "other", "Another reason"


class LegalHold(GovernedModel):
    """Recordings of one case that must not be destroyed until the hold is released, whatever their schedule says.

    `automatic` holds are set by the case itself and end with it; nobody ends them by hand. `placed_by` and `released_by` are empty where
    a named job did it. `owner` is who answers for the hold and is reminded of `review_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=HoldKind.choices)
    case_reference = models.CharField(max_length=24)
    reason = models.TextField()
    automatic = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField()
    review_on = models.DateField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    release_reason = models.TextField(blank=True)
    recordings = models.ManyToManyField(Recording, through="HeldRecording", related_name="holds")

    class Governance:
        personal = ("reason", "owner", "placed_by", "released_by", "release_reason")

    class Meta:
        ordering = ("-placed_at",)
        indexes = [models.Index(fields=["review_on"], name="hold_review", condition=Q(released_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "case_reference"], condition=Q(automatic=True, released_at__isnull=True), name="one_live_hold_a_case"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(condition=Q(released_at__isnull=True) | ~Q(release_reason=""), name="hold_released_for_a_reason"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=False) | Q(released_by__isnull=True, release_reason=""), name="live_hold_is_not_released"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(released_at__gte=F("placed_at")), name="hold_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {str(self.pk)[:8]}"

    @property
    def request_reference(self) -> str:
        """Under which case the trail files this."""
        return self.case_reference


class HeldRecording(GovernedModel):
    """A recording under a hold. Insert-only: a hold ends as a whole, and a recording may be under many."""

    hold = models.ForeignKey(LegalHold, on_delete=models.PROTECT, related_name="held")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="held")
    held_at = models.DateTimeField()

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Insert-only, written by the acts hold_placed and hold_widened."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hold", "recording"], name="held_once_a_hold")]

    def __str__(self) -> str:
        return f"held recording {self.pk}"
