"""One audit of one person: its kind, where it stands, the pool its sample was drawn from, and the sample."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from recordings.models import Recording


class AuditKind(models.TextChoices):
    """Why an audit is due (AU-3, AU-5)."""

    PROBATION = "probation", "Probation"
    ANNUAL = "annual", "Annual"
    REAUDIT = "reaudit", "Re-audit"


class State(models.TextChoices):
    """Where an audit stands. `TOO_FEW` was tried and had too few calls; no call was drawn, so it is drawn anew later."""

    PLANNED = "planned", "Planned"
    SEEDED = "seeded", "Seed fixed"
    TOO_FEW = "too_few", "Too few calls"
    DRAWN = "drawn", "Being assessed"
    FINISHED = "finished", "Waiting for an answer"
    DISPUTED = "disputed", "Second look"
    ANSWERED = "answered", "Answered"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (State.PLANNED, State.SEEDED, State.TOO_FEW, State.DRAWN)
SCORED = (State.FINISHED, State.DISPUTED, State.ANSWERED)


class Audit(GovernedModel):
    """One audit. The score is that of the assessment that counts, as a fraction that is never rounded (law.md 9.4).

    The rules of the pool stand here as they were when the seed was fixed: calls that began from `window_from` up to `window_until`,
    known to the practice by `seeded_at`, no shorter than `shortest` seconds.
    """

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audits")
    kind = models.CharField(max_length=12, choices=AuditKind.choices)
    role_group = models.CharField(max_length=12)
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reaudits")
    seed = models.CharField(max_length=32, blank=True)
    seeded_at = models.DateTimeField(null=True, blank=True)
    window_from = models.DateTimeField(null=True, blank=True)
    window_until = models.DateTimeField(null=True, blank=True)
    shortest = models.PositiveIntegerField(default=0)
    tool = models.PositiveSmallIntegerField(default=1)
    drawn_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    score_over = models.PositiveIntegerField(null=True, blank=True)
    score_under = models.PositiveIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)

    class Governance:
        personal = ("person", "assessor", "score_over", "score_under", "passed", "cancelled_reason", "seed")

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=["person", "-finished_at"], name="audit_person"),
            models.Index(fields=["assessor", "state"], name="audit_assessor"),
            models.Index(fields=["state", "due_on"], name="audit_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN), name="one_open_audit_a_person"),
            models.UniqueConstraint(fields=["follows"], condition=~Q(state=State.CANCELLED), name="one_reaudit_an_audit"),
            models.CheckConstraint(condition=Q(assessor__isnull=True) | ~Q(assessor=F("person")), name="nobody_assesses_themselves"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="audit_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(State.SEEDED, State.DRAWN, *SCORED)) | (~Q(seed="") & Q(seeded_at__isnull=False)),
                name="drawn_from_a_seed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SCORED) | Q(finished_at__isnull=False, passed__isnull=False, score_under__gt=0),
                name="scored_audit_has_a_score",
            ),
            models.CheckConstraint(condition=~Q(state__in=SCORED) | Q(told_at__isnull=False), name="who_is_scored_is_told"),
            models.CheckConstraint(condition=~Q(state=State.CANCELLED) | ~Q(cancelled_reason=""), name="cancelled_audit_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference

    @property
    def is_being_assessed(self) -> bool:
        """Whether somebody hears and marks its calls, for the first time or the second."""
        return self.state in (State.DRAWN, State.DISPUTED)


class Pool(GovernedModel):
    """The calls from which a sample was drawn, in their order, as 16 bytes each, and what was left out and why (AU-4). Insert-only.

    `digest` is the SHA-256 of `calls`; the entry sample_drawn holds it too.
    """

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="pool")
    calls = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    left_out = models.JSONField(default=dict)

    class Governance:
        personal: tuple[str, ...] = ()
        unrecorded = "Insert-only, written by the act sample_drawn."

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=3), name="a_pool_has_three_calls")]

    def __str__(self) -> str:
        return f"pool {self.pk}"


class SampledCall(GovernedModel):
    """A call of the sample: the how-many-th draw it is, and the place it has in the pool. A swapped one stays, with its reason.

    Any draw after the third has a reason of its own, or stands in place of one that was swapped.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="sample")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    draw = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    extra_reason = models.TextField(blank=True)
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    taken_at = models.DateTimeField()
    swapped_at = models.DateTimeField(null=True, blank=True)
    swapped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    swapped_reason = models.TextField(blank=True)

    class Governance:
        personal = ("swapped_by",)
        unrecorded = "Written by the acts sample_drawn, call_swapped and call_added."

    class Meta:
        ordering = ("draw",)
        constraints = [
            models.UniqueConstraint(fields=["audit", "draw"], name="one_call_a_draw"),
            models.UniqueConstraint(fields=["audit", "recording"], name="a_call_is_sampled_once_an_audit"),
            models.CheckConstraint(
                condition=Q(swapped_at__isnull=True, swapped_by__isnull=True, swapped_reason="")
                | (Q(swapped_at__isnull=False, swapped_by__isnull=False) & ~Q(swapped_reason="")),
                name="a_swap_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(draw__lte=3) | ~Q(extra_reason="") | Q(instead_of__isnull=False), name="a_fourth_call_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["recording"], name="sampled_recording")]

    def __str__(self) -> str:
        return f"sampled call {self.pk}"
