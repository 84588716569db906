"""Grant, Access, Search: authority, one use of it, and what was looked for under it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from callgov.trail.events import Job
from recordings.models.calls import Direction, Recording
from recordings.models.lines import Extension
from recordings.models.vault import StoredObject
from recordings.purposes import PURPOSE_WORDS, PURPOSES


class GrantAction(models.TextChoices):
    """What a grant may allow."""

    FIND = "find", "find the call"
    LISTEN = "listen", "listen"
    RELEASE = "release", "prepare and release a copy"
    CHECK = "check", "check a copy before it leaves"
    CLIP = "clip", "hear a training clip"


class Grant(GovernedModel):
    """Authority: who may do what, for which purpose, from when until when, by which decision, within which limits.

    The limits are what the approved form described: a window of time, an extension, an outside number. Only calls inside them can be
    found, and only calls chosen under the grant (`recordings`) can be heard.

    `one_person` marks the release of a copy by the very person who approved it, in a practice whose settings say that it is too small
    to keep the two apart; such a grant never lets them listen. `own_calls_only` keeps out every call in which the holder took no part.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    actions = ArrayField(models.CharField(max_length=12, choices=GrantAction.choices))
    request_reference = models.CharField(max_length=24)
    decision_id = models.PositiveBigIntegerField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    one_person = models.BooleanField(default=False)
    own_calls_only = models.BooleanField(default=False)
    window_from = models.DateTimeField()
    window_until = models.DateTimeField()
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    external_e164 = models.CharField(max_length=20, blank=True)
    recordings = models.ManyToManyField(Recording, through="GrantedRecording", related_name="grants")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Governance:
        personal = ("holder", "external_e164", "ended_reason")

    class Meta:
        ordering = ("-issued_at",)
        indexes = [
            models.Index(fields=["holder", "ends_at"], name="grant_holder"),
            models.Index(fields=["request_reference"], name="grant_request"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_start"),
            models.CheckConstraint(condition=Q(window_until__gt=F("window_from")), name="grant_window_is_a_window"),
            models.CheckConstraint(
                condition=~Q(holder=F("issued_by")) | (Q(one_person=True) & ~Q(actions__contains=["listen"])),
                name="nobody_grants_themselves",
            ),
            models.CheckConstraint(condition=Q(purpose__in=list(PURPOSE_WORDS)), name="grant_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="grant_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {str(self.pk)[:8]}"


class GrantedRecording(GovernedModel):
    """A call chosen under a grant: from now on it is the call that the grant is about."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="chosen")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Governance:
        personal = ("chosen_by",)
        unrecorded = "Insert-only, written by the act call_chosen."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "recording"], name="chosen_once_a_grant")]

    def __str__(self) -> str:
        return f"chosen call {self.pk}"


class Access(models.Model):
    """One use of a grant, or one act of a named job. The vault, the player and releases accept nothing else.

    A row exists only once its trail entry is committed (`recordings.access.services.open_access`, `open_job_access`). `subject` is
    the recording, release or quarantined file whose stored objects it opens.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, choices=Job.choices, blank=True)
    reason = models.TextField(blank=True)
    action = models.CharField(max_length=12, choices=[*GrantAction.choices, ("job", "act of a named job"), ("check", "check of the store")])
    subject = models.UUIDField()
    session_key = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()

    class Governance:
        personal = ("person",)
        unrecorded = "Insert-only, written by the act access_opened."

    class Meta:
        ordering = ("-opened_at",)
        indexes = [models.Index(fields=["grant", "-opened_at"], name="access_grant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant__isnull=False, person__isnull=False, job="") | (Q(grant__isnull=True) & ~Q(job="") & ~Q(reason="")),
                name="access_under_a_grant_or_a_named_job",
            )
        ]

    def __str__(self) -> str:
        return f"access {str(self.pk)[:8]}"

    def covers(self, stored: StoredObject) -> bool:
        """Whether this access was opened for the thing that the stored object belongs to, and is committed."""
        return not self._state.adding and self.subject == stored.subject

    @property
    def checks_the_store(self) -> bool:
        """Whether this access lets a named job see whether objects are whole, of any subject, and hands out none of them."""
        return not self._state.adding and self.action == "check" and self.job != ""


class Search(models.Model):
    """One search under a grant: its terms and how many calls it showed. Part of the record of a reasonable search (AC-5)."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="searches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    window_from = models.DateTimeField()
    window_until = models.DateTimeField()
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, related_name="+")
    external_e164 = models.CharField(max_length=20, blank=True)
    number_ends = models.CharField(max_length=15, blank=True)
    direction = models.CharField(max_length=12, choices=Direction.choices, blank=True)
    found = models.PositiveIntegerField()
    too_many = models.BooleanField(default=False)
    searched_at = models.DateTimeField()

    class Governance:
        personal = ("person", "external_e164", "number_ends")
        unrecorded = "Insert-only, written by the act calls_searched."

    class Meta:
        ordering = ("-searched_at",)
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"search {self.pk}"
