"""A house in which everything happens many times, for the pages that must cost the same whatever they show."""

import dataclasses
import datetime
import uuid

import time_machine

from casework import assignments, sessions
from casework.models import Assignment, CaseFile, Referral
from consent import access_log, consents, default_grounds, notices
from consent.accounts import give_role
from consent.actors import acting
from consent.memberships import RoleWanted
from consent.models import LegalGround, Notice, Organisation, Question, Role
from consent.periods import HELSINKI, now, today
from pathways import attendance, enrolments, groups, meetings, plans, services
from pathways.models import Goal, GroupSeries
from tests.casework import referral_stories, stories
from tests.casework.desk.test_referral_detail import copies
from tests.casework.opened import opened
from tests.casework.register import known
from tests.pathways.conftest import TUESDAY, make_series
from tests.people import LONG_AGO, Cast, actor, allow_health, staff

DAY = datetime.timedelta(days=1)
FEW = 2  # meetings that are booked ahead, and the fewest rows of anything
LIFELIKE = 10  # groups, recipients and notices of one person: what nobody has by the dozen
NOTE = "Kävimme läpi viikon ja työkokeilun kysymykset. Aamut ovat helpottuneet, ja ryhmä on löytynyt. " * 3


@dataclasses.dataclass
class BusyHouse:
    """The cast, with `rows` of everything: people, notes, steps, meetings, groups, permissions, letters, colleagues."""

    cast: Cast
    grounds: dict[str, LegalGround]
    notice: Notice
    goal: Goal
    group: GroupSeries
    pictures: Question
    referral: Referral
    address: dict[str, tuple[uuid.UUID, ...]]  # what stands in the address of a page, by the word of the table
    rows: int = 0

    @property
    def case(self) -> CaseFile:
        """Nasrin's case file, about which all is written."""
        return self.cast.case

    def grow(self, rows: int) -> None:
        """Up to as many rows of everything."""
        copies(self.referral, rows - max(self.rows, 1))
        for number in range(self.rows, rows):
            self._write(number)
            self._agree(number)
            self._meet(number)
            self._work_together(number)
        self.rows = rows

    def _write(self, number: int) -> None:
        """Entries of every kind in the case file; what is agreed is a step of the plan, theirs and ours by turns."""
        cast, day = self.cast, today() - number * DAY
        owner = ("participant", "worker")[number % 2]
        session = stories.signed(
            cast,
            held_on=day,
            narrative=NOTE,
            for_participant="Sait hygieniapassin. Se on hieno asia.",
            themes=["work", "language"],
            present=["interpreter"],
            length_minutes=45,
            actions=[(owner, f"Tuo todistus {number}", today() + DAY, None)],
        )
        with opened(cast):
            plans.link(by=cast.minna, action=session.agreed_actions.get(), goal=self.goal)
            allow_health(cast)
            sessions.send_to_health(by=cast.minna, case=self.case, text="Kertoi unettomuudesta.")
        stories.signed(cast, cast.onni, held_on=day)
        stories.health_entry(cast, held_on=day)

    def _agree(self, number: int) -> None:
        """Meetings of today and to come; a permission, an earlier one, and a notice given once more."""
        cast, subject = self.cast, self.case.subject
        stories.booked_today(cast, datetime.time(8 + number // 6, number % 6 * 10))
        if number < FEW:
            stories.booked(cast, starts_at=now() + (number + 1) * DAY)
        question, state = self.pictures, "refused"
        if number < 2:
            return  # what the referral and the health entries needed are the first two
        if number < LIFELIKE:
            recipient = Organisation(name=f"Vastaanottaja {number}", kind="public", profile="social")
            recipient.save()
            texts = {"fi": (f"Tiedot vastaanottajalle {number}", "Saammeko kertoa tämän?")}
            (question,), state = default_grounds.ask(self.grounds["referral"], texts, recipient=recipient), "given"
        consents.answer(
            by=cast.minna, subject=subject, question=question, state=state, language="fi", channel="in_person"
        )
        if number < LIFELIKE:
            notices.give_notice(by=cast.minna, subject=subject, notice=self.notice, channel="in_person")

    def _meet(self, number: int) -> None:
        """A person more in the one group; and a group more, to which the participant goes if it is one of the first."""
        cast = self.cast
        with acting(cast.minna):
            other = known(cast.minna, cast.house.programme, f"Testi Numero{number:02}", language="so")
            enrolments.enrol(by=cast.minna, series=self.group, case=other, on=TUESDAY)
        services.create(by=cast.anna, organisation=cast.house.own, kind="work", name=f"Työ {number}")
        with acting(cast.raija):
            series = make_series(cast.raija, cast, title=f"Ryhmä {number}", starts_on=TUESDAY, ends_on=TUESDAY)
            if number < LIFELIKE:
                enrolments.enrol(by=cast.minna, series=series, case=self.case, on=TUESDAY)
                meeting = meetings.of(series).get(slot_on=TUESDAY)
                attendance.mark(by=cast.raija, meeting=meeting, case=self.case, status="present")

    def _work_together(self, number: int) -> None:
        """A colleague more, who has looked; another for whom a role is proposed."""
        cast = self.cast
        colleague = staff(f"ohjaaja{number}", Role.WORKER, cast.house.own, cast.house.programme)
        assignments.assign(by=cast.minna, case=self.case, account=colleague, role="co_worker", why=Assignment.Why.TEAM)
        wanted = RoleWanted(organisation=cast.house.own, role=Role.COORDINATOR, programme=cast.house.programme)
        give_role(by=cast.anna, account=colleague, wanted=wanted, tell=False)
        moment = datetime.datetime(2026, 11, 1 + number % 24, 9, tzinfo=HELSINKI)
        with time_machine.travel(moment, tick=False):
            access_log.record(
                actor(cast.minna),
                action="view",
                page="case_detail",
                purpose="guidance",
                subjects=[self.case.subject.uid],
            )


def begin(cast: Cast) -> BusyHouse:
    """The house on Tuesday 24.11.2026, before anything is repeated; within a ring."""
    programme = cast.house.programme
    grounds = default_grounds.install(programme, valid_from=LONG_AGO)
    (notice,) = notices.publish(programme, {"fi": "Näin käytämme tietojasi."}, valid_from=LONG_AGO)
    with opened(cast):
        goal = plans.set_goal(by=cast.minna, case=cast.case, words="Haluan töihin keittiöön.", on=TUESDAY)
    with acting(cast.raija):
        group = make_series(cast.raija, cast, capacity=60)
        groups.facilitate(
            by=cast.kaisa, series=group, account=cast.raija, role="facilitator", starts_on=group.starts_on
        )
    pictures = next(each for each in consents.questions_for(programme, "fi") if each.ground == grounds["pictures"])
    meeting = meetings.of(group).get(slot_on=TUESDAY)
    address = {"": (), "case": (cast.case.uid,), "group": (group.uid,), "meeting": (meeting.uid,)}
    return BusyHouse(cast, grounds, notice, goal, group, pictures, referral_stories.sent(cast), address)
