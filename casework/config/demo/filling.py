"""Fills the demo's databases: the same seed gives the same invented project, relative to the day it is filled."""

import datetime
import random

from django.db import connections, transaction

from casework.config.demo import correspondence, gatherings, heroine, household, people, rights
from casework.models import CaseFile
from consent import keyring
from consent.models import Account
from consent.periods import add_months, today
from consent.proof import sealing

SEED, PEOPLE, BATCH = 2026, 150, 25


def fill(*, seed: int = SEED, how_many: int = PEOPLE) -> dict[str, int]:
    """Fill empty databases by the real verbs, in few transactions; how many of each there are then."""
    dice = random.Random(seed)  # noqa: S311  (invented data, not a secret)
    with keyring.fresh():
        with _both():
            house = household.furnish(add_months(today(), -9))
            nasrin = heroine.arrive(house)
        led: list[tuple[CaseFile, Account]] = []
        comers = people.enter(house, dice, how_many=how_many - 1)
        while len(led) < how_many - 1:
            with _both():
                led.extend(pair for _, pair in zip(range(BATCH), comers, strict=False))
        with _both():
            series = gatherings.gather(house, dice, [case for case, _ in led], nasrin)
        with _both():
            heroine.walk(house, nasrin)
            heroine.last_talk(nasrin, house.staff["worker"])
            people.fill_the_days(house, dice, led)
        with _both():
            correspondence.heroines_letter(house, nasrin)
            sent = correspondence.correspond(house, dice, led) + 1
        with _both():
            rights.ask(house, nasrin, led)
        sealing.seal()
    return {"participants": len(led) + 1, "referrals": sent, "groups": len(series), "staff": len(house.staff)}


class _both:  # noqa: N801  (reads as the block it opens)
    """One transaction on each database: thousands of small commits would take minutes."""

    def __enter__(self) -> None:
        self.blocks = [transaction.atomic(using=alias) for alias in connections]
        for block in self.blocks:
            block.__enter__()

    def __exit__(self, *error: object) -> None:
        for block in reversed(self.blocks):
            block.__exit__(*error)  # type: ignore[arg-type]


def began() -> datetime.date:
    """The first day of the invented project."""
    return add_months(today(), -9)
