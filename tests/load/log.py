"""A log of any size, filled by the database itself, and what an officer asks of it. All times are milliseconds."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection

from consent import log_queries, log_views
from consent.access import Oversight
from consent.log_queries import PAGE, Asked
from consent.models import AccessEvent, AccessEventSubject, Subject
from consent.periods import now
from tests.load import bulk, measures
from tests.people import Cast, actor

DAYS = 365
WORKERS = 40  # accounts that the events are spread over, minna among them
DAY = datetime.timedelta(days=1)


def fill(cast: Cast, how_many: int) -> None:
    """So many events of a year: staff of the programme see people of the programme, one in fifty is another kind."""
    workers = [account.pk for account in Oversight(frozenset({cast.house.programme.pk})).actors()[: WORKERS - 1]]
    workers = list(dict.fromkeys([cast.minna.pk, *workers]))
    first = bulk.ids(AccessEvent, 1)[0]
    on_postgres = connection.vendor == "postgresql"
    numbers = f"generate_series(0, {how_many - 1})" if on_postgres else "n"
    series = (
        ""
        if on_postgres
        else f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {how_many - 1}) "
    )
    step = DAYS * 86_400 / how_many
    begin = now() - DAYS * DAY
    uid, salt, at = (
        ("gen_random_uuid()", r"'\x00'::bytea", f"timestamptz '{begin.isoformat()}' + n.i * interval '{step} seconds'")
        if on_postgres
        else (
            "lower(hex(randomblob(16)))",
            "randomblob(16)",
            f"strftime('%Y-%m-%d %H:%M:%f', '{begin:%Y-%m-%d %H:%M:%S}', '+' || (n.i * {step}) || ' seconds') || '000'",
        )
    )
    who = "CASE n.i % {} {} END".format(
        len(workers), " ".join(f"WHEN {place} THEN {pk}" for place, pk in enumerate(workers))
    )
    kind = "CASE WHEN n.i % 50 = 0 THEN 'denied' WHEN n.i % 7 = 0 THEN 'write' ELSE 'view' END"
    source = f"{numbers} AS n(i)" if on_postgres else "n"
    empty = ", ".join(["''"] * 4)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{series}INSERT INTO {AccessEvent._meta.db_table} (id, uid, at, salt, xid, actor_id, role, action, page,"
            " purpose, basis, object_kind, compartment, address)"
            f" SELECT {first} + n.i, {uid}, {at}, {salt}, 0, {who}, 'worker', {kind}, 'case_detail', 'guidance',"
            f" {empty} FROM {source}"
        )
        people = list(Subject.objects.order_by("pk").values_list("uid", flat=True)[:5_000])
        cursor.execute("CREATE TEMPORARY TABLE log_people (place integer, uid " + ("uuid)" if on_postgres else "text)"))
        shown = [(place, uid if on_postgres else uid.hex) for place, uid in enumerate(people)]
        cursor.executemany("INSERT INTO log_people VALUES (%s, %s)", shown)
        cursor.execute("CREATE INDEX log_people_place ON log_people (place)")
        cursor.execute(
            f"{series}INSERT INTO {AccessEventSubject._meta.db_table} (event_id, subject_uid)"
            f" SELECT {first} + n.i, log_people.uid FROM {source} JOIN log_people"
            f" ON log_people.place = (n.i % 100003 * 7919 + n.i / 977) % {len(people)}"
        )
        cursor.execute("DROP TABLE log_people")


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
