"""`keys status`: how many keys there are, by state. `keys generate`: the first root keys of an installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from consent.keystore import key_files, keys


class Command(BaseCommand):
    help = "Show the state of the keys, or make the first root keys."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["status", "generate"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "generate":
            key_files.generate(settings.POLKU_KEK_DIR)
            self.stdout.write("Root keys are in place. Keep a copy of them where no backup of data goes.")
            return
        for state, how_many in keys.counts().items():
            self.stdout.write(f"{state}: {how_many}")
        self.stdout.write(f"newest key-encryption key: {key_files.active('kek')}")
