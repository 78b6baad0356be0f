"""`retention preview` lists what may be erased today; `retention run` erases what two people approved and is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consent import keyring, retention
from consent.models import Programme


class Command(BaseCommand):
    """Days, classes and numbers; no names. Nothing is erased that two people have not approved."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["preview", "run"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        with keyring.fresh():
            (self._preview if action == "preview" else self._run)()

    def _preview(self) -> None:
        rows = retention.preview(Programme.objects.order_by("pk").values_list("pk", flat=True))
        for row in rows:
            state = "held" if row.held else "proposed" if row.proposed else "due"
            what = row.number or f"person {row.date.subject.uid}"
            self.stdout.write(f"{row.from_day.isoformat()}  {row.date.retention_class.code:8}  {state:8}  {what}")
        self.stdout.write(f"{len(rows)} in all.")

    def _run(self) -> None:
        done = retention.run()
        for disposal in done:
            self.stdout.write(f"erased: {disposal.kind}, certificate {disposal.uid}")
        self.stdout.write(f"{len(done)} erased.")
