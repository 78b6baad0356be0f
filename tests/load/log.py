"""A log of any size, filled by the database itself, and what an officer asks of it. All times are milliseconds."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection

from casework.models import Assignment
from consent import log_queries, log_views
from consent.access import Oversight
from consent.log_queries import PAGE, Asked
from consent.models import AccessEvent, AccessEventSubject
from consent.periods import now
from tests.load import bulk, measures
from tests.people import Cast, actor

DAYS = 365
PEOPLE = 2_400  # whom the events are about: sixty for each of forty workers, minna among them
DAY = datetime.timedelta(days=1)


def fill(cast: Cast, how_many: int) -> None:
    """So many events of a year: each case file is seen by its own lead worker; one in fifty was stopped."""
    first = bulk.ids(AccessEvent, 1)[0]
    leads = Assignment.objects.filter(role=Assignment.Role.LEAD, ended_on__isnull=True).order_by("pk")
    people = list(leads.values_list("case__subject__uid", "case__uid", "account")[:PEOPLE])
    on_postgres = connection.vendor == "postgresql"
    series, source = _numbers(how_many, on_postgres=on_postgres)
    uid, salt, at = _values(DAYS * 86_400 / how_many, on_postgres=on_postgres)
    kind = "CASE WHEN n.i % 50 = 0 THEN 'denied' WHEN n.i % 7 = 0 THEN 'write' ELSE 'view' END"
    joined = f"{source} JOIN log_people ON log_people.place = (n.i % 100003 * 7919 + n.i / 977) % {len(people)}"
    with connection.cursor() as cursor:
        of_uid = "uuid" if on_postgres else "text"
        cursor.execute(f"CREATE TEMPORARY TABLE log_people (place integer, uid {of_uid}, own {of_uid}, worker bigint)")
        shown = [
            (place, *((subject, case) if on_postgres else (subject.hex, case.hex)), worker)
            for place, (subject, case, worker) in enumerate(people)
        ]
        cursor.executemany("INSERT INTO log_people VALUES (%s, %s, %s, %s)", shown)
        cursor.execute("CREATE INDEX log_people_place ON log_people (place)")
        cursor.execute(
            f"{series} INSERT INTO {AccessEvent._meta.db_table} (id, uid, at, salt, xid, actor_id, role, action, page,"
            " purpose, basis, object_kind, compartment, address, case_uid)"
            f" SELECT {first} + n.i, {uid}, {at}, {salt}, 0, log_people.worker, 'worker', {kind}, 'case_detail',"
            f" 'guidance', 'lead', 'case', '', '', log_people.own FROM {joined}"
        )
        cursor.execute(
            f"{series} INSERT INTO {AccessEventSubject._meta.db_table} (event_id, subject_uid)"
            f" SELECT {first} + n.i, log_people.uid FROM {joined}"
        )
        cursor.execute("DROP TABLE log_people")


def _numbers(how_many: int, *, on_postgres: bool) -> tuple[str, str]:
    """What a statement begins with, and where it then finds `n.i` from nought up."""
    if on_postgres:
        return "", f"generate_series(0, {how_many - 1}) AS n(i)"
    return f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {how_many - 1})", "n"


def _values(step_seconds: float, *, on_postgres: bool) -> tuple[str, str, str]:
    """A uid, a salt and a moment, each event so many seconds after the one before."""
    begin = now() - DAYS * DAY
    if on_postgres:
        moment = f"timestamptz '{begin.isoformat()}' + n.i * interval '{step_seconds} seconds'"
        return "gen_random_uuid()", r"'\x00'::bytea", moment
    step = f"'+' || (n.i * {step_seconds}) || ' seconds'"
    moment = f"strftime('%Y-%m-%d %H:%M:%f', '{begin:%Y-%m-%d %H:%M:%S}', {step}) || '000'"
    return "lower(hex(randomblob(16)))", "randomblob(16)", moment


def questions(cast: Cast) -> dict[str, Callable[[], Any]]:
    """What is asked of the whole log, by name."""
    found = Oversight(frozenset({cast.house.programme.pk}))
    stranger = Oversight(frozenset({cast.house.other_programme.pk}))
    month, year = now() - 30 * DAY, now() - (DAYS + 1) * DAY

    def page(asked: Asked, by: Oversight = found) -> list[Any]:
        return list(log_queries.events(by, asked)[: PAGE + 1])

    def view(code: str) -> list[Any]:
        wanted = log_views.find(code)
        assert wanted is not None
        return list(wanted.narrow(log_queries.events(found, Asked()), found, actor(cast.kirsi))[: PAGE + 1])

    return {
        "whom an account saw in a month": lambda: log_queries.seen(found, Asked(since=month, actor=cast.minna)),
        "whom an account saw in a year": lambda: log_queries.seen(found, Asked(since=year, actor=cast.minna)),
        "events of an account": lambda: page(Asked(since=year, actor=cast.minna)),
        "events about a person": lambda: page(Asked(since=year, subject=cast.case.subject.uid)),
        "events of a month": lambda: page(Asked()),
        "events of a year": lambda: page(Asked(since=year)),
        "what was stopped in a year": lambda: page(Asked(since=year, action="denied")),
        "of an officer of another programme": lambda: page(Asked(), stranger),
        "view: without an assignment": lambda: view("no-relation"),
    }


def ask(cast: Cast, rounds: int) -> dict[str, list[float]]:
    """Each question in turns."""
    return measures.in_turns(questions(cast), rounds)
