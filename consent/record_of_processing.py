"""The record of processing activities (GDPR Art. 30(1)) and the data dictionary, made from grounds and holders."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent import data_categories, data_dictionary, notices, safeguards
from consent.access import Oversight
from consent.consents import in_force_on
from consent.models import Account, Disclosure, LegalGround, Membership, Organisation, Programme, Purpose, Role
from consent.papers import Fact, Paper, Part
from consent.periods import today
from consent.wording import date_full

PEOPLE: dict[str, Promise] = {
    "log": gettext_lazy("Participants and workers"),
    "peers": gettext_lazy("Peer supporters and volunteers"),
}


def record(found: Oversight) -> Paper:
    """The record as it stands today: controller, purposes with their grounds, safeguards."""
    parts: list[Part] = []
    for programme in programmes_of(found):
        parts += [controller(programme), *activities(programme)]
    parts.append(Part(_("Safeguards"), tuple(Fact(each.demand, each.met) for each in safeguards.listed(found))))
    return Paper(
        "record",
        _("Record of processing"),
        _("GDPR Article 30. Made from the grounds in force."),
        today(),
        tuple(parts),
    )


def programmes_of(found: Oversight) -> list[Programme]:
    """The officer's programmes with their controllers."""
    rows = Programme.objects.filter(pk__in=found.programmes).select_related("controller")
    return list(rows.order_by("name", "pk"))


def officers(programmes: Iterable[int]) -> list[Account]:
    """The data protection officers of programmes, as they are today."""
    day = today()
    rows = Membership.objects.filter(programme__in=list(programmes), role=Role.OFFICER, starts_on__lte=day)
    rows = rows.exclude(until__lt=day)
    return list(Account.objects.filter(pk__in=rows.values("account"), is_active=True).order_by("name", "pk"))


def contact(name: str | None, *ways: str | None) -> str:
    """A name and how it is reached, on one line."""
    return ", ".join(part for part in (name, *ways) if part)


def controller(programme: Programme) -> Part:
    """Who answers for the data and whom to ask; what only the controller knows is left to be filled in."""
    own, notice = programme.controller, notices.notice_for(programme, "fi")
    officer = "; ".join(contact(each.name, each.email, each.phone) for each in officers([programme.pk]))
    version = (
        _("Version %(number)s, from %(day)s") % {"number": notice.number, "day": date_full(notice.valid_from)}
        if notice
        else ""
    )
    return Part(
        programme.name,
        (
            Fact(_("Controller"), contact(own.name, own.street_address, own.phone, own.mail)),
            Fact(_("Joint controllers"), ""),
            Fact(_("Data protection officer"), officer),
            Fact(_("Processors"), ""),
            Fact(_("Privacy notice"), version),
        ),
    )


def activities(programme: Programme) -> list[Part]:
    """One part for each purpose of a programme; four queries."""
    day = today()
    grounds = LegalGround.objects.filter(in_force_on(day), programme=programme).select_related("confirmed_by")
    by_purpose: dict[int, list[LegalGround]] = defaultdict(list)
    for ground in grounds.order_by("kind", "pk"):
        by_purpose[ground.purpose_id].append(ground)
    told = _told(programme)
    purposes = Purpose.objects.filter(grounds__programme=programme).distinct().order_by("code")
    parts: list[Part] = []
    for purpose in purposes:
        if purpose.pk not in by_purpose:
            parts.append(Part(purpose.name, paragraphs=(_("No ground is in force today."),)))
        here = told.get(purpose.pk, [])
        parts += [Part(purpose.name, activity(purpose, ground, here)) for ground in by_purpose[purpose.pk]]
    return parts


def _told(programme: Programme) -> dict[int, list[str]]:
    rows = Disclosure.objects.filter(ground__programme=programme).order_by("recipient__name")
    found: dict[int, list[str]] = defaultdict(list)
    for purpose, name in rows.values_list("ground__purpose", "recipient__name").distinct():
        found[purpose].append(name)
    return found


def activity(purpose: Purpose, ground: LegalGround, told: list[str]) -> tuple[Fact, ...]:
    """What Art. 30(1)(b)–(f) asks about one purpose on one ground."""
    facts = [
        Fact(_("Ground"), grounds_words(ground)),
        Fact(_("Provision"), "; ".join(filter(None, [ground.national_provision, ground.secrecy_ground])), finnish=True),
        Fact(_("People"), PEOPLE.get(purpose.code, _("Participants"))),
        Fact(_("Data"), ", ".join(data_categories.in_words(ground.data_categories))),
        Fact(_("Recipients"), recipients_in_words(ground) or _("No recipients")),
        Fact(_("Told so far"), ", ".join(told) or _("Nobody")),
        Fact(_("Outside the European Union"), _("Polku sends nothing there.")),
        Fact(_("Kept"), ground.retention, finnish=True),
        Fact(_("The controller has confirmed"), confirmed_words(ground)),
    ]
    return tuple(fact for fact in facts if fact.value or fact.label != _("Provision"))


def grounds_words(ground: LegalGround) -> str:
    """The kind of a ground and its articles."""
    articles = ", ".join(filter(None, [ground.art6, ground.art9]))
    return f"{ground.get_kind_display()}, {_('GDPR Article')} {articles}" if articles else ground.get_kind_display()


def recipients_in_words(ground: LegalGround) -> str:
    """The categories of recipients that a ground names."""
    labels = dict(Organisation.Profile.choices)
    return ", ".join(str(labels.get(code, code)) for code in ground.recipients)


def confirmed_words(ground: LegalGround) -> str:
    """Who confirmed a ground and when; "" where nobody has."""
    if not ground.confirmed:
        return ""
    who = ground.confirmed_by.name if ground.confirmed_by else ""
    return contact(date_full(ground.confirmed_on) if ground.confirmed_on else _("yes"), who)


def dictionary(found: Oversight) -> Paper:
    """Every field of every table: what it serves, how sensitive it is, who reads it, how long it is kept."""
    names = {purpose.code: purpose.name for purpose in Purpose.objects.order_by("code")}
    tables = data_dictionary.tables(found.programmes)
    parts = [_table(table, names) for table in tables]
    fields = sum(len(table.columns) for table in tables)
    lede = ngettext("%(number)s field in %(tables)s tables.", "%(number)s fields in %(tables)s tables.", fields)
    lede %= {"number": fields, "tables": len(parts)}
    return Paper("dictionary", _("Data dictionary"), lede, today(), tuple(parts))


def _table(table: data_dictionary.Table, names: dict[str, str]) -> Part:
    by_words: dict[str, list[str]] = defaultdict(list)
    for column in table.columns:
        by_words[column.words].append(column.name)
    purposes = ", ".join(names.get(code, code) for code in table.purposes)
    facts = [Fact(_("Purpose"), purposes)] if purposes else []
    facts.append(Fact(_("Kept"), f"{table.kept}; {table.ends_by}"))
    facts += [Fact(words, ", ".join(columns)) for words, columns in by_words.items()]
    return Part(table.label, tuple(facts))
