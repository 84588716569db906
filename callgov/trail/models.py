"""Entries of the trail and the seals over them. Both are append-only in the database itself (migration 0002)."""

from typing import Any, ClassVar

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.trail.context import current
from callgov.trail.events import Event, Job


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


class Entry(AbstractLogEntry):  # type: ignore[misc]
    """One entry: who did what to what, when, under which grant and why.

    Field changes arrive from django-auditlog (event `fields_changed`); acts and accesses are recorded by name. `object_repr`
    is a reference such as REQ-2026-0042, never a person's name.
    """

    content_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.PROTECT, null=True, related_name="+")
    object_pk = models.CharField(max_length=64, blank=True, default="")
    object_id = None
    object_repr = models.CharField(max_length=200, blank=True, default="")
    action = models.PositiveSmallIntegerField(choices=AbstractLogEntry.Action.choices, default=AbstractLogEntry.Action.ACCESS)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cid = None
    remote_port = None
    actor_email = None
    serialized_data = None
    changes_text = None
    additional_data = None
    timestamp = models.DateTimeField(db_default=models.functions.Now())

    event = models.CharField(max_length=40, choices=Event.choices, default=Event.FIELDS_CHANGED)
    job = models.CharField(max_length=40, choices=Job.choices, blank=True, default="")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    grant = models.UUIDField(null=True)
    recording = models.UUIDField(null=True)
    request = models.CharField(max_length=24, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    transaction = Xid8Field(db_default=PgCurrentXactId(), editable=False)

    objects: ClassVar[LogEntryManager] = LogEntryManager()

    class Governance:
        personal = ("actor", "about", "remote_addr")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["transaction", "id"], name="entry_transaction"),
            models.Index(fields=["actor", "-id"], name="entry_actor"),
            models.Index(fields=["recording", "-id"], name="entry_recording", condition=Q(recording__isnull=False)),
            models.Index(fields=["request", "-id"], name="entry_request", condition=~Q(request="")),
            models.Index(fields=["about", "-id"], name="entry_about", condition=Q(about__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(actor__isnull=False) | ~Q(job=""), name="entry_has_an_actor"),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="entry_event_is_known"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill in who acts, then insert. Raises AnonymousAct when nobody does; an entry is never saved twice."""
        acting = current()
        self.actor = acting.person
        self.job = acting.job or ""
        self.grant = self.grant or acting.grant
        self.reason = self.reason or acting.reason
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)


class Seal(models.Model):
    """A Merkle root over all entries of the transactions from `first` up to but not including `upto`, chained to the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    first = Xid8Field()
    upto = Xid8Field()
    entries = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Governance:
        personal: tuple[str, ...] = ()

    class Meta:
        ordering = ("-number",)
        constraints = [models.CheckConstraint(condition=Q(first__lt=F("upto")), name="seal_covers_something")]

    def __str__(self) -> str:
        return f"seal {self.number}"
