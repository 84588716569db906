"""The tables of people, their roles and invitations."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False, help_text="Designates whether the user can log into this admin site.", verbose_name="staff status"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("name", models.CharField(max_length=120, verbose_name="full name")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="email address")),
                ("job_title", models.CharField(blank=True, max_length=120)),
                (
                    "line_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("leaves_on", models.DateField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("short_password", models.BooleanField(default=False, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line_manager__isnull", True), models.Q(("line_manager", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="nobody_manages_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leaves_on__isnull", True),
                            ("starts_on__isnull", True),
                            ("leaves_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="leaves_after_starting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("leaves_on__isnull", True), ("is_active", False), _connector="OR"),
                        name="who_left_is_not_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("locked_at__isnull", True), ("is_active", False), _connector="OR"),
                        name="who_is_locked_out_is_not_active",
                    ),
                    models.UniqueConstraint(django.db.models.functions.text.Lower("username"), name="one_username_in_any_case"),
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="one_email_in_any_case"),
                ],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="RoleHolding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("ig_lead", "Information Governance Lead"),
                            ("dpo", "Data Protection Officer"),
                            ("practice_manager", "Practice Manager"),
                            ("assessor", "Assessor"),
                            ("partner", "Partner"),
                            ("system_administrator", "System administrator"),
                        ],
                        max_length=32,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("person", "role"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("ends_on__isnull", True)),
                        fields=("person", "role"),
                        name="role_held_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="holding_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__isnull", True), models.Q(("given_by", models.F("person")), _negated=True), _connector="OR"
                        ),
                        name="nobody_gives_themselves_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_by__isnull", True), ("ended_at__isnull", False), _connector="OR"),
                        name="holding_ended_by_and_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ig_lead", "Information Governance Lead"),
                            ("dpo", "Data Protection Officer"),
                            ("practice_manager", "Practice Manager"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="deputyships", to=settings.AUTH_USER_MODEL),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "named_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("named_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_early_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "deputies",
                "ordering": ("-starts_on",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="deputy_ends_after_start"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("named_by__isnull", True), models.Q(("named_by", models.F("person")), _negated=True), _connector="OR"
                        ),
                        name="nobody_names_themselves_deputy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_by__isnull", True), ("ended_early_at__isnull", False), _connector="OR"),
                        name="deputy_ended_by_and_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("staff", "Staff"),
                                ("ig_lead", "Information Governance Lead"),
                                ("dpo", "Data Protection Officer"),
                                ("practice_manager", "Practice Manager"),
                                ("assessor", "Assessor"),
                                ("partner", "Partner"),
                                ("system_administrator", "System administrator"),
                            ],
                            max_length=32,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-invited_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("person",),
                        name="one_open_invitation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                        name="invitation_accepted_or_withdrawn",
                    ),
                    models.CheckConstraint(condition=models.Q(("expires_at__gt", models.F("invited_at"))), name="invitation_expires_later"),
                ],
            },
        ),
    ]
