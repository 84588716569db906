"""Entries of the trail and the seals over them. Both are append-only in the database itself (migration 0002)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from callgov.trail import merkle
from callgov.trail.context import current
from callgov.trail.events import Event, Job

NOT_SHOWN = "(not shown)"  # stands for a personal value or a secret that changed
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class PgCurrentXactId(models.Func):
    """The writing transaction's 64-bit id: commit order can be cut along it without any lock."""

    function = "pg_current_xact_id"
    template = "%(function)s()"


class Xid8Field(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id, which never wraps round."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return "xid8"

    def get_prep_value(self, value: Any) -> str | None:
        """The driver sends it as text, which PostgreSQL reads as xid8."""
        return None if value is None else str(value)

    def from_db_value(self, value: Any, *_: Any) -> int | None:
        """The driver hands it over as text."""
        return None if value is None else int(value)


class EntryManager(models.Manager["Entry"]):
    """Takes what django-auditlog noticed and makes an entry of ours from it."""

    def log_create(self, instance: models.Model, force_log: bool = False, **noticed: Any) -> "Entry | None":
        """One entry for a row made, changed or deleted; None when nothing that is kept changed. Raises AnonymousAct when nobody acts."""
        if not (noticed.get("changes") or force_log):
            return None
        entry = Entry(action=noticed["action"], changes=noticed.get("changes")).about_row(instance)
        entry.save()
        return entry

    def log_m2m_changes(self, changed: Iterable[models.Model], instance: models.Model, operation: str, field_name: str) -> "Entry | None":
        """One entry for rows added to or taken from a set; they are named by their keys."""
        keys = [str(row.pk) for row in changed]
        return self.log_create(instance, action=Entry.Action.UPDATE, changes={field_name: {operation: keys}} if keys else None)


class Entry(AbstractLogEntry):  # type: ignore[misc]
    """One entry: who did what to what, when, under which grant and why.

    Field changes arrive from django-auditlog (event `fields_changed`); acts and accesses are recorded by name. `object_type` is a
    model's label and `object_repr` a reference such as REQ-2026-0042, never a person's name: an entry can be read without any other
    table. A new column belongs into `callgov.trail.canonical` as well.
    """

    object_type = models.CharField(max_length=80, blank=True, default="")
    object_pk = models.CharField(max_length=64, blank=True, default="")
    object_repr = models.CharField(max_length=200, blank=True, default="")
    action = models.PositiveSmallIntegerField(choices=AbstractLogEntry.Action.choices, default=AbstractLogEntry.Action.ACCESS)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    timestamp = models.DateTimeField(db_default=models.functions.Now())
    content_type = None
    object_id = None
    cid = None
    remote_addr = None
    remote_port = None
    actor_email = None
    serialized_data = None
    changes_text = None
    additional_data = None

    event = models.CharField(max_length=40, choices=Event.choices, default=Event.FIELDS_CHANGED)
    job = models.CharField(max_length=40, choices=Job.choices, blank=True, default="")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    grant = models.UUIDField(null=True)
    recording = models.UUIDField(null=True)
    request = models.CharField(max_length=24, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    transaction = Xid8Field(db_default=PgCurrentXactId(), editable=False)

    objects: ClassVar[EntryManager] = EntryManager()

    class Governance:
        personal = ("actor", "about")
        unrecorded = "It is the record."

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["transaction", "id"], name="entry_transaction"),
            models.Index(fields=["actor", "-id"], name="entry_actor"),
            models.Index(fields=["recording", "-id"], name="entry_recording", condition=Q(recording__isnull=False)),
            models.Index(fields=["request", "-id"], name="entry_request", condition=~Q(request="")),
            models.Index(fields=["about", "-id"], name="entry_about", condition=Q(about__isnull=False)),
            models.Index(fields=["-id"], name="entry_check", condition=Q(event=Event.TRAIL_CHECKED)),
            BrinIndex(fields=["timestamp"], name="entry_day", autosummarize=True, pages_per_range=32),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(actor__isnull=False) | ~Q(job=""), name="entry_has_an_actor"),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="entry_event_is_known"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def about_row(self, row: models.Model) -> Self:
        """Names the row, and files the entry under the person that it is, the request and the recording that it says it belongs to."""
        self.object_type = row._meta.label_lower
        self.object_pk = str(row.pk)
        self.object_repr = str(row)
        self.request = self.request or getattr(row, "request_reference", "")
        self.recording = self.recording or getattr(row, "recording_id", None)
        if isinstance(row, get_user_model()):
            self.about = row
        return self

    def acted(self) -> Self:
        """Fills in who acts, under which grant and why. Raises AnonymousAct when nobody does."""
        acting = current()
        self.actor_id = acting.person and acting.person.pk
        self.job = acting.job or ""
        self.grant = self.grant or acting.grant
        self.reason = self.reason or acting.reason
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill in who acts, then insert. Raises AnonymousAct when nobody does; an entry is never saved twice."""
        self.acted()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)


class Seal(models.Model):
    """A Merkle root over all entries of the transactions from `first` up to but not including `upto`, chained to the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    form = models.PositiveSmallIntegerField()
    first = Xid8Field()
    upto = Xid8Field(unique=True)
    entries = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Insert-only, and it seals the record itself."

    class Meta:
        ordering = ("-number",)
        constraints = [models.CheckConstraint(condition=Q(first__lt=F("upto")), name="seal_covers_something")]

    def __str__(self) -> str:
        return f"seal {self.number}"

    def own_head(self) -> bytes:
        """The head that follows from what this seal says."""
        return merkle.head(
            number=self.number, form=self.form, first=self.first, upto=self.upto, entries=self.entries,
            sealed_at=(self.sealed_at - _EPOCH) // timedelta(microseconds=1), root=bytes(self.root), previous=bytes(self.previous),
        )  # fmt: skip
