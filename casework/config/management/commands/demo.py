"""`demo`: a working system filled with an invented project. `demo --check` lives its story once over HTTP."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.config.demo import filling, serving, story
from casework.config.demo.browsing import Unexpected
from casework.config.demo.household import DOMAIN, PASSWORD, STAFF


class Command(BaseCommand):
    help = "Serve an invented project on http://localhost:8000, or live its story once (--check)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="live the story once over HTTP, without a browser")
        parser.add_argument("--afresh", action="store_true", help="throw the invented project away and make it anew")
        parser.add_argument("--people", type=int, default=filling.PEOPLE, help="how many participants to invent")
        parser.add_argument("--port", type=int, default=serving.PORT)
        parser.add_argument(
            "--output", type=Path, default=settings.BASE / "demo-output", help="where --check leaves the letter"
        )

    def handle(
        self, *args: Any, check: bool, afresh: bool, people: int, port: int, output: Path, **options: Any
    ) -> None:
        try:
            counts = serving.prepare(afresh=afresh, how_many=people)
        except serving.NotOurs as refusal:
            raise CommandError(str(refusal)) from None
        if counts:
            made = ", ".join(f"{how_many} {what}" for what, how_many in counts.items())
            self.stdout.write(f"Invented: {made}.")
        if check:
            self._check(output)
        else:
            self._serve(port)

    def _check(self, output: Path) -> None:
        folder = settings.VAR.with_name(f"{settings.VAR.name}-check")
        environment = serving.copy_to(folder)
        try:
            with serving.running(environment, folder=folder) as port:
                for line in story.live(port, output):
                    self.stdout.write(line)
        except Unexpected as unexpected:
            raise CommandError(f"The story broke: {unexpected}") from None

    def _serve(self, port: int) -> None:
        if serving.is_taken(port):
            raise CommandError(f"Port {port} is in use. Try: python3 manage.py demo --port {port + 1}")
        self.stdout.write("Demo accounts (everybody is invented):")
        for user, name, title, *_ in STAFF:
            self.stdout.write(f"  {user}@{DOMAIN:<16} {name}, {title}")
        self.stdout.write(f"  participant@{DOMAIN}  signs in with a code that the page shows")
        self.stdout.write(f"Password of all: {PASSWORD}")
        self.stdout.write(f"\nOpen http://localhost:{port}   (stop with Ctrl+C)")
        self.stdout.flush()
        os.chdir(settings.BASE)
        command = serving.command(port)
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606  (the server takes this process over)
