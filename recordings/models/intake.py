"""Imports and what could not be used."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel


class ImportRun(GovernedModel):
    """One import: where it came from, who started it, what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=120)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_in = models.PositiveIntegerField(default=0)
    known_already = models.PositiveIntegerField(default=0)
    records_only = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Governance:
        personal = ("started_by",)
        unrecorded = "Counts of a run, told by the act import_finished."

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"import {str(self.pk)[:8]}"


class QuarantineState(models.TextChoices):
    """What has become of a file that could not be used."""

    WAITING = "waiting", "Waiting"
    DESTROYED = "destroyed", "Destroyed"
    TAKEN_IN = "taken_in", "Taken in after all"


class QuarantinedFile(GovernedModel):
    """A file that could not be used, kept encrypted with the sentence that says why and what to do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="files")
    file_name = models.CharField(max_length=255)
    code = models.CharField(max_length=40)
    sentence = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    record = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=QuarantineState.choices, default=QuarantineState.WAITING)
    put_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_reason = models.TextField(blank=True)

    class Governance:
        personal = ("file_name", "record", "settled_by")

    class Meta:
        ordering = ("-put_at",)
        constraints = [
            models.UniqueConstraint(fields=["sha256", "file_name"], condition=Q(state=QuarantineState.WAITING), name="quarantined_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="quarantine_settled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"file {str(self.pk)[:8]}"
