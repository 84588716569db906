"""The tables of requests."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
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
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("business_need", "Business need"),
                            ("own_call", "Own call"),
                            ("disciplinary", "Staff investigation"),
                            ("onward", "Onward sharing"),
                            ("subject_access", "Subject access"),
                            ("external_body", "Police or another body"),
                            ("court_order", "Court order"),
                            ("life_at_risk", "Life at risk"),
                            ("health_records", "Records of a patient who died"),
                        ],
                        default="business_need",
                        max_length=24,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waiting for a decision"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                            ("closed", "Closed"),
                        ],
                        default="sent",
                        max_length=12,
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=32)),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="access_requests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("telephone", "By telephone"),
                            ("in_person", "In person"),
                            ("letter", "By letter"),
                            ("email", "By email"),
                            ("form", "By a form"),
                        ],
                        max_length=12,
                    ),
                ),
                ("received_at", models.DateTimeField()),
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
                ("reason", models.TextField()),
                ("window_from", models.DateTimeField(blank=True, null=True)),
                ("window_until", models.DateTimeField(blank=True, null=True)),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.extension"
                    ),
                ),
                ("external_raw", models.CharField(blank=True, max_length=64)),
                ("external_e164", models.CharField(blank=True, max_length=20)),
                ("parties", models.CharField(blank=True, max_length=300)),
                ("other_information", models.TextField(blank=True)),
                (
                    "wanted",
                    models.CharField(
                        choices=[("listen", "To listen to it"), ("copy", "A copy for someone")], default="listen", max_length=8
                    ),
                ),
                (
                    "wanted_format",
                    models.CharField(
                        blank=True,
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
                ("recipient_name", models.CharField(blank=True, max_length=120)),
                ("recipient_organisation", models.CharField(blank=True, max_length=120)),
                (
                    "recipient_type",
                    models.CharField(
                        blank=True,
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
                ("also_sar", models.BooleanField(default=False)),
                (
                    "line_manager",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "about_person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("about_reference", models.CharField(blank=True, max_length=24)),
                (
                    "arises_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access_requests.accessrequest",
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("lapses_on", models.DateField(blank=True, null=True)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("partly", models.BooleanField(default=False)),
                ("review_due_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("not_held_at", models.DateTimeField(blank=True, null=True)),
                ("not_held_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "indexes": [
                    models.Index(fields=["requester", "-sent_at", "-id"], name="request_requester"),
                    models.Index(
                        condition=models.Q(("state__in", ("sent", "approved"))),
                        fields=["requester", "due_on", "id"],
                        name="request_open_of",
                    ),
                    models.Index(fields=["state", "lapses_on"], name="request_state"),
                    models.Index(condition=models.Q(("state__in", ("sent", "approved"))), fields=["due_on", "id"], name="request_open"),
                    models.Index(
                        condition=models.Q(("external_e164", ""), _negated=True),
                        fields=["external_e164", "-sent_at"],
                        name="request_number",
                    ),
                    models.Index(fields=["-sent_at", "-id"], name="request_sent"),
                    models.Index(
                        condition=models.Q(("state__in", ("sent", "approved"))), fields=["kind", "due_on", "id"], name="request_open_kind"
                    ),
                    models.Index(fields=["kind", "-sent_at", "-id"], name="request_kind"),
                    models.Index(
                        condition=models.Q(("line_manager__isnull", False)),
                        fields=["line_manager", "due_on", "id"],
                        name="request_line_manager",
                    ),
                    models.Index(condition=models.Q(("review_due_on__isnull", False)), fields=["review_due_on"], name="request_review"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="request_has_a_reason"),
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
                        name="request_has_a_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["sent", "approved", "refused", "withdrawn", "lapsed", "closed"])),
                        name="request_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wanted", "listen"),
                            models.Q(
                                models.Q(("recipient_name", ""), _negated=True),
                                models.Q(("wanted_format", ""), _negated=True),
                                models.Q(("recipient_type", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_copy_has_a_recipient_and_a_format",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("window_from__isnull", True), ("window_until__isnull", True)),
                            models.Q(
                                ("window_from__isnull", False),
                                ("window_until__gt", models.F("window_from")),
                                ("window_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_window_is_a_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "sent"), ("step", ""), _connector="XOR"), name="a_step_waits_while_undecided"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("sent", "approved")), ("closed_at__isnull", False), _connector="OR"),
                        name="what_ended_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("channel__in", ["telephone", "in_person", "letter", "email", "form"]),
                                ("kind__in", ("subject_access", "external_body", "court_order", "life_at_risk", "health_records")),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ("subject_access", "external_body", "court_order", "life_at_risk", "health_records")),
                                    _negated=True,
                                ),
                                ("channel", ""),
                            ),
                            _connector="OR",
                        ),
                        name="what_comes_from_outside_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "disciplinary"), ("purpose", "misconduct")),
                            models.Q(
                                models.Q(("kind", "disciplinary"), _negated=True),
                                models.Q(models.Q(("purpose", "misconduct"), _negated=True), ("kind", "onward"), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="misconduct_has_its_own_route",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about_person__isnull", True),
                            models.Q(("about_person", models.F("requester")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_investigates_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "onward"), _negated=True), ("arises_from__isnull", False), _connector="OR"),
                        name="onward_sharing_has_a_first_release",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("also_sar", False), ("kind", "own_call"), _connector="OR"),
                        name="only_an_own_call_is_also_a_sar",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("not_held_at__isnull", True), models.Q(("not_held_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="not_held_says_how_we_looked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asker", to="access_requests.accessrequest"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("organisation", models.CharField(blank=True, max_length=120)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("caller", "The person in the call"),
                            ("representative", "A solicitor, relative or advocate for them"),
                            ("parent", "A parent, for their child"),
                            ("attorney", "An attorney or court deputy"),
                            ("executor", "The personal representative of a patient who died"),
                            ("claimant", "Somebody with a claim arising from a death"),
                            ("officer", "An officer of a body"),
                        ],
                        default="caller",
                        max_length=16,
                    ),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=120)),
                ("child_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("telephone", models.CharField(blank=True, max_length=64)),
                ("telephone_e164", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("telephone_e164", ""), _negated=True), fields=["telephone_e164"], name="asker_number"),
                    models.Index(django.db.models.functions.text.Upper("email"), name="asker_email"),
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="an_asker_has_a_name")],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="demand", to="access_requests.accessrequest"
                    ),
                ),
                ("officer", models.CharField(blank=True, max_length=120)),
                ("rank", models.CharField(blank=True, max_length=80)),
                ("body", models.CharField(blank=True, max_length=120)),
                ("secure_email", models.EmailField(blank=True, max_length=254)),
                ("data_sought", models.TextField(blank=True)),
                ("offence", models.TextField(blank=True)),
                ("power", models.CharField(blank=True, max_length=200)),
                ("necessity", models.TextField(blank=True)),
                ("countersigned_by", models.CharField(blank=True, max_length=120)),
                ("countersigned_rank", models.CharField(blank=True, max_length=80)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("court", models.CharField(blank=True, max_length=120)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                ("judge", models.CharField(blank=True, max_length=120)),
                ("comply_by", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="access_requests.accessrequest"
                    ),
                ),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording")),
                (
                    "outcome",
                    models.CharField(choices=[("full", "All of it"), ("partial", "A part of it"), ("refused", "None of it")], max_length=8),
                ),
                ("reasons", models.TextField()),
                (
                    "staff_voice",
                    models.CharField(
                        choices=[
                            ("none", "No member of staff is heard"),
                            ("clinician", "A clinician in their role: not withheld"),
                            ("reasonable", "Staff in their role: reasonable to disclose"),
                            ("redacted", "Redacted"),
                            ("withheld", "Withheld"),
                        ],
                        max_length=12,
                    ),
                ),
                ("staff_voice_reason", models.TextField(blank=True)),
                ("clinical_content", models.BooleanField()),
                (
                    "opinion",
                    models.CharField(
                        blank=True, choices=[("no_harm", "No serious harm is likely"), ("harm", "Serious harm is likely")], max_length=8
                    ),
                ),
                ("opinion_by", models.CharField(blank=True, max_length=120)),
                ("opinion_role", models.CharField(blank=True, max_length=80)),
                ("opinion_on", models.DateField(blank=True, null=True)),
                (
                    "exemptions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_need", "There is no defined business need"),
                                ("too_wide", "It asks for more than it needs"),
                                ("not_identified", "We could not be sure who asks"),
                                ("no_authority", "There is no authority to ask for this person"),
                                ("other_people", "It would tell about other people"),
                                ("serious_harm", "It would be likely to cause serious harm"),
                                ("expectations", "It goes against what the patient expected or wished"),
                                ("legal_privilege", "It is legally privileged"),
                                ("crime", "It would prejudice the prevention or detection of crime"),
                                ("unfounded", "The request is manifestly unfounded or excessive"),
                                ("not_necessary", "The body has not shown that it is necessary"),
                                ("confidential", "The duty of confidence weighs more"),
                                ("not_in_the_act", "It is not part of the health record"),
                                ("not_own_call", "It is not a call that the person took part in"),
                                ("advice_against", "The advice or the facts do not support it"),
                                ("no_sharing", "The purpose does not need further sharing"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("exemption_reasons", models.TextField(blank=True)),
                (
                    "assessed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("assessed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-assessed_at", "-id"),
                "indexes": [models.Index(fields=["request", "recording", "-assessed_at"], name="assessment_recording")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="a_recording_is_weighed_with_reasons"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opinion", ""),
                            models.Q(models.Q(("opinion_by", ""), _negated=True), ("opinion_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_opinion_is_someones",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exemptions", []), models.Q(("exemption_reasons", ""), _negated=True), _connector="OR"),
                        name="an_exemption_has_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThirdParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="third_parties", to="access_requests.assessment"
                    ),
                ),
                ("who", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("consented", "They consent"),
                            ("reasonable", "Reasonable without their consent"),
                            ("redacted", "Redacted"),
                            ("withheld", "Withheld"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
            ],
            options={
                "verbose_name_plural": "third parties",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("who", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                        name="a_third_party_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("subject_access", "Answer a subject access request"),
                            ("objection", "Answer an objection"),
                            ("complaint", "Acknowledge a complaint"),
                            ("health_records", "Answer a request for the records of a patient who died"),
                        ],
                        max_length=16,
                    ),
                ),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("waiting", models.BooleanField(default=False)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("answered_on__isnull", True)), fields=["due_on"], name="clock_running")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("received_on"))), name="a_clock_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("right__in", ["subject_access", "objection", "complaint", "health_records"])),
                        name="a_clock_measures_a_right",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="access_requests.caseclock"),
                ),
                (
                    "doing",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("answered", "Answer received"),
                            ("extended", "Two months more"),
                            ("taken_back", "Taken back"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clarification", "What exactly is wanted"),
                            ("identity", "Proof of who they are"),
                            ("authority", "Proof that they may ask for someone else"),
                            ("fee", "A fee that the law allows"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("late", models.BooleanField(default=False)),
                (
                    "of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access_requests.clockentry",
                    ),
                ),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("of", "doing"), name="a_line_of_a_clock_is_settled_once"),
                    models.UniqueConstraint(condition=models.Q(("doing", "extended")), fields=("clock",), name="a_clock_is_extended_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("doing__in", ["answered", "taken_back"]), ("of__isnull", False)),
                            models.Q(("doing__in", ["asked", "extended"]), ("of__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_answer_has_its_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doing", "asked"), ("question", ""), _connector="XOR"), name="a_question_asks_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("doing__in", ["extended", "taken_back"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="it_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="access_requests.accessrequest"
                    ),
                ),
                ("step", models.CharField(max_length=32)),
                ("agreed", models.BooleanField()),
                ("reasons", models.TextField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to=settings.AUTH_USER_MODEL),
                ),
                ("decided_at", models.DateTimeField()),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_need", "There is no defined business need"),
                            ("too_wide", "It asks for more than it needs"),
                            ("not_identified", "We could not be sure who asks"),
                            ("no_authority", "There is no authority to ask for this person"),
                            ("other_people", "It would tell about other people"),
                            ("serious_harm", "It would be likely to cause serious harm"),
                            ("expectations", "It goes against what the patient expected or wished"),
                            ("legal_privilege", "It is legally privileged"),
                            ("crime", "It would prejudice the prevention or detection of crime"),
                            ("unfounded", "The request is manifestly unfounded or excessive"),
                            ("not_necessary", "The body has not shown that it is necessary"),
                            ("confidential", "The duty of confidence weighs more"),
                            ("not_in_the_act", "It is not part of the health record"),
                            ("not_own_call", "It is not a call that the person took part in"),
                            ("advice_against", "The advice or the facts do not support it"),
                            ("no_sharing", "The purpose does not need further sharing"),
                        ],
                        max_length=24,
                    ),
                ),
                ("partly", models.BooleanField(default=False)),
                (
                    "about_person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("as_deputy", models.BooleanField(default=False)),
                ("grant_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("decided_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("request", "step", "round"), name="a_step_is_decided_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("step__in", ("dpo", "ig-lead"))),
                        fields=("request", "round", "decided_by"),
                        name="two_roles_are_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("requested_by")), _negated=True), name="nobody_decides_their_own_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about_person__isnull", True),
                            models.Q(("decided_by", models.F("about_person")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_about_themselves",
                    ),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="a_decision_has_reasons"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="access_requests.accessrequest"
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("reason", models.TextField()),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("declared_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("request", "person"), name="stands_back_once"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="standing_back_has_a_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="search_accounts", to="access_requests.accessrequest"
                    ),
                ),
                ("systems", models.TextField()),
                ("stopped_because", models.TextField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("systems", ""), _negated=True), models.Q(("stopped_because", ""), _negated=True)),
                        name="a_search_is_explained",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identity_checks", to="access_requests.accessrequest"
                    ),
                ),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("known", "Known to staff in person"),
                                ("photo", "A document with a photo"),
                                ("address", "A document with their address"),
                                ("answers", "Answers that only the caller would know"),
                                ("called_back", "Called back on the number in the record"),
                                ("official", "A warrant card or an official address"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "number_match",
                    models.CharField(
                        choices=[
                            ("match", "Matches"),
                            ("mismatch", "Differs"),
                            ("withheld", "Withheld"),
                            ("shared", "Matches, and other patients have it too"),
                            ("unknown", "Nothing to compare"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("asked", "Asked for more"),
                            ("in_doubt", "In doubt"),
                            ("not_confirmed", "Not confirmed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "proofs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("written_authority", "The patient's written authority"),
                                ("parental_responsibility", "Parental responsibility"),
                                ("health_attorney", "Registered power of attorney for health and welfare"),
                                ("property_attorney", "Registered power of attorney for property and affairs"),
                                ("court_deputy", "Order of the Court of Protection"),
                                ("grant_of_probate", "Grant of probate or letters of administration"),
                                ("claim", "Papers that show a claim arising from the death"),
                                ("agreement", "The patient agreed when we asked them"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=200)),
                ("lacks_capacity", models.BooleanField(default=False)),
                (
                    "competence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_competent", "The child does not understand enough to decide"),
                            ("agrees", "The child understands, and agrees"),
                            ("objects", "The child understands, and does not agree"),
                        ],
                        max_length=16,
                    ),
                ),
                ("competence_by", models.CharField(blank=True, max_length=120)),
                ("competence_on", models.DateField(blank=True, null=True)),
                ("authority", models.BooleanField(default=False)),
                ("by_dpo", models.BooleanField(default=False)),
                (
                    "checked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-checked_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "confirmed"), _negated=True),
                            models.Q(("seen", []), _negated=True),
                            ("by_dpo", True),
                            _connector="OR",
                        ),
                        name="confirmed_says_what_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("result", "not_confirmed"), _negated=True), ("by_dpo", True), _connector="OR"),
                        name="only_the_dpo_says_not_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ("confirmed", "asked")), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="doubt_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "We have it"),
                            ("identity", "Ask for proof of who they are"),
                            ("authority", "Ask for proof that they may ask for someone else"),
                            ("clarification", "Ask what exactly is wanted"),
                            ("extension", "Say that we need two months more"),
                            ("refusal", "Refuse"),
                            ("reply", "Reply"),
                            ("no_reply", "Close because no answer came"),
                            ("progress", "Say how it stands"),
                            ("outcome", "Tell the outcome"),
                            ("article_15", "About your information"),
                        ],
                        max_length=16,
                    ),
                ),
                ("right", models.CharField(blank=True, max_length=16)),
                ("subject", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("reason", models.TextField()),
                (
                    "worded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("worded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "right", "-id"], name="wording_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="a_wording_has_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "We have it"),
                            ("identity", "Ask for proof of who they are"),
                            ("authority", "Ask for proof that they may ask for someone else"),
                            ("clarification", "Ask what exactly is wanted"),
                            ("extension", "Say that we need two months more"),
                            ("refusal", "Refuse"),
                            ("reply", "Reply"),
                            ("no_reply", "Close because no answer came"),
                            ("progress", "Say how it stands"),
                            ("outcome", "Tell the outcome"),
                            ("article_15", "About your information"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("post", "By post"),
                            ("email", "By email"),
                            ("hand", "Handed over in person"),
                            ("said", "Read to them by telephone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("to_name", models.CharField(max_length=120)),
                ("to_address", models.TextField(blank=True)),
                ("subject", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("sent_on", models.DateField()),
                ("sent_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("sent_at", models.DateTimeField()),
                (
                    "clock_entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="access_requests.clockentry",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["reference", "-id"], name="letter_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("to_name", ""), _negated=True), models.Q(("body", ""), _negated=True)),
                        name="a_letter_says_something_to_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "right",
                    models.CharField(
                        choices=[("complaint", "Acknowledge a complaint"), ("objection", "Answer an objection")], max_length=16
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("decided", "Decided, to be told"), ("answered", "Answered")],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("telephone", "By telephone"),
                            ("in_person", "In person"),
                            ("letter", "By letter"),
                            ("email", "By email"),
                            ("form", "By a form"),
                        ],
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                ("contact", models.TextField(blank=True)),
                ("words", models.TextField()),
                ("about_reference", models.CharField(blank=True, max_length=24)),
                (
                    "about_person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("logged_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["state", "-id"], name="matter_state"),
                    models.Index(
                        condition=models.Q(("about_reference", ""), _negated=True), fields=["about_reference"], name="matter_about"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("words", ""), _negated=True)),
                        name="a_matter_has_someone_and_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "decided", "answered"])), name="matter_state_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "matter",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="access_requests.matter"),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[("upheld", "They are right"), ("partly", "They are partly right"), ("not_upheld", "They are not right")],
                        max_length=12,
                    ),
                ),
                ("reasons", models.TextField()),
                (
                    "about_person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about_person__isnull", True),
                            models.Q(("about_person", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_a_matter_about_themselves",
                    ),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="a_matter_is_decided_with_reasons"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "matter",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="access_requests.matter"),
                ),
                ("words", models.TextField()),
                ("noted_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="a_note_says_something")],
            },
        ),
    ]
