"""Forms whose verb could not be carried out, or met somebody else's writing: what was typed is kept."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponseBase

from consent.door import PageRequest
from consent.errors import NotNow
from consent.models import Account
from consent.records import Record, StaleWrite
from consent.submissions import once


def carried_out(request: PageRequest, form: BaseForm, act: Callable[[], str]) -> HttpResponseBase | None:
    """Go where `act` says, once per submission; None when the verb refused, whose words the form then shows."""
    try:
        with transaction.atomic():
            return once(request, act)
    except NotNow as refusal:
        form.add_error(None, str(refusal.message))
        return None


def submission() -> uuid.UUID:
    """A fresh id for a form that is shown."""
    return uuid.uuid4()


def version_read(request: PageRequest, record: Record) -> int:
    """The version that the form was filled in over."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else record.version


def conflict(stale: StaleWrite, form: BaseForm, names: tuple[str, ...], *, read: int) -> dict[str, Any]:
    """The context of components/conflict.html: each differing field as it was, as the other saved it, as typed here."""
    theirs = type(stale.record).objects.get(pk=stale.record.pk)
    history = theirs.history
    base = history.filter(version=read).order_by("history_id").last()
    last = history.order_by("history_id").last()
    rows = [
        {
            "label": form[name].label,
            "base": "" if base is None else getattr(base, name),
            "theirs": getattr(theirs, name),
            "mine": form.cleaned_data.get(name),
            "edit": form[name],
        }
        for name in names
    ]
    rows = [row for row in rows if row["theirs"] != row["mine"]]
    writer = Account.objects.filter(pk=last.history_user_id).first()
    return {
        "rows": rows,
        "edited": {row["edit"].name for row in rows},
        "who": writer.name if writer else "",
        "when": last.history_date,
        "version": theirs.version,
    }
