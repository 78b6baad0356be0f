"""The invented participants and their months of guidance, made by the real verbs at pretended moments."""

import datetime
import random
from collections.abc import Iterator

from casework import agreed_actions, appointments, assignments, health_ground, participants, sessions
from casework.config.demo import names, texts
from casework.config.demo.household import Household
from casework.models import AgreedAction, Assignment, CaseFile, Present, SessionKind, Theme
from consent import consents, notices
from consent.actors import acting
from consent.models import Account, Channel, Consent
from consent.periods import HELSINKI, pretending, today
from pathways import plans

KINDS = (SessionKind.MEETING,) * 6 + (SessionKind.PHONE,) * 3 + (SessionKind.MESSAGE, SessionKind.NETWORK)


def at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of a day in Finland."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), HELSINKI)


def workday(dice: random.Random, first: datetime.date, last: datetime.date) -> datetime.date:
    """A day between two days, moved off the weekend when that still fits."""
    day = first + datetime.timedelta(days=dice.randint(0, max(0, (last - first).days)))
    while day.weekday() > 4 and day > first:
        day -= datetime.timedelta(days=1)
    return day


def enter(house: Household, dice: random.Random, *, how_many: int) -> Iterator[tuple[CaseFile, Account]]:
    """Participants with their case files, oldest first, each with the worker who leads."""
    workers = [house.staff[name] for name in ("worker", "colleague", "third")]
    span = (today() - house.began_on).days - 6
    days = sorted(house.began_on + datetime.timedelta(days=dice.randint(0, span)) for _ in range(how_many))
    for number, day in enumerate(days, start=1):
        lead = dice.choices(workers, (2, 4, 4))[0]
        with acting(lead), pretending(at(day, 9, dice.randint(0, 59))):
            details = names.invented(dice, number)
            case = participants.create(by=lead, programme=house.programme, details=details, opened_on=day)
            _ask(house, dice, case, lead)
            if dice.random() < 0.25:
                role = Assignment.Role.CO_WORKER
                other = dice.choice([worker for worker in workers if worker != lead])
                assignments.assign(by=lead, case=case, account=other, role=role, why=Assignment.Why.TEAM)
            if dice.random() < 0.2:
                health = house.staff["health"]
                assignments.assign(
                    by=lead, case=case, account=health, role=Assignment.Role.HEALTH, why=Assignment.Why.TEAM
                )
        _guide(house, dice, case, lead)
        yield case, lead


def _ask(house: Household, dice: random.Random, case: CaseFile, lead: Account) -> None:
    notice = notices.notice_for(house.programme, "fi")
    if notice is not None:
        notices.give_notice(by=lead, subject=case.subject, notice=notice, channel=Channel.IN_PERSON)
    for question in consents.questions_for(house.programme, "fi"):
        if dice.random() < 0.45:
            continue
        state = dice.choices((Consent.State.GIVEN, Consent.State.REFUSED, Consent.State.LATER), (8, 1, 1))[0]
        consents.answer(
            by=lead, subject=case.subject, question=question, state=state, language="fi", channel=Channel.IN_PERSON
        )


def _guide(house: Household, dice: random.Random, case: CaseFile, lead: Account) -> None:
    """The sessions, the goal and what was agreed."""
    spans = max(1, min(3, (today() - case.opened_on).days // 60))
    days = sorted(workday(dice, case.opened_on, today() - datetime.timedelta(days=1)) for _ in range(spans))
    for turn, day in enumerate(days):
        with acting(lead), pretending(at(day, 15, dice.randint(0, 50))):
            if turn == 0 and dice.random() < 0.8:
                plans.set_goal(by=lead, case=case, words=dice.choice(texts.GOALS), on=day)
            _sign(dice, case, lead, day, last=turn == len(days) - 1)
    if days and dice.random() < 0.12 and assignments.in_force(case):
        _counsel(house, dice, case, days[-1])


def _sign(dice: random.Random, case: CaseFile, lead: Account, day: datetime.date, *, last: bool) -> None:
    due = day + datetime.timedelta(days=dice.randint(3, 24))
    agreed: list[sessions.Agreed] = []
    if dice.random() < 0.5:
        agreed.append((AgreedAction.Owner.PARTICIPANT, dice.choice(texts.AGREED_PARTICIPANT), due, None))
    if dice.random() < 0.3:
        agreed.append((AgreedAction.Owner.WORKER, dice.choice(texts.AGREED_WORKER), due, lead))
    sessions.sign(
        by=lead,
        case=case,
        kind=dice.choice(KINDS),
        held_on=day,
        narrative=dice.choice(texts.NARRATIVES),
        started_at=datetime.time(dice.randint(8, 14), dice.choice((0, 15, 30))),
        length_minutes=dice.choice((20, 30, 45, 60)),
        place=dice.choice(texts.PLACES),
        themes=dice.sample(list(Theme), k=dice.randint(1, 2)),
        present=[Present.INTERPRETER] if dice.random() < 0.2 else [],
        for_participant=dice.choice(texts.FOR_PARTICIPANT),
        actions=agreed,
    )
    if not last or due < today():
        for action in agreed_actions.open_actions(case):
            if dice.random() < 0.85:
                agreed_actions.finish(action, by=lead)


def _counsel(house: Household, dice: random.Random, case: CaseFile, day: datetime.date) -> None:
    health = house.staff["health"]
    if not any(a.account_id == health.pk for a in assignments.in_force(case)):
        return
    if consents.ground_for(case.subject, purpose=health_ground.HEALTH, programme=house.programme, on=day) is None:
        return
    with acting(health), pretending(at(day, 13)):
        sessions.sign(
            by=health,
            case=case,
            kind=SessionKind.HEALTH,
            held_on=day,
            narrative=dice.choice(texts.HEALTH),
            length_minutes=30,
        )


def fill_the_days(house: Household, dice: random.Random, led: list[tuple[CaseFile, Account]]) -> None:
    """Appointments of today and of the days to come for every worker."""
    slots = ((8, 30), (10, 30), (12, 15), (15, 15))
    for lead in {account for _, account in led}:
        own = [case for case, account in led if account == lead]
        dice.shuffle(own)
        for turn, case in enumerate(own[:9]):
            day, (hour, minute) = today() + datetime.timedelta(days=turn // 3), slots[turn % 3 + 1]
            with acting(lead), pretending(at(today() - datetime.timedelta(days=3), 12)):
                appointments.book(
                    by=lead, case=case, starts_at=at(day, hour, minute), place=dice.choice(texts.PLACES), anyway=True
                )
