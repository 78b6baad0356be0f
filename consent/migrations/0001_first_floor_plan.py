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
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="HistoricalOrganisation",
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
                        ("name", models.CharField(max_length=120)),
                        ("name_to", models.CharField(blank=True, max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("public", "Public"),
                                    ("private", "Private"),
                                    ("third_sector", "Third sector"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("own", models.BooleanField(default=False)),
                        (
                            "profile",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("employment", "Employment services"),
                                    ("social", "Social services"),
                                    ("health", "Health services"),
                                    ("benefits", "Benefits agency (Kela)"),
                                    ("school", "School or adult education"),
                                    ("association", "Association or peer group"),
                                    ("employer", "Employer or work trial"),
                                    ("", "Not a recipient"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("mail", models.EmailField(blank=True, max_length=254)),
                        ("street_address", models.CharField(blank=True, max_length=200)),
                        ("language", models.CharField(default="fi", max_length=2)),
                        ("active", models.BooleanField(default=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPurpose",
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
                        ("code", models.SlugField(max_length=30)),
                        ("name_fi", models.CharField(max_length=120)),
                        ("name_sv", models.CharField(max_length=120)),
                        ("name_en", models.CharField(max_length=120)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical purpose",
                        "verbose_name_plural": "historical purposes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Installation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=120)),
                        ("name_to", models.CharField(blank=True, max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("public", "Public"),
                                    ("private", "Private"),
                                    ("third_sector", "Third sector"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("own", models.BooleanField(default=False)),
                        (
                            "profile",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("employment", "Employment services"),
                                    ("social", "Social services"),
                                    ("health", "Health services"),
                                    ("benefits", "Benefits agency (Kela)"),
                                    ("school", "School or adult education"),
                                    ("association", "Association or peer group"),
                                    ("employer", "Employer or work trial"),
                                    ("", "Not a recipient"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("mail", models.EmailField(blank=True, max_length=254)),
                        ("street_address", models.CharField(blank=True, max_length=200)),
                        ("language", models.CharField(default="fi", max_length=2)),
                        ("active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Purpose",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("code", models.SlugField(max_length=30, unique=True)),
                        ("name_fi", models.CharField(max_length=120)),
                        ("name_sv", models.CharField(max_length=120)),
                        ("name_en", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("username", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("email", models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                        ("name", models.CharField(blank=True, max_length=100)),
                        ("title", models.CharField(blank=True, max_length=100)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("is_staff_member", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        ("is_demo", models.BooleanField(default=False, editable=False)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("language", models.CharField(default="fi", max_length=2)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("is_superuser", False)), name="account_is_never_superuser"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_staff_member", True),
                                    models.Q(("email__isnull", True), ("name", ""), ("phone", "")),
                                    _connector="OR",
                                ),
                                name="participant_account_says_nothing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(db_index=True, default=consent.periods.now, editable=False)),
                        ("salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("role", models.CharField(blank=True, max_length=13)),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("view", "Viewed"),
                                    ("list", "Listed"),
                                    ("search", "Searched"),
                                    ("write", "Recorded"),
                                    ("reveal", "Revealed"),
                                    ("print", "Printed"),
                                    ("export", "Exported"),
                                    ("disclose", "Disclosed"),
                                    ("denied", "Stopped"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("page", models.CharField(max_length=60)),
                        ("purpose", models.CharField(max_length=30)),
                        ("basis", models.CharField(blank=True, max_length=20)),
                        ("object_kind", models.CharField(blank=True, max_length=30)),
                        ("object_uid", models.UUIDField(null=True)),
                        ("case_uid", models.UUIDField(null=True)),
                        ("compartment", models.CharField(blank=True, max_length=10)),
                        ("request_id", models.UUIDField(null=True)),
                        ("address", models.CharField(blank=True, max_length=45)),
                        ("scope", models.UUIDField(null=True)),
                        ("reason", consent.fields.SealedTextField(field_id="access.reason", scope="scope")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="consent.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["actor", "at"], name="access_by_actor")],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("form", models.CharField(max_length=40)),
                        ("about", models.UUIDField()),
                        ("base_version", models.PositiveIntegerField(null=True)),
                        ("scope", models.UUIDField(editable=False)),
                        ("content", consent.fields.SealedJSONField(field_id="draft.content", scope="scope")),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("author", "form", "about"), name="one_draft_per_form")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProgramme",
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
                        ("code", models.SlugField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "controller",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical programme",
                        "verbose_name_plural": "historical programmes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("code", models.SlugField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "controller",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="consent.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="SecurityEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(db_index=True, default=consent.periods.now, editable=False)),
                        ("salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("address", models.CharField(blank=True, max_length=45)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SignInCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("digest", models.CharField(max_length=128)),
                        ("tries_left", models.PositiveSmallIntegerField(default=5)),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField()),
                        ("result", models.CharField(max_length=200)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("account", "key"), name="submission_once")],
                    },
                ),
                migrations.CreateModel(
                    name="LegalGround",
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
                                    ("statute", "Statutory task"),
                                    ("consent", "Consent"),
                                    ("waiver", "Waiver of secrecy"),
                                    ("agreement", "Agreement"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("art6", models.CharField(blank=True, max_length=12)),
                        ("art9", models.CharField(blank=True, max_length=12)),
                        ("national_provision", models.TextField(blank=True)),
                        ("secrecy_ground", models.TextField(blank=True)),
                        ("data_categories", models.JSONField(default=list)),
                        ("retention", models.CharField(blank=True, max_length=120)),
                        ("can_withdraw", models.BooleanField(default=False)),
                        ("can_object", models.BooleanField(default=False)),
                        ("can_port", models.BooleanField(default=False)),
                        ("confirmed", models.BooleanField(default=False)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grounds",
                                to="consent.programme",
                            ),
                        ),
                        (
                            "purpose",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grounds",
                                to="consent.purpose",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["purpose", "-valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="AccessEventSubject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_uid", models.UUIDField()),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="consent.accessevent",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("subject_uid", "event"), name="subject_once_per_event")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("language", models.CharField(max_length=8)),
                        ("text", models.TextField()),
                        ("valid_from", models.DateField()),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="consent.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number", "language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "number", "language"), name="notice_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                    ("worker", "Service guide"),
                                    ("health", "Health counsellor"),
                                    ("facilitator", "Group facilitator"),
                                    ("student", "Student"),
                                    ("coordinator", "Coordinator"),
                                    ("partner", "Partner"),
                                    ("participant", "Participant"),
                                    ("officer", "Data protection officer"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervises",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="consent.programme",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["account", "role"], name="membership_by_account")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role", "student"), _negated=True),
                                    models.Q(("supervisor__isnull", False), ("until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="student_has_supervisor_and_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="membership_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSubject",
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
                        ("created_at", models.DateTimeField(default=consent.periods.now, editable=False)),
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
                    ],
                    options={
                        "verbose_name": "historical subject",
                        "verbose_name_plural": "historical subjects",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProposal",
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
                            models.CharField(choices=[("role", "Role"), ("contact", "Contact details")], max_length=7),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for confirmation"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                ],
                                default="waiting",
                                max_length=9,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("rests_until", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("worker", "Service guide"),
                                    ("health", "Health counsellor"),
                                    ("facilitator", "Group facilitator"),
                                    ("student", "Student"),
                                    ("coordinator", "Coordinator"),
                                    ("partner", "Partner"),
                                    ("participant", "Participant"),
                                    ("officer", "Data protection officer"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                        ("mail", models.EmailField(blank=True, max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=20)),
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
                            "decided_by",
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
                            "proposed_by",
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
                            "organisation",
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
                    ],
                    options={
                        "verbose_name": "historical proposal",
                        "verbose_name_plural": "historical proposals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNotice",
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
                        ("number", models.PositiveIntegerField()),
                        ("language", models.CharField(max_length=8)),
                        ("text", models.TextField()),
                        ("valid_from", models.DateField()),
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
                    ],
                    options={
                        "verbose_name": "historical notice",
                        "verbose_name_plural": "historical notices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
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
                                    ("worker", "Service guide"),
                                    ("health", "Health counsellor"),
                                    ("facilitator", "Group facilitator"),
                                    ("student", "Student"),
                                    ("coordinator", "Coordinator"),
                                    ("partner", "Partner"),
                                    ("participant", "Participant"),
                                    ("officer", "Data protection officer"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
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
                            "supervisor",
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
                            "organisation",
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
                    ],
                    options={
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                            models.CharField(choices=[("role", "Role"), ("contact", "Contact details")], max_length=7),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for confirmation"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                ],
                                default="waiting",
                                max_length=9,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("rests_until", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("worker", "Service guide"),
                                    ("health", "Health counsellor"),
                                    ("facilitator", "Group facilitator"),
                                    ("student", "Student"),
                                    ("coordinator", "Coordinator"),
                                    ("partner", "Partner"),
                                    ("participant", "Participant"),
                                    ("officer", "Data protection officer"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                        ("mail", models.EmailField(blank=True, max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="consent.programme",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposed_at", "pk"],
                        "indexes": [models.Index(fields=["state", "proposed_at"], name="proposals_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "role"), _negated=True),
                                    models.Q(("account__isnull", False), models.Q(("role", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="proposal_of_role_names_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_decided_has_decider",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    models.Q(
                                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                        ("decided_at__gte", models.F("rests_until")),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_confirmed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLegalGround",
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
                                    ("statute", "Statutory task"),
                                    ("consent", "Consent"),
                                    ("waiver", "Waiver of secrecy"),
                                    ("agreement", "Agreement"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("art6", models.CharField(blank=True, max_length=12)),
                        ("art9", models.CharField(blank=True, max_length=12)),
                        ("national_provision", models.TextField(blank=True)),
                        ("secrecy_ground", models.TextField(blank=True)),
                        ("data_categories", models.JSONField(default=list)),
                        ("retention", models.CharField(blank=True, max_length=120)),
                        ("can_withdraw", models.BooleanField(default=False)),
                        ("can_object", models.BooleanField(default=False)),
                        ("can_port", models.BooleanField(default=False)),
                        ("confirmed", models.BooleanField(default=False)),
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
                            "purpose",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.purpose",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical legal ground",
                        "verbose_name_plural": "historical legal grounds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Subject",
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
                        ("created_at", models.DateTimeField(default=consent.periods.now, editable=False)),
                        (
                            "account",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="subject",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="consent.programme",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["programme", "-created_at"], name="subjects_of_programme")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalQuestion",
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
                        ("number", models.PositiveIntegerField(default=1)),
                        ("language", models.CharField(max_length=8)),
                        ("title", models.CharField(max_length=120)),
                        ("text", models.TextField()),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                default=12, help_text="How long an answer holds, in months."
                            ),
                        ),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
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
                    ],
                    options={
                        "verbose_name": "historical question",
                        "verbose_name_plural": "historical questions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveIntegerField(default=1)),
                        ("language", models.CharField(max_length=8)),
                        ("title", models.CharField(max_length=120)),
                        ("text", models.TextField()),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                default=12, help_text="How long an answer holds, in months."
                            ),
                        ),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        (
                            "ground",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="consent.legalground",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="consent.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ground", "recipient", "number", "language"), name="question_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeGiven",
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
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.notice"
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices_given",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalNoticeGiven",
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
                        ("given_at", models.DateTimeField()),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "given_by",
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
                            "notice",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.notice",
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
                        "verbose_name": "historical notice given",
                        "verbose_name_plural": "historical notice givens",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Consent",
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
                                    ("statute", "Statutory task"),
                                    ("consent", "Consent"),
                                    ("waiver", "Waiver of secrecy"),
                                    ("agreement", "Agreement"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("refused", "Refused"),
                                    ("later", "Ask later"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                    ("replaced", "Replaced by a later answer"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("language", models.CharField(max_length=8)),
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
                        ("scope", models.UUIDField(editable=False)),
                        ("interpreter", consent.fields.SealedTextField(field_id="consent.interpreter", scope="scope")),
                        ("answered_at", models.DateTimeField()),
                        ("until", models.DateField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_channel",
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
                        (
                            "heard_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heard_consents",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ground",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="consent.legalground",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="consent.question",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject", "state"], name="consents_of_subject"),
                            models.Index(fields=["state", "until"], name="consents_ending"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "given"), _negated=True),
                                    ("until__isnull", False),
                                    _connector="OR",
                                ),
                                name="consent_given_has_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    ("withdrawn_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="consent_withdrawn_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "statute"), _negated=True),
                                name="consent_is_not_asked_by_statute",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["given", "later"])),
                                fields=("subject", "ground", "recipient"),
                                name="one_live_consent_per_recipient",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("recipient__isnull", True), ("state__in", ["given", "later"])),
                                fields=("subject", "ground"),
                                name="one_live_consent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsent",
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
                                    ("statute", "Statutory task"),
                                    ("consent", "Consent"),
                                    ("waiver", "Waiver of secrecy"),
                                    ("agreement", "Agreement"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("refused", "Refused"),
                                    ("later", "Ask later"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                    ("replaced", "Replaced by a later answer"),
                                    ("error", "Entered in error"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("language", models.CharField(max_length=8)),
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
                        ("scope", models.UUIDField(editable=False)),
                        ("interpreter", consent.fields.SealedTextField(field_id="consent.interpreter", scope="scope")),
                        ("answered_at", models.DateTimeField()),
                        ("until", models.DateField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_channel",
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
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "heard_by",
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
                            "question",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="consent.question",
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
                        "verbose_name": "historical consent",
                        "verbose_name_plural": "historical consents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(db_index=True, default=consent.periods.now, editable=False)),
                        ("salt", models.BinaryField(default=consent.history.new_salt, max_length=16)),
                        (
                            "xid",
                            models.BigIntegerField(db_default=consent.database.CurrentTransaction(), editable=False),
                        ),
                        ("case_uid", models.UUIDField(null=True)),
                        ("items", models.JSONField(default=list)),
                        ("by_consent", models.BooleanField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("portal", "In Polku"),
                                    ("letter", "By letter"),
                                    ("phone", "By phone"),
                                    ("meeting", "At a meeting"),
                                    ("mail", "By secure mail"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("purpose", models.CharField(max_length=30)),
                        ("document_hash", models.CharField(blank=True, max_length=64)),
                        ("object_uid", models.UUIDField(null=True)),
                        ("scope", models.UUIDField(null=True)),
                        ("told", consent.fields.SealedNoteField(field_id="disclosure.told", scope="scope")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="consent.consent",
                            ),
                        ),
                        (
                            "ground",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.legalground"
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="consent.organisation",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="consent.subject",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["subject", "at"], name="disclosures_of_subject")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("by_consent", False), ("consent__isnull", False), _connector="OR"),
                                name="disclosure_by_consent_has_consent",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
