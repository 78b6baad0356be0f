"""The first floor plan: every model as it stood when the house was laid out."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import consent.database
import consent.fields
import consent.history
from consent.created_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("casework", "0001_first_floor_plan"),
        ("consent", "0001_first_floor_plan"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Goal",
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
                        ("words", consent.fields.SealedNoteField(field_id="goal.words", scope="scope")),
                        ("set_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("current", "Current"), ("reached", "Reached"), ("left", "Left aside")],
                                default="current",
                                max_length=7,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="casework.casefile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-set_on", "-pk"],
                        "indexes": [models.Index(fields=["case", "state", "-set_on"], name="goals_of_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("state", "current")),
                                    models.Q(
                                        models.Q(("state", "current"), _negated=True), ("ended_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="goal_ended_has_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGoal",
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
                        ("words", consent.fields.SealedNoteField(field_id="goal.words", scope="scope")),
                        ("set_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("current", "Current"), ("reached", "Reached"), ("left", "Left aside")],
                                default="current",
                                max_length=7,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                    ],
                    options={
                        "verbose_name": "historical goal",
                        "verbose_name_plural": "historical goals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalService",
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
                                    ("health", "Health counselling"),
                                    ("life_skills", "Everyday skills"),
                                    ("language", "Finnish language"),
                                    ("digital", "Digital skills"),
                                    ("coaching", "Community coaching"),
                                    ("peer", "Peer and volunteer activity"),
                                    ("green", "Green Care"),
                                    ("events", "Talkoot and events"),
                                    ("cooperative", "Cooperative and enterprise workshop"),
                                    ("trial", "Work trial"),
                                    ("education", "Education"),
                                    ("work", "Work"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("description", models.TextField(blank=True)),
                        ("for_whom", models.TextField(blank=True)),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("languages", models.CharField(blank=True, max_length=60)),
                        ("contact", models.CharField(blank=True, max_length=120)),
                        ("active", models.BooleanField(default=True)),
                        ("checked_on", models.DateField(blank=True, null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
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
                    ],
                    options={
                        "verbose_name": "historical service",
                        "verbose_name_plural": "historical services",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Service",
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
                                    ("health", "Health counselling"),
                                    ("life_skills", "Everyday skills"),
                                    ("language", "Finnish language"),
                                    ("digital", "Digital skills"),
                                    ("coaching", "Community coaching"),
                                    ("peer", "Peer and volunteer activity"),
                                    ("green", "Green Care"),
                                    ("events", "Talkoot and events"),
                                    ("cooperative", "Cooperative and enterprise workshop"),
                                    ("trial", "Work trial"),
                                    ("education", "Education"),
                                    ("work", "Work"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("description", models.TextField(blank=True)),
                        ("for_whom", models.TextField(blank=True)),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("languages", models.CharField(blank=True, max_length=60)),
                        ("contact", models.CharField(blank=True, max_length=120)),
                        ("active", models.BooleanField(default=True)),
                        ("checked_on", models.DateField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="consent.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "indexes": [models.Index(fields=["active", "kind", "name"], name="services_by_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="GroupSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=80)),
                        ("scope", models.UUIDField(editable=False, unique=True)),
                        ("theme", consent.fields.SealedTextField(field_id="group.theme", scope="scope")),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("language", models.CharField(default="fi", max_length=8)),
                        ("capacity", models.PositiveSmallIntegerField(default=12)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("ended", "Ended")], default="open", max_length=5
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="consent.programme",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="pathways.service",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title", "pk"],
                        "permissions": [("run_groupseries", "Run the group")],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 60)),
                                name="group_capacity_sensible",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGroupSeries",
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
                        ("title", models.CharField(max_length=80)),
                        ("scope", models.UUIDField(db_index=True, editable=False)),
                        ("theme", consent.fields.SealedTextField(field_id="group.theme", scope="scope")),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("language", models.CharField(default="fi", max_length=8)),
                        ("capacity", models.PositiveSmallIntegerField(default=12)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("ended", "Ended")], default="open", max_length=5
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
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.service",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical group series",
                        "verbose_name_plural": "historical group seriess",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Facilitation",
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
                                    ("facilitator", "Group facilitator"),
                                    ("coach", "Community coach"),
                                    ("student", "Student"),
                                    ("peer", "Peer supporter"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facilitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facilitations",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "account", "role"), name="facilitation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "In the queue"),
                                    ("offered", "Place offered"),
                                    ("enrolled", "Has a place"),
                                    ("left", "Left"),
                                    ("declined", "Did not take the place"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("place_no", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place_no", "pk"],
                        "indexes": [models.Index(fields=["case", "state"], name="enrolments_of_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["enrolled", "offered"])),
                                fields=("series", "place_no"),
                                name="one_person_per_place",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "offered", "enrolled"])),
                                fields=("series", "case"),
                                name="enrolled_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["enrolled", "offered"]), _negated=True),
                                    ("place_no__isnull", False),
                                    _connector="OR",
                                ),
                                name="enrolled_has_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupSession",
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
                        ("slot_on", models.DateField(blank=True, null=True)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("place", models.CharField(blank=True, max_length=120)),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("holiday", "Holiday"),
                                    ("illness", "Facilitator is ill"),
                                    ("place", "The place is not available"),
                                    ("few", "Too few participants"),
                                    ("other", "Another reason"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("note", consent.fields.SealedNoteField(field_id="group_session.note", scope="scope")),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at", "pk"],
                        "indexes": [models.Index(fields=["series", "starts_at"], name="meetings_of_group")],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "slot_on"), name="one_meeting_per_slot"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="meeting_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "cancelled"), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="meeting_cancelled_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupTeamGrant",
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
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="pathways.groupseries"),
                        ),
                        ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["content_object", "permission"], name="group_team_grants")],
                        "unique_together": {("group", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="GroupUserGrant",
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
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="pathways.groupseries"),
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
                        "indexes": [models.Index(fields=["content_object", "permission"], name="group_user_grants")],
                        "unique_together": {("user", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEnrolment",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "In the queue"),
                                    ("offered", "Place offered"),
                                    ("enrolled", "Has a place"),
                                    ("left", "Left"),
                                    ("declined", "Did not take the place"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("place_no", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical enrolment",
                        "verbose_name_plural": "historical enrolments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFacilitation",
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
                                    ("facilitator", "Group facilitator"),
                                    ("coach", "Community coach"),
                                    ("student", "Student"),
                                    ("peer", "Peer supporter"),
                                ],
                                max_length=11,
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
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical facilitation",
                        "verbose_name_plural": "historical facilitations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalGroupSession",
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
                        ("slot_on", models.DateField(blank=True, null=True)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("place", models.CharField(blank=True, max_length=120)),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("holiday", "Holiday"),
                                    ("illness", "Facilitator is ill"),
                                    ("place", "The place is not available"),
                                    ("few", "Too few participants"),
                                    ("other", "Another reason"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("note", consent.fields.SealedNoteField(field_id="group_session.note", scope="scope")),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.groupseries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical group session",
                        "verbose_name_plural": "historical group sessions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanStep",
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
                            "action",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_step",
                                to="casework.agreedaction",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="pathways.goal",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="pathways.groupseries",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="casework.referral",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="pathways.service",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("group__isnull", True), ("service__isnull", True)),
                                    models.Q(("group__isnull", True), ("referral__isnull", True)),
                                    models.Q(("referral__isnull", True), ("service__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plan_step_leads_one_way",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanStep",
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
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casework.agreedaction",
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
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.goal",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.groupseries",
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
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.service",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan step",
                        "verbose_name_plural": "historical plan steps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("present", "Here"),
                                    ("late", "Came late"),
                                    ("left_early", "Left early"),
                                    ("online", "Online"),
                                    ("absent_notified", "Told beforehand"),
                                    ("excused", "Excused"),
                                    ("absent_unnotified", "Away"),
                                ],
                                max_length=17,
                            ),
                        ),
                        ("walk_in", models.BooleanField(default=False)),
                        ("marked_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="casework.casefile",
                            ),
                        ),
                        (
                            "marked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="pathways.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["case", "meeting"], name="attendances_of_case")],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "case"), name="one_mark_per_meeting")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAttendance",
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
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("present", "Here"),
                                    ("late", "Came late"),
                                    ("left_early", "Left early"),
                                    ("online", "Online"),
                                    ("absent_notified", "Told beforehand"),
                                    ("excused", "Excused"),
                                    ("absent_unnotified", "Away"),
                                ],
                                max_length=17,
                            ),
                        ),
                        ("walk_in", models.BooleanField(default=False)),
                        ("marked_at", models.DateTimeField()),
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
                            "marked_by",
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
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pathways.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical attendance",
                        "verbose_name_plural": "historical attendances",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        ),
    ]
