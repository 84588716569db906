"""What must not be heard in a copy: spans with their grounds, the second person's check, and what that person heard."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access_requests.models import AccessRequest
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording, StoredObject


class RedactionState(models.TextChoices):
    """Where the silencing of a call's parts stands."""

    DRAFT = "draft", "Draft"
    CHECKING = "checking", "To be checked"
    CONFIRMED = "confirmed", "Confirmed"
    REPLACED = "replaced", "Replaced"
    DISCARDED = "discarded", "Discarded"


class Ground(models.TextChoices):
    """Why a part is not disclosed (law.md section 2), in plain words."""

    THIRD_PARTY = "third_party", "It is about someone else (third party)"
    SERIOUS_HARM = "serious_harm", "Hearing it could cause serious harm"
    PRIVILEGE = "privilege", "It is confidential legal advice"
    NOT_SUBJECT = "not_subject", "It is not the requester's data"
    CARD = "card", "Card or bank details"
    OTHER = "other", "Another reason"


class Side(models.TextChoices):
    """Whose voice is silenced, where each has a channel of its own."""

    BOTH = "both", "Both sides"
    CALLER = "caller", "Caller"
    PRACTICE = "practice", "Practice"


class Cover(models.TextChoices):
    """What is heard in place of a part."""

    SILENCE = "silence", "Silence"
    TONE = "tone", "A quiet tone"


class Redaction(GovernedModel):
    """Which parts of one call are silenced for one request: marked, sent, checked by a second person. A new version replaces the old.

    `preview` is the copy as it would be released, for the second person to hear; `kept_permille` is how much of the sound it keeps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="redactions")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=RedactionState.choices, default=RedactionState.DRAFT)
    cover = models.CharField(max_length=8, choices=Cover.choices, default=Cover.SILENCE)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    preview = models.ForeignKey(StoredObject, on_delete=models.PROTECT, null=True, related_name="+")
    kept_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("prepared_by",)

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=["request", "recording", "version"], name="redaction_version_once"),
            models.UniqueConstraint(
                fields=["request", "recording"], condition=Q(state__in=["draft", "checking"]), name="one_open_redaction_a_call"
            ),
            models.UniqueConstraint(fields=["request", "recording"], condition=Q(state="confirmed"), name="one_confirmed_redaction_a_call"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | Q(sent_at__isnull=False, preview__isnull=False),
                name="what_is_checked_can_be_heard",
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.version} of {self.request_id}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.request.reference


class RedactionSpan(GovernedModel):
    """One part that must not be heard, in milliseconds of the call, with its ground. Taken out by a mark until sent, never deleted."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="spans")
    from_ms = models.PositiveIntegerField()
    until_ms = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.BOTH)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    note = models.CharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("note", "marked_by")

    class Meta:
        ordering = ("from_ms", "until_ms", "id")
        constraints = [
            models.CheckConstraint(condition=Q(until_ms__gt=F("from_ms")), name="a_span_has_a_length"),
            models.CheckConstraint(condition=~Q(ground="other") | ~Q(note=""), name="another_ground_is_said"),
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class HeardPart(GovernedModel):
    """A stretch of the copy that the second person heard before deciding. Insert-only."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="heard")
    preview = models.ForeignKey(StoredObject, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_ms = models.PositiveIntegerField()
    until_ms = models.PositiveIntegerField()
    heard_at = models.DateTimeField()

    class Governance:
        personal = ("person",)
        unrecorded = "Insert-only, written by the act audio_played."

    def __str__(self) -> str:
        return f"heard stretch {self.pk}"


class RedactionCheck(GovernedModel):
    """The second person's decision on one redaction as it was sent. Insert-only; never by whoever prepared it."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="checks")
    confirmed = models.BooleanField()
    nobody_else_heard = models.BooleanField()
    note = models.TextField(blank=True)
    preview_sha256 = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Governance:
        personal = ("note", "prepared_by", "checked_by")
        unrecorded = "Insert-only, written by the acts redaction_confirmed and redaction_returned."

    class Meta:
        ordering = ("checked_at",)
        constraints = [
            models.CheckConstraint(condition=~Q(checked_by=F("prepared_by")), name="nobody_checks_their_own_redaction"),
            models.CheckConstraint(condition=Q(confirmed=False) | Q(nobody_else_heard=True), name="confirmed_means_nobody_else_is_heard"),
            models.CheckConstraint(condition=Q(confirmed=True) | ~Q(note=""), name="sent_back_with_a_note"),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"
