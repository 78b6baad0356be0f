"""What keeps writing safe: drafts, submission ids, sign-in codes. None of them has history."""

import uuid
from typing import ClassVar

from django.db import models

from consent.fields import SealedJSONField
from consent.keyring import Audience
from consent.models.accounts import Account


class Draft(models.Model):
    """A half-written form, sealed under the scope that its text will have; one per author, form and object."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    about = models.UUIDField()
    base_version = models.PositiveIntegerField(null=True)
    scope = models.UUIDField(editable=False)
    content = SealedJSONField(
        field_id="draft.content",
        audiences={Audience.WORKER, Audience.HEALTH, Audience.FACILITATOR, Audience.SELF, Audience.PARTICIPANT},
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["author", "form", "about"], name="one_draft_per_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.uid}"


class Submission(models.Model):
    """A form that was carried out, so that the same post a second time has the same answer and no effect."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    result = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "key"], name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)


class SignInCode(models.Model):
    """A participant's one-time code, as a digest; five tries, ten minutes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=128)
    tries_left = models.PositiveSmallIntegerField(default=5)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uid)
