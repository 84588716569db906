"""Requests for recordings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access_requests.kinds import FROM_OUTSIDE, Channel, Kind
from callgov.governed import GovernedModel
from callgov.people.models import User
from recordings.models import Extension
from recordings.purposes import PURPOSE_WORDS, PURPOSES, ReviewPurpose


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
    TEXT = "txt", "Transcript, as text"
    PDF = "pdf", "Transcript, as PDF"


class RecipientType(models.TextChoices):
    """Who a copy is for; whether they must confirm deletion follows from it (law.md P8)."""

    INTERNAL = "internal", "Someone at this practice"
    OTHER_SERVICE = "other_service", "Another health or care service"
    INSURER = "insurer", "An insurer or medical defence organisation"
    DATA_SUBJECT = "data_subject", "The person in the call"
    AUTHORITY = "authority", "The police, a court or another authority"
    OTHER = "other", "Someone else"


class AccessRequest(GovernedModel):
    """The policy's own form (AC-3). Blank fields mean "not known", which is an answer.

    `step` is the step of its route that waits for an answer, and blank once none does. `requester` asked, or took in what somebody
    outside asked (`asker`); `received_at` is when it reached anyone at the practice. `line_manager` is who passes an own-call request on,
    `about_person` the colleague whom an investigation concerns, who never sees it. `round` counts up each time it is reopened.
    """

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.BUSINESS_NEED)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    step = models.CharField(max_length=32, blank=True)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests")
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    received_at = models.DateTimeField()
    purpose = models.CharField(max_length=16, choices=PURPOSES)
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
    also_sar = models.BooleanField(default=False)
    line_manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_reference = models.CharField(max_length=24, blank=True)
    arises_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    lapses_on = models.DateField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    partly = models.BooleanField(default=False)
    review_due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    not_held_at = models.DateTimeField(null=True, blank=True)
    not_held_reason = models.TextField(blank=True)

    class Governance:
        personal = (
            "requester", "reason", "external_raw", "external_e164", "parties", "other_information", "recipient_name",
            "recipient_organisation", "not_held_reason", "line_manager", "about_person",
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
            models.Index(fields=["kind", "due_on", "id"], name="request_open_kind", condition=Q(state__in=OPEN)),
            models.Index(fields=["kind", "-sent_at", "-id"], name="request_kind"),
            models.Index(fields=["line_manager", "due_on", "id"], name="request_line_manager", condition=Q(line_manager__isnull=False)),
            models.Index(fields=["review_due_on"], name="request_review", condition=Q(review_due_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(condition=Q(purpose__in=list(PURPOSE_WORDS)), name="request_has_a_purpose"),
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
            models.CheckConstraint(
                condition=Q(kind__in=FROM_OUTSIDE, channel__in=Channel.values) | (~Q(kind__in=FROM_OUTSIDE) & Q(channel="")),
                name="what_comes_from_outside_says_how",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.DISCIPLINARY, purpose=ReviewPurpose.MISCONDUCT)
                | (~Q(kind=Kind.DISCIPLINARY) & (~Q(purpose=ReviewPurpose.MISCONDUCT) | Q(kind=Kind.ONWARD))),
                name="misconduct_has_its_own_route",
            ),
            models.CheckConstraint(
                condition=Q(about_person__isnull=True) | ~Q(about_person=F("requester")), name="nobody_investigates_themselves"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.ONWARD) | Q(arises_from__isnull=False), name="onward_sharing_has_a_first_release"
            ),
            models.CheckConstraint(condition=Q(also_sar=False) | Q(kind=Kind.OWN_CALL), name="only_an_own_call_is_also_a_sar"),
            models.CheckConstraint(condition=Q(not_held_at__isnull=True) | ~Q(not_held_reason=""), name="not_held_says_how_we_looked"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference

    @property
    def asked_by_id(self) -> int | None:
        """Which colleague asked for themselves; None when somebody outside asked and a colleague took it in."""
        return None if self.kind in FROM_OUTSIDE else self.requester_id

    @property
    def asked_by(self) -> User | None:
        """The same as a person."""
        return None if self.kind in FROM_OUTSIDE else self.requester

    @property
    def is_subject_access(self) -> bool:
        """Whether the statutory clock of a subject access request runs on it, from the day of `received_at` (AC-6)."""
        return self.also_sar or self.kind == Kind.SUBJECT_ACCESS
