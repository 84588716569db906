"""The record of a breach: what is known, how bad it is, what was decided, what was reported. Every version is kept; all are insert-only."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from breaches.grid import Outcome
from breaches.models.breach import Breach, Whom
from callgov.governed import GovernedModel

_PERSON = settings.AUTH_USER_MODEL


class Compromise(models.TextChoices):
    """What was broken of the personal data (law.md R4.1)."""

    CONFIDENTIALITY = "confidentiality", "Confidentiality: someone saw or heard what they should not"
    INTEGRITY = "integrity", "Integrity: it was changed"
    AVAILABILITY = "availability", "Availability: it was lost or could not be reached"


class Account(GovernedModel):
    """What is known of a breach, one version of it (law.md R4.4). A number that is not known yet is null, which is an answer."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="accounts")
    version = models.PositiveSmallIntegerField()
    compromises = ArrayField(models.CharField(max_length=16, choices=Compromise.choices))
    people_kinds = models.CharField(max_length=300, blank=True)
    people_count = models.PositiveIntegerField(null=True, blank=True)
    record_kinds = models.CharField(max_length=300, blank=True)
    record_count = models.PositiveIntegerField(null=True, blank=True)
    consequences = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("people_kinds", "record_kinds", "consequences", "measures", "written_by")
        unrecorded = "Insert-only, written by the act breach_described."

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=["breach", "version"], name="account_version_once")]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Assessment(GovernedModel):
    """One version of how likely and how severe it is, with what the grid said (law.md R4.10)."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="assessments")
    version = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    severity = models.PositiveSmallIntegerField()
    vulnerable = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    high_risk = models.BooleanField(default=False)
    reasons = models.TextField()
    assessed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("reasons", "assessed_by")
        unrecorded = "Insert-only, written by the act breach_assessed."

    class Meta:
        ordering = ("version",)
        constraints = [
            models.UniqueConstraint(fields=["breach", "version"], name="assessment_version_once"),
            models.CheckConstraint(condition=Q(likelihood__range=(1, 5), severity__range=(1, 5)), name="assessment_is_in_the_grid"),
            models.CheckConstraint(
                condition=Q(vulnerable=False) | Q(likelihood__gte=2, severity__gte=2), name="vulnerable_scores_two_or_more"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NONE) & (Q(likelihood__lt=3) | Q(severity__lt=2))
                | Q(outcome=Outcome.ICO, likelihood__gte=3, severity__range=(2, 3))
                | Q(outcome=Outcome.ICO_DHSC, likelihood__gte=3, severity__gte=4),
                name="outcome_is_what_the_grid_says",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="an_assessment_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Verdict(models.TextChoices):
    """What a lead decides about an assessment."""

    NOTIFY = "notify", "Report it to the Information Commissioner"
    NOT_NOTIFY = "not_notify", "Do not report it"
    NOT_A_BREACH = "not_a_breach", "It is not a breach"


class Decision(GovernedModel):
    """What one lead decided, with reasons. Where both must agree, one person never counts for two (law.md R4.10; migration 0003)."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    role = models.CharField(max_length=16, choices=[(Whom.IG_LEAD.value, Whom.IG_LEAD.label), (Whom.DPO.value, Whom.DPO.label)])
    reasons = models.TextField()
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    as_deputy = models.BooleanField(default=False)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("reasons", "decided_by")
        unrecorded = "Insert-only, written by the act breach_decided."

    class Meta:
        ordering = ("decided_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[Whom.IG_LEAD, Whom.DPO]), name="only_the_leads_decide"),
            models.CheckConstraint(condition=~Q(reasons=""), name="not_reported_says_because"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Submission(GovernedModel):
    """That it was reported: where, under which reference, when, by whom, and why late when it was (law.md R4.2, R4.7)."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="submissions")
    to = models.CharField(max_length=120)
    their_reference = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()
    late = models.BooleanField()
    late_reason = models.TextField(blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("late_reason", "recorded_by")
        unrecorded = "Insert-only, written by the act breach_submitted."

    class Meta:
        ordering = ("submitted_at", "id")
        constraints = [models.CheckConstraint(condition=Q(late=False) | ~Q(late_reason=""), name="late_says_why")]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class Way(models.TextChoices):
    """How the people affected were told, or why they need not be (law.md R4.5)."""

    LETTER = "letter", "By letter or email"
    PHONE = "phone", "By telephone"
    IN_PERSON = "in_person", "In person"
    PUBLIC = "public", "By a public notice, because telling each would be out of proportion"
    NOT_ENCRYPTED = "not_encrypted", "Not told: nobody can make sense of the data, for instance because it is encrypted"
    NOT_REMOVED = "not_removed", "Not told: what we did since has removed the high risk"
    NOT_HIGH = "not_high", "Not told: there is no high risk to them"


class PeopleTold(GovernedModel):
    """That the people affected were told, or why not (law.md R4.5)."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="people_told")
    way = models.CharField(max_length=16, choices=Way.choices)
    how_many = models.PositiveIntegerField(null=True, blank=True)
    words = models.TextField()
    told_on = models.DateField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("words", "recorded_by")
        unrecorded = "Insert-only, written by the act breach_people_told."

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="people_told_says_what")]

    def __str__(self) -> str:
        return f"people told {self.pk}"
