"""What lies in the vault: one row an object, with its wrapped key. No key, no object."""

import uuid

from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class Role(models.TextChoices):
    """What a stored object is to its subject."""

    ORIGINAL = "original", "Original"
    LISTENING = "listening", "Listening copy"
    PEAKS = "peaks", "Waveform"
    RELEASE = "release", "Released copy"
    TRANSCRIPT = "transcript", "Transcript"
    PREVIEW = "preview", "Copy to be checked"
    QUARANTINE = "quarantine", "File in quarantine"
    ATTACHMENT = "attachment", "Paper of a case"


class Damage(models.TextChoices):
    """What a check found wrong with a stored object."""

    DAMAGED = "damaged", "Damaged"
    MISSING = "missing", "Missing"


class StoredObject(GovernedModel):
    """An encrypted object. `subject` is the recording, release, paper or quarantined file it is of, bound into its encryption.

    `checked_at` is when all of it was last read and found to be, bit for bit, what was put in; `damage` what the last check found
    instead, since `damage_found_at`. `locked` says that the store was told to give it up to nobody while a legal hold lasts.
    """

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
    checked_at = models.DateTimeField(null=True, blank=True)
    damage = models.CharField(max_length=8, choices=Damage.choices, blank=True)
    damage_found_at = models.DateTimeField(null=True, blank=True)
    locked = models.BooleanField(default=False)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "What the vault does to it is told by the act that asked for it."

    class Meta:
        ordering = ("created_at",)
        indexes = [
            models.Index(fields=["subject", "role"], name="stored_subject"),
            models.Index(F("checked_at").asc(nulls_first=True), "id", condition=Q(wrapped_key__isnull=False), name="stored_check_next"),
            models.Index(fields=["damage_found_at"], condition=~Q(damage=""), name="stored_damaged"),
            models.Index(fields=["key_id"], condition=Q(wrapped_key__isnull=False), name="stored_ring_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "role"], condition=Q(key_destroyed_at__isnull=True), name="one_live_object_a_role"),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, key_destroyed_at__isnull=False)
                | Q(wrapped_key__isnull=False, key_destroyed_at__isnull=True),
                name="key_gone_when_destroyed",
            ),
            models.CheckConstraint(condition=Q(destroyed_at__isnull=True) | Q(key_destroyed_at__isnull=False), name="key_goes_first"),
            models.CheckConstraint(
                condition=Q(damage="", damage_found_at__isnull=True) | (~Q(damage="") & Q(damage_found_at__isnull=False)),
                name="damage_was_found_once",
            ),
        ]

    def __str__(self) -> str:
        return f"object {str(self.pk)[:8]}"
