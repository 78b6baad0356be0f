"""The template of the impact assessment (GDPR Art. 35(7)), filled in with what the system knows.

What people judge (why it is necessary, how likely and how grave) stays empty: the controller fills it in.
"""

from django.utils.translation import gettext as _

from consent import data_categories, safeguards
from consent.access import Oversight
from consent.models import LegalGround, Membership, Role, Subject
from consent.papers import Fact, Paper, Part
from consent.periods import today
from consent.record_of_processing import controller, grounds_words, programmes_of, recipients_in_words


def assessment(found: Oversight) -> Paper:
    """The template as it stands today."""
    parts: list[Part] = []
    for programme in programmes_of(found):
        parts += [controller(programme)]
    parts += [_description(found), *_necessity(found), *_risks()]
    parts.append(Part(_("Safeguards"), tuple(Fact(each.demand, each.met) for each in safeguards.listed(found))))
    parts.append(_opinions())
    lede = _("GDPR Article 35. Empty lines are for the controller to fill in.")
    return Paper("impact", _("Impact assessment"), lede, today(), tuple(parts))


def _description(found: Oversight) -> Part:
    day = today()
    people = Subject.objects.filter(programme__in=found.programmes).count()
    workers = Membership.objects.filter(programme__in=found.programmes, starts_on__lte=day).exclude(until__lt=day)
    accounts = workers.exclude(role=Role.PARTICIPANT).values("account").distinct()
    return Part(
        _("Description"),
        (
            Fact(
                _("Why an assessment is needed"),
                _("People in a weak position, data about health, and systematic recording."),
            ),
            Fact(_("Participants so far"), str(people)),
            Fact(_("People who work with the data"), str(accounts.count())),
            Fact(_("Decisions by a machine"), _("None. Polku decides nothing about a person.")),
            Fact(_("Context and technology of the controller"), ""),
        ),
    )


def _necessity(found: Oversight) -> list[Part]:
    rows = found.grounds().filter(valid_from__lte=today()).exclude(valid_until__lt=today())
    return [Part(_title(ground), _about(ground)) for ground in rows]


def _title(ground: LegalGround) -> str:
    return _("Necessity: %(purpose)s") % {"purpose": ground.purpose.name}


def _about(ground: LegalGround) -> tuple[Fact, ...]:
    return (
        Fact(_("Ground"), grounds_words(ground)),
        Fact(_("Data"), ", ".join(data_categories.in_words(ground.data_categories))),
        Fact(_("Recipients"), recipients_in_words(ground) or _("No recipients")),
        Fact(_("Kept"), ground.retention, finnish=True),
        Fact(_("Why all of it is necessary"), ""),
        Fact(_("Whether less would do"), ""),
    )


def _risks() -> list[Part]:
    risks = (
        _("Somebody reads what is not theirs"),
        _("A letter goes to the wrong recipient"),
        _("Data is wrong or out of date"),
        _("Data or keys are lost"),
        _("A person does not dare to say no"),
        _("A safe address becomes known"),
    )
    blank = (Fact(_("How likely"), ""), Fact(_("How grave"), ""), Fact(_("What is done about it"), ""))
    return [Part(_("Risk: %(risk)s") % {"risk": risk}, blank) for risk in risks]


def _opinions() -> Part:
    return Part(
        _("Opinions and decision"),
        (
            Fact(_("Advice of the data protection officer (Article 35(2))"), ""),
            Fact(_("Views of participants (Article 35(9))"), ""),
            Fact(_("Whether the Ombudsman is to be consulted (Article 36)"), ""),
            Fact(_("Decision, day and signature"), ""),
        ),
    )
