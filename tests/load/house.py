"""One filled house in a process of its own: it reads orders as lines of JSON and answers each with one.

`bench` keeps several open and asks them in turns, so that what the machine does besides falls on all alike.
"""

import json
import os
import random
import sys
from time import perf_counter
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.load.settings"
django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from casework import participants, sessions  # noqa: E402
from casework.config.demo import names, texts  # noqa: E402
from casework.models import CaseFile  # noqa: E402
from consent import keyring  # noqa: E402
from consent.actors import acting  # noqa: E402
from consent.keyring import Audience  # noqa: E402
from consent.periods import today  # noqa: E402
from pathways import plans  # noqa: E402
from tests.casework import referral_stories, stories  # noqa: E402
from tests.load import filling, log, measures  # noqa: E402
from tests.people import NASRIN, Cast, make_cast, make_house  # noqa: E402

NOTES_OF_PAGE = 40


class House:
    """The cast, minna's sixty people, and a crowd."""

    cast: Cast
    own: list[CaseFile]
    crowd: filling.Crowd

    def make(self, people: int) -> dict[str, Any]:
        """Migrate and fill; seconds that each took."""
        began = perf_counter()
        for alias in connections:
            call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", verbosity=0)
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("load").get_models():
                editor.create_model(model)
        migrated = perf_counter()
        with transaction.atomic(), transaction.atomic(using="keystore"), keyring.fresh():
            self._own_people()
        self.crowd = filling.Crowd(self.cast)
        self.crowd.add(people - filling.CASES_OF_WORKER)
        filling.settle()
        self.pages = measures.Pages(self.cast)
        return {"migrated_s": migrated - began, "filled_s": perf_counter() - migrated}

    def _own_people(self) -> None:
        """Nasrin, whose case file is full, and fifty-nine others with a few notes, all led by minna."""
        self.cast = cast = make_cast(make_house())
        dice = random.Random(1)
        details = [names.invented(dice, number) for number in range(filling.CASES_OF_WORKER - 1)]
        with acting(cast.minna):
            others = [
                participants.create(by=cast.minna, programme=cast.house.programme, details=each) for each in details
            ]
            for case in others:
                with keyring.also([(case.scope, Audience.WORKER)]):
                    for _ in range(filling.NOTES):
                        self._note(case, dice)
        self.own = [cast.case, *others]
        rows = [{**vars(case), "worker": cast.minna.pk} for case in self.own]
        filling.bare(zip([NASRIN, *details], rows, strict=True))
        referral_stories.permit(cast, cast.house.employment)
        referral_stories.sent(cast)
        with acting(cast.minna), keyring.also([(cast.case.scope, Audience.WORKER)]):
            plans.set_goal(by=cast.minna, case=cast.case, words=texts.GOALS[0], on=today())
            for number in range(NOTES_OF_PAGE):
                self._note(cast.case, dice, days=number)
        stories.booked(cast)

    def _note(self, case: CaseFile, dice: random.Random, days: int = 3) -> None:
        sessions.sign(
            by=self.cast.minna,
            case=case,
            kind="meeting",
            held_on=today() - days * stories.DAY,
            narrative=dice.choice(texts.NARRATIVES),
            length_minutes=45,
            themes=["work", "language"],
            for_participant=dice.choice(texts.FOR_PARTICIPANT),
            actions=[("participant", dice.choice(texts.AGREED_PARTICIPANT), today() + stories.DAY, None)],
        )

    def turn(self, first: int) -> dict[str, float]:
        """Every page once, beginning with another one each time; milliseconds by page."""
        return self.pages.turn(first)

    def save(self, rounds: int) -> dict[str, list[float]]:
        """Saving a session, bare and ours."""
        return measures.save(self.cast, self.pages.client, rounds)

    def add_tokens(self, how_many: int) -> dict[str, float]:
        """More strangers among the lookup tokens."""
        began = perf_counter()
        filling.strangers(how_many)
        filling.settle()
        return {"filled_s": perf_counter() - began}

    def look_up(self, rounds: int) -> dict[str, list[float]]:
        """Exact lookups of people who are there and who are not."""
        return measures.look_up(rounds)

    def add_events(self, how_many: int) -> dict[str, float]:
        """More events in the access log."""
        began = perf_counter()
        log.fill(self.cast, how_many)
        filling.settle()
        return {"filled_s": perf_counter() - began}

    def ask_log(self, rounds: int) -> dict[str, list[float]]:
        """What an officer asks of the log."""
        return log.ask(self.cast, rounds)

    def verify(self, events: int, rounds: int) -> dict[str, Any]:
        """Sealing a log of so many events, and verifying it; seconds by the clock and of this process's core."""
        filling.events(self.cast, events)
        filling.settle()
        return measures.verify(rounds)

    def erase(self, rounds: int, few: int, many: int) -> dict[str, list[float]]:
        """Erasing people about whom little and much was written."""
        return measures.erase(self.cast, rounds, few, many)


def main() -> None:
    """Answer orders until there are no more."""
    house = House()
    for line in sys.stdin:
        order = json.loads(line)
        act = getattr(house, order.pop("do"))
        sys.stdout.write(json.dumps(act(**order)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
