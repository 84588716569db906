"""A recorded call, whether its audio is held here, is with the supplier, or has been destroyed."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse

from callgov.governed import GovernedModel
from recordings.models.lines import Extension, Line, ProcessingPurpose
from recordings.models.retention import RetentionClass


class AudioState(models.TextChoices):
    """Where the audio of a call is."""

    WITH_SUPPLIER = "with_supplier", "With the supplier"
    HELD = "held", "Held"
    DESTROYED = "destroyed", "Destroyed"


class Direction(models.TextChoices):
    """Which way a call went."""

    INCOMING = "incoming", "Incoming"
    OUTGOING = "outgoing", "Outgoing"
    INTERNAL = "internal", "Internal"
    UNKNOWN = "unknown", "Not known"


# What of a destroyed call's record its certificate does not need, and what stands there instead.
REDUCED: dict[str, Any] = {
    "external_raw": "", "external_e164": "", "withheld": False, "parties": "", "note": "", "person": None, "extension": None,
}  # fmt: skip


class Recording(GovernedModel):
    """One call. `duration_ms` is the decoded length and only known once the audio is held; `stated_seconds` is what the record said.

    `retain_until` is the last day on which it is kept, worked out by `retention_version` of its class from `retain_from`, or from the
    local day of the call when that is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    source_key = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    stated_seconds = models.PositiveIntegerField(null=True, blank=True)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.UNKNOWN)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    external_raw = models.CharField(max_length=64, blank=True)
    external_e164 = models.CharField(max_length=20, blank=True)
    withheld = models.BooleanField(default=False)
    parties = models.CharField(max_length=200, blank=True)
    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey("recordings.Notice", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, related_name="+")
    retention_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    retain_from = models.DateField(null=True, blank=True)
    retain_until = models.DateField()
    audio_state = models.CharField(max_length=16, choices=AudioState.choices)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    codec = models.CharField(max_length=24, blank=True)
    sample_rate = models.PositiveIntegerField(null=True, blank=True)
    channels = models.PositiveSmallIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField()

    class Governance:
        personal = ("person", "external_raw", "external_e164", "parties")

    class Meta:
        ordering = ("-started_at", "id")
        indexes = [
            models.Index(fields=["external_e164", "started_at"], name="recording_number"),
            models.Index(fields=["extension", "started_at"], name="recording_extension"),
            models.Index(fields=["started_at"], name="recording_started"),
            models.Index(fields=["person", "started_at"], name="recording_person"),
            models.Index(OpClass(Reverse("external_e164"), name="text_pattern_ops"), name="recording_number_ends"),
            models.Index(fields=["retain_until"], name="recording_retain_until"),
            models.Index(fields=["retain_from"], name="recording_retain_from", condition=Q(retain_from__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="one_recording_a_call"),
            models.CheckConstraint(
                condition=~Q(audio_state=AudioState.HELD) | (Q(duration_ms__isnull=False) & ~Q(sha256="")),
                name="held_audio_has_length_and_hash",
            ),
            models.CheckConstraint(condition=Q(withheld=False) | Q(external_e164=""), name="withheld_has_no_number"),
        ]

    def __str__(self) -> str:
        return f"recording {str(self.pk)[:8]}"

    @property
    def recording_id(self) -> uuid.UUID:
        """Under which call the trail files this."""
        return self.pk
