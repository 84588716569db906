"""The tables of audits."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("recordings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("figures", models.JSONField()),
                ("summary", models.TextField()),
                ("changes", models.TextField()),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-year", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "version"), name="one_annual_audit_a_version"),
                    models.CheckConstraint(condition=models.Q(("summary", ""), _negated=True), name="annual_audit_has_a_summary"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualSignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "annual",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="sign_off", to="audits.annualaudit"),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "signed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", models.F("written_by")), _negated=True), name="annual_audit_signed_by_another"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="audits", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "kind",
                    models.CharField(choices=[("probation", "Probation"), ("annual", "Annual"), ("reaudit", "Re-audit")], max_length=12),
                ),
                ("role_group", models.CharField(max_length=12)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("seeded", "Seed fixed"),
                            ("too_few", "Too few calls"),
                            ("drawn", "Being assessed"),
                            ("finished", "Waiting for an answer"),
                            ("disputed", "Second look"),
                            ("answered", "Answered"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reaudits", to="audits.audit"
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=32)),
                ("seeded_at", models.DateTimeField(blank=True, null=True)),
                ("window_from", models.DateTimeField(blank=True, null=True)),
                ("window_until", models.DateTimeField(blank=True, null=True)),
                ("shortest", models.PositiveIntegerField(default=0)),
                ("tool", models.PositiveSmallIntegerField(default=1)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("score_over", models.PositiveIntegerField(blank=True, null=True)),
                ("score_under", models.PositiveIntegerField(blank=True, null=True)),
                ("passed", models.BooleanField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("due_on", "id"),
                "indexes": [
                    models.Index(fields=["person", "-finished_at"], name="audit_person"),
                    models.Index(fields=["assessor", "state"], name="audit_assessor"),
                    models.Index(fields=["state", "due_on"], name="audit_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("planned", "seeded", "too_few", "drawn"))),
                        fields=("person",),
                        name="one_open_audit_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True), fields=("follows",), name="one_reaudit_an_audit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessor__isnull", True), models.Q(("assessor", models.F("person")), _negated=True), _connector="OR"
                        ),
                        name="nobody_assesses_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "seeded", "too_few", "drawn", "finished", "disputed", "answered", "cancelled"])
                        ),
                        name="audit_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("seeded", "drawn", "finished", "disputed", "answered")), _negated=True),
                            models.Q(models.Q(("seed", ""), _negated=True), ("seeded_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="drawn_from_a_seed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("finished", "disputed", "answered")), _negated=True),
                            models.Q(("finished_at__isnull", False), ("passed__isnull", False), ("score_under__gt", 0)),
                            _connector="OR",
                        ),
                        name="scored_audit_has_a_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("finished", "disputed", "answered")), _negated=True),
                            ("told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="who_is_scored_is_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("cancelled_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cancelled_audit_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audit", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="pool", to="audits.audit")),
                ("calls", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("left_out", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("size__gte", 3)), name="a_pool_has_three_calls")],
            },
        ),
        migrations.CreateModel(
            name="SampledCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sample", to="audits.audit")),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("draw", models.PositiveIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("extra_reason", models.TextField(blank=True)),
                (
                    "instead_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="audits.sampledcall",
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("swapped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "swapped_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("swapped_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("draw",),
                "indexes": [models.Index(fields=["recording"], name="sampled_recording")],
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "draw"), name="one_call_a_draw"),
                    models.UniqueConstraint(fields=("audit", "recording"), name="a_call_is_sampled_once_an_audit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("swapped_at__isnull", True), ("swapped_by__isnull", True), ("swapped_reason", "")),
                            models.Q(
                                ("swapped_at__isnull", False),
                                ("swapped_by__isnull", False),
                                models.Q(("swapped_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_swap_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("draw__lte", 3), models.Q(("extra_reason", ""), _negated=True), ("instead_of__isnull", False), _connector="OR"
                        ),
                        name="a_fourth_call_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="audits.audit")),
                ("kind", models.CharField(choices=[("first", "First assessment"), ("second", "Second look")], max_length=8)),
                (
                    "assessor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to=settings.AUTH_USER_MODEL),
                ),
                ("assessed", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("met", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("applicable", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("score_over", models.PositiveIntegerField(blank=True, null=True)),
                ("score_under", models.PositiveIntegerField(blank=True, null=True)),
                ("passed", models.BooleanField(blank=True, null=True)),
                ("went_well", models.TextField(blank=True)),
                ("to_work_on", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("started_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "kind"), name="one_assessment_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("assessor", models.F("assessed")), _negated=True), name="assessor_is_not_the_assessed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True),
                            models.Q(
                                ("applicable__gt", 0),
                                ("passed__isnull", False),
                                ("score_under__gt", 0),
                                models.Q(("went_well", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finished_assessment_has_score_and_feedback",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("passed", False), _negated=True), models.Q(("to_work_on", ""), _negated=True), _connector="OR"
                        ),
                        name="below_the_aim_says_what_to_work_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="audits.assessment"),
                ),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("consultation", models.BooleanField()),
                ("exemplary", models.BooleanField(default=False)),
                ("learning", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("assessment", "recording"), name="one_review_of_a_call")],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("review", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="audits.review")),
                ("criterion", models.CharField(max_length=20)),
                (
                    "outcome",
                    models.CharField(choices=[("met", "Met"), ("not_met", "Not met"), ("not_applicable", "Does not apply")], max_length=16),
                ),
                ("note", models.TextField(blank=True)),
                ("at_tenths", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion"), name="one_mark_a_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["met", "not_met", "not_applicable"])), name="outcome_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not_met"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="not_met_has_a_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("consultation", models.BooleanField()),
                ("seed", models.CharField(max_length=32)),
                ("tool", models.PositiveSmallIntegerField(default=1)),
                (
                    "started_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("started_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-started_at",),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calibration",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="audits.calibration"),
                ),
                ("assessor", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant")),
                ("marks", models.JSONField(blank=True, default=dict)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("calibration", "assessor"), name="an_assessor_sits_once"),
                    models.CheckConstraint(
                        condition=models.Q(("finished_at__isnull", True), models.Q(("marks", {}), _negated=True), _connector="OR"),
                        name="finished_seat_has_marks",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignificantEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "review",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="significant_event", to="audits.review"),
                ),
                (
                    "kind",
                    models.CharField(choices=[("good", "Exemplary: what went well"), ("poor", "Poor: what went wrong")], max_length=8),
                ),
                ("what_happened", models.TextField()),
                ("learning", models.TextField()),
                (
                    "raised_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("raised_at", models.DateTimeField()),
                ("action", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-raised_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("what_happened", ""), _negated=True), models.Q(("learning", ""), _negated=True)),
                        name="significant_event_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), models.Q(("action", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="significant_event_closed_with_action",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="audits.audit")),
                (
                    "answer",
                    models.CharField(choices=[("read", "Read and understood"), ("second_look", "Asked for a second look")], max_length=12),
                ),
                ("words", models.TextField(blank=True)),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("given_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "answer"), name="each_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "second_look"), _negated=True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="a_second_look_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="concern", to="audits.assessment"),
                ),
                ("about", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "raised_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("raised_at", models.DateTimeField()),
                ("words", models.TextField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-raised_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about", models.F("raised_by")), _negated=True), name="nobody_raises_a_concern_about_themselves"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True), models.Q(("closed_by", models.F("about")), _negated=True), _connector="OR"
                        ),
                        name="nobody_closes_a_concern_about_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="concern_closed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("concern", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="audits.concern")),
                ("words", models.TextField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("written_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="StaffProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audit_profile", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role_group",
                    models.CharField(
                        choices=[
                            ("reception", "Reception and administration"),
                            ("nursing", "Nursing"),
                            ("doctors", "Doctors"),
                            ("pharmacy", "Pharmacy and therapies"),
                            ("management", "Management"),
                        ],
                        default="reception",
                        max_length=12,
                    ),
                ),
                ("uses_telephone", models.BooleanField(default=True)),
                ("part_time", models.BooleanField(default=False)),
                ("probation_ends_on", models.DateField(blank=True, null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessor__isnull", True), models.Q(("assessor", models.F("person")), _negated=True), _connector="OR"
                        ),
                        name="profile_assessor_is_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audit_absences", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("starts_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="absence_ends_after_start",
                    ),
                    models.UniqueConstraint(condition=models.Q(("ends_on__isnull", True)), fields=("person",), name="one_open_absence"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("given_at", models.DateTimeField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("reasons", models.TextField()),
            ],
            options={
                "verbose_name_plural": "authorities",
                "ordering": ("-given_at",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="authority_ends_after_start"),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="authority_has_reasons"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ToolVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("guidance", models.JSONField()),
                ("reason", models.TextField()),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gt", 1)), name="first_tool_is_the_policy_s"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="tool_version_has_a_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingClip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="clips", to="audits.significantevent"),
                ),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                (
                    "colleague",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("agreed", "Agreed"),
                            ("checking", "To be checked"),
                            ("in_library", "In the library"),
                            ("declined", "Not agreed"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Lapsed"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("why", models.TextField()),
                ("caller_agreed", models.TextField()),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant"
                    ),
                ),
                ("from_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("until_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("silenced", models.JSONField(blank=True, default=list)),
                ("nothing_silenced", models.TextField(blank=True)),
                (
                    "stored",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.storedobject"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("ended_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-proposed_at",),
                "indexes": [models.Index(fields=["recording"], name="clip_recording")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("declined", "withdrawn", "expired")), _negated=True),
                        fields=("event",),
                        name="one_live_clip_an_event",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("caller_agreed", ""), _negated=True), name="clip_says_how_the_caller_agreed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "declined", "withdrawn", "expired")), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="clip_has_the_colleague_s_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prepared_at__isnull", True),
                            models.Q(("silenced", []), _negated=True),
                            models.Q(("nothing_silenced", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="clip_says_what_is_silenced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_ms__isnull", True), ("until_ms__gt", models.F("from_ms")), _connector="OR"),
                        name="clip_has_a_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_library"), _negated=True),
                            models.Q(("approved_by__isnull", False), ("expires_on__isnull", False), ("stored__isnull", False)),
                            _connector="OR",
                        ),
                        name="clip_in_library_is_approved_and_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                                models.Q(("approved_by", models.F("colleague")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clip_is_approved_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prepared_by__isnull", True), models.Q(("prepared_by", models.F("colleague")), _negated=True), _connector="OR"
                        ),
                        name="clip_is_prepared_by_somebody_else",
                    ),
                ],
            },
        ),
    ]
