"""Lines and extensions, and what follows from them: lawful basis, retention class, who sat where."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from callgov.governed import GovernedModel
from recordings.channels import INCOMING, INCOMING_CHOICES, NoticeChannel
from recordings.models.retention import RetentionClass
from recordings.purposes import Article9, LawfulBasis


class ProcessingPurpose(GovernedModel):
    """Why calls on a line are recorded, and on which lawful basis. Without a basis it cannot be saved (LB-1)."""

    name = models.CharField(max_length=120, unique=True)
    lawful_basis = models.CharField(max_length=32, choices=LawfulBasis.choices)
    health_data = models.BooleanField(default=True)
    article9 = models.CharField(max_length=8, choices=Article9.choices, blank=True)
    statement = models.TextField()
    people = models.CharField(max_length=300, default="Patients, people who call for them, other callers, members of staff")
    data = models.CharField(max_length=300, default="Voices and what is said, numbers, extensions, dates, times and lengths of calls")
    recipients = models.CharField(max_length=300, default="Those to whom a copy was released, as the release register shows")
    transfers = models.CharField(max_length=300, default="None outside the United Kingdom")
    security = models.CharField(
        max_length=300, default="Encrypted under a key of its own, heard only under a grant, every access in a sealed trail"
    )

    class Governance:
        personal: tuple[str, ...] = ()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=Q(lawful_basis__in=LawfulBasis.values), name="purpose_has_a_lawful_basis"),
            models.CheckConstraint(condition=Q(health_data=False) | ~Q(article9=""), name="health_data_has_an_article_9_condition"),
        ]

    def __str__(self) -> str:
        return self.name


class Line(GovernedModel):
    """A telephone line or queue: its calls take their purpose and retention class from it.

    Outgoing calls and calls between colleagues may have a purpose of their own; where they have none, `purpose` is theirs as well.
    """

    name = models.CharField(max_length=80, unique=True)
    number = models.CharField(max_length=20, blank=True)
    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, null=True, related_name="lines")
    outgoing_purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, null=True, blank=True, related_name="outgoing_lines")
    internal_purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, null=True, blank=True, related_name="internal_lines")
    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, null=True, related_name="lines")
    is_default = models.BooleanField(default=False)
    channel = models.CharField(max_length=12, choices=INCOMING_CHOICES, default=NoticeChannel.TELEPHONE)

    class Governance:
        personal: tuple[str, ...] = ()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_line"),
            models.CheckConstraint(condition=Q(channel__in=INCOMING), name="line_is_reached_by_an_incoming_channel"),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(GovernedModel):
    """An extension of the telephone system."""

    number = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=80, blank=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions")

    class Governance:
        personal: tuple[str, ...] = ()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"extension {self.number}"


class _DateRange(Func):
    function = "DATERANGE"
    output_field = models.Field()


class ExtensionAssignment(GovernedModel):
    """Who had an extension from a day to a day, both included (open when it has not ended). Never two people on one day."""

    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="extension_assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("person",)

    class Meta:
        ordering = ("extension", "starts_on")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="assignment_ends_after_start"),
            ExclusionConstraint(
                name="one_person_on_an_extension_a_day",
                expressions=[
                    ("extension", RangeOperators.EQUAL),
                    (_DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
