"""Backups, restores, who holds the parts of the recovery key, and the drills that prove that it all works."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class Backup(GovernedModel):
    """One backup: when its picture of the database was taken, how large it is, and under which recovery key it is sealed.

    A row without `finished_at` is of a backup that runs, or broke off; in a database that was just restored, of the very backup it
    was restored from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    taken_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    objects_stored = models.PositiveIntegerField(default=0)
    recovery_key = models.CharField(max_length=16)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Told by the act backup_taken."

    class Meta:
        ordering = ("-taken_at",)

    def __str__(self) -> str:
        return f"backup {str(self.pk)[:8]}"


class Restore(GovernedModel):
    """One restore of a backup. The row goes into the database together with what is restored and the destructions replayed over it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    backup_id = models.UUIDField()
    taken_at = models.DateTimeField()
    restored_at = models.DateTimeField()
    replayed = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Told by the act backup_restored."

    class Meta:
        ordering = ("-restored_at",)
        constraints = [models.CheckConstraint(condition=Q(restored_at__gte=F("taken_at")), name="restored_after_it_was_taken")]

    def __str__(self) -> str:
        return f"restore {str(self.pk)[:8]}"


class RecoveryKey(GovernedModel):
    """The key that backups are sealed to. Only its public half is kept; the private half is in the parts that the custodians hold."""

    fingerprint = models.CharField(max_length=16, unique=True)
    public = models.BinaryField()
    parts = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Told by the act recovery_key_made."

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(needed__gte=2, parts__gte=F("needed")), name="nobody_recovers_alone"),
            models.UniqueConstraint(
                fields=["retired_at"], condition=Q(retired_at__isnull=True), nulls_distinct=False, name="one_recovery_key"
            ),
        ]

    def __str__(self) -> str:
        return f"recovery key {self.fingerprint}"


class Custodian(GovernedModel):
    """Who holds which part of a recovery key; the part itself is never kept here."""

    key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="custodians")
    part = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    class Governance:
        personal = ("holder",)
        unrecorded = "Told by the act recovery_key_made."

    class Meta:
        ordering = ("key", "part")
        constraints = [
            models.UniqueConstraint(fields=["key", "part"], name="a_part_has_one_holder"),
            models.UniqueConstraint(fields=["key", "holder"], name="one_part_a_holder"),
        ]

    def __str__(self) -> str:
        return f"part {self.part} of {self.key_id}"


class DrillKind(models.TextChoices):
    """What a drill proves."""

    CUSTODY = "custody", "The recovery key, from its parts"
    RESTORE = "restore", "Restoring a backup"


class Drill(GovernedModel):
    """A drill and how it came out, in a sentence. Insert-only."""

    kind = models.CharField(max_length=8, choices=DrillKind.choices)
    held_at = models.DateTimeField()
    passed = models.BooleanField()
    words = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Insert-only, told by the act drill_held."

    class Meta:
        ordering = ("-held_at",)

    def __str__(self) -> str:
        return f"drill {self.pk}"
