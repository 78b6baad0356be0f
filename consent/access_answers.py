"""The answer to a request for one's data: what is kept, why, who got it, who used it, for how long, and one's rights.

GDPR Art. 15(1) and (3), 20; the log of use by CJEU C-579/21 and, on a request of log data, 703/2023 §11. The same
content for people and for machines. Data of other people is not in it: others are told by role, what a worker wrote
about somebody else is left out entry by entry, and how many were is said.
"""

import dataclasses
import datetime
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consent import consents, data_categories, exports, wording
from consent.exports import Entry
from consent.log_in_words import PURPOSES
from consent.models import AccessEvent, DataRequest, Disclosure, LegalGround, Role, Subject
from consent.periods import HELSINKI, day_in_finland, now, today

Kind = DataRequest.Kind
Words = str | Promise
FORMAT = "polku-answer/1"
#: What a recipient was told, by code; the floors above name their own.
ITEMS: dict[str, Words] = {}


@dataclasses.dataclass(frozen=True)
class Use:
    """What one worker or unit did with the data on one day, and how often."""

    day: datetime.date
    who: str
    what: str
    why: str
    times: int


@dataclasses.dataclass(frozen=True)
class Section:
    """Entries under one heading."""

    title: Words
    entries: list[Entry]


@dataclasses.dataclass(frozen=True)
class Answer:
    """Everything that one answer holds; parts that the request does not ask for are empty."""

    made_at: datetime.datetime
    kind: str
    controller: str
    number: str
    sections: list[Section]
    purposes: list[dict[str, str]]
    recipients: list[dict[str, str]]
    uses: list[Use]
    left_out: int
    log_days: tuple[datetime.date, datetime.date] | None

    @property
    def title(self) -> str:
        """What it is an answer to."""
        return str(TITLES.get(self.kind, TITLES[Kind.ACCESS]))

    @property
    def rights(self) -> list[str]:
        """What the person may ask for besides, and where to complain (Art. 15(1)(e) and (f))."""
        return [str(words) for words in RIGHTS]


TITLES: dict[str, Words] = {
    Kind.ACCESS: gettext_lazy("Your data in Polku"),
    Kind.PORTABILITY: gettext_lazy("The data that you gave"),
    Kind.LOG: gettext_lazy("Who has used your data"),
}
RIGHTS: tuple[Words, ...] = (
    gettext_lazy("You may ask to have wrong data corrected, and data erased that is no longer needed."),
    gettext_lazy("You may ask to restrict the use of your data, and object to a use that rests on a public task."),
    gettext_lazy("You may take back a permission at any time."),
    gettext_lazy("You may complain to the Data Protection Ombudsman: tietosuoja@om.fi, phone 029 566 6700."),
)
SOURCE: Words = gettext_lazy(
    "The data comes from you, from the workers' own entries, and from the answers of those who got a letter about you."
)
NO_DECISIONS: Words = gettext_lazy("No decision about you is made by a machine alone.")


def compose(request: DataRequest, *, number: str = "") -> Answer:
    """The answer to a request for data; needs all scopes of the person opened. Raises exports.Incomplete."""
    subject, kind = request.subject, request.kind
    days = (request.log_from, request.log_until) if request.log_from and request.log_until else None
    return compose_for(subject, kind=kind, number=number, left_out=request.left_out, log_days=days)


def compose_for(
    subject: Subject,
    *,
    kind: str = Kind.ACCESS,
    number: str = "",
    left_out: Iterable[str] = (),
    log_days: tuple[datetime.date, datetime.date] | None = None,
) -> Answer:
    """The same without a request: `export_subject`."""
    out = set(left_out)
    everything = kind == Kind.ACCESS
    found: list[Entry] = []
    if everything:
        found = exports.entries(subject, left_out=out)
    elif kind == Kind.PORTABILITY:
        found = exports.entries(subject, purposes=portable_purposes(subject), given=True)
    return Answer(
        made_at=now(),
        kind=kind,
        controller=subject.programme.controller.name,
        number=number,
        sections=_sections(found),
        purposes=_purposes(subject) if everything else [],
        recipients=_recipients(subject) if everything or kind == Kind.LOG else [],
        uses=_uses(subject, names=kind == Kind.LOG, days=log_days) if kind != Kind.PORTABILITY else [],
        left_out=len(out) if everything else 0,
        log_days=log_days if kind == Kind.LOG else None,
    )


def portable_purposes(subject: Subject) -> set[str]:
    """The purposes whose data can be taken along: a ground in force says so (Art. 20(1): consent or contract)."""
    rows = _grounds(subject).filter(can_port=True)
    return set(rows.values_list("purpose__code", flat=True).order_by("pk"))


