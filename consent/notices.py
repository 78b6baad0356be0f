"""Privacy notices: versions in several languages, and the proof that one was given (GDPR Art. 13 and 14)."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consent import question_versions
from consent.errors import NotNow
from consent.models import Account, LegalGround, Notice, NoticeGiven, Programme, Purpose, Subject
from consent.periods import now, today


class FinnishNeeded(NotNow):
    message = _("Write the text in Finnish: other languages fall back on it.")


class TooEarly(NotNow):
    message = _("A new version cannot begin before the one that it replaces.")


class ReasonNeeded(NotNow):
    message = _("Write why what was agreed stays as it was, or let it be asked again.")


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
def publish(
    programme: Programme,
    texts: Mapping[str, str],
    *,
    valid_from: datetime.date,
    unchanged: Mapping[str, str] = MappingProxyType({}),
) -> list[Notice]:
    """A new version in its languages, in force from a day. Raises FinnishNeeded, TooEarly, ReasonNeeded.

    Whoever was given an earlier version is to be given this one: pages say so from its first day. It carries no old
    answer over (GDPR Art. 7): from that day every purpose about which people are asked is asked anew, save those in
    `unchanged`, purpose code → why what was agreed stays as it was.
    """
    written = {language: text.strip() for language, text in texts.items() if text.strip()}
    if "fi" not in written:
        raise FinnishNeeded
    if not all(reason.strip() for reason in unchanged.values()):
        raise ReasonNeeded
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = Notice.objects.filter(programme=programme).order_by("-number", "pk").first()
    if last is not None and last.valid_from > valid_from:
        raise TooEarly
    codes = {purpose.code for purpose in asked_purposes(programme, valid_from)} if last else set()
    anew = sorted(codes - set(unchanged))
    asked = question_versions.asked_in(programme, valid_from).filter(ground__purpose__code__in=anew)
    question_versions.ask_anew(list(asked), valid_from)
    notices = [
        Notice(
            programme=programme,
            number=last.number + 1 if last else 1,
            language=language,
            text=text,
            valid_from=valid_from,
            asks_anew=anew,
            unchanged=dict(unchanged),
        )
        for language, text in written.items()
    ]
    for notice in notices:
        notice.save()
    return notices


def asked_purposes(programme: Programme, on: datetime.date) -> list[Purpose]:
    """The purposes on whose grounds people are asked, on a day or later: those that a new notice may ask anew."""
    rows = LegalGround.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), programme=programme)
    grounds = rows.exclude(kind=LegalGround.Kind.STATUTE).values("purpose")
    return list(Purpose.objects.filter(pk__in=grounds).order_by("code"))
