"""A register of any size, quickly: the worker who is measured has real people by the real verbs, the rest is bulk.

The bulk rows are sealed under keys of their own like any others; only history is left out, which no page here reads.
"""

import datetime
import os
import random
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connections, models, transaction

from casework.assignments import case_permissions
from casework.config.demo import names, texts
from casework.models import AgreedAction, Assignment, CaseFile, CaseUserGrant, GuidanceSession, Participant, Permission
from casework.participants import Details
from consent import envelope, lookup
from consent.fields import Sealed, SealedField
from consent.keystore import key_files, keys
from consent.keystore.models import LookupToken, ScopeKind, WrappedKey
from consent.models import AccessEvent, AccessEventSubject, Account, Membership, Role, Subject
from consent.periods import now, today
from tests.load import bulk
from tests.load.models import BareCase, BarePerson
from tests.people import Cast

BATCH = 2_000
CASES_OF_WORKER = 60
NOTES = 2  # of each case file of the crowd

Row = dict[str, Any]
Keys = dict[uuid.UUID, bytes]


def new_keys(kind: ScopeKind, how_many: int) -> Keys:
    """Scopes with their keys, wrapped and used."""
    kek, made = key_files.active("kek"), {uuid.uuid4(): os.urandom(32) for _ in range(how_many)}
    like = WrappedKey(kind=kind, kek=kek, state=WrappedKey.State.USED)
    wrapped = ({"scope": s, "wrapped": keys.wrap(key, s, 1, kind.value, kek)} for s, key in made.items())
    bulk.insert(like, wrapped)
    return made


def sealed(model: type[models.Model], scope: uuid.UUID, key: bytes, **values: Any) -> Row:
    """A row with its scope, a uid, and values sealed for it."""
    row: Row = {"uid": uuid.uuid4(), "scope": scope}
    for name, value in values.items():
        field = model._meta.get_field(name)
        assert isinstance(field, SealedField)
        if value != field.empty():
            text, binding = field.encode(value), {"scope": scope, "record": row["uid"], "pad": field.block}
            row[name] = Sealed(envelope.seal(text, key=key, version=1, field_id=field.field_id, **binding))
    return row


