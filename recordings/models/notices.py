"""Notices to callers and their tests, assessments of purposes, and objections to being recorded."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel
from recordings.channels import NoticeChannel
from recordings.models.lines import Extension, ProcessingPurpose

_PERSON = settings.AUTH_USER_MODEL


class Notice(GovernedModel):
    """One version of a channel's wording, in force from `in_force_from` until `in_force_until`; one at a time (NO-1 to NO-3).

    A wording says why calls are recorded: `why` is that sentence, and it stands in the wording.
    """

    channel = models.CharField(max_length=12, choices=NoticeChannel.choices)
    version = models.PositiveSmallIntegerField()
    wording = models.TextField()
    why = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    in_force_until = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    next_test_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("proposed_by", "approved_by")

    class Meta:
        ordering = ("channel", "-version")
        constraints = [
            models.UniqueConstraint(fields=["channel", "version"], name="notice_version_once"),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(in_force_from__isnull=False, in_force_until__isnull=True), name="one_notice_in_force"
            ),
            models.CheckConstraint(condition=~Q(why="") & ~Q(wording=""), name="notice_says_why"),
            models.CheckConstraint(condition=Q(channel__in=NoticeChannel.values), name="notice_channel_is_known"),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True) | Q(approved_at__isnull=False), name="notice_in_force_was_approved"
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")), name="notice_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.channel} {self.version}"


class NoticeTest(GovernedModel):
    """A test call or a reading of a notice: was it heard or found, clearly? `reviewed`: its wording was read through too. Insert-only."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="tests")
    tested_on = models.DateField()
    clear = models.BooleanField()
    reviewed = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    tested_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("note", "tested_by")
        unrecorded = "Insert-only, written by the act notice_tested."

    class Meta:
        ordering = ("-tested_on", "-id")
        constraints = [models.CheckConstraint(condition=Q(clear=True) | ~Q(note=""), name="a_test_that_failed_says_how")]

    def __str__(self) -> str:
        return f"test {self.pk}"


class Balancing(GovernedModel):
    """Why legitimate interests are not overridden by the callers' interests, children's in particular (LB-2). Insert-only."""

    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="balancings")
    interests = models.TextField()
    necessity = models.TextField()
    callers = models.TextField()
    children = models.TextField()
    not_a_public_task = models.TextField()
    overridden = models.BooleanField()
    assessed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("assessed_by",)
        unrecorded = "Insert-only, written by the act balancing_recorded."

    class Meta:
        ordering = ("-assessed_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(interests="") & ~Q(necessity="") & ~Q(callers="") & ~Q(children="") & ~Q(not_a_public_task=""),
                name="balancing_is_complete",
            )
        ]

    def __str__(self) -> str:
        return f"balancing {self.pk}"


class ImpactAssessment(GovernedModel):
    """The data protection impact assessment of a purpose, with the day on which it is reviewed (law.md R7.2). Insert-only."""

    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="impact_assessments")
    description = models.TextField()
    necessity = models.TextField()
    risks = models.TextField()
    measures = models.TextField()
    officer_advice = models.TextField()
    high_risk_remains = models.BooleanField(default=False)
    review_on = models.DateField()
    signed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("signed_by",)
        unrecorded = "Insert-only, written by the act impact_assessed."

    class Meta:
        ordering = ("-signed_at", "-id")
        constraints = [models.CheckConstraint(condition=~Q(officer_advice=""), name="impact_assessment_has_advice")]

    def __str__(self) -> str:
        return f"impact assessment {self.pk}"


class Ending(models.TextChoices):
    """How a call ended in which somebody asked not to be recorded (NO-5)."""

    CARRIED_ON = "carried_on", "Carried on: they agreed once they knew why"
    ENDED = "ended", "Ended: told NHS 111, or 999 in an emergency"
    OTHER_WAY = "other_way", "Offered another way: in person, online or by letter"


class Objection(GovernedModel):
    """A caller asked not to be recorded: the script was read, and this is how it ended (NO-4, NO-5). Insert-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField(max_length=12, choices=Ending.choices)
    other_way = models.CharField(max_length=300, blank=True)
    formal = models.BooleanField(default=False)
    external_raw = models.CharField(max_length=64, blank=True)
    external_e164 = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    case_reference = models.CharField(max_length=24, blank=True)
    logged_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("taken_by", "external_raw", "external_e164", "note", "other_way")
        unrecorded = "Insert-only, written by the act objection_logged."

    class Meta:
        ordering = ("-at",)
        indexes = [
            models.Index(fields=["external_e164", "-at"], name="objection_number", condition=~Q(external_e164="")),
            models.Index(fields=["-at"], name="objection_at"),
        ]
        constraints = [models.CheckConstraint(condition=Q(ending__in=Ending.values), name="objection_ends_somehow")]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference
