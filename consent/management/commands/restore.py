"""`restore`: old data beside the newest keystore; `restore --accept`: the copy becomes the house."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent import keyring
from consent.backups import archive, offline, restoring
from consent.keystore.standing import KeystoreRefused


class Command(BaseCommand):
    """Fill an empty, migrated data database from a backup. The keystore must be there, and newer than the backup.

    Until `--accept` the copy neither serves nor writes to the keystore. On PostgreSQL run it as the owner.
    """

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--in", dest="file", type=Path, metavar="FILE")
        parser.add_argument("--private", type=Path, metavar="PRIVATE_KEY")
        parser.add_argument("--accept", action="store_true", help="make the restored copy the house")

    def handle(self, *args: Any, file: Path | None, private: Path | None, accept: bool, **options: Any) -> None:
        if accept == bool(file or private) or bool(file) != bool(private):
            raise CommandError("Give --in FILE with --private KEY, or --accept alone.")
        try:
            with keyring.fresh():
                if file and private:
                    self._restore(file, private)
                else:
                    self.stdout.write(f"Accepted. People who can be looked up: {restoring.accept()}.")
                    self.stdout.write("Next: `audit verify`, `keys status`, then serve.")
        except (restoring.RestoreRefused, archive.ArchiveDamaged, offline.KeyUnfit, KeystoreRefused) as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as fault:
            raise CommandError(f"{fault.filename} cannot be read.") from None

    def _restore(self, file: Path, private: Path) -> None:
        done = restoring.restore(file, by=offline.private_key(private))
        self.stdout.write(f"The data of {done.at}: {sum(done.counts.values())} rows of {len(done.counts)} tables.")
        self.stdout.write(f"Scopes that stay erased: {done.erased}.")
        for name, how_many in done.steps.items():
            self.stdout.write(f"{name}: {how_many}")
        if done.lost:
            self.stdout.write(f"{done.lost} scopes have rows but neither key nor erasure: this keystore lost them.")
        self.stdout.write("Next: look at it, `audit verify`, then `restore --accept`.")
