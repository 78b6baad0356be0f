"""Exact lookup among everybody, told to each searcher only as far as they may know.

What one knows of a person (identity code, phone, mail, both names, a name with a birth date) matches keyed tokens; each
match is verified after decryption. Of people outside the searcher's register only "exists, ask X" comes back, and that
only inside the searcher's own programmes: other controllers' participants do not exist for them. People under a
safety prohibition are answered to the unassigned exactly as not found, with the same number of statements.
"""

import dataclasses
import uuid
from collections.abc import Collection, Sequence

from django.db.models import Q

from casework import participants
from casework.access import KNOWS_OF_CASES, Register
from casework.models import CaseFile, Participant
from consent import keyring, lookup
from consent.actors import Actor
from consent.fields import readable
from consent.keyring import Audience
from consent.keystore import keys
from consent.lookup import SearchKeys
from consent.models import Membership, Role
from consent.periods import today

NOBODY = (0,)  # an id that no row has: an empty list would save the statement, and so tell


@dataclasses.dataclass(frozen=True)
class Known:
    """People who match: case files of the searcher's register, whom to ask about others, and everybody matched.

    A name in `ask` is "" where the programme has no coordinator. `subjects` holds hidden people too: the log names
    them, so that their lead worker and they themselves see that somebody looked.
    """

    cases: frozenset[uuid.UUID] = frozenset()
    ask: tuple[str, ...] = ()
    subjects: frozenset[uuid.UUID] = frozenset()


def find(actor: Actor, register: Register, wanted: Sequence[SearchKeys]) -> Known:
    """Everybody whom one of these keys fits."""
    if not wanted:
        return Known()
    matching = _verified(wanted)
    ids = [person.subject_id for person in matching] or NOBODY
    listed = dict(register.own.filter(subject__in=ids).order_by("pk").values_list("uid", "subject_id"))
    if register.coordinates:
        rows = register.programme.filter(subject__in=ids).order_by("pk")
        listed |= dict(rows.values_list("uid", "subject_id"))
    own = set(listed.values())
    others = [person.subject_id for person in matching if not person.hidden and person.subject_id not in own]
    programmes = actor.programmes(*KNOWS_OF_CASES) or NOBODY
    told = CaseFile.objects.filter(subject__in=others or NOBODY, programme__in=programmes).in_use()
    found = set(told.order_by("pk").values_list("programme_id", flat=True))
    coordinators = _coordinators(programmes)
    ask = tuple(dict.fromkeys(coordinators.get(programme, "") for programme in sorted(found)))
    return Known(frozenset(listed), ask, frozenset(person.subject for person in matching))


@dataclasses.dataclass(frozen=True)
class _Match:
    subject: uuid.UUID
    subject_id: int
    hidden: bool


def _verified(wanted: Sequence[SearchKeys]) -> list[_Match]:
    scopes = lookup.candidates(*wanted) or [uuid.uuid4()]
    people = list(Participant.objects.filter(scope__in=scopes).select_related("subject").order_by("pk"))
    if not people:
        keys.load(scopes)
    asked = {pair for each in wanted for pair in each.values().items()}
    with keyring.also((person.scope, Audience.LOOKUP) for person in people):
        return [
            _Match(person.subject.uid, person.subject_id, bool(person.safety_prohibition))
            for person in people
            if readable(person.first_name)
            and not asked.isdisjoint(participants.search_keys_of(person).values().items())
        ]


def _coordinators(programmes: Collection[int]) -> dict[int, str]:
    day = today()
    rows = Membership.objects.filter(programme__in=programmes, role=Role.COORDINATOR, starts_on__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("-pk")
    return dict(rows.values_list("programme_id", "account__name"))