class Crowd:
    """Everybody else in the programme, with workers of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.dice, self.number = cast, random.Random(7), 0
        self.epoch = key_files.active("index")
        ids = {codename: permission.pk for codename, permission in case_permissions().items()}
        self.granted = [ids[Permission.READ], ids[Permission.WORK]]

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
        for n, case in enumerate(cases):
            case["worker"] = workers[n // CASES_OF_WORKER]
        self._assign(cases)
        self._write(cases, subjects, known)
        bare(zip(people, cases, strict=True))
        self.number += how_many

    def _subjects(self, people: list[Details]) -> list[Row]:
        known, programme = new_keys(ScopeKind.PERSON, len(people)), self.cast.house.programme
        subjects: list[Row] = [
            {"id": pk, "scope": scope, "uid": uuid.uuid4()}
            for pk, scope in zip(bulk.ids(Subject, len(people)), known, strict=True)
        ]
        bulk.insert(Subject(programme=programme), subjects)
        rows, tokens = [], []
        for subject, details in zip(subjects, people, strict=True):
            scope = subject["scope"]
            values = {**vars(details), "roster_name": details.roster_name}
            rows.append({"subject_id": subject["id"], **sealed(Participant, scope, known[scope], **values)})
            keyed = details.search_keys().values().items()
            tokens += [
                {"kind": kind.value, "token": lookup.token(kind, value, self.epoch), "scope": scope}
                for kind, value in keyed
            ]
        bulk.insert(Participant(), rows)
        bulk.insert(LookupToken(epoch=self.epoch), tokens)
        return subjects

    def _workers(self, how_many: int) -> list[int]:
        accounts: list[Row] = [
            {"id": pk, "scope": scope, "username": uuid.uuid4(), "name": f"Ohjaaja {scope.hex[:8]}"}
            for pk, scope in zip(bulk.ids(Account, how_many), new_keys(ScopeKind.WORKER, how_many), strict=True)
        ]
        bulk.insert(Account(is_staff_member=True), accounts)
        own, programme = self.cast.house.own, self.cast.house.programme
        like = Membership(organisation=own, programme=programme, role=Role.WORKER, starts_on=programme.starts_on)
        bulk.insert(like, ({"account_id": account["id"]} for account in accounts))
        return [account["id"] for account in accounts]

    def _cases(self, subjects: list[Row]) -> tuple[list[Row], Keys]:
        known, health = new_keys(ScopeKind.CASE, len(subjects)), new_keys(ScopeKind.HEALTH, len(subjects))
        scopes = zip(bulk.ids(CaseFile, len(subjects)), subjects, known, health, strict=True)
        cases: list[Row] = [
            {
                "id": pk,
                "uid": uuid.uuid4(),
                "number": f"P-2020-{self.number + n:06d}",
                "subject_id": subject["id"],
                "scope": scope,
                "health_scope": closed,
                "opened_on": self._day(700),
                "last_contact_on": self._day(60),
            }
            for n, (pk, subject, scope, closed) in enumerate(scopes)
        ]
        bulk.insert(CaseFile(programme=self.cast.house.programme), cases)
        return cases, known

    def _day(self, most: int) -> datetime.date:
        return today() - datetime.timedelta(days=self.dice.randrange(most))

    def _assign(self, cases: list[Row]) -> None:
        like = Assignment(role=Assignment.Role.LEAD, why=Assignment.Why.OPENING)
        rows = (
            {
                "case_id": case["id"],
                "account_id": case["worker"],
                "assigned_by_id": case["worker"],
                "starts_on": case["opened_on"],
            }
            for case in cases
        )
        bulk.insert(like, rows)
        grants = (
            {"user_id": case["worker"], "permission_id": permission, "content_object_id": case["id"]}
            for case in cases
            for permission in self.granted
        )
        bulk.insert(CaseUserGrant(), grants)

    def _write(self, cases: list[Row], subjects: list[Row], known: Keys) -> None:
        """What was written in the case files and who has looked at them."""
        notes = [
            note(case, known[case["scope"]], self._day(60), self.dice, author=case["worker"])
            for case in cases
            for _ in range(NOTES)
        ]
        bulk.insert(like_note(), notes)
        steps = [
            {
                "case_id": case["id"],
                "due_on": self._day(30),
                **sealed(
                    AgreedAction, case["scope"], known[case["scope"]], text=self.dice.choice(texts.AGREED_PARTICIPANT)
                ),
            }
            for case in cases
        ]
        bulk.insert(AgreedAction(owner="participant"), steps)
        events: list[Row] = [
            {"id": pk, "actor_id": case["worker"], "case_uid": case["uid"]}
            for pk, case in zip(bulk.ids(AccessEvent, len(cases)), cases, strict=True)
        ]
        own = self.cast.house.own
        like = AccessEvent(role=Role.WORKER, organisation=own, action="view", page="case_detail", purpose="guidance")
        bulk.insert(like, events)
        pairs = zip(events, subjects, strict=True)
        bulk.insert(
            AccessEventSubject(), ({"event_id": e["id"], "subject_uid": subject["uid"]} for e, subject in pairs)
        )


def bare(people: Iterable[tuple[Details, Row]]) -> None:
    """The same people in the bare tables."""
    known = list(people)
    persons = bulk.ids(BarePerson, len(known))
    columns = ("first_name", "last_name", "language", "neighbourhood", "safety_prohibition")
    rows = (
        {"id": pk, **{name: getattr(details, name) for name in columns}}
        for pk, (details, _case) in zip(persons, known, strict=True)
    )
    bulk.insert(BarePerson(), rows)
    shown = ("uid", "number", "opened_on", "last_contact_on")
    cases = (
        {"person_id": pk, "worker_id": case["worker"], **{name: case[name] for name in shown}}
        for pk, (_details, case) in zip(persons, known, strict=True)
    )
    bulk.insert(BareCase(), cases)


def like_note() -> GuidanceSession:
    """What the notes have in common."""
    return GuidanceSession(kind="meeting", length_minutes=45, confirmed_at=now())


def note(case: Row, key: bytes, day: datetime.date, dice: random.Random, *, author: int) -> Row:
    """A sealed session that differs from `like_note`."""
    values = {"narrative": dice.choice(texts.NARRATIVES), "for_participant": dice.choice(texts.FOR_PARTICIPANT)}
    row = sealed(GuidanceSession, case["scope"], key, **values, themes=["work"], place=texts.PLACES[0])
    return {**row, "case_id": case["id"], "held_on": day, "author_id": author, "confirmed_by_id": author}


def events(cast: Cast, how_many: int) -> None:
    """A log of so many events in all, each about Nasrin, as pages write them."""
    more = bulk.ids(AccessEvent, max(0, how_many - AccessEvent.objects.count()))
    like = AccessEvent(
        actor=cast.minna,
        role=Role.WORKER,
        organisation=cast.house.own,
        action="view",
        page="case_detail",
        purpose="guidance",
        basis="lead",
        object_kind="case",
        object_uid=cast.case.uid,
        case_uid=cast.case.uid,
        request_id=uuid.uuid4(),
        address="192.0.2.0",
    )
    for first in range(0, len(more), 50_000):
        part = more[first : first + 50_000]
        with transaction.atomic():
            bulk.insert(like, [{"id": pk} for pk in part])
            about = cast.case.subject.uid
            bulk.insert(AccessEventSubject(), [{"event_id": pk, "subject_uid": about} for pk in part])


def settle() -> None:
    """Let both databases know what they hold, as they would after a night."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def strangers(how_many: int) -> None:
    """Lookup tokens of people who are nowhere else, inserted by the database itself."""
    connection = connections["keystore"]
    table, epoch = LookupToken._meta.db_table, key_files.active("index")
    chance, scope = "(random() * 1.8e19 - 9e18)::bigint", "gen_random_uuid()"
    source = f"generate_series(1, {how_many})"
    if connection.vendor == "sqlite":
        chance, scope = "random()", "lower(hex(randomblob(16)))"
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {how_many})"
        source = f"({numbers} SELECT i FROM n)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (kind, epoch, token, scope) SELECT 'name', {epoch}, {chance}, {scope} FROM {source}"
        )
