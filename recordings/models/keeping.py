"""Proof of destruction."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel
from callgov.trail.events import Job


class Certificate(GovernedModel):
    """A certificate of destruction. Insert-only in the database; written only after key and object are verified gone (AC-10)."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    subject = models.UUIDField(unique=True)
    description = models.CharField(max_length=200)
    object_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rule = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    executed_by_job = models.CharField(max_length=40, choices=Job.choices, blank=True)
    executed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=200)
    key_destroyed_at = models.DateTimeField()
    destroyed_at = models.DateTimeField()
    backups_expire_on = models.DateField()
    trail_head = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField()

    class Governance:
        personal = ("authorised_by", "executed_by")
        unrecorded = "Insert-only, written by the act certificate_written."

    class Meta:
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=~Q(executed_by_job="") | Q(executed_by__isnull=False), name="certificate_names_who_destroyed"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.year}/{self.number:03}"
