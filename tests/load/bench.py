"""What `manage.py bench` measures: the budgets of design.md §6, each beside what it is compared with, in one run."""

import dataclasses
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

from tests.load import servers, tables
from tests.load.servers import House
from tests.load.tables import Bound, Line

PAGES = {
    "list": "my cases, 50 rows",
    "case": "open case, 2 notes",
    "full_case": "open case, 40 notes",
    "typed": "search own people, as one types",
    "search": "search own people, whole page",
}
PAGE_BUDGET, GROWTH_BUDGET, SAVE_BUDGET, LETTER_BUDGET, LOOKUP_MS, LOG_MS = 2.0, 1.2, 2.0, 1.2, 5.0, 1_000.0
COMPARED = ["", "beside", "ours", "ratio", "budget", ""]
VERIFIED_A_SECOND = 50_000
FEW_NOTES, MANY_NOTES = 10, 10_000

Say = Callable[[str], Any]


@dataclasses.dataclass(frozen=True)
class Plan:
    """How large and how long. Times of pages end with the rounds or the seconds, whichever comes first."""

    few_people: int = 1_000
    many_people: int = 100_000
    tokens: int = 1_000_000
    log_events: int = 1_000_000
    events: int = 200_000
    rounds: int = 500
    seconds: int = 150


QUICK = Plan(many_people=10_000, tokens=100_000, log_events=100_000, events=100_000, rounds=40, seconds=60)


@dataclasses.dataclass(frozen=True)
class Place:
    """One database with a small and a large house on it. Only PostgreSQL is bound by the budgets (design.md §8.10)."""

    name: str
    bound: bool
    small: House
    large: House

    @property
    def houses(self) -> tuple[House, House]:
        return self.small, self.large

    def budget(self, most: float) -> float | None:
        """The budget, where it binds."""
        return most if self.bound else None


def run(say: Say, plan: Plan) -> None:
    """Measure everything and say it in tables."""
    with ExitStack() as stack:
        folder = stack.enter_context(servers.folder())
        postgres = stack.enter_context(servers.postgres(folder / "postgres"))
        if postgres is None:
            say("PostgreSQL is not installed: only SQLite is measured, which no budget binds.")
        places = _furnish(stack, folder, postgres)
        _fill(say, places, plan)
        say(f"Measuring. Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n\n")
        _pages(say, places, plan)
        _saving(say, places)
        _lookup(say, places, plan)
        _erasing(say, places)
        _verifying(say, places, plan)
        _log(say, places, plan)
    _letter(say)


def _furnish(stack: ExitStack, folder: Path, postgres: servers.Postgres | None) -> list[Place]:
    def house(name: str, addresses: dict[str, str]) -> House:
        made = House(name, folder / name, addresses=addresses)
        stack.callback(made.close)
        return made

    def in_postgres(size: str) -> House:
        assert postgres is not None
        data, keys = postgres.create(f"polku_{size}"), postgres.create(f"keystore_{size}")
        return house(f"postgres-{size}", {"DATABASE_URL": data, "KEYSTORE_URL": keys})

    places = []
    if postgres is not None:
        name = f"PostgreSQL {postgres.version}, fsync on"
        places.append(Place(name, True, in_postgres("small"), in_postgres("large")))
    name = f"SQLite {servers.sqlite_version()}, synchronous=FULL"
    places.append(Place(name, False, house("sqlite-small", {}), house("sqlite-large", {})))
    return places


def _fill(say: Say, places: list[Place], plan: Plan) -> None:
    """All houses at once: they are made on every core there is."""
    say(f"Filling registers of {plan.few_people:,} and {plan.many_people:,} invented people ...")
    for place in places:
        place.small.tell("make", people=plan.few_people)
        place.large.tell("make", people=plan.many_people)
    for place in places:
        for house, people in zip(place.houses, (plan.few_people, plan.many_people), strict=True):
            took = house.answer()
            say(f"  {place.name}: {people:,} people in {took['filled_s']:.0f} s")


def _pages(say: Say, places: list[Place], plan: Plan) -> None:
    """Every house in turn, every page in each turn: what the machine does besides falls on all alike."""
    houses = [house for place in places for house in place.houses]
    times: dict[str, list[dict[str, float]]] = {house.name: [] for house in houses}
    began = monotonic()
    for number in range(plan.rounds + 1):
        for house in houses:
            taken = house.ask("turn", first=number)
            if number:  # the first round warms up
                times[house.name].append(taken)
        if monotonic() - began > plan.seconds and number:
            break
    rounds = len(times[houses[0].name])
    for place in places:
        say(_beside_bare(place, times, plan, rounds))
        say(_growth(place, times, plan))


