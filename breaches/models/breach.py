"""A breach as it was reported or opened by the service, when the practice became aware of it, and who was told."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel
from callgov.incidents import IncidentKind

_PERSON = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where a breach stands."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DISMISSED = "dismissed", "Not a breach"


OPEN = (State.DRAFT, State.OPEN)


class Kind(models.TextChoices):
    """What seems to have happened, in the words of whoever reports it."""

    WRONG_PERSON = "wrong_person", "A recording or copy reached the wrong person"
    LISTENED = "listened", "Someone listened without a reason"
    SECRET = "secret", "A call was recorded secretly"
    LOST = "lost", "A recording or copy was lost, damaged or deleted"
    RIGHTS = "rights", "A request about a recording was answered late or wrongly"
    OTHER = "other", "Something else"
    UNSURE = "unsure", "I am not sure"


class GoingOn(models.TextChoices):
    """Whether it has stopped."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "I do not know"


class Breach(GovernedModel):
    """One breach, or what may be one. `aware_at` starts the 72 hours (law.md R4.3); where it was moved, `Awareness` keeps every instant.

    Reported by a person, or opened by the service from an incident: then `incident_kind`, `incident_subject` and `facts` are filled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=12, choices=State.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    reporter = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what_happened = models.TextField()
    going_on = models.CharField(max_length=8, choices=GoingOn.choices, default=GoingOn.UNKNOWN)
    noticed_at = models.DateTimeField()
    was_certain = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    aware_at = models.DateTimeField()
    about_request = models.CharField(max_length=24, blank=True)
    recording = models.UUIDField(null=True, blank=True)
    incident_kind = models.CharField(max_length=24, choices=IncidentKind.choices, blank=True)
    incident_subject = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    disciplinary_request = models.CharField(max_length=24, blank=True)
    learning = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Governance:
        personal = ("reporter", "what_happened", "learning", "closed_by")

    class Meta:
        ordering = ("-reported_at", "-reference")
        verbose_name_plural = "breaches"
        indexes = [
            models.Index(fields=["state", "aware_at"], name="breach_open"),
            models.Index(fields=["reporter", "-reported_at"], name="breach_reporter"),
            models.Index(fields=["about_request"], name="breach_request", condition=~Q(about_request="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="breach_state_is_known"),
            models.CheckConstraint(condition=~Q(what_happened=""), name="a_breach_says_what_happened"),
            models.CheckConstraint(condition=Q(reporter__isnull=False) | ~Q(incident_kind=""), name="a_breach_comes_from_someone"),
            models.UniqueConstraint(
                fields=["incident_kind", "incident_subject"], condition=~Q(incident_kind=""), name="one_draft_an_incident"
            ),
            models.CheckConstraint(condition=Q(state__in=OPEN) | Q(closed_at__isnull=False), name="a_closed_breach_has_a_time"),
            models.CheckConstraint(condition=~Q(state=State.CLOSED) | ~Q(learning=""), name="a_closed_breach_says_what_was_learnt"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class Awareness(GovernedModel):
    """One instant from which the 72 hours ran, with why; the latest counts, the first is the original (law.md R4.3). Insert-only."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="awareness")
    aware_at = models.DateTimeField()
    reason = models.TextField()
    set_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("reason", "set_by")
        unrecorded = "Insert-only, written by the acts breach_reported, breach_drafted and breach_clock_moved."

    class Meta:
        ordering = ("set_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="awareness_has_a_reason")]

    def __str__(self) -> str:
        return f"awareness {self.pk}"


class Whom(models.TextChoices):
    """Who must know of a breach (BR-1, BR-2)."""

    LINE_MANAGER = "line_manager", "Line manager"
    IG_LEAD = "ig_lead", "Information Governance Lead"
    DPO = "dpo", "Data Protection Officer"


class Receipt(GovernedModel):
    """Whether one of those who must know has said that they do. A breach without the two leads' receipts cannot be saved (BR-2)."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="receipts")
    whom = models.CharField(max_length=16, choices=Whom.choices)
    acknowledged_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    as_deputy = models.BooleanField(default=False)

    class Governance:
        personal = ("acknowledged_by",)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["breach", "whom"], name="one_receipt_each"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledged_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class Told(GovernedModel):
    """One person told for a receipt: at once on their work list, and by mail as soon as the mail server takes it."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="told")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("person",)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["told_at"], name="told_not_mailed", condition=Q(mailed_at__isnull=True))]
        constraints = [models.UniqueConstraint(fields=["receipt", "person"], name="told_once")]

    def __str__(self) -> str:
        return f"told {self.pk}"


class Involvement(GovernedModel):
    """A person whose own act is in question: they settle nothing about this breach. Insert-only."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Governance:
        personal = ("person", "noted_by")
        unrecorded = "Insert-only, written by the acts breach_drafted and breach_person_noted."

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["breach", "person"], name="involved_once")]

    def __str__(self) -> str:
        return f"involvement {self.pk}"
