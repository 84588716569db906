"""Who asks: what was seen, by whom, with which result, and by what right they ask for somebody else."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from access_requests.models.requests import AccessRequest
from callgov.governed import GovernedModel


class Seen(models.TextChoices):
    """What shows who somebody is."""

    KNOWN = "known", "Known to staff in person"
    PHOTO = "photo", "A document with a photo"
    ADDRESS = "address", "A document with their address"
    ANSWERS = "answers", "Answers that only the caller would know"
    CALLED_BACK = "called_back", "Called back on the number in the record"
    OFFICIAL = "official", "A warrant card or an official address"


class Match(models.TextChoices):
    """How the number of whoever asks compares with the number of the call. A number is no proof by itself (law.md R13.2)."""

    MATCH = "match", "Matches"
    MISMATCH = "mismatch", "Differs"
    WITHHELD = "withheld", "Withheld"
    SHARED = "shared", "Matches, and other patients have it too"
    UNKNOWN = "unknown", "Nothing to compare"


class Result(models.TextChoices):
    """How a check came out. The last two words are the Data Protection Officer's."""

    CONFIRMED = "confirmed", "Confirmed"
    ASKED = "asked", "Asked for more"
    IN_DOUBT = "in_doubt", "In doubt"
    NOT_CONFIRMED = "not_confirmed", "Not confirmed"


class Proof(models.TextChoices):
    """By what somebody shows that they may ask for another (law.md R2.5)."""

    WRITTEN_AUTHORITY = "written_authority", "The patient's written authority"
    PARENTAL_RESPONSIBILITY = "parental_responsibility", "Parental responsibility"
    HEALTH_ATTORNEY = "health_attorney", "Registered power of attorney for health and welfare"
    PROPERTY_ATTORNEY = "property_attorney", "Registered power of attorney for property and affairs"
    COURT_DEPUTY = "court_deputy", "Order of the Court of Protection"
    GRANT_OF_PROBATE = "grant_of_probate", "Grant of probate or letters of administration"
    CLAIM = "claim", "Papers that show a claim arising from the death"
    AGREEMENT = "agreement", "The patient agreed when we asked them"


class Competence(models.TextChoices):
    """What was found about a child: whether they understand, and what they wish."""

    NOT_COMPETENT = "not_competent", "The child does not understand enough to decide"
    AGREES = "agrees", "The child understands, and agrees"
    OBJECTS = "objects", "The child understands, and does not agree"


class IdentityCheck(GovernedModel):
    """One check of who asks. Insert-only; the last one stands. One in doubt can only be followed by the Data Protection Officer's own."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="identity_checks")
    seen = ArrayField(models.CharField(max_length=16, choices=Seen.choices), default=list, blank=True)
    number_match = models.CharField(max_length=12, choices=Match.choices)
    result = models.CharField(max_length=16, choices=Result.choices)
    note = models.TextField(blank=True)
    proofs = ArrayField(models.CharField(max_length=24, choices=Proof.choices), default=list, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    lacks_capacity = models.BooleanField(default=False)
    competence = models.CharField(max_length=16, choices=Competence.choices, blank=True)
    competence_by = models.CharField(max_length=120, blank=True)
    competence_on = models.DateField(null=True, blank=True)
    authority = models.BooleanField(default=False)
    by_dpo = models.BooleanField(default=False)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Governance:
        personal = ("note", "scope", "competence_by", "checked_by")
        unrecorded = "Insert-only, written by the act identity_checked."

    class Meta:
        ordering = ("-checked_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(result=Result.CONFIRMED) | ~Q(seen=[]) | Q(by_dpo=True), name="confirmed_says_what_was_seen"
            ),
            models.CheckConstraint(condition=~Q(result=Result.NOT_CONFIRMED) | Q(by_dpo=True), name="only_the_dpo_says_not_confirmed"),
            models.CheckConstraint(condition=Q(result__in=(Result.CONFIRMED, Result.ASKED)) | ~Q(note=""), name="doubt_says_why"),
        ]

    def __str__(self) -> str:
        return f"identity check {self.pk}"
