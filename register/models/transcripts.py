"""What was said in a call, as text: versions whose words lie sealed in the vault, and who certified one as true."""

import uuid

from django.conf import settings
from django.db import models

from access_requests.models import AccessRequest
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording, StoredObject


class Origin(models.TextChoices):
    """How a version came about."""

    TYPED = "typed", "Typed or corrected by a person"
    ENGINE = "engine", "Drafted by speech to text at the practice"


class TranscriptVersion(GovernedModel):
    """One version of a call's transcript for one request. Insert-only: a correction is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="transcripts")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    stored = models.ForeignKey(StoredObject, on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal = ("written_by",)
        unrecorded = "Insert-only, written by the act transcript_written."

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["request", "recording", "number"], name="transcript_version_once")]

    def __str__(self) -> str:
        return f"transcript version {self.number}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.request.reference


class TranscriptCertificate(GovernedModel):
    """A named person's word that one version says what the call says. Insert-only."""

    version = models.OneToOneField(TranscriptVersion, on_delete=models.PROTECT, related_name="certificate")
    certified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    certified_at = models.DateTimeField()

    class Governance:
        personal = ("certified_by",)
        unrecorded = "Insert-only, written by the act transcript_certified."

    def __str__(self) -> str:
        return f"certificate {self.pk}"
