"""What the project itself stores: series of numbers, settings with their reasons, drafts of long forms, bank holidays, reminders."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel


class Sequence(models.Model):
    """The last number given in a yearly series such as requests or register lines."""

    name = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ()
        unrecorded = "A counter; what was numbered is recorded by its act."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Setting(GovernedModel):
    """A practice's own choice, with who made it and why. Names and defaults stand in `callgov/practice/choices.py`."""

    name = models.CharField(max_length=64, unique=True)
    value = models.JSONField()
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("set_by",)

    def __str__(self) -> str:
        return self.name


class JobOutcome(models.TextChoices):
    """What came of a run of a job."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class JobRun(models.Model):
    """One run of a job of the schedule: `counts` says in words and numbers what it did, `error` in a sentence why it could not.

    Of a job that comes every minute one row stands for many runs (`times`): those of an hour that went well, or a row of failures.
    """

    task = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=JobOutcome.choices, default=JobOutcome.RUNNING)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ()
        unrecorded = "That a job ran; what it did is recorded by its acts."

    class Meta:
        indexes = [models.Index(fields=["task", "-started_at"], name="job_runs")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=JobOutcome.RUNNING, finished_at=None) | (~Q(outcome=JobOutcome.RUNNING) & Q(finished_at__isnull=False)),
                name="run_is_over_or_runs",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.task}"


class JobWatch(models.Model):
    """Since when a job of the schedule is expected to run, and when it was last complained of; empty while all is well."""

    task = models.CharField(max_length=120, unique=True)
    since = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ()
        unrecorded = "Each alarm is recorded by the act job_alarm."

    def __str__(self) -> str:
        return f"watch over {self.task}"


class Draft(models.Model):
    """Answers of a long form as typed so far, so that a timeout loses nothing. Destroyed when the form is sent."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    journey = models.CharField(max_length=32)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("owner", "answers")
        unrecorded = "Answers not sent yet: nothing has happened."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "journey"], name="one_draft_a_journey")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class HolidayChange(GovernedModel):
    """One day that the practice added to the bank holidays that ship, or (`name` blank) took away; the latest of a day holds."""

    day = models.DateField()
    name = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("made_by",)
        unrecorded = "Insert-only, written by the act that changes the table."

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_changed_holiday_has_a_reason")]

    def __str__(self) -> str:
        return f"bank holiday {self.day}"


class Reminder(models.Model):
    """That people were reminded of one deadline of one thing: once for each `kind` and `due`, whoever asks for it again."""

    kind = models.CharField(max_length=48)
    about = models.CharField(max_length=24)
    due = models.DateField()
    sent_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ()
        unrecorded = "Written by the act that reminds, whose entry tells of it."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "about", "due"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
