"""The invented referrals: sent with a ground and an approval like real ones, and answered by the recipients."""

import dataclasses
import datetime
import random
from collections.abc import Callable

from casework import access, letter_choices, referral_content, referral_letters, referral_moves, referrals
from casework.config.demo.heroine import days_ago
from casework.config.demo.household import Household
from casework.config.demo.people import at
from casework.models import CaseFile, MoveReason, Outcome, Referral, ReferralApproval
from consent import keyring
from consent.actors import acting, actor_of
from consent.disclosures import NoGround
from consent.keyring import Audience
from consent.models import Account, Channel, Organisation
from consent.periods import pretending

REQUESTS = (
    ("Alkuhaastattelu", "Pyydän alkuhaastattelua. Hän on valmis aloittamaan työnhaun rauhallisesti."),
    ("Palkkatuen selvitys", "Pyydän selvitystä palkkatuen mahdollisuudesta osa-aikaiseen työhön."),
    ("Työnhakuvalmennus", "Pyydän paikkaa työnhakuvalmennuksesta, mieluiten aamupäivän ryhmästä."),
    ("Työkokeilu", "Pyydän apua työkokeilupaikan sopimiseen omalta asuinalueelta."),
)
WORK = "Kokemusta siivous- ja keittiötyöstä. Peruskoulu."
SUPPORT = "Lyhyet työpäivät aamuisin. Kirjalliset ohjeet auttavat."


@dataclasses.dataclass(frozen=True)
class Wish:
    """What one referral asks and tells."""

    heading: str
    request: str
    work: str = WORK
    support: str = SUPPORT
    meanwhile: str = "Jatkamme tapaamisia ja ryhmää tavalliseen tapaan."


def send(house: Household, case: CaseFile, by: Account, to: Organisation, wish: Wish, day: datetime.date) -> Referral:
    """A referral that goes the whole way to "sent" on a day, by the verbs of the desk."""
    actor = actor_of(by)
    assert actor is not None
    with acting(by), pretending(at(day, 14, 20)):
        found = access.case_to_work(actor, case.uid)
        with keyring.also(found.opens) as ring:
            referral = referrals.draft(by=by, opened=found.it, recipient=to)
            ring.open([(referral.scope, Audience.WORKER)])
            offered = letter_choices.choices(found.it, to, letter_choices.in_force_for(found.it, to))
            open_codes = {choice.field.code for choice in offered if choice.at_first or choice.field.code in TOLD}
            content = dataclasses.replace(
                referral_content.content_of(referral),
                heading=wish.heading,
                request=wish.request,
                meanwhile=wish.meanwhile,
                codes=frozenset(open_codes),
                typed={"work": wish.work, "support": wish.support},
            )
            referral = referrals.compose(
                by=by, referral=referral, opened=found.it, content=content, version=referral.version
            )
            referral = referrals.ask_approval(by=by, referral=referral, opened=found.it)
            referrals.record_approval(
                by=by, referral=referral, answer=ReferralApproval.Answer.APPROVED, channel=Channel.IN_PERSON
            )
            referral.refresh_from_db()
            unprinted = referrals.printed(referral, found.it)
            paper = dataclasses.replace(unprinted, pdf=referral_letters.paper(unprinted.letter))
            return referrals.send(by=by, referral=referral, opened=found.it, paper=paper, version=referral.version)


TOLD = frozenset({"birth_date", "work", "support", "attendance"})


def _accepted(by: Account, referral: Referral, day: datetime.date) -> None:
    planned = day + datetime.timedelta(days=9)
    referral_moves.accept(by=by, referral=referral, contact_person=by.name, planned_on=planned)


def _asked(by: Account, referral: Referral, day: datetime.date) -> None:
    referral_moves.hold(by=by, referral=referral, text="Onko hänellä ajokortti?")


def _rejected(by: Account, referral: Referral, day: datetime.date) -> None:
    referral_moves.reject(
        by=by, referral=referral, reason=MoveReason.NO_CAPACITY, text="Ryhmä on täynnä, yritä keväällä."
    )


def _started(by: Account, referral: Referral, day: datetime.date) -> None:
    _accepted(by, referral, day)
    referral_moves.start(by=by, referral=referral, first_contact_on=day)


def _completed(by: Account, referral: Referral, day: datetime.date) -> None:
    _started(by, referral, day)
    text = "Aloitti valmennuksen sovitusti."
    referral_moves.complete(by=by, referral=referral, outcome=Outcome.STARTED_SERVICE, text=text)


Answer = Callable[[Account, Referral, datetime.date], None]
ANSWERS: tuple[Answer | None, ...] = (None, _accepted, _completed, _asked, None, _started, _rejected, _completed)


def correspond(
    house: Household, dice: random.Random, led: list[tuple[CaseFile, Account]], *, how_many: int = 10
) -> int:
    """Referrals of people who gave a permission; returns how many were sent."""
    sent = 0
    recipients = ((house.employment, house.staff["partner"]), (house.school, house.staff["school"]))
    for case, lead in dice.sample(led, k=len(led)):
        to, partner = recipients[0 if sent % 4 else 1]
        if sent == how_many or case.opened_on > days_ago(40):
            continue
        day = days_ago(dice.randint(6, 25))
        try:
            referral = send(house, case, lead, to, Wish(*dice.choice(REQUESTS)), day)
        except NOT_TELLABLE:
            continue
        _answer(ANSWERS[sent % len(ANSWERS)], partner, referral, min(day + datetime.timedelta(days=5), days_ago(1)))
        sent += 1
    return sent


NOT_TELLABLE = (letter_choices.MayNotTell, referrals.NameMissing, referrals.ContentIncomplete, NoGround)


def _answer(answer: Answer | None, partner: Account, referral: Referral, day: datetime.date) -> None:
    if answer is None:
        return
    with (
        acting(partner),
        pretending(at(day, 11)),
        keyring.also([(referral.scope, Audience.PARTNER)]),
    ):
        answer(partner, referral, day)


def heroines_letter(house: Household, case: CaseFile) -> Referral:
    """Nasrin's referral to the employment services, sent a week ago and not answered yet."""
    wish = Wish(
        heading="Alkuhaastattelu ja työkokeilu",
        request="Pyydän alkuhaastattelua ja selvitystä siitä, voiko Nasrin aloittaa työkokeilun keittiössä.",
        work="Työttömänä 14 kuukautta. Peruskoulu, 9 vuotta. Kuuden vuoden kokemus suurkeittiöstä. Hygieniapassi.",
        support="Aamuvuorot sopivat. Kirjalliset ohjeet auttavat, puhelimessa tarvitaan tulkki.",
    )
    return send(house, case, house.staff["worker"], house.employment, wish, days_ago(7))
