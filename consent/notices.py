"""Privacy notices: versions in several languages, and the proof that one was given (GDPR Art. 13 and 14)."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import Account, Notice, NoticeGiven, Programme, Subject
from consent.periods import now, today


class FinnishNeeded(NotNow):
    message = _("Write the text in Finnish: other languages fall back on it.")


def in_force(programme: Programme, on: datetime.date | None = None) -> list[Notice]:
    """The version in force on a day, in each of its languages; an older one never stands in for a missing language."""
    rows = Notice.objects.filter(programme=programme, valid_from__lte=on or today())
    found = list(rows.order_by("-number", "language"))
    return [notice for notice in found if notice.number == found[0].number]


def notice_for(programme: Programme, language: str, on: datetime.date | None = None) -> Notice | None:
    """The notice in force in a language, else in Finnish."""
    return choose(in_force(programme, on), language)


def choose(notices: list[Notice], language: str) -> Notice | None:
    """Of one version, the text in a language, else in Finnish."""
    by_language = {notice.language: notice for notice in notices}
    return by_language.get(language) or by_language.get("fi")


def sections(text: str) -> list[tuple[str, list[str]]]:
    """The text in parts, each with its heading ("" without one) and paragraphs.

    Parts are set apart by an empty line; a first line that is no sentence is the part's heading.
    """
    parts = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        headed = len(lines) > 1 and not lines[0].endswith((".", "!", "?", ":"))
        if lines:
            parts.append((lines[0], lines[1:]) if headed else ("", lines))
    return parts


@transaction.atomic
def give_notice(*, by: Account, subject: Subject, notice: Notice, channel: str) -> NoticeGiven:
    """Record that the notice was given."""
    given = NoticeGiven(subject=subject, notice=notice, channel=channel, given_by=by, given_at=now())
    given.save()
    return given


def given_to(subject: Subject, programme: Programme) -> QuerySet[NoticeGiven]:
    """What a person was given, newest first."""
    rows = NoticeGiven.objects.filter(subject=subject, notice__programme=programme)
    return rows.select_related("notice", "given_by").order_by("-given_at", "-pk")


@transaction.atomic
def publish(programme: Programme, texts: Mapping[str, str], *, valid_from: datetime.date) -> list[Notice]:
    """A new version in its languages, in force from a day. Raises FinnishNeeded.

    Whoever was given an earlier version is to be given this one: pages say so from its first day.
    """
    written = {language: text.strip() for language, text in texts.items() if text.strip()}
    if "fi" not in written:
        raise FinnishNeeded
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = Notice.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    notices = [
        Notice(programme=programme, number=last + 1, language=language, text=text, valid_from=valid_from)
        for language, text in written.items()
    ]
    for notice in notices:
        notice.save()
    return notices
