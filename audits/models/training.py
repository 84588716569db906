"""Training clips: a part of an assessed call that colleagues may learn from, with what must not be heard silenced, until a day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.models.learning import SignificantEvent
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording, StoredObject


class ClipState(models.TextChoices):
    """Where a training clip stands. The last three are ends."""

    ASKED = "asked", "Waiting for an answer"
    AGREED = "agreed", "Agreed"
    CHECKING = "checking", "To be checked"
    IN_LIBRARY = "in_library", "In the library"
    DECLINED = "declined", "Not agreed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Lapsed"


ENDED = (ClipState.DECLINED, ClipState.WITHDRAWN, ClipState.EXPIRED)


class TrainingClip(GovernedModel):
    """A clip for the training library, from the call of a significant event (AU-8).

    The colleague in it gives their consent themselves and may take it back; how the caller agreed is written down. `silenced` holds the
    parts that are not heard, in milliseconds of the call, `stored` the copy as it was proven. It is heard under a grant of each listener's
    own, until the end of `expires_on`, when the copy is destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    event = models.ForeignKey(SignificantEvent, on_delete=models.PROTECT, related_name="clips")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ClipState.choices, default=ClipState.ASKED)
    why = models.TextField()
    caller_agreed = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_ms = models.PositiveIntegerField(null=True, blank=True)
    until_ms = models.PositiveIntegerField(null=True, blank=True)
    silenced = models.JSONField(default=list, blank=True)
    nothing_silenced = models.TextField(blank=True)
    stored = models.ForeignKey(StoredObject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    class Governance:
        personal = (
            "colleague",
            "why",
            "caller_agreed",
            "proposed_by",
            "prepared_by",
            "approved_by",
            "note",
            "nothing_silenced",
            "ended_reason",
        )

    class Meta:
        ordering = ("-proposed_at",)
        indexes = [models.Index(fields=["recording"], name="clip_recording")]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=~Q(state__in=ENDED), name="one_live_clip_an_event"),
            models.CheckConstraint(condition=~Q(caller_agreed=""), name="clip_says_how_the_caller_agreed"),
            models.CheckConstraint(
                condition=Q(state__in=(ClipState.ASKED, *ENDED)) | Q(answered_at__isnull=False), name="clip_has_the_colleague_s_consent"
            ),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True) | ~Q(silenced=[]) | ~Q(nothing_silenced=""), name="clip_says_what_is_silenced"
            ),
            models.CheckConstraint(condition=Q(until_ms__isnull=True) | Q(until_ms__gt=F("from_ms")), name="clip_has_a_length"),
            models.CheckConstraint(
                condition=~Q(state=ClipState.IN_LIBRARY) | Q(stored__isnull=False, approved_by__isnull=False, expires_on__isnull=False),
                name="clip_in_library_is_approved_and_expires",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | (~Q(approved_by=F("prepared_by")) & ~Q(approved_by=F("colleague"))),
                name="clip_is_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True) | ~Q(prepared_by=F("colleague")), name="clip_is_prepared_by_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference
