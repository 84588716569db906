"""Decisions on requests, and who stands back from deciding."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access_requests.grounds import Ground
from access_requests.models.requests import AccessRequest
from callgov.governed import GovernedModel


class Decision(GovernedModel):
    """One step of a route answered by one person, in one round. Insert-only in the database; nobody decides what is theirs.

    `requested_by` is the colleague who asked for themselves, if one did; `ground` says on what law a no, or the no to a part, rests.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=32)
    agreed = models.BooleanField()
    reasons = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    ground = models.CharField(max_length=24, choices=Ground.choices, blank=True)
    partly = models.BooleanField(default=False)
    about_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    as_deputy = models.BooleanField(default=False)
    grant_until = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("reasons", "requested_by", "decided_by", "about_person")
        unrecorded = "Insert-only, written by the act that decides."

    class Meta:
        ordering = ("decided_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["request", "step", "round"], name="a_step_is_decided_once"),
            models.UniqueConstraint(
                fields=["request", "round", "decided_by"], condition=Q(step__in=("dpo", "ig-lead")), name="two_roles_are_two_people"
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("requested_by")), name="nobody_decides_their_own_request"),
            models.CheckConstraint(
                condition=Q(about_person__isnull=True) | ~Q(decided_by=F("about_person")), name="nobody_decides_about_themselves"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Recusal(GovernedModel):
    """Somebody who is involved in a case and so has no say in it: the deputy acts in their place. Insert-only."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()

    class Governance:
        personal = ("person", "reason")
        unrecorded = "Insert-only, written by the act conflict_declared."

    class Meta:
        ordering = ("declared_at",)
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="stands_back_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="standing_back_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"recusal {self.pk}"
