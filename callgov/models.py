"""What the project itself stores: series of numbers, settings with their reasons, drafts of long forms, bank holidays, reminders."""

from typing import ClassVar

from django.conf import settings
from django.db import models

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
