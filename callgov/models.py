"""What the project itself stores: series of numbers, settings with their reasons, drafts of long forms, runs of jobs."""

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
