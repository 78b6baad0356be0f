"""Two workers wrote on one draft: the texts before, of the other and of mine, side by side."""

from typing import Any

from django.utils.translation import gettext as _

from casework import letter_fields
from casework.models import Referral
from casework.referral_content import Content, content_of
from consent.models import Account


def conflict_rows(referral: Referral, version: int, mine: Content) -> dict[str, Any]:
    """What components/conflict.html shows: rows of the texts that differ, and who saved when."""
    past = Referral.history.filter(uid=referral.uid)
    base = past.filter(version=version).order_by("-history_id").first()
    newest = past.order_by("-history_id").first()
    before, theirs, own = _texts(content_of(base)) if base else {}, _texts(content_of(referral)), _texts(mine)
    who = Account.objects.filter(pk=newest.history_user_id).values_list("name", flat=True).first() if newest else ""
    rows = [
        {"label": label, "base": before.get(label, ""), "theirs": theirs.get(label, ""), "mine": text, "edit": None}
        for label, text in own.items()
        if text != theirs.get(label, "")
    ]
    return {"rows": rows, "who": who or "", "when": newest.history_date if newest else None}


def _texts(content: Content) -> dict[str, str]:
    plain = {_("Subject"): content.heading, _("What do you ask?"): content.request}
    plain[_("What happens meanwhile?")] = content.meanwhile
    fields = ((letter_fields.find(code), text) for code, text in content.typed.items())
    return plain | {str(field.label): text for field, text in fields if field is not None}
