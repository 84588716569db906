"""Each recording of a request, weighed before any of it leaves."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from access_requests.grounds import Ground
from access_requests.models.requests import AccessRequest
from callgov.governed import GovernedModel
from recordings.models import Recording


class Outcome(models.TextChoices):
    """What is given of a recording."""

    FULL = "full", "All of it"
    PARTIAL = "partial", "A part of it"
    REFUSED = "refused", "None of it"


class StaffVoice(models.TextChoices):
    """What became of the staff heard: a clinician in their role is not withheld, others are weighed (law.md R2.2)."""

    NONE = "none", "No member of staff is heard"
    CLINICIAN = "clinician", "A clinician in their role: not withheld"
    REASONABLE = "reasonable", "Staff in their role: reasonable to disclose"
    REDACTED = "redacted", "Redacted"
    WITHHELD = "withheld", "Withheld"


class Opinion(models.TextChoices):
    """What a health professional says of serious harm."""

    NO_HARM = "no_harm", "No serious harm is likely"
    HARM = "harm", "Serious harm is likely"


class ThirdPartyOutcome(models.TextChoices):
    """What became of somebody else who is heard or named (law.md R2.1)."""

    CONSENTED = "consented", "They consent"
    REASONABLE = "reasonable", "Reasonable without their consent"
    REDACTED = "redacted", "Redacted"
    WITHHELD = "withheld", "Withheld"


class Assessment(GovernedModel):
    """One recording weighed for one request. Insert-only; the last one of a recording stands."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="assessments")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = models.TextField()
    staff_voice = models.CharField(max_length=12, choices=StaffVoice.choices)
    staff_voice_reason = models.TextField(blank=True)
    clinical_content = models.BooleanField()
    opinion = models.CharField(max_length=8, choices=Opinion.choices, blank=True)
    opinion_by = models.CharField(max_length=120, blank=True)
    opinion_role = models.CharField(max_length=80, blank=True)
    opinion_on = models.DateField(null=True, blank=True)
    exemptions = ArrayField(models.CharField(max_length=24, choices=Ground.choices), default=list, blank=True)
    exemption_reasons = models.TextField(blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Governance:
        personal = ("reasons", "staff_voice_reason", "opinion_by", "exemption_reasons", "assessed_by")
        unrecorded = "Insert-only, written by the act recording_assessed."

    class Meta:
        ordering = ("-assessed_at", "-id")
        indexes = [models.Index(fields=["request", "recording", "-assessed_at"], name="assessment_recording")]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_recording_is_weighed_with_reasons"),
            models.CheckConstraint(
                condition=Q(opinion="") | ~Q(opinion_by="") & Q(opinion_on__isnull=False), name="an_opinion_is_someones"
            ),
            models.CheckConstraint(condition=Q(exemptions=[]) | ~Q(exemption_reasons=""), name="an_exemption_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class ThirdParty(GovernedModel):
    """Somebody else heard or named in a recording, with the one outcome for them. Insert-only."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="third_parties")
    who = models.CharField(max_length=120)
    outcome = models.CharField(max_length=12, choices=ThirdPartyOutcome.choices)
    reason = models.TextField()

    class Governance:
        personal = ("who", "reason")
        unrecorded = "Insert-only, written by the act recording_assessed."

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "third parties"
        constraints = [models.CheckConstraint(condition=~Q(who="") & ~Q(reason=""), name="a_third_party_has_a_reason")]

    def __str__(self) -> str:
        return f"third party {self.pk}"
