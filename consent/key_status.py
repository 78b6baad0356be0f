"""The state of the keys in numbers, and what of it is wrong or late."""

import dataclasses
import datetime

from django.db.models import Count

from consent import scopes
from consent.keystore import epochs, key_files, keys, standing
from consent.keystore.models import ErasedScope, Installation, WrappedKey
from consent.periods import now

COPY_DUE = datetime.timedelta(days=7)


@dataclasses.dataclass(frozen=True)
class Status:
    """Lines to be read, and faults that a monitor must see."""

    lines: list[str]
    faults: list[str]


def read() -> Status:
    """Counts of everything, without anybody's name; raises DatabaseError where a database is not there."""
    moment = now()
    faults = [*standing.faults(), *epochs.overdue()]
    lines = [f"{state}: {count}" for state, count in keys.counts().items()]
    kinds = WrappedKey.objects.values_list("kind").annotate(n=Count("pk")).order_by("kind")
    lines += [f"of kind {kind}: {count}" for kind, count in kinds]
    for kind, what in (("kek", "keys"), ("index", "lookup tokens")):
        newest, used = key_files.active(kind), epochs.use(kind)
        for number in sorted({*used, *key_files.numbers(kind)}):
            mark = ", the newest" if number == newest else ""
            lines.append(f"{kind}-{number}: {used.get(number, 0)} {what}{mark}")
        faults += [f"{kind}-{n}.key is missing." for n in used if n not in key_files.numbers(kind)]
    pending = WrappedKey.objects.filter(
        state=WrappedKey.State.PENDING, created_at__lt=moment - datetime.timedelta(days=2)
    )
    if late := pending.count():
        faults.append(f"{late} keys are pending for two days: `run_due` does not run.")
    erased, lost = scopes.keyless()
    lines += [f"keys that no row names: {scopes.unnamed()}", f"erasures: {ErasedScope.objects.count()}"]
    lines.append(f"erased scopes that rows still name: {erased}")
    if lost:
        faults.append(f"{lost} scopes have rows, no key and no erasure: this keystore is older than the data.")
    return Status([*lines, _copies(moment, faults)], faults)


def _copies(moment: datetime.datetime, faults: list[str]) -> str:
    house = Installation.objects.order_by("pk").first()
    copied = house.copied_at if house else None
    if copied is None:
        faults.append("There is no recovery copy: `keys recovery` makes one.")
        return "newest recovery copy: none"
    if moment - copied > COPY_DUE:
        faults.append(f"The newest recovery copy is {(moment - copied).days} days old.")
    return f"newest recovery copy: {copied:%Y-%m-%d}"
