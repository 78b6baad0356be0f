"""`backup`: the data without its keys, sealed to the offline public key."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent.backups import data, offline
from consent.periods import now


class Command(BaseCommand):
    """Write one archive of the data database into a directory; older than `--keep` days are removed there.

    Neither keys nor lookup tokens nor sessions are in it: a restore needs the newest keystore beside it.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--to", type=Path, default=settings.POLKU_OFFLINE_KEY, metavar="PUBLIC_KEY")
        parser.add_argument("--keep", type=int, default=365, metavar="DAYS")

    def handle(self, *args: Any, out: Path, to: Path | None, keep: int, **options: Any) -> None:
        if not out.is_dir():
            raise CommandError(f"{out} is no directory.")
        moment = now()
        file = out / data.file_name(moment)
        try:
            counts = data.write(file, to=offline.named_public_key(to))
        except (offline.KeyUnfit, data.NoInstallation) as refusal:
            raise CommandError(str(getattr(refusal, "message", "") or refusal)) from None
        oldest = data.file_name(moment - datetime.timedelta(days=keep))
        for old in out.glob(data.PATTERN):
            if old.name < oldest:
                old.unlink()
        self.stdout.write(f"{file.name}: {sum(counts.values())} rows of {len(counts)} tables")
        self.stdout.write(f"SHA-256 {data.digest(file)}")
