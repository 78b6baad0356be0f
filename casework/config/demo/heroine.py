"""Nasrin Rahimi, an invented person: the story that the README, the screenshots and `demo --check` follow."""

import datetime

from casework import appointments, assignments, participants, sessions
from casework.config.demo.household import DOMAIN, Household
from casework.config.demo.people import at
from casework.models import AgreedAction, Assignment, CaseFile, Present, SessionKind, Theme
from casework.participants import Details
from consent import consents, identity_codes, notices
from consent.accounts import create_participant_account
from consent.actors import acting
from consent.models import Account, Channel, Consent
from consent.periods import pretending, today
from pathways import plans

BORN = datetime.date(1988, 3, 14)
DETAILS = Details(
    first_name="Nasrin",
    last_name="Rahimi",
    birth_date=BORN,
    identity_code=identity_codes.invented(BORN, 951),
    phone="+358505550177",
    mail=f"participant@{DOMAIN}",
    safe_contact="Puhelu tai viesti, arkisin klo 12–15. Ei ääniviestejä, ei postia kotiin.",
    language="prs",
    interpreter="Tarvitaan, mieluiten nainen",
    safety_prohibition=True,
)


def days_ago(days: int) -> datetime.date:
    """A working day about so long ago."""
    day = today() - datetime.timedelta(days=days)
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def arrive(house: Household) -> CaseFile:
    """She comes in, is told and asked, and gets her workers."""
    worker, day, learns_until = house.staff["worker"], days_ago(104), today() + datetime.timedelta(days=120)
    with acting(worker), pretending(at(day, 10)):
        case = participants.create(by=worker, programme=house.programme, details=DETAILS, opened_on=day)
        for name, role in (("colleague", "co_worker"), ("health", "health"), ("student", "student")):
            until = learns_until if role == "student" else None
            assignments.assign(
                by=worker, case=case, account=house.staff[name], role=role, why=Assignment.Why.TEAM, until=until
            )
        account = create_participant_account(case.subject)
        account.is_demo = True
        account.save(update_fields=["is_demo"])
    with acting(worker), pretending(at(days_ago(97), 9)):
        _answer(house, case, worker)
    return case


def _answer(house: Household, case: CaseFile, worker: Account) -> None:
    notice = notices.notice_for(house.programme, "fi")
    if notice is not None:
        notices.give_notice(by=worker, subject=case.subject, notice=notice, channel=Channel.IN_PERSON)
    for question in consents.questions_for(house.programme, "fi"):
        refused = question.ground.purpose.code == "pictures"
        consents.answer(
            by=worker,
            subject=case.subject,
            question=question,
            state=Consent.State.REFUSED if refused else Consent.State.GIVEN,
            language="fi",
            channel=Channel.IN_PERSON,
            interpreter="Tulkki 114",
        )


def walk(house: Household, case: CaseFile) -> None:
    """Her months until today."""
    worker, health = house.staff["worker"], house.staff["health"]
    began, counselled, booked, this_day = days_ago(83), days_ago(12), days_ago(3), today()
    with acting(worker), pretending(at(began, 10)):
        plans.set_goal(
            by=worker, case=case, words="Haluan töihin keittiöön. Osaan tehdä ruokaa isolle joukolle.", on=began
        )
    _talk(case, worker, began, "Sovimme tavoitteen. Nasrin on tehnyt suurkeittiötyötä kuusi vuotta.", "", [])
    _talk(
        case,
        worker,
        days_ago(28),
        "Nasrin aloitti hygieniapassin harjoittelun. Kirjallinen materiaali selkosuomeksi toimii hyvin.",
        "Harjoittelit hygieniapassia. Hyvin menee.",
        [],
    )
    with acting(health), pretending(at(counselled, 11)):
        sessions.sign(
            by=health,
            case=case,
            kind=SessionKind.HEALTH,
            held_on=counselled,
            narrative="Unesta ja jaksamisesta. Ohjattu terveysasemalle verikokeisiin.",
            length_minutes=30,
        )
    with acting(worker), pretending(at(booked, 9)):
        for starts_at, place, interpreter in (
            (at(this_day, 9), "Sampolan lähiötupa", "confirmed"),
            (at(this_day + datetime.timedelta(days=2), 10), "Sampolan lähiötupa, huone 2", "needed"),
        ):
            appointments.book(
                by=worker, case=case, starts_at=starts_at, place=place, interpreter=interpreter, anyway=True
            )


def last_talk(case: CaseFile, worker: Account) -> None:
    """The session a week ago, with what was agreed."""
    _talk(
        case,
        worker,
        days_ago(7),
        "Nasrin kertoi, että hygieniapassi on suoritettu, ja oli siitä ylpeä. Kävimme läpi, mitä työkokeilu "
        "tarkoittaa ja millaiset työajat sopisivat. Aamut käyvät parhaiten, iltavuorot eivät vielä.",
        "Sait hygieniapassin. Se on hieno asia. Kysymme sinulle paikkaa keittiöstä.",
        [
            (AgreedAction.Owner.PARTICIPANT, "Tuo hygieniapassi", today() + datetime.timedelta(days=2), None),
            (AgreedAction.Owner.WORKER, "Varaa tulkki torstaille", today(), worker),
            (AgreedAction.Owner.PARTICIPANT, "Tule ryhmään", today() + datetime.timedelta(days=7), None),
        ],
    )


def _talk(
    case: CaseFile, worker: Account, day: datetime.date, text: str, shown: str, agreed: list[sessions.Agreed]
) -> None:
    with acting(worker), pretending(at(day, 9, 58)):
        sessions.sign(
            by=worker,
            case=case,
            kind=SessionKind.MEETING,
            held_on=day,
            started_at=datetime.time(9),
            length_minutes=45,
            place="Sampolan lähiötupa",
            present=[Present.INTERPRETER],
            themes=[Theme.WORK, Theme.DAILY_LIFE],
            narrative=text,
            for_participant=shown,
            read_together=bool(shown),
            actions=agreed,
        )
