"""The tables of recordings: calls, grants, keeping."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import recordings.models.lines


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=24)),
                ("reference", models.CharField(max_length=24)),
                ("kind", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=120)),
                ("file_name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("added_at", models.DateTimeField()),
                ("destroy_on", models.DateField(blank=True, null=True)),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("added_at", "id"),
                "indexes": [
                    models.Index(fields=["area", "reference"], name="attachment_case"),
                    models.Index(
                        condition=models.Q(("destroy_on__isnull", False), ("destroyed_at__isnull", True)),
                        fields=["destroy_on"],
                        name="attachment_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area", ""), _negated=True),
                            models.Q(("reference", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                        ),
                        name="attachment_belongs_to_a_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "covers",
                    models.CharField(
                        choices=[
                            ("calls", "Audio of calls"),
                            ("linked", "Audio linked to a complaint, claim or incident"),
                            ("clinical", "Audio that is the only clinical record"),
                            ("metadata", "Call records without audio"),
                            ("request_file", "Files of requests"),
                            ("register", "Release register"),
                            ("audit", "Consultation audits"),
                            ("breach", "Breach records"),
                            ("certificate", "Certificates of destruction"),
                            ("trail", "Trail of who heard what"),
                        ],
                        default="calls",
                        max_length=16,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                (
                    "runs_from",
                    models.CharField(
                        choices=[
                            ("call", "the day of the call"),
                            ("closure", "the day the case closed"),
                            ("release", "the day of release"),
                            ("audit", "the day of the audit"),
                            ("issue", "the day of issue"),
                            ("event", "the day of the entry"),
                        ],
                        default="call",
                        max_length=12,
                    ),
                ),
                (
                    "at_end",
                    models.CharField(
                        choices=[
                            ("destroy", "Destroyed, once a person has agreed"),
                            ("review", "Looked at by a person first"),
                            ("transfer", "Never destroyed here: moved to the care record"),
                        ],
                        default="destroy",
                        max_length=12,
                    ),
                ),
                ("basis", models.TextField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "verbose_name_plural": "retention classes",
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("months__gt", 0)), name="kept_for_some_months"),
                    models.CheckConstraint(condition=models.Q(("basis", ""), _negated=True), name="kept_on_some_basis"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "retention_class",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="recordings.retentionclass"),
                ),
                ("from_version", models.PositiveSmallIntegerField()),
                ("months_before", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                (
                    "at_end_before",
                    models.CharField(
                        choices=[
                            ("destroy", "Destroyed, once a person has agreed"),
                            ("review", "Looked at by a person first"),
                            ("transfer", "Never destroyed here: moved to the care record"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "at_end",
                    models.CharField(
                        choices=[
                            ("destroy", "Destroyed, once a person has agreed"),
                            ("review", "Looked at by a person first"),
                            ("transfer", "Never destroyed here: moved to the care record"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis_before", models.TextField()),
                ("basis", models.TextField()),
                ("reason", models.TextField()),
                ("dry_run", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("agreed", "Agreed"), ("refused", "Not agreed")],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-proposed_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("retention_class",), name="one_open_change_a_class"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__gt", 0), models.Q(("basis", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="change_has_a_period_and_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True), ("decided_at__isnull", False), ("decided_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="change_decided_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(("at_end", models.F("at_end_before")), ("months__gte", models.F("months_before"))),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="shortening_needs_a_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcessingPurpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "lawful_basis",
                    models.CharField(
                        choices=[
                            ("consent", "The individuals involved in the call have given consent to be recorded"),
                            ("contract", "Recording is necessary for the fulfilment of a contract"),
                            ("legal_obligation", "Recording is necessary for the fulfilment of a legal obligation"),
                            ("vital_interests", "Recording is necessary to protect the interests of the participants or another person"),
                            ("public_task", "Recording is in the public interest or necessary for the exercise of official authority"),
                            ("legitimate_interests", "Recording is in the legitimate interests of the recorder, unless overridden"),
                        ],
                        max_length=32,
                    ),
                ),
                ("health_data", models.BooleanField(default=True)),
                (
                    "article9",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("9_2_h", "Article 9(2)(h): provision of health care"),
                            ("9_2_b", "Article 9(2)(b): employment, social security and social protection"),
                            ("9_2_c", "Article 9(2)(c): vital interests"),
                            ("9_2_f", "Article 9(2)(f): legal claims"),
                        ],
                        max_length=8,
                    ),
                ),
                ("statement", models.TextField()),
                ("people", models.CharField(default="Patients, people who call for them, other callers, members of staff", max_length=300)),
                (
                    "data",
                    models.CharField(
                        default="Voices and what is said, numbers, extensions, dates, times and lengths of calls", max_length=300
                    ),
                ),
                (
                    "recipients",
                    models.CharField(default="Those to whom a copy was released, as the release register shows", max_length=300),
                ),
                ("transfers", models.CharField(default="None outside the United Kingdom", max_length=300)),
                (
                    "security",
                    models.CharField(
                        default="Encrypted under a key of its own, heard only under a grant, every access in a sealed trail", max_length=300
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "lawful_basis__in",
                                ["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"],
                            )
                        ),
                        name="purpose_has_a_lawful_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("health_data", False), models.Q(("article9", ""), _negated=True), _connector="OR"),
                        name="health_data_has_an_article_9_condition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("number", models.CharField(blank=True, max_length=20)),
                (
                    "purpose",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="recordings.processingpurpose"
                    ),
                ),
                (
                    "outgoing_purpose",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing_lines",
                        to="recordings.processingpurpose",
                    ),
                ),
                (
                    "internal_purpose",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="internal_lines",
                        to="recordings.processingpurpose",
                    ),
                ),
                (
                    "retention_class",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="recordings.retentionclass"
                    ),
                ),
                ("is_default", models.BooleanField(default=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("telephone", "Telephone, incoming calls"),
                            ("desktop", "Desktop software"),
                            ("mobile", "Mobile app"),
                            ("browser", "Web browser"),
                        ],
                        default="telephone",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("is_default", True)), fields=("is_default",), name="one_default_line"),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("telephone", "desktop", "mobile", "browser"))),
                        name="line_is_reached_by_an_incoming_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True)),
                ("label", models.CharField(blank=True, max_length=80)),
                (
                    "line",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="recordings.line"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="ExtensionAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "extension",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="recordings.extension"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extension_assignments", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("extension", "starts_on"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="assignment_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("extension", "="),
                            (recordings.models.lines._DateRange("starts_on", "ends_on", models.Value("[]")), "&&"),
                        ],
                        name="one_person_on_an_extension_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("telephone", "Telephone, incoming calls"),
                            ("desktop", "Desktop software"),
                            ("mobile", "Mobile app"),
                            ("browser", "Web browser"),
                            ("outgoing", "Outgoing calls"),
                            ("website", "Summary on the website"),
                            ("privacy", "Privacy notice"),
                            ("staff", "Notice to staff"),
                            ("poster", "Poster in the waiting room"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("wording", models.TextField()),
                ("why", models.CharField(max_length=300)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_from", models.DateTimeField(blank=True, null=True)),
                ("in_force_until", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
                ("next_test_on", models.DateField(blank=True, null=True)),
                ("next_review_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("channel", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "version"), name="notice_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("in_force_from__isnull", False), ("in_force_until__isnull", True)),
                        fields=("channel",),
                        name="one_notice_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("why", ""), _negated=True), models.Q(("wording", ""), _negated=True)),
                        name="notice_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                ["telephone", "desktop", "mobile", "browser", "outgoing", "website", "privacy", "staff", "poster"],
                            )
                        ),
                        name="notice_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_force_from__isnull", True), ("approved_at__isnull", False), _connector="OR"),
                        name="notice_in_force_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_until__isnull", True), ("in_force_until__gte", models.F("in_force_from")), _connector="OR"
                        ),
                        name="notice_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=40)),
                ("source_key", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField()),
                ("stated_seconds", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "direction",
                    models.CharField(
                        choices=[("incoming", "Incoming"), ("outgoing", "Outgoing"), ("internal", "Internal"), ("unknown", "Not known")],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.line")),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.extension"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("external_raw", models.CharField(blank=True, max_length=64)),
                ("external_e164", models.CharField(blank=True, max_length=20)),
                ("withheld", models.BooleanField(default=False)),
                ("parties", models.CharField(blank=True, max_length=200)),
                (
                    "purpose",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.processingpurpose"),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.notice"
                    ),
                ),
                (
                    "retention_class",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.retentionclass"),
                ),
                ("retention_version", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("retain_from", models.DateField(blank=True, null=True)),
                ("retain_until", models.DateField()),
                (
                    "audio_state",
                    models.CharField(
                        choices=[("with_supplier", "With the supplier"), ("held", "Held"), ("destroyed", "Destroyed")], max_length=16
                    ),
                ),
                ("duration_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("codec", models.CharField(blank=True, max_length=24)),
                ("sample_rate", models.PositiveIntegerField(blank=True, null=True)),
                ("channels", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-started_at", "id"),
                "indexes": [
                    models.Index(fields=["external_e164", "started_at"], name="recording_number"),
                    models.Index(fields=["extension", "started_at"], name="recording_extension"),
                    models.Index(fields=["started_at"], name="recording_started"),
                    models.Index(fields=["person", "started_at"], name="recording_person"),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Reverse("external_e164"), name="text_pattern_ops"
                        ),
                        name="recording_number_ends",
                    ),
                    models.Index(fields=["retain_until"], name="recording_retain_until"),
                    models.Index(condition=models.Q(("retain_from__isnull", False)), fields=["retain_from"], name="recording_retain_from"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "source_key"), name="one_recording_a_call"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audio_state", "held"), _negated=True),
                            models.Q(("duration_ms__isnull", False), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="held_audio_has_length_and_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withheld", False), ("external_e164", ""), _connector="OR"), name="withheld_has_no_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredObject",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("original", "Original"),
                            ("listening", "Listening copy"),
                            ("peaks", "Waveform"),
                            ("release", "Released copy"),
                            ("transcript", "Transcript"),
                            ("preview", "Copy to be checked"),
                            ("quarantine", "File in quarantine"),
                            ("attachment", "Paper of a case"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("key_id", models.CharField(max_length=40)),
                ("plain_size", models.PositiveBigIntegerField()),
                ("sealed_size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content_type", models.CharField(default="application/octet-stream", max_length=60)),
                ("created_at", models.DateTimeField()),
                ("key_destroyed_at", models.DateTimeField(blank=True, null=True)),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("damage", models.CharField(blank=True, choices=[("damaged", "Damaged"), ("missing", "Missing")], max_length=8)),
                ("damage_found_at", models.DateTimeField(blank=True, null=True)),
                ("locked", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("created_at",),
                "indexes": [
                    models.Index(fields=["subject", "role"], name="stored_subject"),
                    models.Index(
                        models.OrderBy(models.F("checked_at"), nulls_first=True),
                        models.F("id"),
                        condition=models.Q(("wrapped_key__isnull", False)),
                        name="stored_check_next",
                    ),
                    models.Index(condition=models.Q(("damage", ""), _negated=True), fields=["damage_found_at"], name="stored_damaged"),
                    models.Index(condition=models.Q(("wrapped_key__isnull", False)), fields=["key_id"], name="stored_ring_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key_destroyed_at__isnull", True)), fields=("subject", "role"), name="one_live_object_a_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_destroyed_at__isnull", False), ("wrapped_key__isnull", True)),
                            models.Q(("key_destroyed_at__isnull", True), ("wrapped_key__isnull", False)),
                            _connector="OR",
                        ),
                        name="key_gone_when_destroyed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at__isnull", True), ("key_destroyed_at__isnull", False), _connector="OR"),
                        name="key_goes_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("damage", ""), ("damage_found_at__isnull", True)),
                            models.Q(models.Q(("damage", ""), _negated=True), ("damage_found_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="damage_was_found_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "holder",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("mistakes", "Check for mistakes"),
                            ("training", "Staff training, coaching and support"),
                            ("fraud", "Prevent, detect, investigate or prosecute fraud"),
                            ("dispute", "Verify what was said in a dispute or complaint"),
                            ("abuse", "Protect from abusive behaviour"),
                            ("quality", "Monitor the quality of call handling"),
                            ("improvement", "Plan and make improvements to our services"),
                            ("legal", "Verify details of the call for legal proceedings"),
                            ("misconduct", "Evidence in a misconduct, performance or capability investigation"),
                            ("subject_access", "Answer a person who asks for their own recording"),
                            ("own_call", "Hear a call that one took part in"),
                            ("external_body", "Answer the police, a court or another body"),
                            ("health_records", "Answer a request for the records of a patient who died"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "actions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("find", "find the call"),
                                ("listen", "listen"),
                                ("release", "prepare and release a copy"),
                                ("check", "check a copy before it leaves"),
                                ("clip", "hear a training clip"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                ("request_reference", models.CharField(max_length=24)),
                ("decision_id", models.PositiveBigIntegerField()),
                (
                    "issued_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("issued_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("one_person", models.BooleanField(default=False)),
                ("own_calls_only", models.BooleanField(default=False)),
                ("window_from", models.DateTimeField()),
                ("window_until", models.DateTimeField()),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.extension"
                    ),
                ),
                ("external_e164", models.CharField(blank=True, max_length=20)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-issued_at",),
                "indexes": [
                    models.Index(fields=["holder", "ends_at"], name="grant_holder"),
                    models.Index(fields=["request_reference"], name="grant_request"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="grant_ends_after_start"),
                    models.CheckConstraint(
                        condition=models.Q(("window_until__gt", models.F("window_from"))), name="grant_window_is_a_window"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", models.F("issued_by")), _negated=True),
                            models.Q(("one_person", True), models.Q(("actions__contains", ["listen"]), _negated=True)),
                            _connector="OR",
                        ),
                        name="nobody_grants_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "mistakes",
                                    "training",
                                    "fraud",
                                    "dispute",
                                    "abuse",
                                    "quality",
                                    "improvement",
                                    "legal",
                                    "misconduct",
                                    "subject_access",
                                    "own_call",
                                    "external_body",
                                    "health_records",
                                ],
                            )
                        ),
                        name="grant_has_a_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_ended_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantedRecording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="chosen", to="recordings.grant")),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                (
                    "chosen_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("chosen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("grant", "recording"), name="chosen_once_a_grant")],
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "grant",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="accesses", to="recordings.grant"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "job",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("intake", "Intake"),
                            ("watched_folder", "Watched folder"),
                            ("lapse", "Ending what has lapsed"),
                            ("reminders", "Reminders"),
                            ("notifications", "Notifications"),
                            ("copy_destruction", "Destruction of due copies"),
                            ("attachments", "Keeping of papers"),
                            ("integrity", "Integrity check"),
                            ("retention", "Retention schedule"),
                            ("disposal", "Destruction of recordings"),
                            ("holds", "Legal holds of cases"),
                            ("breach_clock", "Breach clocks"),
                            ("collection", "Collection page (outside)"),
                            ("fixity", "Check of stored audio"),
                            ("backup", "Backup"),
                            ("reconcile", "Comparison of store and records"),
                            ("watch", "Watch over the jobs"),
                            ("sign_in", "Log in page"),
                            ("audit_programme", "Audit programme"),
                            ("command", "Command line"),
                            ("seed", "Demo data"),
                        ],
                        max_length=40,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("find", "find the call"),
                            ("listen", "listen"),
                            ("release", "prepare and release a copy"),
                            ("check", "check a copy before it leaves"),
                            ("clip", "hear a training clip"),
                            ("job", "act of a named job"),
                            ("check", "check of the store"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.UUIDField()),
                ("session_key", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-opened_at",),
                "indexes": [models.Index(fields=["grant", "-opened_at"], name="access_grant")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__isnull", False), ("job", ""), ("person__isnull", False)),
                            models.Q(
                                ("grant__isnull", True), models.Q(("job", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="access_under_a_grant_or_a_named_job",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="searches", to="recordings.grant")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("window_from", models.DateTimeField()),
                ("window_until", models.DateTimeField()),
                (
                    "extension",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.extension"),
                ),
                ("external_e164", models.CharField(blank=True, max_length=20)),
                ("number_ends", models.CharField(blank=True, max_length=15)),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("incoming", "Incoming"), ("outgoing", "Outgoing"), ("internal", "Internal"), ("unknown", "Not known")],
                        max_length=12,
                    ),
                ),
                ("found", models.PositiveIntegerField()),
                ("too_many", models.BooleanField(default=False)),
                ("searched_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "searches",
                "ordering": ("-searched_at",),
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sar", "Subject access request"),
                            ("complaint", "Complaint"),
                            ("claim", "Claim"),
                            ("external_body", "Police, coroner, court or inquiry"),
                            ("disciplinary", "Disciplinary case"),
                            ("significant_event", "Significant event"),
                            ("breach", "Breach"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("case_reference", models.CharField(max_length=24)),
                ("reason", models.TextField()),
                ("automatic", models.BooleanField(default=False)),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "placed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("release_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-placed_at",),
                "indexes": [models.Index(condition=models.Q(("released_at__isnull", True)), fields=["review_on"], name="hold_review")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("automatic", True), ("released_at__isnull", True)),
                        fields=("kind", "case_reference"),
                        name="one_live_hold_a_case",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="hold_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("released_at__isnull", True), models.Q(("release_reason", ""), _negated=True), _connector="OR"),
                        name="hold_released_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", False), models.Q(("release_reason", ""), ("released_by__isnull", True)), _connector="OR"
                        ),
                        name="live_hold_is_not_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_at__isnull", True), ("released_at__gte", models.F("placed_at")), _connector="OR"),
                        name="hold_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldRecording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hold", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="held", to="recordings.legalhold")),
                (
                    "recording",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="held", to="recordings.recording"),
                ),
                ("held_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("hold", "recording"), name="held_once_a_hold")],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120)),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("taken_in", models.PositiveIntegerField(default=0)),
                ("known_already", models.PositiveIntegerField(default=0)),
                ("records_only", models.PositiveIntegerField(default=0)),
                ("quarantined", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ("-started_at",),
            },
        ),
        migrations.CreateModel(
            name="QuarantinedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="recordings.importrun")),
                ("file_name", models.CharField(max_length=255)),
                ("code", models.CharField(max_length=40)),
                ("sentence", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("record", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("destroyed", "Destroyed"), ("taken_in", "Taken in after all")],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("put_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("settled_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-put_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("sha256", "file_name"), name="quarantined_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="quarantine_settled_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisposalBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("kind", models.CharField(choices=[("retention", "Their time is over"), ("early", "Early destruction")], max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waiting for authority"),
                            ("authorised", "Being destroyed"),
                            ("finished", "Destroyed"),
                            ("refused", "Not authorised"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("erasure", "The right to erasure (Article 17)"),
                            ("not_lawful", "Should never have been recorded"),
                            ("in_the_record", "An adequate version is in the care record"),
                            ("reviewed", "Their time is over and a person has looked"),
                            ("ordered", "Ordered by a court or the Information Commissioner"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("case_reference", models.CharField(blank=True, max_length=24)),
                ("as_of", models.DateField()),
                ("counts", models.JSONField(default=dict)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "disposal batches",
                "ordering": ("-proposed_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "retention"), ("state", "proposed")),
                        fields=("kind",),
                        name="one_open_proposal_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_authorises_their_own_disposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True), ("decided_at__isnull", False), ("decided_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="disposal_authorised_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "early"), _negated=True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("ground", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="early_destruction_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "finished"), ("finished_at__isnull", True), _connector="XOR"),
                        name="finished_disposal_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="items", to="recordings.disposalbatch"
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "To be destroyed"),
                            ("left_out", "Left out"),
                            ("key_gone", "Key destroyed"),
                            ("destroyed", "Destroyed and checked"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                (
                    "retention_class",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.retentionclass"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("retain_until", models.DateField()),
                ("why", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "recording"), name="once_in_a_disposal"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["planned", "key_gone"])), fields=("recording",), name="in_one_live_disposal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "left_out"), _negated=True), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="left_out_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("subject", models.UUIDField(unique=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="recordings.disposalbatch"
                    ),
                ),
                ("description", models.CharField(max_length=200)),
                ("object_id", models.UUIDField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("others", models.JSONField(default=list)),
                ("rule", models.CharField(max_length=200)),
                ("authority", models.CharField(max_length=200)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "authorised_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "executed_by_job",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("intake", "Intake"),
                            ("watched_folder", "Watched folder"),
                            ("lapse", "Ending what has lapsed"),
                            ("reminders", "Reminders"),
                            ("notifications", "Notifications"),
                            ("copy_destruction", "Destruction of due copies"),
                            ("attachments", "Keeping of papers"),
                            ("integrity", "Integrity check"),
                            ("retention", "Retention schedule"),
                            ("disposal", "Destruction of recordings"),
                            ("holds", "Legal holds of cases"),
                            ("breach_clock", "Breach clocks"),
                            ("collection", "Collection page (outside)"),
                            ("fixity", "Check of stored audio"),
                            ("backup", "Backup"),
                            ("reconcile", "Comparison of store and records"),
                            ("watch", "Watch over the jobs"),
                            ("sign_in", "Log in page"),
                            ("audit_programme", "Audit programme"),
                            ("command", "Command line"),
                            ("seed", "Demo data"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "executed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("method", models.CharField(max_length=200)),
                ("key_destroyed_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField()),
                ("backups_expire_on", models.DateField()),
                ("trail_head", models.CharField(blank=True, max_length=64)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-year", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="certificate_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("executed_by_job", ""), _negated=True), ("executed_by__isnull", False), _connector="OR"
                        ),
                        name="certificate_names_who_destroyed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeTest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tests", to="recordings.notice")),
                ("tested_on", models.DateField()),
                ("clear", models.BooleanField()),
                ("reviewed", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "tested_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-tested_on", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("clear", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="a_test_that_failed_says_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Balancing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="balancings", to="recordings.processingpurpose"
                    ),
                ),
                ("interests", models.TextField()),
                ("necessity", models.TextField()),
                ("callers", models.TextField()),
                ("children", models.TextField()),
                ("not_a_public_task", models.TextField()),
                ("overridden", models.BooleanField()),
                (
                    "assessed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("assessed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-assessed_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("interests", ""), _negated=True),
                            models.Q(("necessity", ""), _negated=True),
                            models.Q(("callers", ""), _negated=True),
                            models.Q(("children", ""), _negated=True),
                            models.Q(("not_a_public_task", ""), _negated=True),
                        ),
                        name="balancing_is_complete",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpactAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impact_assessments", to="recordings.processingpurpose"
                    ),
                ),
                ("description", models.TextField()),
                ("necessity", models.TextField()),
                ("risks", models.TextField()),
                ("measures", models.TextField()),
                ("officer_advice", models.TextField()),
                ("high_risk_remains", models.BooleanField(default=False)),
                ("review_on", models.DateField()),
                (
                    "signed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-signed_at", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("officer_advice", ""), _negated=True), name="impact_assessment_has_advice")
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("at", models.DateTimeField()),
                ("taken_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.extension"
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("carried_on", "Carried on: they agreed once they knew why"),
                            ("ended", "Ended: told NHS 111, or 999 in an emergency"),
                            ("other_way", "Offered another way: in person, online or by letter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("other_way", models.CharField(blank=True, max_length=300)),
                ("formal", models.BooleanField(default=False)),
                ("external_raw", models.CharField(blank=True, max_length=64)),
                ("external_e164", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("case_reference", models.CharField(blank=True, max_length=24)),
                ("logged_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-at",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("external_e164", ""), _negated=True), fields=["external_e164", "-at"], name="objection_number"
                    ),
                    models.Index(fields=["-at"], name="objection_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ending__in", ["carried_on", "ended", "other_way"])), name="objection_ends_somehow"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("objects_stored", models.PositiveIntegerField(default=0)),
                ("recovery_key", models.CharField(max_length=16)),
            ],
            options={
                "ordering": ("-taken_at",),
            },
        ),
        migrations.CreateModel(
            name="Restore",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("backup_id", models.UUIDField()),
                ("taken_at", models.DateTimeField()),
                ("restored_at", models.DateTimeField()),
                ("replayed", models.PositiveIntegerField(default=0)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-restored_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("restored_at__gte", models.F("taken_at"))), name="restored_after_it_was_taken"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=16, unique=True)),
                ("public", models.BinaryField()),
                ("parts", models.PositiveSmallIntegerField()),
                ("needed", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("needed__gte", 2), ("parts__gte", models.F("needed"))), name="nobody_recovers_alone"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("retired_at",),
                        name="one_recovery_key",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custodian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="custodians", to="recordings.recoverykey"),
                ),
                ("part", models.PositiveSmallIntegerField()),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("handed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("key", "part"),
                "constraints": [
                    models.UniqueConstraint(fields=("key", "part"), name="a_part_has_one_holder"),
                    models.UniqueConstraint(fields=("key", "holder"), name="one_part_a_holder"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("custody", "The recovery key, from its parts"), ("restore", "Restoring a backup")], max_length=8
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("passed", models.BooleanField()),
                ("words", models.CharField(max_length=300)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("-held_at",),
            },
        ),
        migrations.AddField(
            model_name="grant",
            name="recordings",
            field=models.ManyToManyField(related_name="grants", through="recordings.GrantedRecording", to="recordings.recording"),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="recordings",
            field=models.ManyToManyField(related_name="holds", through="recordings.HeldRecording", to="recordings.recording"),
        ),
    ]