def _beside_bare(place: Place, times: dict[str, list[dict[str, float]]], plan: Plan, rounds: int) -> str:
    lines: list[Line] = []
    for house, people in zip(place.houses, (plan.few_people, plan.many_people), strict=True):
        bare = [turn["bare"] for turn in times[house.name]]
        for page, what in PAGES.items():
            ours = [turn[page] for turn in times[house.name]]
            named = f"{what}; {people:,} people"
            lines.append(tables.of_pairs(named, bare, ours, place.budget(PAGE_BUDGET)))
    title = f"Beside a bare page of 50 rows: {place.name}, median of {rounds} rounds"
    return tables.table(title, COMPARED, [line.cells() for line in lines])


def _growth(place: Place, times: dict[str, list[dict[str, float]]], plan: Plan) -> str:
    def line(page: str, what: str, most: float | None) -> list[str]:
        small, large = ([turn[page] for turn in times[house.name]] for house in place.houses)
        return tables.of_pairs(what, small, large, most).cells()

    rows = [line(page, what, place.budget(GROWTH_BUDGET)) for page, what in PAGES.items()]
    title = f"Growth from {plan.few_people:,} to {plan.many_people:,} people: {place.name}"
    head = ["", f"{plan.few_people:,}", f"{plan.many_people:,}", *COMPARED[3:]]
    return tables.table(title, head, [line("bare", "the bare page itself", None), *rows])


def _saving(say: Say, places: list[Place]) -> None:
    rows = []
    for place in places:
        times = place.large.ask("save", rounds=60)
        row = f"the row: sealed, history, log; {place.name}"
        post = f"the whole form posted; {place.name}"
        rows.append(tables.of_pairs(row, times["bare_row"], times["row"], place.budget(SAVE_BUDGET)).cells())
        rows.append(tables.of_pairs(post, times["bare_post"], times["post"]).cells())
    title = "Saving a session beside a plain save with simple-history"
    say(tables.table(title, COMPARED, rows))


def _lookup(say: Say, places: list[Place], plan: Plan) -> None:
    rows = []
    for place in places:
        place.large.ask("add_tokens", how_many=plan.tokens)
        times = place.large.ask("look_up", rounds=200)
        for name, what in (("hit", "somebody is there"), ("miss", "nobody is there")):
            most = place.budget(LOOKUP_MS)
            rows.append(
                Bound(f"{what}, in the database; {place.name}", middle(times[f"{name}_database"]), most).cells()
            )
            rows.append(Bound(f"{what}, with Python; {place.name}", middle(times[name]), None).cells())
    title = f"Exact lookup among {plan.tokens:,} tokens of strangers and those of the register"
    say(tables.table(title, ["", "taken", "budget", ""], rows))


def _erasing(say: Say, places: list[Place]) -> None:
    rows = []
    for place in places:
        times = place.large.ask("erase", rounds=5, few=FEW_NOTES, many=MANY_NOTES)
        rows.append(tables.of_pairs(place.name, times["few"], times["many"]).cells())
    title = "Erasing one person (keys, rows, history, facts): independent of how much was written"
    say(tables.table(title, ["", f"{FEW_NOTES} notes", f"{MANY_NOTES:,} notes", *COMPARED[3:]], rows))


def _log(say: Say, places: list[Place], plan: Plan) -> None:
    """Last, because it fills the log of the large houses."""
    rows = []
    for place in places:
        place.large.ask("add_events", how_many=plan.log_events)
        for question, taken in place.large.ask("ask_log", rounds=10).items():
            rows.append(Bound(f"{question}; {place.name}", middle(taken), LOG_MS).cells())
    title = f"An officer's questions to a log of {plan.log_events:,} more events"
    say(tables.table(title, ["", "taken", "budget", ""], rows))


def _verifying(say: Say, places: list[Place], plan: Plan) -> None:
    rows = []
    for place in places:
        times = place.large.ask("verify", events=plan.events, rounds=3)
        of = f"{times['events']:,} events and history rows; {place.name}"
        by_clock, by_core = (times["events"] / min(times[kind]) for kind in ("clock", "core"))
        rows.append(tables.Rate(of, by_clock, by_core, VERIFIED_A_SECOND).cells())
    title = "audit verify: every leaf, root and signature recomputed"
    say(tables.table(title, ["", "by the clock", "of its core", "budget", ""], rows))


def _letter(say: Say) -> None:
    from casework.letters.bench import measure

    ours, alone = (seconds * 1000 for seconds in measure())
    line = Line("letter PDF beside WeasyPrint alone", alone, ours, ours / alone, LETTER_BUDGET)
    say(tables.table("Letter", COMPARED, [line.cells()]))


def middle(times: list[float]) -> float:
    """The median."""
    return sorted(times)[len(times) // 2]
