"""`bench` measures the budgets of speed beside what they are compared with; `--quick` on a smaller register."""

import dataclasses
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Pages, saving, lookup, erasing and letters, on a PostgreSQL and a SQLite of their own. Nothing is left behind."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="10,000 people instead of 100,000, fewer rounds")
        parser.add_argument("--rounds", type=int, help="rounds of the pages")
        parser.add_argument("--seconds", type=int, help="the pages' time limit")

    def handle(self, *, quick: bool, rounds: int | None, seconds: int | None, **options: Any) -> None:
        from tests.load import bench  # the tests are no part of an installation

        given = {"rounds": rounds, "seconds": seconds}
        plan = dataclasses.replace(
            bench.QUICK if quick else bench.Plan(), **{name: value for name, value in given.items() if value}
        )
        bench.run(self._say, plan)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
