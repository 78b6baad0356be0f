"""`erase` lists what two people have approved; `--carry-out` does it, and finishes what a crash or restore left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consent import erasure, keyring
from consent.models import Disposal


class Command(BaseCommand):
    """Ids and counts only. Approving is done in Polku, by somebody else than who proposed."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--carry-out", action="store_true", help="erase what was approved, whose time has come")

    def handle(self, *args: Any, carry_out: bool, **options: Any) -> None:
        approved = Disposal.objects.filter(state=Disposal.State.APPROVED).select_related("subject").order_by("pk")
        for disposal in approved:
            when = "now" if erasure.may_begin(disposal) else "waits for its day, or for a hold"
            self.stdout.write(f"approved: {disposal.kind}, {disposal.uid}, {when}")
        if carry_out:
            with keyring.fresh():
                self.stdout.write(f"{erasure.finish_all()} erased.")
