"""Releases, the links by which copies are collected, and the Annex B register lines that the release itself writes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access_requests.models import AccessRequest, CopyFormat, RecipientType
from callgov.governed import GovernedModel
from recordings.models import Grant, Recording, StoredObject
from register.models.redaction import Redaction


class ReleaseState(models.TextChoices):
    """Where a released copy stands."""

    PREPARED = "prepared", "Prepared"
    RELEASED = "released", "Released"
    COLLECTED = "collected", "Collected"
    REVOKED = "revoked", "Revoked"
    DESTROYED = "destroyed", "Destroyed"
    DISCARDED = "discarded", "Discarded"


class Method(models.TextChoices):
    """How a copy is handed over."""

    LINK = "link", "One-time collection link"
    EMAIL = "email", "Secure email"
    MEDIA = "media", "Encrypted media"
    COLLECTED = "collected", "Collected in person"
    LISTENED = "listened", "Listened to at the practice, supervised"


class Release(GovernedModel):
    """One copy of one recording for one recipient: prepared, released, collected or handed over, destroyed on its day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="releases")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    copy_number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.PREPARED)
    format = models.CharField(max_length=4, choices=CopyFormat.choices)
    format_reason = models.CharField(max_length=300, blank=True)
    from_ms = models.PositiveIntegerField(null=True, blank=True)
    until_ms = models.PositiveIntegerField(null=True, blank=True)
    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    unredacted_reason = models.CharField(max_length=300, blank=True)
    recipient_name = models.CharField(max_length=120)
    recipient_organisation = models.CharField(max_length=120, blank=True)
    recipient_type = models.CharField(max_length=16, choices=RecipientType.choices)
    holder_email = models.EmailField(blank=True)
    method = models.CharField(max_length=12, choices=Method.choices)
    receipt = models.CharField(max_length=200, blank=True)
    stored = models.ForeignKey(StoredObject, on_delete=models.PROTECT, null=True, related_name="+")
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    delete_by = models.DateField()
    confirmation_required = models.BooleanField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    holder_deleted_at = models.DateTimeField(null=True, blank=True)
    holder_deleted_evidence = models.CharField(max_length=300, blank=True)
    holder_deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = (
            "recipient_name", "recipient_organisation", "holder_email", "receipt", "prepared_by", "released_by", "holder_deleted_evidence",
            "holder_deleted_by",
        )  # fmt: skip

    class Meta:
        ordering = ("-prepared_at",)
        indexes = [models.Index(fields=["state", "delete_by"], name="release_due")]
        constraints = [
            models.UniqueConstraint(fields=["request", "copy_number"], name="copy_number_once_a_request"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True) | Q(released_at__isnull=False, released_by__isnull=False),
                name="released_by_someone",
            ),
            models.CheckConstraint(condition=Q(until_ms__isnull=True) | Q(until_ms__gt=F("from_ms")), name="extract_is_an_extract"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "discarded"]) | Q(released_at__isnull=False), name="what_left_was_released"
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.copy_number} of {self.request_id}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.request.reference

    @property
    def never_left(self) -> bool:
        """Whether nobody ever collected it, and nobody can any more: there is no copy to be deleted by anyone. Known of links alone."""
        return self.method == Method.LINK and self.state == ReleaseState.DESTROYED and self.collected_at is None


class RegisterLine(GovernedModel):
    """One line of the Release of Recording Register (Annex B), written by the release itself. Insert-only; gap-free in its year (RE-1)."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="line")
    request_reference = models.CharField(max_length=24)
    released_at = models.DateTimeField()
    recording_id = models.UUIDField()
    call_started_at = models.DateTimeField()
    call_duration_ms = models.PositiveIntegerField()
    call_direction = models.CharField(max_length=12)
    call_extension = models.CharField(max_length=12, blank=True)
    call_number = models.CharField(max_length=20, blank=True)
    parties = models.CharField(max_length=300, blank=True)
    recipient_name = models.CharField(max_length=120)
    recipient_organisation = models.CharField(max_length=120, blank=True)
    recipient_type = models.CharField(max_length=16)
    purpose = models.CharField(max_length=16)
    reason = models.TextField()
    lawful_basis = models.CharField(max_length=32)
    article9 = models.CharField(max_length=8, blank=True)
    dpo_advice = models.TextField(blank=True)
    identity_verified = models.TextField(blank=True)
    third_party_review = models.TextField(blank=True)
    clinician_review = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    one_person_approved_and_released = models.BooleanField(default=False)
    extent = models.CharField(max_length=60)
    format = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    method = models.CharField(max_length=12)
    receipt = models.CharField(max_length=200, blank=True)
    conditions = models.CharField(max_length=300)
    onward_allowed = models.BooleanField(default=False)
    delete_by = models.DateField()
    confirmation_required = models.BooleanField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal = (
            "call_number", "parties", "recipient_name", "recipient_organisation", "reason", "dpo_advice", "identity_verified",
            "third_party_review", "clinician_review", "requested_by", "authorised_by", "released_by", "receipt", "written_by",
        )  # fmt: skip
        unrecorded = "Insert-only, written by the act copy_released."

    class Meta:
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="register_number_once"),
            models.CheckConstraint(condition=~Q(released_by=F("requested_by")), name="requester_does_not_release"),
            models.CheckConstraint(condition=~Q(authorised_by=F("requested_by")), name="requester_does_not_authorise"),
            models.CheckConstraint(
                condition=~Q(authorised_by=F("released_by")) | Q(one_person_approved_and_released=True), name="one_person_for_both_is_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.year}/{self.number:03}"


class LineNote(GovernedModel):
    """What the Practice Manager adds to a line or corrects of it: always a new row, never an edit (RE-1). Insert-only."""

    class Kind(models.TextChoices):
        """Why the note was added."""

        COMPLETION = "completion", "Completed"
        CORRECTION = "correction", "Corrected"

    line = models.ForeignKey(RegisterLine, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    field = models.CharField(max_length=40)
    value = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal = ("value", "reason", "written_by")
        unrecorded = "Insert-only, written by the acts line_completed and line_corrected."

    class Meta:
        ordering = ("written_at",)
        constraints = [models.CheckConstraint(condition=Q(kind="completion") | ~Q(reason=""), name="a_correction_says_why")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class CollectionLink(GovernedModel):
    """A one-time link for one copy; the passcode goes by another channel. Only hashes are kept."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    passcode_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    opened_at = models.DateTimeField(null=True, blank=True)
    session_hash = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"link {self.pk}"
