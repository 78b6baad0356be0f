"""Finding somebody among those whom one already works with: names are decrypted for the moment, and never logged.

The view shows and logs the people who were found, and nobody else.
"""

import uuid
from collections.abc import Callable, Iterable

from casework.models import CaseFile, Permission
from consent import keyring
from consent.actors import Actor
from consent.fields import readable
from consent.folding import finnish_sort_key, parts
from consent.keyring import Audience

SHOWN = 50
CAP = 1000


def own_cases(actor: Actor, q: str = "", permission: str = Permission.WORK) -> tuple[list[CaseFile], bool]:
    """The actor's own open case files whose names begin with the typed words, by name; and whether there are more."""
    rows = CaseFile.objects.for_user(actor.account, permission).still_open()
    cases = rows.select_related("subject__participant").order_by("-opened_on", "-pk")[:CAP]
    return matching(cases, q, Audience.WORKER, lambda case: case.subject.participant.name)


def matching(
    cases: Iterable[CaseFile], q: str, audience: Audience, name_of: Callable[[CaseFile], str]
) -> tuple[list[CaseFile], bool]:
    """Those cases of whose name every typed word begins a part, sorted as Finns sort; and whether there are more."""
    cases = list(cases)
    words = parts(q)
    with keyring.also([(case.subject.scope, audience) for case in cases]):
        named = [(name, case) for case in cases if readable(name := name_of(case))]
        found = [(finnish_sort_key(name), case.pk, case) for name, case in named if _matches(name, words)]
    found.sort(key=lambda each: each[:2])
    return [case for _key, _pk, case in found[:SHOWN]], len(found) > SHOWN


def _matches(name: str, words: tuple[str, ...]) -> bool:
    names = parts(name)
    return all(any(part.startswith(word) for part in names) for word in words)


def uuid_in(text: str) -> uuid.UUID | None:
    """The uuid that a button of a row carried; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
