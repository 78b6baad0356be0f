"""The way back from what was just done: offered once, on the next page, as a toast."""

import uuid
from typing import Any

from django.http import HttpRequest

from casework.models import AgreedAction, CaseFile

KEY = "undo"


def offer(request: HttpRequest, action: AgreedAction) -> None:
    """Remember that the next page offers to open the action again; the session holds its uid and nothing else."""
    request.session[KEY] = str(action.uid)


def pop(request: HttpRequest, case: CaseFile | None = None) -> dict[str, Any] | None:
    """What the page offers: the action's uid and state; None when there is nothing, or it belongs to another case."""
    text = request.session.get(KEY, "")
    if not text:
        return None
    del request.session[KEY]
    rows = AgreedAction.objects.filter(uid=uuid.UUID(text)).exclude(state=AgreedAction.State.OPEN)
    if case is not None:
        rows = rows.filter(case=case)
    return rows.values("uid", "state", "version").first()
