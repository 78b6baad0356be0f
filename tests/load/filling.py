"""A register of any size, quickly: the worker who is measured has real people by the real verbs, the rest is bulk.

The bulk rows are sealed under keys of their own like any others; only history is left out, which no page here reads.
Bulk inserts pass by the querysets that refuse them, which is allowed nowhere but here.
"""

import datetime
import random
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, transaction

from casework.assignments import permission_ids
from casework.config.demo import names, texts
from casework.models import (
    AgreedAction,
    Assignment,
    CaseFile,
    CaseUserGrant,
    GuidanceSession,
    Participant,
    Permission,
)
from casework.participants import Details
from consent import envelope, lookup
from consent.fields import Sealed, SealedField
from consent.keystore import key_files, keys
from consent.keystore.models import LookupToken, ScopeKind
from consent.models import AccessEvent, AccessEventSubject, Account, Membership, Role, Subject
from consent.periods import now, today
from tests.load.models import BareCase, BarePerson
from tests.people import Cast

BATCH = 1_000
CASES_OF_WORKER = 60
NOTES = 2  # of each case file of the crowd

Keys = dict[uuid.UUID, dict[int, bytes]]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model without history."""
    if rows:
        queryset: models.QuerySet[Any] = models.QuerySet(type(rows[0]))
        queryset.bulk_create(rows)


def seal(row: Any, known: Keys, **values: Any) -> Any:
    """Put sealed values into a new row, which names its scope and uid."""
    key = known[row.scope][1]
    for name, value in values.items():
        field = row._meta.get_field(name)
        assert isinstance(field, SealedField)
        if value != field.empty():
            sealed = envelope.seal(
                field.encode(value),
                key=key,
                version=1,
                field_id=field.field_id,
                scope=row.scope,
                record=row.uid,
                pad=field.block,
            )
            setattr(row, name, Sealed(sealed))
    return row


def new_keys(kind: ScopeKind, how_many: int) -> tuple[list[uuid.UUID], Keys]:
    """Scopes with their keys."""
    scopes = keys.create(kind, how_many=how_many)
    return scopes, keys.load(scopes)


class Crowd:
    """Everybody else in the programme, with workers of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.dice, self.number = cast, random.Random(7), 0
        self.epoch = key_files.active("index")
        ids = permission_ids()
        self.granted = [ids[Permission.READ], ids[Permission.WORK]]
        self.worker: Account | None = None

    def add(self, how_many: int) -> None:
        """As many people more, each with a case file, a lead worker, notes and log rows."""
        for first in range(0, how_many, BATCH):
            with transaction.atomic(), transaction.atomic(using="keystore"):
                self._add(min(BATCH, how_many - first))

    def _add(self, how_many: int) -> None:
        people = [names.invented(self.dice, self.number + n) for n in range(how_many)]
        subjects = self._subjects(people)
        workers = self._workers(-(-how_many // CASES_OF_WORKER))
        cases, known = self._cases(subjects)
        led = [(case, workers[n // CASES_OF_WORKER]) for n, case in enumerate(cases)]
        self._assign(led)
        self._write(led, known)
        self._bare(people, led)
        self.number += how_many

    def _subjects(self, people: list[Details]) -> list[Subject]:
        scopes, known = new_keys(ScopeKind.PERSON, len(people))
        programme = self.cast.house.programme
        subjects = [Subject(scope=scope, programme=programme) for scope in scopes]
        insert(subjects)
        rows, tokens = [], []
        for subject, details in zip(subjects, people, strict=True):
            row = Participant(subject=subject, scope=subject.scope)
            values = {**vars(details), "roster_name": details.roster_name}
            rows.append(seal(row, known, **values))
            tokens += [
                LookupToken(
                    kind=kind, epoch=self.epoch, token=lookup.token(kind, value, self.epoch), scope=subject.scope
                )
                for kind, value in details.search_keys().values().items()
            ]
        insert(rows)
        insert(tokens)
        return subjects

    def _workers(self, how_many: int) -> list[Account]:
        scopes = keys.create(ScopeKind.WORKER, how_many=how_many)
        accounts = [Account(name=f"Ohjaaja {scope.hex[:8]}", is_staff_member=True, scope=scope) for scope in scopes]
        insert(accounts)
        own, programme = self.cast.house.own, self.cast.house.programme
        since = programme.starts_on
        insert(
            [
                Membership(account=a, organisation=own, programme=programme, role=Role.WORKER, starts_on=since)
                for a in accounts
            ]
        )
        return accounts

    def _cases(self, subjects: list[Subject]) -> tuple[list[CaseFile], Keys]:
        scopes, known = new_keys(ScopeKind.CASE, len(subjects))
        health = keys.create(ScopeKind.HEALTH, how_many=len(subjects))
        cases = [
            CaseFile(
                number=f"P-2020-{self.number + n:06d}",
                subject=subject,
                programme=self.cast.house.programme,
                scope=scopes[n],
                health_scope=health[n],
                opened_on=self._day(700),
                last_contact_on=self._day(60),
            )
            for n, subject in enumerate(subjects)
        ]
        insert(cases)
        return cases, known

    def _day(self, most: int) -> datetime.date:
        return today() - datetime.timedelta(days=self.dice.randrange(most))

    def _assign(self, led: list[tuple[CaseFile, Account]]) -> None:
        insert(
            [
                Assignment(
                    case=case,
                    account=worker,
                    role=Assignment.Role.LEAD,
                    starts_on=case.opened_on,
                    why=Assignment.Why.OPENING,
                    assigned_by=worker,
                )
                for case, worker in led
            ]
        )
        insert(
            [
                CaseUserGrant(user=worker, permission_id=permission, content_object=case)
                for case, worker in led
                for permission in self.granted
            ]
        )

    def _write(self, led: list[tuple[CaseFile, Account]], known: Keys) -> None:
        """What was written in the case files and who has looked at them."""
        insert([note(case, worker, known, self._day(60), self.dice) for case, worker in led for _ in range(NOTES)])
        actions = [AgreedAction(case=c, scope=c.scope, owner="participant", due_on=self._day(30)) for c, _ in led]
        insert([seal(row, known, text=self.dice.choice(texts.AGREED_PARTICIPANT)) for row in actions])
        own = self.cast.house.own
        events = [
            AccessEvent(
                actor=worker,
                role=Role.WORKER,
                organisation=own,
                action="view",
                page="case_detail",
                purpose="guidance",
                case_uid=case.uid,
            )
            for case, worker in led
        ]
        insert(events)
        pairs = zip(events, led, strict=True)
        insert([AccessEventSubject(event=event, subject_uid=case.subject.uid) for event, (case, _) in pairs])

    def _bare(self, people: list[Details], led: list[tuple[CaseFile, Account]]) -> None:
        bare(zip(people, led, strict=True))


def bare(people: Iterable[tuple[Details, tuple[CaseFile, Account]]]) -> None:
    """The same people in the bare tables."""
    persons, cases = [], []
    for details, (case, worker) in people:
        person = BarePerson(
            first_name=details.first_name,
            last_name=details.last_name,
            language=details.language,
            neighbourhood=details.neighbourhood,
            safety_prohibition=details.safety_prohibition,
        )
        persons.append(person)
        cases.append(
            BareCase(
                uid=case.uid,
                number=case.number,
                person=person,
                worker=worker,
                opened_on=case.opened_on,
                last_contact_on=case.last_contact_on,
            )
        )
    insert(persons)
    insert(cases)


def note(case: CaseFile, author: Account, known: Keys, day: datetime.date, dice: random.Random) -> GuidanceSession:
    """A sealed session, not yet inserted."""
    row = GuidanceSession(
        case=case,
        scope=case.scope,
        kind="meeting",
        held_on=day,
        length_minutes=45,
        author=author,
        confirmed_by=author,
        confirmed_at=now(),
    )
    values = {"narrative": dice.choice(texts.NARRATIVES), "for_participant": dice.choice(texts.FOR_PARTICIPANT)}
    sealed: GuidanceSession = seal(row, known, **values, themes=["work"], place=texts.PLACES[0])
    return sealed


def settle() -> None:
    """Let both databases know what they hold, as they would after a night."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def strangers(how_many: int) -> None:
    """Lookup tokens of people who are nowhere else, inserted by the database itself."""
    connection = connections["keystore"]
    table, epoch = LookupToken._meta.db_table, key_files.active("index")
    chance, scope = ("(random() * 1.8e19 - 9e18)::bigint", "gen_random_uuid()")
    source = f"generate_series(1, {how_many})"
    if connection.vendor == "sqlite":
        chance, scope = "random()", "lower(hex(randomblob(16)))"
        source = (
            f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {how_many}) SELECT i FROM n)"
        )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (kind, epoch, token, scope) SELECT 'name', {epoch}, {chance}, {scope} FROM {source}"
        )
