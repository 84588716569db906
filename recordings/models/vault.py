"""What lies in the vault: one row an object, with its wrapped key. No key, no object."""

import uuid

from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel


class Role(models.TextChoices):
    """What a stored object is to its subject."""

    ORIGINAL = "original", "Original"
    LISTENING = "listening", "Listening copy"
    PEAKS = "peaks", "Waveform"
    RELEASE = "release", "Released copy"
    QUARANTINE = "quarantine", "File in quarantine"
    ATTACHMENT = "attachment", "Paper of a case"


class StoredObject(GovernedModel):
    """An encrypted object. `subject` is the recording, release, paper or quarantined file it is of, bound into its encryption."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    role = models.CharField(max_length=12, choices=Role.choices)
    name = models.CharField(max_length=120, unique=True)
    wrapped_key = models.BinaryField(null=True)
    key_id = models.CharField(max_length=40)
    plain_size = models.PositiveBigIntegerField()
    sealed_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60, default="application/octet-stream")
    created_at = models.DateTimeField()
    key_destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "What the vault does to it is told by the act that asked for it."

    class Meta:
        ordering = ("created_at",)
        indexes = [models.Index(fields=["subject", "role"], name="stored_subject")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "role"], condition=Q(key_destroyed_at__isnull=True), name="one_live_object_a_role"),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, key_destroyed_at__isnull=False)
                | Q(wrapped_key__isnull=False, key_destroyed_at__isnull=True),
                name="key_gone_when_destroyed",
            ),
            models.CheckConstraint(condition=Q(destroyed_at__isnull=True) | Q(key_destroyed_at__isnull=False), name="key_goes_first"),
        ]

    def __str__(self) -> str:
        return f"object {str(self.pk)[:8]}"