def _grounds(subject: Subject) -> QuerySet[LegalGround]:
    rows: QuerySet[LegalGround] = LegalGround.objects.filter(consents.in_force_on(today()), programme=subject.programme)
    return rows


def _sections(found: list[Entry]) -> list[Section]:
    sections: dict[str, Section] = {}
    for entry in found:
        title = str(entry.told.section)
        sections.setdefault(title, Section(entry.told.section, [])).entries.append(entry)
    return list(sections.values())


def _purposes(subject: Subject) -> list[dict[str, str]]:
    rows = _grounds(subject).select_related("purpose").order_by("purpose__code", "-valid_from", "pk")
    return [
        {
            "purpose": ground.purpose.name,
            "ground": ", ".join(
                part
                for part in (
                    str(ground.get_kind_display()),
                    ground.art6 and _("GDPR Article %(number)s") % {"number": ground.art6},
                    ground.art9 and _("GDPR Article %(number)s") % {"number": ground.art9},
                    ground.national_provision,
                )
                if part
            ),
            "categories": ", ".join(data_categories.in_words(ground.data_categories)),
            "kept": ground.retention,
        }
        for ground in rows
    ]


def _recipients(subject: Subject) -> list[dict[str, str]]:
    rows = Disclosure.objects.filter(subject=subject).select_related("recipient", "ground__purpose")
    return [
        {
            "day": wording.date_full(row.at),
            "recipient": row.recipient.name,
            "what": ", ".join(str(ITEMS.get(code, code)) for code in row.items),
            "ground": str(row.ground.get_kind_display()),
            "channel": str(row.get_channel_display()),
        }
        for row in rows.order_by("-at", "-pk")
    ]


SOMEBODY = pgettext_lazy("log", "Polku itself")


def _uses(subject: Subject, *, names: bool, days: tuple[datetime.date, datetime.date] | None) -> list[Use]:
    """Days and purposes of use; names only where 703/2023 §11 gives them. What was stopped showed nothing."""
    rows = AccessEvent.objects.filter(subjects__subject_uid=subject.uid).exclude(action=AccessEvent.Action.DENIED)
    if subject.account_id:
        rows = rows.exclude(actor=subject.account_id)
    if days is not None:
        first, last = days
        begin = datetime.datetime.combine(first, datetime.time(), HELSINKI)
        end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), HELSINKI)
        rows = rows.filter(at__gte=begin, at__lt=end)
    counted: Counter[tuple[datetime.date, str, str, str]] = Counter()
    actions = dict(AccessEvent.Action.choices)
    columns = ("at", "actor__name", "role", "organisation__name", "action", "purpose", "compartment")
    for at, name, role, unit, action, purpose, compartment in rows.order_by("-at", "-pk").values_list(*columns):
        label = str(Role(role).label) if role in Role.values else ""
        who = ", ".join(each for each in (name if names else "", label, unit or "") if each) or str(SOMEBODY)
        why = _("Health counselling") if compartment else str(PURPOSES.get(purpose, purpose))
        counted[day_in_finland(at), who, str(actions[action]), why] += 1
    return [Use(*key, times) for key, times in counted.items()]


def as_json(answer: Answer) -> str:
    """The answer for machines: names of columns, days by ISO 8601, the words beside them."""
    return json.dumps(
        {
            "format": FORMAT,
            "made_at": answer.made_at.isoformat(timespec="seconds"),
            "answers": answer.kind,
            "controller": answer.controller,
            "number": answer.number,
            "sections": [
                {
                    "title": str(section.title),
                    "entries": [
                        {
                            "kind": entry.told.kind,
                            "id": entry.key.partition(":")[2],
                            "day": entry.day.isoformat() if entry.day else None,
                            "fields": {part.name: part.value for part in entry.parts},
                            "words": {str(part.label): part.words for part in entry.parts},
                        }
                        for entry in section.entries
                    ],
                }
                for section in answer.sections
            ],
            "purposes": answer.purposes,
            "recipients": answer.recipients,
            "uses": [{**dataclasses.asdict(use), "day": use.day.isoformat()} for use in answer.uses],
            "left_out_because_about_others": answer.left_out,
            "source": str(SOURCE) if answer.kind == Kind.ACCESS else "",
            "rights": answer.rights,
        },
        ensure_ascii=False,
        indent=1,
    )


def context(answer: Answer) -> dict[str, Any]:
    """What the paper shows."""
    return {"answer": answer, "source": SOURCE, "no_decisions": NO_DECISIONS, "access": answer.kind == Kind.ACCESS}
