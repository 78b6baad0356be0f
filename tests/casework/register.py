"""People for the tests of the register, and the counting of statements on both databases."""

import contextlib
import dataclasses
from collections.abc import Iterator

from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from casework import participants
from casework.models import CaseFile, Participant
from consent import keyring
from consent.actors import acting
from consent.keyring import Audience
from consent.models import AccessEvent, AccessEventSubject, Account, Programme
from tests.people import Cast

_MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def known(by: Account, programme: Programme, name: str, **details: object) -> CaseFile:
    """A person with a name, whose case file `by` leads; within a ring."""
    first, _space, last = name.partition(" ")
    fields = {"first_name": first, "last_name": last, "safe_contact": "Tavoittaa lähiötuvalta", **details}
    with acting(by):
        return participants.create(by=by, programme=programme, details=participants.Details(**fields))  # type: ignore[arg-type]


def hide(case: CaseFile, by: Account) -> None:
    """Put somebody under a safety prohibition."""
    with keyring.also([(case.subject.scope, Audience.WORKER)]), acting(by):
        person = Participant.objects.get(subject=case.subject)
        details = dataclasses.replace(participants.details_of(person), safety_prohibition=True)
        participants.change(person, details=details, version=person.version)


def crowd(cast: Cast, how_many: int, **details: object) -> list[CaseFile]:
    """As many people of minna's, each with a name of their own."""
    return [known(cast.minna, cast.house.programme, f"Testi Numero{n:02}", **details) for n in range(how_many)]


def said(words: str, **parts: str) -> str:
    """A sentence of ours as the page says it, in the language of the house."""
    with override("fi"):
        return gettext(words) % parts


def last_event(page: str) -> AccessEvent:
    """The newest log row of a page."""
    return AccessEvent.objects.filter(page=page).latest("pk")


def logged(page: str) -> set[object]:
    """Whom the newest log row of a page names."""
    rows = AccessEventSubject.objects.filter(event=last_event(page))
    return set(rows.order_by("pk").values_list("subject_uid", flat=True))


@dataclasses.dataclass
class Statements:
    """What was sent to the databases; `count` leaves out the marks of transactions."""

    sent: list[str] = dataclasses.field(default_factory=list)

    @property
    def count(self) -> int:
        return len([sql for sql in self.sent if not sql.startswith(_MARKS)])


@contextlib.contextmanager
def statements() -> Iterator[Statements]:
    """Count statements on both databases."""
    found = Statements()
    with contextlib.ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
        yield found
    found.sent = [query["sql"] for each in captured for query in each.captured_queries]
