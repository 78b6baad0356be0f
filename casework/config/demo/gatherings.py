"""The invented groups: eight of them over the nine months, with places taken and attendance marked."""

import datetime
import random

from casework.config.demo import texts
from casework.config.demo.household import Household
from casework.config.demo.people import at
from casework.models import CaseFile
from consent.actors import acting
from consent.models import Account
from consent.periods import pretending, today
from pathways import attendance, enrolments, groups, meetings
from pathways.models import Attendance, Facilitation, GroupSeries, GroupSession

# title, service kind, theme, place, weekday (None: today's), weeks ago it began, weeks it lasts
GROUPS = (
    ("{today}", "coaching", "Kaapeli: oma tarina ja oma alue", "Sampolan lähiötupa", None, 11, 20),
    ("Kielikahvila", "language", "Suomea arjen tilanteisiin", "Impolan kerhotila", 1, 14, 6),
    ("Digitupa", "digital", "Puhelin ja asiointi", "Pihlavan kirjasto", 4, 8, 16),
    ("Metsäkävely", "green", "Luonto ja jaksaminen", "Väinölän lähiötupa", 3, 24, 6),
    ("Torstairyhmä", "life_skills", "Päihteettömän arjen tuki", "Pormestarinluodon kerhotila", 3, 8, 18),
    ("Talkooporukka", "events", "Alueen talkoot", "Väinölän lähiötupa", 5, 30, 6),
    ("Vertaisten kahvit", "peer", "Vertaisohjaajan polku", "Sampolan lähiötupa", 0, 5, 12),
    ("Pajapäivä", "cooperative", "Osuuskunnan tilaustyöt", "Osuuskunnan tila", 2, 18, 5),
)
WEEKDAYS = ("Maanantai", "Tiistai", "Keskiviikko", "Torstai", "Perjantai", "Lauantai", "Sunnuntai")
MARKS = (
    (Attendance.Status.PRESENT,) * 14
    + (Attendance.Status.ABSENT_NOTIFIED,) * 3
    + (Attendance.Status.ABSENT_UNNOTIFIED,) * 2
    + (Attendance.Status.LATE,)
)


def gather(house: Household, dice: random.Random, cases: list[CaseFile], heroine: CaseFile) -> list[GroupSeries]:
    """All groups; the first meets today, and she is in it."""
    made: list[GroupSeries] = []
    for title, kind, theme, place, weekday, weeks_ago, weeks in GROUPS:
        day = today() - datetime.timedelta(weeks=weeks_ago)
        on = today().weekday() if weekday is None else weekday
        first = day + datetime.timedelta(days=(on - day.weekday()) % 7)
        first -= datetime.timedelta(weeks=1) if first > today() else datetime.timedelta(0)
        lead, weekday_word = house.staff["facilitator"], WEEKDAYS[today().weekday()]
        with acting(lead), pretending(at(first - datetime.timedelta(days=10), 10)):
            series = groups.create(
                by=lead,
                programme=house.programme,
                title=title.format(today=f"{weekday_word}ryhmä"),
                theme=theme,
                place=place,
                capacity=12,
                starts_on=first,
                ends_on=first + datetime.timedelta(weeks=weeks - 1),
                weekday=on,
                starts_at=datetime.time(13),
                length_minutes=120,
                service=house.services[kind],
            )
            _facilitate(house, series, lead, first)
        candidates = [case for case in cases if case.opened_on <= first]
        members = dice.sample(candidates, k=min(len(candidates), dice.randint(5, 8)))
        _meet(dice, series, lead, members if made else [heroine, *members])
        made.append(series)
    return made


def _facilitate(house: Household, series: GroupSeries, lead: Account, first: datetime.date) -> None:
    groups.facilitate(
        by=lead,
        series=series,
        account=lead,
        role=Facilitation.Role.FACILITATOR,
        starts_on=first - datetime.timedelta(10),
    )
    for name, role in (("worker", Facilitation.Role.COACH), ("student", Facilitation.Role.STUDENT)):
        if series.title.endswith("ryhmä"):
            groups.facilitate(by=lead, series=series, account=house.staff[name], role=role, starts_on=first)


def _meet(dice: random.Random, series: GroupSeries, lead: Account, members: list[CaseFile]) -> None:
    with acting(lead), pretending(at(series.starts_on, 9)):
        for case in members:
            enrolments.enrol(by=lead, series=series, case=case, on=series.starts_on)
    for meeting in meetings.of(series):
        day = meeting.starts_at.date()
        if day >= today() or meeting.state == GroupSession.State.CANCELLED:
            continue
        with acting(lead), pretending(meeting.ends_at):
            for case in members:
                if dice.random() < 0.97:
                    attendance.mark(by=lead, meeting=meeting, case=case, status=dice.choice(MARKS))
            meeting.refresh_from_db()
            meetings.hold(meeting, dice.choice(texts.GROUP_NOTES), by=lead)
