"""People, the roles they hold, their deputies and invitations."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from callgov.roles import Role

LONG_PASSWORD = 14  # characters; asked of roles that decide (law.md section 11)


class Standing(models.TextChoices):
    """Where an account stands; worked out from its dates, never stored."""

    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    LOCKED = "locked", "Locked"
    LEFT = "left", "Left"


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
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    short_password = models.BooleanField(default=False, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Governance:
        personal = ("username", "name", "email", "job_title", "line_manager", "last_login")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=Q(line_manager__isnull=True) | ~Q(line_manager=F("id")), name="nobody_manages_themselves"),
            models.CheckConstraint(
                condition=Q(leaves_on__isnull=True) | Q(starts_on__isnull=True) | Q(leaves_on__gte=F("starts_on")),
                name="leaves_after_starting",
            ),
            models.CheckConstraint(condition=Q(leaves_on__isnull=True) | Q(is_active=False), name="who_left_is_not_active"),
            models.CheckConstraint(condition=Q(locked_at__isnull=True) | Q(is_active=False), name="who_is_locked_out_is_not_active"),
            models.UniqueConstraint(Lower("username"), name="one_username_in_any_case"),
            models.UniqueConstraint(Lower("email"), name="one_email_in_any_case"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def get_full_name(self) -> str:
        """The name colleagues read."""
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash, and whether the password is too short for a role that decides."""
        self.short_password = raw_password is not None and len(raw_password) < LONG_PASSWORD
        super().set_password(raw_password)

    @property
    def standing(self) -> Standing:
        """Invited until the invitation is accepted, then active, until they leave; locked while somebody looks into something."""
        if self.is_active:
            return Standing.ACTIVE
        if self.leaves_on:
            return Standing.LEFT
        return Standing.LOCKED if self.locked_at else Standing.INVITED


class RoleHolding(models.Model):
    """A role held by a person from a day until a day; one that was ended holds no longer from that instant."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=32, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("person", "role", "given_by", "ended_by")

    class Meta:
        ordering = ("person", "role")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at__isnull=True, ends_on__isnull=True), name="role_held_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="holding_ends_after_start"),
            models.CheckConstraint(condition=Q(given_by__isnull=True) | ~Q(given_by=F("person")), name="nobody_gives_themselves_a_role"),
            models.CheckConstraint(condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False), name="holding_ended_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of person {self.person_id}"


class Deputy(models.Model):
    """A person who acts in a role between two days, both included, while its holder is away or involved."""

    ROLES = (Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER)

    role = models.CharField(max_length=32, choices=[(role.value, role.label) for role in ROLES])
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputyships")
    starts_on = models.DateField()
    ends_on = models.DateField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_early_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("person", "named_by", "ended_by")

    class Meta:
        ordering = ("-starts_on",)
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputy_ends_after_start"),
            models.CheckConstraint(condition=Q(named_by__isnull=True) | ~Q(named_by=F("person")), name="nobody_names_themselves_deputy"),
            models.CheckConstraint(condition=Q(ended_by__isnull=True) | Q(ended_early_at__isnull=False), name="deputy_ended_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"deputy {self.role} person {self.person_id}"


class Invitation(models.Model):
    """The only way to an account: a link that works once and not for long, and the roles that accepting it gives."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    roles = ArrayField(models.CharField(max_length=32, choices=Role.choices), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("person", "roles", "invited_by")

    class Meta:
        ordering = ("-invited_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True), name="one_open_invitation"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_accepted_or_withdrawn"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
