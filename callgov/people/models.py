"""People, the roles they hold, their deputies and invitations."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from callgov.roles import Role


class User(AbstractUser):
    """A person with an account of their own. Nobody shares one, nobody is deleted: who left keeps their entries."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("full name", max_length=120)
    email = models.EmailField("email address", unique=True)
    job_title = models.CharField(max_length=120, blank=True)
    line_manager = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    starts_on = models.DateField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Governance:
        personal = ("username", "name", "email", "job_title", "line_manager", "last_login")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=Q(line_manager__isnull=True) | ~Q(line_manager=F("id")), name="nobody_manages_themselves"),
            models.CheckConstraint(condition=Q(leaves_on__isnull=True) | Q(starts_on__isnull=True) | Q(leaves_on__gte=F("starts_on")), name="leaves_after_starting"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def get_full_name(self) -> str:
        """The name colleagues read."""
        return self.name


class RoleHolding(models.Model):
    """A role held by a person from a day until a day (open when it has not ended)."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=32, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Governance:
        personal = ("person", "role")

    class Meta:
        ordering = ("person", "role")
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], condition=Q(ends_on__isnull=True), name="role_held_once"),
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="holding_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of person {self.person_id}"


class Deputy(models.Model):
    """A person who acts in a role between two days, both included, while its holder is away or involved."""

    role = models.CharField(max_length=32, choices=[(r.value, r.label) for r in (Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER)])
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputyships")
    starts_on = models.DateField()
    ends_on = models.DateField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_early_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("person",)

    class Meta:
        ordering = ("-starts_on",)
        verbose_name_plural = "deputies"
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputy_ends_after_start")]

    def __str__(self) -> str:
        return f"deputy {self.role} person {self.person_id}"


class Invitation(models.Model):
    """The only way to an account: a named person, the roles they will hold, a link that works once and not for long."""

    name = models.CharField(max_length=120)
    email = models.EmailField()
    job_title = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=32, choices=Role.choices), default=list)
    line_manager = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Governance:
        personal = ("name", "email", "job_title")

    class Meta:
        ordering = ("-invited_at",)
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=Q(accepted_at__isnull=True), name="one_open_invitation"),
            models.CheckConstraint(condition=Q(accepted_at__isnull=True, accepted_by__isnull=True) | Q(accepted_at__isnull=False, accepted_by__isnull=False), name="invitation_accepted_by_someone"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
