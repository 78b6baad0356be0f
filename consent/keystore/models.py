"""What the keystore holds. No history: a destroyed key must leave nothing behind."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScopeKind(models.TextChoices):
    """Whose fate a key shares: what is sealed under it lives and dies together."""

    PERSON = "person", _("Person")
    CASE = "case", _("Case file")
    HEALTH = "health", _("Health compartment")
    WORKER = "worker", _("Worker")
    REFERRAL = "referral", _("Referral")
    GROUP = "group", _("Group")


class WrappedKey(models.Model):
    """A data key of one scope, wrapped by the key-encryption key of an epoch (65 bytes)."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        USED = "used", _("Used")

    scope = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=ScopeKind)
    kek = models.PositiveIntegerField()
    wrapped = models.BinaryField(max_length=65)
    state = models.CharField(max_length=7, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "version"], name="one_key_per_scope_and_version")]
        indexes = [models.Index(fields=["kek"], name="wrapped_key_by_kek")]

    def __str__(self) -> str:
        return f"{self.kind} key {self.scope}"


class ErasedScope(models.Model):
    """The erasure ledger: scopes whose key was destroyed and must never come back from a backup."""

    scope = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=ScopeKind)
    erased_at = models.DateTimeField(auto_now_add=True)
    by_account = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"erased {self.scope}"


class TokenKind(models.TextChoices):
    """What a lookup token was made of; names only in compounds, so that frequencies tell little."""

    IDENTITY_CODE = "pid", _("Identity code")
    PHONE = "tel", _("Phone")
    MAIL = "mail", _("E-mail address")
    FULL_NAME = "name", _("Last and first name")
    LAST_NAME_BIRTH = "last_dob", _("Last name and birth date")
    FIRST_NAME_BIRTH = "first_dob", _("First name and birth date")


class LookupToken(models.Model):
    """A keyed, truncated digest of one exact search key of a person; rebuilt after a restore, never dumped."""

    kind = models.CharField(max_length=10, choices=TokenKind)
    epoch = models.PositiveSmallIntegerField()
    token = models.BigIntegerField()
    scope = models.UUIDField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["token", "kind", "epoch"], name="lookup_token_exact")]

    def __str__(self) -> str:
        return f"{self.kind} token"


class Installation(models.Model):
    """Which installation this keystore belongs to; the data database carries the same id."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    copied_at = models.DateTimeField(null=True)  # the newest recovery copy

    def __str__(self) -> str:
        return str(self.uid)
