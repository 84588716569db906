"""Requests for recordings and the decisions on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from recordings.models import Extension
from recordings.purposes import ReviewPurpose


class Kind(models.TextChoices):
    """The kinds of request that have a route."""

    BUSINESS_NEED = "business_need", "Business need"


class State(models.TextChoices):
    """Where a request stands."""

    SENT = "sent", "Waiting for a decision"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"
    CLOSED = "closed", "Closed"


OPEN = (State.SENT, State.APPROVED)


class Wanted(models.TextChoices):
    """What the requester needs the recording for in practice."""

    LISTEN = "listen", "To listen to it"
    COPY = "copy", "A copy for someone"


class CopyFormat(models.TextChoices):
    """Formats in which a copy can be made (AC-9)."""

    MP3 = "mp3", "MP3"
    WAV = "wav", "WAV"
    OPUS = "opus", "Ogg Opus"


class RecipientType(models.TextChoices):
    """Who a copy is for; whether they must confirm deletion follows from it (law.md P8)."""

    INTERNAL = "internal", "Someone at this practice"
    OTHER_SERVICE = "other_service", "Another health or care service"
    INSURER = "insurer", "An insurer or medical defence organisation"
    DATA_SUBJECT = "data_subject", "The person in the call"
    OTHER = "other", "Someone else"


class AccessRequest(GovernedModel):
    """The policy's own form (AC-3). Blank fields mean "not known", which is an answer.

    `step` is the step of its route that waits for an answer, and blank once none does.
    """

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.BUSINESS_NEED)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    step = models.CharField(max_length=32, blank=True)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests")
    purpose = models.CharField(max_length=16, choices=ReviewPurpose.choices)
    reason = models.TextField()
    window_from = models.DateTimeField(null=True, blank=True)
    window_until = models.DateTimeField(null=True, blank=True)
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    external_raw = models.CharField(max_length=64, blank=True)
    external_e164 = models.CharField(max_length=20, blank=True)
    parties = models.CharField(max_length=300, blank=True)
    other_information = models.TextField(blank=True)
    wanted = models.CharField(max_length=8, choices=Wanted.choices, default=Wanted.LISTEN)
    wanted_format = models.CharField(max_length=4, choices=CopyFormat.choices, blank=True)
    recipient_name = models.CharField(max_length=120, blank=True)
    recipient_organisation = models.CharField(max_length=120, blank=True)
    recipient_type = models.CharField(max_length=16, choices=RecipientType.choices, blank=True)
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    lapses_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    not_held_at = models.DateTimeField(null=True, blank=True)
    not_held_reason = models.TextField(blank=True)

    class Governance:
        personal = (
            "requester", "reason", "external_raw", "external_e164", "parties", "other_information", "recipient_name",
            "recipient_organisation", "not_held_reason",
        )  # fmt: skip

    class Meta:
        ordering = ("-sent_at", "-id")
        indexes = [
            models.Index(fields=["requester", "-sent_at", "-id"], name="request_requester"),
            models.Index(fields=["requester", "due_on", "id"], name="request_open_of", condition=Q(state__in=OPEN)),
            models.Index(fields=["state", "lapses_on"], name="request_state"),
            models.Index(fields=["due_on", "id"], name="request_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["external_e164", "-sent_at"], name="request_number", condition=~Q(external_e164="")),
            models.Index(fields=["-sent_at", "-id"], name="request_sent"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(condition=Q(purpose__in=ReviewPurpose.values), name="request_has_a_purpose"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=Q(wanted=Wanted.LISTEN) | (~Q(recipient_name="") & ~Q(wanted_format="") & ~Q(recipient_type="")),
                name="a_copy_has_a_recipient_and_a_format",
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_until__isnull=True)
                | Q(window_from__isnull=False, window_until__isnull=False, window_until__gt=F("window_from")),
                name="request_window_is_a_window",
            ),
            models.CheckConstraint(condition=Q(state=State.SENT) ^ Q(step=""), name="a_step_waits_while_undecided"),
            models.CheckConstraint(condition=Q(state__in=OPEN) | Q(closed_at__isnull=False), name="what_ended_has_a_time"),
            models.CheckConstraint(condition=Q(not_held_at__isnull=True) | ~Q(not_held_reason=""), name="not_held_says_how_we_looked"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class Decision(GovernedModel):
    """One step of a route answered by one person. Insert-only in the database; nobody decides their own request."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=32)
    agreed = models.BooleanField()
    reasons = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    as_deputy = models.BooleanField(default=False)
    grant_until = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("reasons", "requested_by", "decided_by")
        unrecorded = "Insert-only, written by the act that decides."

    class Meta:
        ordering = ("decided_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="a_step_is_decided_once"),
            models.CheckConstraint(condition=~Q(decided_by=F("requested_by")), name="nobody_decides_their_own_request"),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
