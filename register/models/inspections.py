"""Inspections of the register: what was drawn, what was found, what must be done, who signed (RE-2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from register.models.releases import RegisterLine


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    OPEN = "open", "Open"
    SIGNED = "signed", "Signed"


class Inspection(GovernedModel):
    """One inspection by the Information Governance Lead or the DPO. Its seed was in the trail before the pool was looked at."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=InspectionState.choices, default=InspectionState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    wanted = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32, blank=True)
    pool_size = models.PositiveIntegerField(null=True, blank=True)
    gaps = models.PositiveIntegerField(null=True, blank=True)
    findings = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateField(null=True, blank=True)
    trail_head = models.CharField(max_length=64, blank=True)

    class Governance:
        personal = ("opened_by", "signed_by", "findings")

    class Meta:
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="inspection_number_once"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="open"), name="one_open_inspection"),
            models.CheckConstraint(
                condition=Q(state="open", signed_at__isnull=True, signed_by__isnull=True, next_due__isnull=True)
                | (Q(state="signed", signed_at__isnull=False, signed_by__isnull=False, next_due__isnull=False) & ~Q(findings="")),
                name="a_signed_inspection_is_whole",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="inspected_time_is_a_time"),
        ]

    def __str__(self) -> str:
        return f"inspection {self.name}"

    @property
    def name(self) -> str:
        """2026/2: its year and number."""
        return f"{self.year}/{self.number}"


class InspectedLine(GovernedModel):
    """One drawn line and whether it agrees with its evidence; `own_approval` says that whoever checked it had approved the release."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(RegisterLine, on_delete=models.PROTECT, related_name="+")
    draw = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()
    agrees = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    own_approval = models.BooleanField(default=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("note", "answered_by")

    class Meta:
        ordering = ("draw",)
        constraints = [
            models.UniqueConstraint(fields=["inspection", "line"], name="a_line_is_drawn_once"),
            models.UniqueConstraint(fields=["inspection", "draw"], name="a_draw_gives_one_line"),
            models.CheckConstraint(condition=~Q(agrees=False) | ~Q(note=""), name="a_disagreement_says_why"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, answered_at__isnull=True, answered_by__isnull=True)
                | Q(agrees__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"inspected {self.pk}"


class InspectionAction(GovernedModel):
    """Something that must be done after an inspection, by whom and by when."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=300, blank=True)

    class Governance:
        personal = ("what", "owner", "done_by", "evidence")

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(evidence="")),
                name="what_is_done_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
