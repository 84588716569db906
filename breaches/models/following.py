"""What was done about a breach: containment at once, actions with owners afterwards."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.models.breach import Breach
from callgov.governed import GovernedModel

_PERSON = settings.AUTH_USER_MODEL


class Measure(models.TextChoices):
    """What can be done at once so that it gets no worse."""

    REVOKE_COPY = "revoke_copy", "Stored copy destroyed and its link ended"
    END_GRANT = "end_grant", "Access ended"
    HOLD = "hold", "Recordings kept from destruction"
    LOCK_ACCOUNT = "lock_account", "Account locked"
    OTHER = "other", "Something else done"


class Containment(GovernedModel):
    """One thing done at once. `subject` is the id of the copy, grant or account that it was done to. Insert-only."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="containments")
    measure = models.CharField(max_length=16, choices=Measure.choices)
    subject = models.CharField(max_length=64, blank=True)
    words = models.TextField()
    done_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("words", "done_by")
        unrecorded = "Insert-only, written by the act breach_contained."

    class Meta:
        ordering = ("done_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="containment_says_what"),
            models.UniqueConstraint(
                fields=["breach", "measure", "subject"],
                condition=Q(measure__in=[Measure.REVOKE_COPY, Measure.END_GRANT]),
                name="contained_once",
            ),
        ]

    def __str__(self) -> str:
        return f"containment {self.pk}"


class FollowUpState(models.TextChoices):
    """Where an action stands."""

    TO_DO = "to_do", "To do"
    DONE = "done", "Done"


class FollowUp(GovernedModel):
    """Something that somebody will do so that it does not happen again."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="follow_ups")
    state = models.CharField(max_length=8, choices=FollowUpState.choices, default=FollowUpState.TO_DO)
    words = models.TextField()
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    set_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_words = models.TextField(blank=True)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("words", "owner", "set_by", "done_words")

    class Meta:
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["owner", "due_on"], name="follow_up_owner", condition=Q(state=FollowUpState.TO_DO))]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="follow_up_says_what"),
            models.CheckConstraint(condition=Q(state=FollowUpState.TO_DO) | ~Q(done_words=""), name="follow_up_done_says_how"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.breach.reference
