"""What everybody can be found by, for rebuilding the lookup tokens."""

import itertools
import uuid
from collections.abc import Iterator

from casework import participants
from casework.models import Participant
from consent import keyring, lookup
from consent.fields import readable
from consent.keyring import Audience

BATCH = 500


def register() -> None:
    """Add the participants; called once, when the app is loaded."""
    lookup.add_source(everybody)


def everybody() -> Iterator[tuple[uuid.UUID, lookup.SearchKeys]]:
    """Scope and search keys of every participant whose details can still be read; nothing is shown, nothing logged."""
    rows = Participant.objects.order_by("pk").iterator(chunk_size=BATCH)
    while people := list(itertools.islice(rows, BATCH)):
        with keyring.also((person.scope, Audience.LOOKUP) for person in people):
            found = [
                (person.scope, participants.search_keys_of(person)) for person in people if readable(person.first_name)
            ]
        yield from found
