"""`run_due`: all periodic work, from a timer; safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from consent import due, keyring


class Command(BaseCommand):
    help = "Run all periodic work. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        with keyring.fresh():
            for name, how_many in due.run().items():
                self.stdout.write(f"{name}: {how_many}")
