"""What was told by word of mouth, on a case file's timeline; letters stand there as referrals."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import tabs, timeline
from casework.access import OpenCase
from casework.timeline import Entry
from casework.told import CHANNELS
from consent import disclosed_items
from consent.models import Disclosure
from consent.periods import HELSINKI, day_in_finland

TEMPLATE = "casework/desk/_told_on_timeline.html"


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    tabs.add("case-told", _("Information given"), 55, offered=lambda opened: opened.works)
    timeline.add("told", label=_("Information given"), order=60, entries=entries, offered=lambda opened: opened.works)


def entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """What was told to whom, newest first; one query. Not for who only learns or looks in an emergency."""
    if not opened.works:
        return []
    rows = Disclosure.objects.filter(subject=opened.case.subject, case_uid=opened.case.uid, channel__in=CHANNELS)
    if before is not None:
        rows = rows.filter(at__lt=datetime.datetime.combine(before, datetime.time(), HELSINKI))
    rows = rows.select_related("recipient", "by").order_by("-at", "-pk")
    return [_entry(row) for row in rows[:limit]]


def _entry(row: Disclosure) -> Entry:
    content = {"row": row, "items": disclosed_items.of(row)}
    return Entry("told", day_in_finland(row.at), row.at, TEMPLATE, content)
