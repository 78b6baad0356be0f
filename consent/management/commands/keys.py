"""Root keys and the keystore: what there is, the monthly rotation, the recovery copy and the way back from it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent import crypto_inventory, key_status, lookup
from consent.backups import archive, offline
from consent.errors import NotNow
from consent.keystore import epochs, key_files, providers, recovery
from consent.keystore.standing import KeystoreRefused

REFUSALS = (
    NotNow, ImproperlyConfigured, KeystoreRefused, offline.KeyUnfit, archive.ArchiveDamaged, recovery.RecoveryRefused,
    FileExistsError,
)  # fmt: skip


class Command(BaseCommand):
    """Each month: `rotate`, `rewrap`, and after seven days `retire kek OLD`. Each day: `recovery --out DIR`.

    `status` ends with 1 when something is wrong or late, for a monitor.
    """

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="counts by state, kind and epoch; what is wrong or late")
        actions.add_parser("generate", help="the first root keys")
        rotate = actions.add_parser("rotate", help="the next epoch; new keys use it")
        rotate.add_argument("--kind", choices=providers.KINDS, default="kek")
        rewrap = actions.add_parser("rewrap", help="move keys of older epochs to the newest, while the house serves")
        rewrap.add_argument("--batch", type=int, default=5000, help="keys in one transaction")
        retire = actions.add_parser("retire", help="destroy an old epoch that nothing needs any more")
        retire.add_argument("kind", choices=providers.KINDS)
        retire.add_argument("number", type=int)
        retire.add_argument("--at-once", action="store_true", help="without seven days of grace")
        actions.add_parser("tokens", help="make every lookup token anew")
        copy = actions.add_parser("recovery", help="a copy of the keystore and its root keys, to the offline key")
        where = copy.add_mutually_exclusive_group(required=True)
        where.add_argument("--out", type=Path, metavar="DIR")
        where.add_argument("--keypair", type=Path, metavar="DIR", help="make the offline pair, away from the server")
        copy.add_argument("--to", type=Path, default=settings.POLKU_OFFLINE_KEY, metavar="PUBLIC_KEY")
        recover = actions.add_parser("recover", help="bring a copy back into an empty keystore")
        recover.add_argument("--in", dest="file", type=Path, required=True, metavar="FILE")
        recover.add_argument("--private", type=Path, required=True, metavar="PRIVATE_KEY")
        recover.add_argument("--root-keys", type=Path, metavar="DIR", help="where the provider takes no keys")
        inventory = actions.add_parser("inventory", help="the crypto inventory, from the code")
        inventory.add_argument("--out", type=Path, metavar="FILE")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(**options)
        except REFUSALS as refusal:
            raise CommandError(str(getattr(refusal, "message", "") or refusal)) from None

    def _status(self, **_: Any) -> None:
        status = key_status.read()
        for line in status.lines:
            self.stdout.write(line)
        if status.faults:
            raise CommandError("\n".join(status.faults))

    def _generate(self, **_: Any) -> None:
        key_files.generate_missing()
        self.stdout.write("Root keys are in place. Keep a copy of them where no backup of data goes.")

    def _rotate(self, *, kind: str, **_: Any) -> None:
        number = key_files.rotate(kind)
        then = "`keys rewrap`" if kind == "kek" else "`keys tokens`"
        self.stdout.write(f"{kind}-{number} is the newest. On every other server put the same key, then {then}.")

    def _rewrap(self, *, batch: int, **_: Any) -> None:
        if batch < 1:
            raise CommandError("--batch must be at least 1.")
        self.stdout.write(f"rewrapped: {epochs.rewrap(batch=batch)}")

    def _retire(self, *, kind: str, number: int, at_once: bool, **_: Any) -> None:
        epochs.retire(kind, number, at_once=at_once)
        self.stdout.write(
            f"{kind}-{number} is destroyed: raw copies of the keystore from its time open nothing any more."
        )

    def _tokens(self, **_: Any) -> None:
        self.stdout.write(f"people who can be looked up: {lookup.rebuild()}")

    def _recovery(self, *, out: Path | None, to: Path | None, keypair: Path | None, **_: Any) -> None:
        if keypair:
            offline.make_pair(keypair)
            self.stdout.write(f"{offline.PUBLIC} goes to the server, {offline.PRIVATE} into a safe, twice.")
        elif out:
            if not out.is_dir():
                raise CommandError(f"{out} is no directory.")
            self.stdout.write(f"{recovery.copy(out, to=offline.named_public_key(to)).name} is written.")

    def _recover(self, *, file: Path, private: Path, root_keys: Path | None, **_: Any) -> None:
        came, kept_out = recovery.recover(file, by=offline.private_key(private), root_keys=root_keys)
        self.stdout.write(f"keys recovered: {came}\nerased since, and left out: {kept_out}")
        self.stdout.write("Next: `keys tokens`, then `keys status`.")

    def _inventory(self, *, out: Path | None, **_: Any) -> None:
        text = crypto_inventory.text()
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write_text(text, encoding="utf-8")
