"""The tables of breaches."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed"), ("dismissed", "Not a breach")], max_length=12
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong_person", "A recording or copy reached the wrong person"),
                            ("listened", "Someone listened without a reason"),
                            ("secret", "A call was recorded secretly"),
                            ("lost", "A recording or copy was lost, damaged or deleted"),
                            ("rights", "A request about a recording was answered late or wrongly"),
                            ("other", "Something else"),
                            ("unsure", "I am not sure"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("what_happened", models.TextField()),
                (
                    "going_on",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")], default="unknown", max_length=8),
                ),
                ("noticed_at", models.DateTimeField()),
                ("was_certain", models.BooleanField(default=False)),
                ("reported_at", models.DateTimeField()),
                ("aware_at", models.DateTimeField()),
                ("about_request", models.CharField(blank=True, max_length=24)),
                ("recording", models.UUIDField(blank=True, null=True)),
                (
                    "incident_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_recipient", "A copy reached the wrong recipient"),
                            ("late_sar", "A subject access request was not answered in time"),
                            ("sar_wrongly_refused", "A subject access request was refused wrongly"),
                            ("given_in_haste", "Something was given at once that should not have been"),
                            ("outside_grant", "Someone listened outside a grant"),
                            ("failed_seal", "The trail did not pass its check"),
                            ("audio_lost", "Audio is missing or damaged"),
                            ("secret_recording", "A call may have been recorded without notice"),
                        ],
                        max_length=24,
                    ),
                ),
                ("incident_subject", models.CharField(blank=True, max_length=80)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("disciplinary_request", models.CharField(blank=True, max_length=24)),
                ("learning", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "breaches",
                "ordering": ("-reported_at", "-reference"),
                "indexes": [
                    models.Index(fields=["state", "aware_at"], name="breach_open"),
                    models.Index(fields=["reporter", "-reported_at"], name="breach_reporter"),
                    models.Index(condition=models.Q(("about_request", ""), _negated=True), fields=["about_request"], name="breach_request"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "open", "closed", "dismissed"])), name="breach_state_is_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("what_happened", ""), _negated=True), name="a_breach_says_what_happened"),
                    models.CheckConstraint(
                        condition=models.Q(("reporter__isnull", False), models.Q(("incident_kind", ""), _negated=True), _connector="OR"),
                        name="a_breach_comes_from_someone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("incident_kind", ""), _negated=True),
                        fields=("incident_kind", "incident_subject"),
                        name="one_draft_an_incident",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "open")), ("closed_at__isnull", False), _connector="OR"),
                        name="a_closed_breach_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), models.Q(("learning", ""), _negated=True), _connector="OR"
                        ),
                        name="a_closed_breach_says_what_was_learnt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Awareness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="awareness", to="breaches.breach")),
                ("aware_at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("set_at", "id"),
                "constraints": [models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="awareness_has_a_reason")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="breaches.breach")),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("line_manager", "Line manager"),
                            ("ig_lead", "Information Governance Lead"),
                            ("dpo", "Data Protection Officer"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("as_deputy", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "whom"), name="one_receipt_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="acknowledged_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="told", to="breaches.receipt")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("told_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(condition=models.Q(("mailed_at__isnull", True)), fields=["told_at"], name="told_not_mailed")],
                "constraints": [models.UniqueConstraint(fields=("receipt", "person"), name="told_once")],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="involvements", to="breaches.breach"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("breach", "person"), name="involved_once")],
            },
        ),
        migrations.CreateModel(
            name="Containment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="containments", to="breaches.breach"),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("revoke_copy", "Stored copy destroyed and its link ended"),
                            ("end_grant", "Access ended"),
                            ("hold", "Recordings kept from destruction"),
                            ("lock_account", "Account locked"),
                            ("other", "Something else done"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("words", models.TextField()),
                ("done_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("done_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("done_at", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="containment_says_what"),
                    models.UniqueConstraint(
                        condition=models.Q(("measure__in", ["revoke_copy", "end_grant"])),
                        fields=("breach", "measure", "subject"),
                        name="contained_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="breaches.breach")),
                ("state", models.CharField(choices=[("to_do", "To do"), ("done", "Done")], default="to_do", max_length=8)),
                ("words", models.TextField()),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("due_on", models.DateField()),
                ("set_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("set_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_words", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("due_on", "id"),
                "indexes": [models.Index(condition=models.Q(("state", "to_do")), fields=["owner", "due_on"], name="follow_up_owner")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="follow_up_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "to_do"), models.Q(("done_words", ""), _negated=True), _connector="OR"),
                        name="follow_up_done_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="breaches.breach")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "compromises",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("confidentiality", "Confidentiality: someone saw or heard what they should not"),
                                ("integrity", "Integrity: it was changed"),
                                ("availability", "Availability: it was lost or could not be reached"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                    ),
                ),
                ("people_kinds", models.CharField(blank=True, max_length=300)),
                ("people_count", models.PositiveIntegerField(blank=True, null=True)),
                ("record_kinds", models.CharField(blank=True, max_length=300)),
                ("record_count", models.PositiveIntegerField(blank=True, null=True)),
                ("consequences", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("version",),
                "constraints": [models.UniqueConstraint(fields=("breach", "version"), name="account_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="breaches.breach"),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("severity", models.PositiveSmallIntegerField()),
                ("vulnerable", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("none", "No report needed by the grid"),
                            ("ico", "Report to the Information Commissioner"),
                            ("ico_dhsc", "Report to the Information Commissioner and the Department of Health and Social Care"),
                        ],
                        max_length=8,
                    ),
                ),
                ("high_risk", models.BooleanField(default=False)),
                ("reasons", models.TextField()),
                (
                    "assessed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("assessed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("version",),
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "version"), name="assessment_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("likelihood__range", (1, 5)), ("severity__range", (1, 5))), name="assessment_is_in_the_grid"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vulnerable", False), models.Q(("likelihood__gte", 2), ("severity__gte", 2)), _connector="OR"),
                        name="vulnerable_scores_two_or_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "none"), models.Q(("likelihood__lt", 3), ("severity__lt", 2), _connector="OR")),
                            models.Q(("likelihood__gte", 3), ("outcome", "ico"), ("severity__range", (2, 3))),
                            models.Q(("likelihood__gte", 3), ("outcome", "ico_dhsc"), ("severity__gte", 4)),
                            _connector="OR",
                        ),
                        name="outcome_is_what_the_grid_says",
                    ),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="an_assessment_has_reasons"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="breaches.breach")),
                (
                    "assessment",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="breaches.assessment"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("notify", "Report it to the Information Commissioner"),
                            ("not_notify", "Do not report it"),
                            ("not_a_breach", "It is not a breach"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("ig_lead", "Information Governance Lead"), ("dpo", "Data Protection Officer")], max_length=16
                    ),
                ),
                ("reasons", models.TextField()),
                (
                    "decided_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("decided_at", models.DateTimeField()),
                ("as_deputy", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("decided_at", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("role__in", ["ig_lead", "dpo"])), name="only_the_leads_decide"),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="not_reported_says_because"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="breaches.breach"),
                ),
                ("to", models.CharField(max_length=120)),
                ("their_reference", models.CharField(max_length=60)),
                ("submitted_at", models.DateTimeField()),
                ("late", models.BooleanField()),
                ("late_reason", models.TextField(blank=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="breaches.account")),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("submitted_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("late", False), models.Q(("late_reason", ""), _negated=True), _connector="OR"),
                        name="late_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="people_told", to="breaches.breach"),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("letter", "By letter or email"),
                            ("phone", "By telephone"),
                            ("in_person", "In person"),
                            ("public", "By a public notice, because telling each would be out of proportion"),
                            ("not_encrypted", "Not told: nobody can make sense of the data, for instance because it is encrypted"),
                            ("not_removed", "Not told: what we did since has removed the high risk"),
                            ("not_high", "Not told: there is no high risk to them"),
                        ],
                        max_length=16,
                    ),
                ),
                ("how_many", models.PositiveIntegerField(blank=True, null=True)),
                ("words", models.TextField()),
                ("told_on", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("recorded_at", "id"),
                "constraints": [models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="people_told_says_what")],
            },
        ),
    ]
