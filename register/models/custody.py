"""What becomes of a copy that is out: its holder asked to delete it, sent to the wrong person, shared further."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from access_requests.models import AccessRequest
from callgov.governed import GovernedModel
from register.models.releases import Release


class HolderAsked(GovernedModel):
    """The holder of a copy was asked to delete it and to say so. Insert-only; each stage once a copy (AC-10).

    `token_hash` is of the link in a mail to the holder, which opens a page with one button; the link itself is not kept.
    """

    class How(models.TextChoices):
        """By what means."""

        EMAIL = "email", "Email"
        LETTER = "letter", "Letter"
        TELEPHONE = "telephone", "Telephone"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="asked")
    stage = models.CharField(max_length=24)
    how = models.CharField(max_length=12, choices=How.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)

    class Governance:
        personal = ("asked_by",)
        unrecorded = "Insert-only, written by the act holder_asked."

    class Meta:
        ordering = ("-asked_at",)
        indexes = [models.Index(fields=["token_hash"], name="asked_token", condition=~Q(token_hash=""))]
        constraints = [models.UniqueConstraint(fields=["release", "stage"], name="holder_asked_once_a_stage")]

    def __str__(self) -> str:
        return f"asked {self.pk}"


class Misdelivery(GovernedModel):
    """A copy reached, or may have reached, somebody else than its recipient. Insert-only; a breach draft was opened with it (BR-2)."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="misdelivery")
    what_happened = models.TextField()
    was_collected = models.BooleanField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Governance:
        personal = ("what_happened", "reported_by")
        unrecorded = "Insert-only, written by the act wrong_recipient."

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what_happened=""), name="a_misdelivery_says_what_happened")]

    def __str__(self) -> str:
        return f"misdelivery {self.pk}"


class OnwardSharing(GovernedModel):
    """A holder asks to share further: a request of its own, decided as any other, with its own copy and line (AC-11). Insert-only."""

    original = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="onward")
    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="onward_of")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Governance:
        personal = ("asked_by",)
        unrecorded = "Insert-only, written by the act onward_sharing_asked."

    class Meta:
        ordering = ("asked_at",)

    def __str__(self) -> str:
        return f"onward {self.pk}"
