"""What the programme must know of a member of staff, and the authority under which samples are heard."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class RoleGroup(models.TextChoices):
    """Groups of work in which results are shown together; the clinical ones hold telephone consultations (AU-10)."""

    RECEPTION = "reception", "Reception and administration"
    NURSING = "nursing", "Nursing"
    DOCTORS = "doctors", "Doctors"
    PHARMACY = "pharmacy", "Pharmacy and therapies"
    MANAGEMENT = "management", "Management"


CLINICAL = frozenset({RoleGroup.NURSING, RoleGroup.DOCTORS, RoleGroup.PHARMACY})


class StaffProfile(GovernedModel):
    """How one person is audited. Who has none is audited as reception, with the practice's usual probation."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_profile")
    role_group = models.CharField(max_length=12, choices=RoleGroup.choices, default=RoleGroup.RECEPTION)
    uses_telephone = models.BooleanField(default=True)
    part_time = models.BooleanField(default=False)
    probation_ends_on = models.DateField(null=True, blank=True)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Governance:
        personal = ("person", "probation_ends_on", "assessor")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(assessor__isnull=True) | ~Q(assessor=F("person")), name="profile_assessor_is_another"),
        ]

    def __str__(self) -> str:
        return f"audit profile {self.pk}"

    @property
    def is_clinician(self) -> bool:
        """Whether this person's calls may be telephone consultations."""
        return self.role_group in CLINICAL


class Absence(GovernedModel):
    """A long absence from a day until a day, both included; open while nobody knows the end. Audits wait for the return."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_absences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("person", "starts_on", "ends_on")

    class Meta:
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"),
            models.UniqueConstraint(fields=["person"], condition=Q(ends_on__isnull=True), name="one_open_absence"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Authority(GovernedModel):
    """The Information Governance Lead's decision that drawn samples may be heard, until a day. Every grant of an audit names one (AC-2).

    Insert-only in the database; it ends by its date, or when whoever gave it is Information Governance Lead no longer.
    """

    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    reasons = models.TextField()

    class Governance:
        personal = ("given_by",)
        unrecorded = "Insert-only, written by the act audits_authorised."

    class Meta:
        ordering = ("-given_at",)
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="authority_ends_after_start"),
            models.CheckConstraint(condition=~Q(reasons=""), name="authority_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"authority {self.pk}"
