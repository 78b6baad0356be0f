"""The first floor plan: every model as it stood when the house was laid out."""

import uuid

from django.db import migrations, models

from consent.created_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ErasedScope",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scope", models.UUIDField(unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("case", "Case file"),
                                    ("health", "Health compartment"),
                                    ("worker", "Worker"),
                                    ("referral", "Referral"),
                                    ("group", "Group"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("erased_at", models.DateTimeField(auto_now_add=True)),
                        ("by_account", models.BigIntegerField(null=True)),
                    ],
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
                        ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="LookupToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pid", "Identity code"),
                                    ("tel", "Phone"),
                                    ("mail", "E-mail address"),
                                    ("name", "Last and first name"),
                                    ("last_dob", "Last name and birth date"),
                                    ("first_dob", "First name and birth date"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("epoch", models.PositiveSmallIntegerField()),
                        ("token", models.BigIntegerField()),
                        ("scope", models.UUIDField(db_index=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["token", "kind", "epoch"], name="lookup_token_exact")],
                    },
                ),
                migrations.CreateModel(
                    name="WrappedKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scope", models.UUIDField(default=uuid.uuid4)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("case", "Case file"),
                                    ("health", "Health compartment"),
                                    ("worker", "Worker"),
                                    ("referral", "Referral"),
                                    ("group", "Group"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("kek", models.PositiveIntegerField()),
                        ("wrapped", models.BinaryField(max_length=65)),
                        (
                            "state",
                            models.CharField(
                                choices=[("pending", "Pending"), ("used", "Used")], default="pending", max_length=7
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kek"], name="wrapped_key_by_kek")],
                        "constraints": [
                            models.UniqueConstraint(fields=("scope", "version"), name="one_key_per_scope_and_version")
                        ],
                    },
                ),
            ]
        ),
    ]
