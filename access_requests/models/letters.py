"""Letters: how the practice words them, and each one as it was sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from access_requests.models.clocks import ClockEntry
from callgov.governed import GovernedModel


class LetterKind(models.TextChoices):
    """What a letter is for. `ARTICLE_15` is no letter: it is what the law wants told with an answer, worded once."""

    ACKNOWLEDGEMENT = "acknowledgement", "We have it"
    IDENTITY = "identity", "Ask for proof of who they are"
    AUTHORITY = "authority", "Ask for proof that they may ask for someone else"
    CLARIFICATION = "clarification", "Ask what exactly is wanted"
    EXTENSION = "extension", "Say that we need two months more"
    REFUSAL = "refusal", "Refuse"
    REPLY = "reply", "Reply"
    NO_REPLY = "no_reply", "Close because no answer came"
    PROGRESS = "progress", "Say how it stands"
    OUTCOME = "outcome", "Tell the outcome"
    ARTICLE_15 = "article_15", "About your information"


class Way(models.TextChoices):
    """How a letter reached them. The product itself sends nothing to anyone outside."""

    POST = "post", "By post"
    EMAIL = "email", "By email"
    HAND = "hand", "Handed over in person"
    SAID = "said", "Read to them by telephone"


class LetterWording(GovernedModel):
    """How the practice words one kind of letter for one right; the latest holds, and before the first the one that ships. Insert-only."""

    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    right = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    reason = models.TextField()
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    worded_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("worded_by",)
        unrecorded = "Insert-only, written by the act letter_worded."

    class Meta:
        indexes = [models.Index(fields=["kind", "right", "-id"], name="wording_latest")]
        constraints = [models.CheckConstraint(condition=~Q(subject="") & ~Q(body="") & ~Q(reason=""), name="a_wording_has_words")]

    def __str__(self) -> str:
        return f"wording {self.pk}"


class Letter(GovernedModel):
    """A letter as it was sent, word for word. Insert-only in the database."""

    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    to_name = models.CharField(max_length=120)
    to_address = models.TextField(blank=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    clock_entry = models.OneToOneField(ClockEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="letter")

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("to_name", "to_address", "subject", "body", "sent_by")
        unrecorded = "Insert-only, written by the act letter_sent."

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["reference", "-id"], name="letter_of_case")]
        constraints = [models.CheckConstraint(condition=~Q(to_name="") & ~Q(body=""), name="a_letter_says_something_to_someone")]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference
