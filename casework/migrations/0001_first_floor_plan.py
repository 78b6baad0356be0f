"""The first floor plan: every model as it stood when the house was laid out."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import consent.database
import consent.fields
import consent.history
import consent.periods
from consent.created_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("consent", "0001_first_floor_plan"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CaseFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("scope", models.UUIDField(editable=False, unique=True)),
                        ("health_scope", models.UUIDField(editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6
                            ),
                        ),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("last_contact_on", models.DateField(blank=True, null=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="consent.programme",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="consent.subject"
                            ),
                        ),
                    ],
                    options={
                        "permissions": [
                            ("read_casefile", "Read"),
                            ("work_casefile", "Work"),
                            ("open_health", "Health"),
                        ],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["programme", "state", "-opened_on", "-id"], name="cases_of_programme"),
                            models.Index(fields=["-opened_on", "-id"], name="cases_newest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("subject", "programme"),
                                name="one_open_case_per_programme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("state", "open")),
                                    models.Q(("closed_on__isnull", False), ("state", "closed")),
                                    _connector="OR",
                                ),
                                name="case_closed_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCaseFile",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("scope", models.UUIDField(db_index=True, editable=False)),
                        ("health_scope", models.UUIDField(db_index=True, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6
                            ),
                        ),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("last_contact_on", models.DateField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.programme",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical case file",
                        "verbose_name_plural": "historical case files",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalParticipant",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("scope", models.UUIDField(db_index=True, editable=False)),
                        ("first_name", consent.fields.SealedTextField(field_id="person.first_name", scope="scope")),
                        ("last_name", consent.fields.SealedTextField(field_id="person.last_name", scope="scope")),
                        ("roster_name", consent.fields.SealedTextField(field_id="person.roster_name", scope="scope")),
                        ("birth_date", consent.fields.SealedDateField(field_id="person.birth_date", scope="scope")),
                        (
                            "identity_code",
                            consent.fields.SealedTextField(field_id="person.identity_code", scope="scope"),
                        ),
                        ("gender", consent.fields.SealedTextField(field_id="person.gender", scope="scope")),
                        ("phone", consent.fields.SealedTextField(field_id="person.phone", scope="scope")),
                        ("mail", consent.fields.SealedTextField(field_id="person.mail", scope="scope")),
                        ("safe_contact", consent.fields.SealedTextField(field_id="person.safe_contact", scope="scope")),
                        (
                            "street_address",
                            consent.fields.SealedTextField(field_id="person.street_address", scope="scope"),
                        ),
                        ("postcode", consent.fields.SealedTextField(field_id="person.postcode", scope="scope")),
                        ("municipality", consent.fields.SealedTextField(field_id="person.municipality", scope="scope")),
                        (
                            "neighbourhood",
                            consent.fields.SealedTextField(field_id="person.neighbourhood", scope="scope"),
                        ),
                        ("language", consent.fields.SealedTextField(field_id="person.language", scope="scope")),
                        ("interpreter", consent.fields.SealedTextField(field_id="person.interpreter", scope="scope")),
                        (
                            "safety_prohibition",
                            consent.fields.SealedFlagField(field_id="person.safety_prohibition", scope="scope"),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical participant",
                        "verbose_name_plural": "historical participants",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=1)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("code", "year"), name="one_series_per_year")],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("scope", models.UUIDField(editable=False, unique=True)),
                        ("first_name", consent.fields.SealedTextField(field_id="person.first_name", scope="scope")),
                        ("last_name", consent.fields.SealedTextField(field_id="person.last_name", scope="scope")),
                        ("roster_name", consent.fields.SealedTextField(field_id="person.roster_name", scope="scope")),
                        ("birth_date", consent.fields.SealedDateField(field_id="person.birth_date", scope="scope")),
                        (
                            "identity_code",
                            consent.fields.SealedTextField(field_id="person.identity_code", scope="scope"),
                        ),
                        ("gender", consent.fields.SealedTextField(field_id="person.gender", scope="scope")),
                        ("phone", consent.fields.SealedTextField(field_id="person.phone", scope="scope")),
                        ("mail", consent.fields.SealedTextField(field_id="person.mail", scope="scope")),
                        ("safe_contact", consent.fields.SealedTextField(field_id="person.safe_contact", scope="scope")),
                        (
                            "street_address",
                            consent.fields.SealedTextField(field_id="person.street_address", scope="scope"),
                        ),
                        ("postcode", consent.fields.SealedTextField(field_id="person.postcode", scope="scope")),
                        ("municipality", consent.fields.SealedTextField(field_id="person.municipality", scope="scope")),
                        (
                            "neighbourhood",
                            consent.fields.SealedTextField(field_id="person.neighbourhood", scope="scope"),
                        ),
                        ("language", consent.fields.SealedTextField(field_id="person.language", scope="scope")),
                        ("interpreter", consent.fields.SealedTextField(field_id="person.interpreter", scope="scope")),
                        (
                            "safety_prohibition",
                            consent.fields.SealedFlagField(field_id="person.safety_prohibition", scope="scope"),
                        ),
                        (
                            "subject",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participant",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("lead", "Lead worker"),
                                    ("co_worker", "Co-worker"),
                                    ("health", "Health counsellor"),
                                    ("student", "Student"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("opening", "The case file was opened"),
                                    ("team", "Works on the same matter"),
                                    ("cover", "Covers for a colleague"),
                                    ("handover", "The matter was handed over"),
                                    ("study", "Practical training"),
                                    ("ended", "The work has ended"),
                                    ("person", "The participant wished so"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("opening", "The case file was opened"),
                                    ("team", "Works on the same matter"),
                                    ("cover", "Covers for a colleague"),
                                    ("handover", "The matter was handed over"),
                                    ("study", "Practical training"),
                                    ("ended", "The work has ended"),
                                    ("person", "The participant wished so"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="casework.casefile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on", "pk"],
                        "indexes": [models.Index(fields=["account", "ended_on"], name="assignments_of_account")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("case", "account", "role"),
                                name="assignment_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True), ("role", "lead")),
                                fields=("case",),
                                name="one_lead_worker",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseTeamGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "content_object",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="casework.casefile"),
                        ),
                        ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["content_object", "permission"], name="case_team_grants")],
                        "unique_together": {("group", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="CaseUserGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "content_object",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="casework.casefile"),
                        ),
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                        (
                            "user",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["content_object", "permission"], name="case_user_grants")],
                        "unique_together": {("user", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="GuidanceSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("started_at", models.TimeField(blank=True, null=True)),
                        ("length_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("read_together", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for the supervisor"),
                                    ("confirmed", "Confirmed"),
                                    ("error", "Entered in error"),
                                ],
                                default="confirmed",
                                max_length=9,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("narrative", consent.fields.SealedNoteField(field_id="session.narrative", scope="scope")),
                        (
                            "for_participant",
                            consent.fields.SealedNoteField(field_id="session.for_participant", scope="scope"),
                        ),
                        ("themes", consent.fields.SealedJSONField(field_id="session.themes", scope="scope")),
                        ("present", consent.fields.SealedJSONField(field_id="session.present", scope="scope")),
                        ("place", consent.fields.SealedTextField(field_id="session.place", scope="scope")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                        "indexes": [models.Index(fields=["case", "-held_on", "-id"], name="sessions_of_case")],
                    },
                ),
                migrations.CreateModel(
                    name="HealthEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("started_at", models.TimeField(blank=True, null=True)),
                        ("length_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("read_together", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for the supervisor"),
                                    ("confirmed", "Confirmed"),
                                    ("error", "Entered in error"),
                                ],
                                default="confirmed",
                                max_length=9,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("narrative", consent.fields.SealedNoteField(field_id="health.narrative", scope="scope")),
                        (
                            "for_participant",
                            consent.fields.SealedNoteField(field_id="health.for_participant", scope="scope"),
                        ),
                        ("themes", consent.fields.SealedJSONField(field_id="health.themes", scope="scope")),
                        ("present", consent.fields.SealedJSONField(field_id="health.present", scope="scope")),
                        ("place", consent.fields.SealedTextField(field_id="health.place", scope="scope")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="health_entries",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                        "indexes": [models.Index(fields=["case", "-held_on", "-id"], name="health_entries_of_case")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAssignment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("lead", "Lead worker"),
                                    ("co_worker", "Co-worker"),
                                    ("health", "Health counsellor"),
                                    ("student", "Student"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("opening", "The case file was opened"),
                                    ("team", "Works on the same matter"),
                                    ("cover", "Covers for a colleague"),
                                    ("handover", "The matter was handed over"),
                                    ("study", "Practical training"),
                                    ("ended", "The work has ended"),
                                    ("person", "The participant wished so"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("opening", "The case file was opened"),
                                    ("team", "Works on the same matter"),
                                    ("cover", "Covers for a colleague"),
                                    ("handover", "The matter was handed over"),
                                    ("study", "Practical training"),
                                    ("ended", "The work has ended"),
                                    ("person", "The participant wished so"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical assignment",
                        "verbose_name_plural": "historical assignments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalGuidanceSession",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("started_at", models.TimeField(blank=True, null=True)),
                        ("length_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("read_together", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for the supervisor"),
                                    ("confirmed", "Confirmed"),
                                    ("error", "Entered in error"),
                                ],
                                default="confirmed",
                                max_length=9,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("narrative", consent.fields.SealedNoteField(field_id="session.narrative", scope="scope")),
                        (
                            "for_participant",
                            consent.fields.SealedNoteField(field_id="session.for_participant", scope="scope"),
                        ),
                        ("themes", consent.fields.SealedJSONField(field_id="session.themes", scope="scope")),
                        ("present", consent.fields.SealedJSONField(field_id="session.present", scope="scope")),
                        ("place", consent.fields.SealedTextField(field_id="session.place", scope="scope")),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical guidance session",
                        "verbose_name_plural": "historical guidance sessions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHealthEntry",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("started_at", models.TimeField(blank=True, null=True)),
                        ("length_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("read_together", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for the supervisor"),
                                    ("confirmed", "Confirmed"),
                                    ("error", "Entered in error"),
                                ],
                                default="confirmed",
                                max_length=9,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("narrative", consent.fields.SealedNoteField(field_id="health.narrative", scope="scope")),
                        (
                            "for_participant",
                            consent.fields.SealedNoteField(field_id="health.for_participant", scope="scope"),
                        ),
                        ("themes", consent.fields.SealedJSONField(field_id="health.themes", scope="scope")),
                        ("present", consent.fields.SealedJSONField(field_id="health.present", scope="scope")),
                        ("place", consent.fields.SealedTextField(field_id="health.place", scope="scope")),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical health entry",
                        "verbose_name_plural": "historical health entrys",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("scope", models.UUIDField(editable=False, unique=True)),
                        ("recipient_person", models.CharField(blank=True, max_length=100)),
                        ("language", models.CharField(default="fi", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                default="draft",
                                max_length=16,
                            ),
                        ),
                        (
                            "held_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("respond_by", models.DateField(blank=True, null=True)),
                        ("heading", consent.fields.SealedTextField(field_id="referral.heading", scope="scope")),
                        ("request", consent.fields.SealedNoteField(field_id="referral.request", scope="scope")),
                        ("meanwhile", consent.fields.SealedNoteField(field_id="referral.meanwhile", scope="scope")),
                        ("slice", consent.fields.SealedJSONField(field_id="referral.slice", scope="scope")),
                        ("letter", consent.fields.SealedBytesField(field_id="referral.letter", scope="scope")),
                        ("content_hash", models.CharField(blank=True, max_length=64)),
                        ("letter_hash", models.CharField(blank=True, max_length=64)),
                        ("created_at", models.DateTimeField(default=consent.periods.now, editable=False)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact_person",
                            consent.fields.SealedTextField(field_id="referral.contact_person", scope="scope"),
                        ),
                        ("planned_on", models.DateField(blank=True, null=True)),
                        ("first_contact_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("started_service", "Started in the service"),
                                    ("started_work", "Started in work or a work trial"),
                                    ("started_studies", "Started in studies or training"),
                                    ("one_meeting", "One meeting was enough"),
                                    ("referred_on", "Was guided to another service"),
                                    ("no_need", "No need for the service"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "outcome_text",
                            consent.fields.SealedNoteField(field_id="referral.outcome_text", scope="scope"),
                        ),
                        ("loop_closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="consent.consent",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="casework.referral",
                            ),
                        ),
                        (
                            "ground",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="consent.legalground",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sent_referrals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["recipient", "-sent_at", "-id"], name="referrals_of_recipient"),
                            models.Index(fields=["case", "-created_at", "-id"], name="referrals_of_case"),
                            models.Index(fields=["state", "sent_at"], name="referrals_by_state"),
                            models.Index(fields=["sender", "state"], name="referrals_of_sender"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "awaiting", "cancelled", "entered-in-error"]),
                                    models.Q(("ground__isnull", False), ("sent_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referral_sent_has_day_and_ground",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "completed"), _negated=True),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referral_completed_has_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "on-hold"), _negated=True),
                                    models.Q(("held_from", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referral_on_hold_knows_from_where",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "owner",
                            models.CharField(
                                choices=[("participant", "Participant"), ("worker", "Worker")], max_length=11
                            ),
                        ),
                        ("text", consent.fields.SealedTextField(field_id="agreed.text", scope="scope")),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("order", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "No longer needed")],
                                default="open",
                                max_length=7,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreed_actions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreed_actions",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreed_actions",
                                to="casework.guidancesession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "order", "pk"],
                        "indexes": [
                            models.Index(fields=["case", "state", "due_on"], name="agreed_actions_of_case"),
                            models.Index(fields=["worker", "state", "due_on"], name="agreed_actions_of_worker"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("owner", "participant"), ("worker__isnull", True)),
                                    models.Q(("owner", "worker"), ("worker__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agreed_action_has_its_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "open")),
                                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agreed_action_ended_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("scope", models.UUIDField(editable=False)),
                        ("text", consent.fields.SealedNoteField(field_id="amendment.text", scope="scope")),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("forgotten", "Something was left out"),
                                    ("mistake", "Something was wrong"),
                                    ("later", "Known only later"),
                                    ("person", "The participant asked for it"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="casework.guidancesession",
                            ),
                        ),
                        (
                            "health_entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="casework.healthentry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["written_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("health_entry__isnull", True), ("session__isnull", False)),
                                    models.Q(("health_entry__isnull", False), ("session__isnull", True)),
                                    _connector="OR",
                                ),
                                name="amendment_of_one_entry",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                default="meeting",
                                max_length=10,
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("length_minutes", models.PositiveSmallIntegerField(default=45)),
                        ("place", consent.fields.SealedTextField(field_id="appointment.place", scope="scope")),
                        (
                            "interpreter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No interpreter"),
                                    ("needed", "Interpreter to be booked"),
                                    ("confirmed", "Interpreter confirmed"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("held", "Held"),
                                    ("cancelled", "Cancelled"),
                                    ("missed", "Did not take place"),
                                ],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "session",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointment",
                                to="casework.guidancesession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at", "pk"],
                        "indexes": [
                            models.Index(fields=["worker", "starts_at"], name="appointments_of_worker"),
                            models.Index(fields=["case", "starts_at"], name="appointments_of_case"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgreedAction",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "owner",
                            models.CharField(
                                choices=[("participant", "Participant"), ("worker", "Worker")], max_length=11
                            ),
                        ),
                        ("text", consent.fields.SealedTextField(field_id="agreed.text", scope="scope")),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("order", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "No longer needed")],
                                default="open",
                                max_length=7,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.guidancesession",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreed action",
                        "verbose_name_plural": "historical agreed actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAmendment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("scope", models.UUIDField(editable=False)),
                        ("text", consent.fields.SealedNoteField(field_id="amendment.text", scope="scope")),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("forgotten", "Something was left out"),
                                    ("mistake", "Something was wrong"),
                                    ("later", "Known only later"),
                                    ("person", "The participant asked for it"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "health_entry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.healthentry",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.guidancesession",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical amendment",
                        "verbose_name_plural": "historical amendments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAppointment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("phone", "Phone call"),
                                    ("message", "Message"),
                                    ("home_visit", "Home visit"),
                                    ("network", "Network meeting"),
                                    ("health", "Health counselling"),
                                ],
                                default="meeting",
                                max_length=10,
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("length_minutes", models.PositiveSmallIntegerField(default=45)),
                        ("place", consent.fields.SealedTextField(field_id="appointment.place", scope="scope")),
                        (
                            "interpreter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No interpreter"),
                                    ("needed", "Interpreter to be booked"),
                                    ("confirmed", "Interpreter confirmed"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("held", "Held"),
                                    ("cancelled", "Cancelled"),
                                    ("missed", "Did not take place"),
                                ],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.guidancesession",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical appointment",
                        "verbose_name_plural": "historical appointments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReferral",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("scope", models.UUIDField(db_index=True, editable=False)),
                        ("recipient_person", models.CharField(blank=True, max_length=100)),
                        ("language", models.CharField(default="fi", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                default="draft",
                                max_length=16,
                            ),
                        ),
                        (
                            "held_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("respond_by", models.DateField(blank=True, null=True)),
                        ("heading", consent.fields.SealedTextField(field_id="referral.heading", scope="scope")),
                        ("request", consent.fields.SealedNoteField(field_id="referral.request", scope="scope")),
                        ("meanwhile", consent.fields.SealedNoteField(field_id="referral.meanwhile", scope="scope")),
                        ("slice", consent.fields.SealedJSONField(field_id="referral.slice", scope="scope")),
                        ("letter", consent.fields.SealedBytesField(field_id="referral.letter", scope="scope")),
                        ("content_hash", models.CharField(blank=True, max_length=64)),
                        ("letter_hash", models.CharField(blank=True, max_length=64)),
                        ("created_at", models.DateTimeField(default=consent.periods.now, editable=False)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact_person",
                            consent.fields.SealedTextField(field_id="referral.contact_person", scope="scope"),
                        ),
                        ("planned_on", models.DateField(blank=True, null=True)),
                        ("first_contact_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("started_service", "Started in the service"),
                                    ("started_work", "Started in work or a work trial"),
                                    ("started_studies", "Started in studies or training"),
                                    ("one_meeting", "One meeting was enough"),
                                    ("referred_on", "Was guided to another service"),
                                    ("no_need", "No need for the service"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "outcome_text",
                            consent.fields.SealedNoteField(field_id="referral.outcome_text", scope="scope"),
                        ),
                        ("loop_closed_at", models.DateTimeField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.consent",
                            ),
                        ),
                        (
                            "ground",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.legalground",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.referral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical referral",
                        "verbose_name_plural": "historical referrals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReferralApproval",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("content_hash", models.CharField(max_length=64)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("approved", "I approve"),
                                    ("changes", "I want changes"),
                                    ("refused", "I do not approve"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "By phone"),
                                    ("portal", "On the own pages"),
                                    ("paper", "On paper"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.referral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical referral approval",
                        "verbose_name_plural": "historical referral approvals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReferralMove",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("history_salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "history_xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        (
                            "history_change_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Part of the work"),
                                    ("correction", "Correction"),
                                    ("withdrawal", "Withdrawal"),
                                    ("handover", "Handover"),
                                    ("expiry", "Expiry"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("sender", "Sender"),
                                    ("recipient", "Recipient"),
                                    ("participant", "Participant"),
                                    ("system", "Polku"),
                                ],
                                max_length=11,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_capacity", "No room now"),
                                    ("wrong_unit", "Belongs to another unit"),
                                    ("criteria", "Does not meet the conditions"),
                                    ("not_reached", "Could not be reached"),
                                    ("more_needed", "More information is needed"),
                                    ("not_started", "Did not come"),
                                    ("stopped", "Stopped before the end"),
                                    ("no_longer", "No longer needed"),
                                    ("ground_ended", "The permission ended"),
                                    ("expired", "No answer in 30 days"),
                                    ("changes", "The participant wants changes"),
                                    ("person", "The participant does not want it"),
                                    ("mistake", "Made by mistake"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", consent.fields.SealedNoteField(field_id="referral_move.text", scope="scope")),
                        ("told_by", consent.fields.SealedTextField(field_id="referral_move.told_by", scope="scope")),
                        (
                            "told_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "By phone"),
                                    ("portal", "On the own pages"),
                                    ("paper", "On paper"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.referral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical referral move",
                        "verbose_name_plural": "historical referral moves",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ReferralApproval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("content_hash", models.CharField(max_length=64)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("approved", "I approve"),
                                    ("changes", "I want changes"),
                                    ("refused", "I do not approve"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "By phone"),
                                    ("portal", "On the own pages"),
                                    ("paper", "On paper"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="casework.referral",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("scope", models.UUIDField(editable=False)),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waits for the participant's approval"),
                                    ("requested", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("on-hold", "Waits for more information"),
                                    ("rejected", "Not accepted"),
                                    ("in-progress", "In progress"),
                                    ("failed", "Interrupted"),
                                    ("cancelled", "Cancelled"),
                                    ("completed", "Completed"),
                                    ("entered-in-error", "Entered in error"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("sender", "Sender"),
                                    ("recipient", "Recipient"),
                                    ("participant", "Participant"),
                                    ("system", "Polku"),
                                ],
                                max_length=11,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_capacity", "No room now"),
                                    ("wrong_unit", "Belongs to another unit"),
                                    ("criteria", "Does not meet the conditions"),
                                    ("not_reached", "Could not be reached"),
                                    ("more_needed", "More information is needed"),
                                    ("not_started", "Did not come"),
                                    ("stopped", "Stopped before the end"),
                                    ("no_longer", "No longer needed"),
                                    ("ground_ended", "The permission ended"),
                                    ("expired", "No answer in 30 days"),
                                    ("changes", "The participant wants changes"),
                                    ("person", "The participant does not want it"),
                                    ("mistake", "Made by mistake"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", consent.fields.SealedNoteField(field_id="referral_move.text", scope="scope")),
                        ("told_by", consent.fields.SealedTextField(field_id="referral_move.told_by", scope="scope")),
                        (
                            "told_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "By phone"),
                                    ("portal", "On the own pages"),
                                    ("paper", "On paper"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="casework.referral",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
            ]
        ),
    ]
