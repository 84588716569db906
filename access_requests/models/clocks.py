"""The clock of a person's right: which right, since when, and everything that moved the deadline, line by line."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class Right(models.TextChoices):
    """What a clock measures (law.md sections 1 and 2)."""

    SUBJECT_ACCESS = "subject_access", "Answer a subject access request"
    OBJECTION = "objection", "Answer an objection"
    COMPLAINT = "complaint", "Acknowledge a complaint"
    HEALTH_RECORDS = "health_records", "Answer a request for the records of a patient who died"


class Question(models.TextChoices):
    """What we may have to ask before we can answer. Of these only the first stops a clock that runs (R1.2, R1.9)."""

    CLARIFICATION = "clarification", "What exactly is wanted"
    IDENTITY = "identity", "Proof of who they are"
    AUTHORITY = "authority", "Proof that they may ask for someone else"
    FEE = "fee", "A fee that the law allows"


class Doing(models.TextChoices):
    """What a line of a clock says."""

    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answer received"
    EXTENDED = "extended", "Two months more"
    TAKEN_BACK = "taken_back", "Taken back"


class CaseClock(GovernedModel):
    """One clock a case, keyed by the case's reference. `due_on` is kept for lists and jobs and worked out anew by every act on it.

    While `waiting` for an answer of theirs there is no deadline to miss: `due_on` is then what it would be had they answered at once.
    """

    reference = models.CharField(max_length=24, unique=True)
    right = models.CharField(max_length=16, choices=Right.choices)
    received_on = models.DateField()
    due_on = models.DateField()
    waiting = models.BooleanField(default=False)
    answered_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ()

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="clock_running", condition=Q(answered_on__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="a_clock_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(right__in=Right.values), name="a_clock_measures_a_right"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference


class ClockEntry(GovernedModel):
    """Something that moved a deadline, or was meant to: a question, its answer, an extension. Insert-only; a mistake is taken back.

    `on` is the local day that counts; `of` the question that an answer answers, or the line that is taken back; `late` marks an
    extension whose notice came after the day on which it was due.
    """

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="entries")
    doing = models.CharField(max_length=12, choices=Doing.choices)
    question = models.CharField(max_length=16, choices=Question.choices, blank=True)
    on = models.DateField()
    words = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("words", "by")
        unrecorded = "Insert-only, written by the act that moves the clock."

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["of", "doing"], name="a_line_of_a_clock_is_settled_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(doing=Doing.EXTENDED), name="a_clock_is_extended_once"),
            models.CheckConstraint(
                condition=Q(doing__in=[Doing.ANSWERED, Doing.TAKEN_BACK], of__isnull=False)
                | Q(doing__in=[Doing.ASKED, Doing.EXTENDED], of__isnull=True),
                name="an_answer_has_its_question",
            ),
            models.CheckConstraint(condition=Q(doing=Doing.ASKED) ^ Q(question=""), name="a_question_asks_for_something"),
            models.CheckConstraint(condition=~Q(doing__in=[Doing.EXTENDED, Doing.TAKEN_BACK]) | ~Q(words=""), name="it_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.doing} {self.pk}"
