"""What follows a result: the answer of the person, and concerns that only the Partners and the assessor read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.models.assessment import Assessment
from audits.models.audit import Audit
from callgov.governed import GovernedModel


class Answered(models.TextChoices):
    """How the assessed person answered."""

    READ = "read", "Read and understood"
    SECOND_LOOK = "second_look", "Asked for a second look"


class Answer(GovernedModel):
    """An answer of the assessed person to a result. Insert-only in the database."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=12, choices=Answered.choices)
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Governance:
        personal = ("words", "given_by")
        unrecorded = "Insert-only, written by the acts audit_answered and audit_disputed."

    class Meta:
        ordering = ("given_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["audit", "answer"], name="each_answer_once"),
            models.CheckConstraint(condition=~Q(answer=Answered.SECOND_LOOK) | ~Q(words=""), name="a_second_look_says_why"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Concern(GovernedModel):
    """A professional practice concern for the Partners (AU-6). Read by them and by the assessor who raised it, by nobody else."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="concern")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    words = models.TextField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Governance:
        personal = ("about", "raised_by", "words", "closed_by")

    class Meta:
        ordering = ("-raised_at",)
        constraints = [
            models.CheckConstraint(condition=~Q(about=F("raised_by")), name="nobody_raises_a_concern_about_themselves"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("about")), name="nobody_closes_a_concern_about_themselves"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="concern_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.assessment.audit.reference


class ConcernNote(GovernedModel):
    """What the Partners did about a concern. Insert-only in the database."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal = ("words", "written_by")
        unrecorded = "Insert-only, written by the act concern_answered."

    class Meta:
        ordering = ("written_at", "id")

    def __str__(self) -> str:
        return f"note {self.pk}"
