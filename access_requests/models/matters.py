"""Complaints about how people's data is used, and objections to its use: cases with a clock of their own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access_requests.kinds import Channel
from access_requests.models.clocks import Right
from callgov.governed import GovernedModel


class MatterState(models.TextChoices):
    """Where a complaint or an objection stands."""

    OPEN = "open", "Open"
    DECIDED = "decided", "Decided, to be told"
    ANSWERED = "answered", "Answered"


class Finding(models.TextChoices):
    """How a complaint or an objection is decided."""

    UPHELD = "upheld", "They are right"
    PARTLY = "partly", "They are partly right"
    NOT_UPHELD = "not_upheld", "They are not right"


class Matter(GovernedModel):
    """A complaint or an objection: who makes it, what about, how it reached us. `about_person` is a colleague whom it concerns."""

    reference = models.CharField(max_length=24, unique=True)
    right = models.CharField(max_length=16, choices=[(right.value, right.label) for right in (Right.COMPLAINT, Right.OBJECTION)])
    state = models.CharField(max_length=12, choices=MatterState.choices, default=MatterState.OPEN)
    reached = models.CharField(max_length=12, choices=Channel.choices)
    received_on = models.DateField()
    name = models.CharField(max_length=120)
    contact = models.TextField(blank=True)
    words = models.TextField()
    about_reference = models.CharField(max_length=24, blank=True)
    about_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logged_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("name", "contact", "words", "about_person", "logged_by")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["state", "-id"], name="matter_state"),
            models.Index(fields=["about_reference"], name="matter_about", condition=~Q(about_reference="")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(words=""), name="a_matter_has_someone_and_something"),
            models.CheckConstraint(condition=Q(state__in=MatterState.values), name="matter_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class MatterDecision(GovernedModel):
    """How it was decided, by whom, and why. Insert-only in the database; nobody decides about themselves."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="decision")
    finding = models.CharField(max_length=12, choices=Finding.choices)
    reasons = models.TextField()
    about_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("reasons", "about_person", "decided_by")
        unrecorded = "Insert-only, written by the act that decides."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about_person__isnull=True) | ~Q(about_person=F("decided_by")), name="nobody_decides_a_matter_about_themselves"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_matter_is_decided_with_reasons"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class MatterNote(GovernedModel):
    """A step of looking into it. Insert-only in the database."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("words", "noted_by")
        unrecorded = "Insert-only, written by the act complaint_noted."

    class Meta:
        ordering = ("-id",)
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_note_says_something")]

    def __str__(self) -> str:
        return f"note {self.pk}"
