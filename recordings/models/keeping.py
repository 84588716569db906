"""Destroying recordings: the batch that was agreed, what it says of each recording, and the certificates."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from callgov.trail.events import Job
from recordings.models.calls import Recording
from recordings.models.retention import RetentionClass


class BatchKind(models.TextChoices):
    """Why a batch is there."""

    RETENTION = "retention", "Their time is over"
    EARLY = "early", "Early destruction"


class Ground(models.TextChoices):
    """On which ground recordings are destroyed although their schedule does not say so yet, or wants a person to look first."""

    ERASURE = "erasure", "The right to erasure (Article 17)"
    NOT_LAWFUL = "not_lawful", "Should never have been recorded"
    IN_THE_RECORD = "in_the_record", "An adequate version is in the care record"
    REVIEWED = "reviewed", "Their time is over and a person has looked"
    ORDERED = "ordered", "Ordered by a court or the Information Commissioner"


class BatchState(models.TextChoices):
    """Where a batch stands."""

    PROPOSED = "proposed", "Waiting for authority"
    AUTHORISED = "authorised", "Being destroyed"
    FINISHED = "finished", "Destroyed"
    REFUSED = "refused", "Not authorised"


class DisposalBatch(GovernedModel):
    """Recordings to be destroyed together: proposed by the schedule's job or a person, authorised by another, then carried out.

    `as_of` is the day by which they were due. `counts` holds how many were planned and left out, by class, as of the proposal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=BatchKind.choices)
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.PROPOSED)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)
    case_reference = models.CharField(max_length=24, blank=True)
    as_of = models.DateField()
    counts = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("reason", "proposed_by", "decided_by", "decision_reason")

    class Meta:
        ordering = ("-proposed_at",)
        verbose_name_plural = "disposal batches"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=BatchKind.RETENTION, state=BatchState.PROPOSED), name="one_open_proposal_of_the_schedule"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_authorises_their_own_disposal",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=BatchState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="disposal_authorised_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(kind=BatchKind.EARLY) | (Q(proposed_by__isnull=False) & ~Q(ground="") & ~Q(reason="")),
                name="early_destruction_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.FINISHED) ^ Q(finished_at__isnull=True), name="finished_disposal_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class ItemState(models.TextChoices):
    """What has become of one recording of a batch."""

    PLANNED = "planned", "To be destroyed"
    LEFT_OUT = "left_out", "Left out"
    KEY_GONE = "key_gone", "Key destroyed"
    DESTROYED = "destroyed", "Destroyed and checked"


UNFINISHED = (ItemState.PLANNED, ItemState.KEY_GONE)


class DisposalItem(GovernedModel):
    """One recording of a batch, with the rule that applied when it was planned; `why` is the sentence for one that was left out."""

    batch = models.ForeignKey(DisposalBatch, on_delete=models.PROTECT, related_name="items", db_index=False)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.PLANNED)
    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    retain_until = models.DateField()
    why = models.TextField(blank=True)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Told by the acts of its batch: proposed with counts, each one left out, each one destroyed."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "recording"], name="once_in_a_disposal"),
            models.UniqueConstraint(fields=["recording"], condition=Q(state__in=["planned", "key_gone"]), name="in_one_live_disposal"),
            models.CheckConstraint(condition=~Q(state=ItemState.LEFT_OUT) | ~Q(why=""), name="left_out_says_why"),
        ]

    def __str__(self) -> str:
        return f"disposal item {self.pk}"


class Certificate(GovernedModel):
    """A certificate of destruction. Insert-only in the database; written only after key and object are verified gone (AC-10).

    `sha256` and `size` are those of the original; `others` lists role, id, SHA-256 and size of everything made from it that went too.
    A recording whose audio was lost before, or never here, has no `object_id`, and `method` says so.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    subject = models.UUIDField(unique=True)
    batch = models.ForeignKey(DisposalBatch, on_delete=models.PROTECT, null=True, related_name="certificates")
    description = models.CharField(max_length=200)
    object_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    others = models.JSONField(default=list)
    rule = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
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
        personal = ("proposed_by", "authorised_by", "executed_by")
        unrecorded = "Insert-only, written by the act certificate_written or, for a recording, recording_destroyed."

    class Meta:
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=~Q(executed_by_job="") | Q(executed_by__isnull=False), name="certificate_names_who_destroyed"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.year}/{self.number:03}"
