"""The tables of the register."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access_requests", "0001_initial"),
        ("recordings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redactions", to="access_requests.accessrequest"
                    ),
                ),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("checking", "To be checked"),
                            ("confirmed", "Confirmed"),
                            ("replaced", "Replaced"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("cover", models.CharField(choices=[("silence", "Silence"), ("tone", "A quiet tone")], default="silence", max_length=8)),
                (
                    "prepared_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("begun_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "preview",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.storedobject"
                    ),
                ),
                ("kept_permille", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("request", "recording", "version"), name="redaction_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "checking"])),
                        fields=("request", "recording"),
                        name="one_open_redaction_a_call",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")), fields=("request", "recording"), name="one_confirmed_redaction_a_call"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "discarded"]),
                            models.Q(("preview__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_checked_can_be_heard",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedactionSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "redaction",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="spans", to="register.redaction"),
                ),
                ("from_ms", models.PositiveIntegerField()),
                ("until_ms", models.PositiveIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("both", "Both sides"), ("caller", "Caller"), ("practice", "Practice")], default="both", max_length=8
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("third_party", "It is about someone else (third party)"),
                            ("serious_harm", "Hearing it could cause serious harm"),
                            ("privilege", "It is confidential legal advice"),
                            ("not_subject", "It is not the requester's data"),
                            ("card", "Card or bank details"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "marked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("marked_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("from_ms", "until_ms", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("until_ms__gt", models.F("from_ms"))), name="a_span_has_a_length"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "other"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="another_ground_is_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeardPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "redaction",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="heard", to="register.redaction"),
                ),
                ("preview", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.storedobject")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("from_ms", models.PositiveIntegerField()),
                ("until_ms", models.PositiveIntegerField()),
                ("heard_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RedactionCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "redaction",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="register.redaction"),
                ),
                ("confirmed", models.BooleanField()),
                ("nobody_else_heard", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("preview_sha256", models.CharField(max_length=64)),
                (
                    "prepared_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "checked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("checked_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("checked_by", models.F("prepared_by")), _negated=True), name="nobody_checks_their_own_redaction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed", False), ("nobody_else_heard", True), _connector="OR"),
                        name="confirmed_means_nobody_else_is_heard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="sent_back_with_a_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="access_requests.accessrequest"
                    ),
                ),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant")),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("copy_number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("released", "Released"),
                            ("collected", "Collected"),
                            ("revoked", "Revoked"),
                            ("destroyed", "Destroyed"),
                            ("discarded", "Discarded"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("mp3", "MP3"),
                            ("wav", "WAV"),
                            ("opus", "Ogg Opus"),
                            ("txt", "Transcript, as text"),
                            ("pdf", "Transcript, as PDF"),
                        ],
                        max_length=4,
                    ),
                ),
                ("format_reason", models.CharField(blank=True, max_length=300)),
                ("from_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("until_ms", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "redaction",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="register.redaction"
                    ),
                ),
                ("unredacted_reason", models.CharField(blank=True, max_length=300)),
                ("recipient_name", models.CharField(max_length=120)),
                ("recipient_organisation", models.CharField(blank=True, max_length=120)),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[
                            ("internal", "Someone at this practice"),
                            ("other_service", "Another health or care service"),
                            ("insurer", "An insurer or medical defence organisation"),
                            ("data_subject", "The person in the call"),
                            ("authority", "The police, a court or another authority"),
                            ("other", "Someone else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("holder_email", models.EmailField(blank=True, max_length=254)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("link", "One-time collection link"),
                            ("email", "Secure email"),
                            ("media", "Encrypted media"),
                            ("collected", "Collected in person"),
                            ("listened", "Listened to at the practice, supervised"),
                        ],
                        max_length=12,
                    ),
                ),
                ("receipt", models.CharField(blank=True, max_length=200)),
                (
                    "stored",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.storedobject"
                    ),
                ),
                ("duration_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("delete_by", models.DateField()),
                ("confirmation_required", models.BooleanField()),
                (
                    "prepared_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("prepared_at", models.DateTimeField()),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("collected_at", models.DateTimeField(blank=True, null=True)),
                ("holder_deleted_at", models.DateTimeField(blank=True, null=True)),
                ("holder_deleted_evidence", models.CharField(blank=True, max_length=300)),
                (
                    "holder_deleted_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-prepared_at",),
                "indexes": [models.Index(fields=["state", "delete_by"], name="release_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "copy_number"), name="copy_number_once_a_request"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                            models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="released_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_ms__isnull", True), ("until_ms__gt", models.F("from_ms")), _connector="OR"),
                        name="extract_is_an_extract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prepared", "discarded"]), ("released_at__isnull", False), _connector="OR"),
                        name="what_left_was_released",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("release", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="line", to="register.release")),
                ("request_reference", models.CharField(max_length=24)),
                ("released_at", models.DateTimeField()),
                ("recording_id", models.UUIDField()),
                ("call_started_at", models.DateTimeField()),
                ("call_duration_ms", models.PositiveIntegerField()),
                ("call_direction", models.CharField(max_length=12)),
                ("call_extension", models.CharField(blank=True, max_length=12)),
                ("call_number", models.CharField(blank=True, max_length=20)),
                ("parties", models.CharField(blank=True, max_length=300)),
                ("recipient_name", models.CharField(max_length=120)),
                ("recipient_organisation", models.CharField(blank=True, max_length=120)),
                ("recipient_type", models.CharField(max_length=16)),
                ("purpose", models.CharField(max_length=16)),
                ("reason", models.TextField()),
                ("lawful_basis", models.CharField(max_length=32)),
                ("article9", models.CharField(blank=True, max_length=8)),
                ("dpo_advice", models.TextField(blank=True)),
                ("identity_verified", models.TextField(blank=True)),
                ("third_party_review", models.TextField(blank=True)),
                ("clinician_review", models.TextField(blank=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "authorised_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("authorised_at", models.DateTimeField()),
                (
                    "released_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("one_person_approved_and_released", models.BooleanField(default=False)),
                ("extent", models.CharField(max_length=60)),
                ("format", models.CharField(max_length=4)),
                ("sha256", models.CharField(max_length=64)),
                ("method", models.CharField(max_length=12)),
                ("receipt", models.CharField(blank=True, max_length=200)),
                ("conditions", models.CharField(max_length=300)),
                ("onward_allowed", models.BooleanField(default=False)),
                ("delete_by", models.DateField()),
                ("confirmation_required", models.BooleanField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-year", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="register_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("released_by", models.F("requested_by")), _negated=True), name="requester_does_not_release"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authorised_by", models.F("requested_by")), _negated=True), name="requester_does_not_authorise"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", models.F("released_by")), _negated=True),
                            ("one_person_approved_and_released", True),
                            _connector="OR",
                        ),
                        name="one_person_for_both_is_shown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="register.registerline")),
                ("kind", models.CharField(choices=[("completion", "Completed"), ("correction", "Corrected")], max_length=12)),
                ("field", models.CharField(max_length=40)),
                ("value", models.TextField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("written_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "completion"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="a_correction_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("release", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="link", to="register.release")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("passcode_hash", models.CharField(max_length=128)),
                ("expires_at", models.DateTimeField()),
                ("tries_left", models.PositiveSmallIntegerField(default=5)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("session_hash", models.CharField(blank=True, max_length=64)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HolderAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("release", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="register.release")),
                ("stage", models.CharField(max_length=24)),
                ("how", models.CharField(choices=[("email", "Email"), ("letter", "Letter"), ("telephone", "Telephone")], max_length=12)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("token_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("-asked_at",),
                "indexes": [models.Index(condition=models.Q(("token_hash", ""), _negated=True), fields=["token_hash"], name="asked_token")],
                "constraints": [models.UniqueConstraint(fields=("release", "stage"), name="holder_asked_once_a_stage")],
            },
        ),
        migrations.CreateModel(
            name="Misdelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "release",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="misdelivery", to="register.release"),
                ),
                ("what_happened", models.TextField()),
                ("was_collected", models.BooleanField()),
                (
                    "reported_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("reported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what_happened", ""), _negated=True), name="a_misdelivery_says_what_happened"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OnwardSharing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("original", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="onward", to="register.release")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="onward_of", to="access_requests.accessrequest"
                    ),
                ),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("asked_at",),
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.CharField(choices=[("open", "Open"), ("signed", "Signed")], default="open", max_length=8)),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("opened_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("wanted", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(blank=True, max_length=32)),
                ("pool_size", models.PositiveIntegerField(blank=True, null=True)),
                ("gaps", models.PositiveIntegerField(blank=True, null=True)),
                ("findings", models.TextField(blank=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("next_due", models.DateField(blank=True, null=True)),
                ("trail_head", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("-year", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="inspection_number_once"),
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("state",), name="one_open_inspection"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_due__isnull", True), ("signed_at__isnull", True), ("signed_by__isnull", True), ("state", "open")
                            ),
                            models.Q(
                                ("next_due__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("state", "signed"),
                                models.Q(("findings", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_inspection_is_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("until__gte", models.F("since"))), name="inspected_time_is_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspection",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="register.inspection"),
                ),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.registerline")),
                ("draw", models.PositiveSmallIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("agrees", models.BooleanField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("own_approval", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("draw",),
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "line"), name="a_line_is_drawn_once"),
                    models.UniqueConstraint(fields=("inspection", "draw"), name="a_draw_gives_one_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees", False), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="a_disagreement_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees__isnull", True), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("agrees__isnull", False), ("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_answer_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspection",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="register.inspection"),
                ),
                ("what", models.CharField(max_length=300)),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("due", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("due", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_is_done_has_evidence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TranscriptVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transcripts", to="access_requests.accessrequest"
                    ),
                ),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.grant")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[("typed", "Typed or corrected by a person"), ("engine", "Drafted by speech to text at the practice")],
                        max_length=8,
                    ),
                ),
                ("stored", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.storedobject")),
                ("lines", models.PositiveIntegerField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [models.UniqueConstraint(fields=("request", "recording", "number"), name="transcript_version_once")],
            },
        ),
        migrations.CreateModel(
            name="TranscriptCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificate", to="register.transcriptversion"
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("certified_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
