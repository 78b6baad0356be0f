"""What is measured inside one house: ours and the bare side in turns. All times are milliseconds."""

import random
import uuid
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from casework import closing, participants
from casework.config.demo import names, texts
from casework.models import CaseFile, GuidanceSession
from consent import access_log, erasure, keyring, lookup, typed_dates
from consent.actors import acting
from consent.keyring import Audience
from consent.keystore import keys
from consent.lookup import SearchKeys
from consent.models import Disposal
from consent.periods import now, today
from consent.proof import checking, sealing, verifying
from tests.conftest import Browser
from tests.load import bulk, filling
from tests.load.models import BareCase, BareSession
from tests.people import Cast, actor, sign_in

SEARCHED = "ka"  # eleven of minna's people


def ms_of(act: Callable[[], Any]) -> tuple[float, Any]:
    """How long it took, and what it gave."""
    began = perf_counter()
    given = act()
    return (perf_counter() - began) * 1000, given


class Pages:
    """The pages of the first table, asked by minna's browser."""

    def __init__(self, cast: Cast) -> None:
        self.client: Client = sign_in(Browser(), cast.minna)
        search = reverse("participant-search")
        others = CaseFile.objects.for_user(cast.minna, "read_casefile").exclude(pk=cast.case.pk)
        few = others.order_by("pk")[0]
        typed: dict[str, Any] = {"headers": {"x-requested-with": "fetch"}}
        self.asked: dict[str, Callable[[], Any]] = {
            "bare": lambda: self.client.get("/bare/"),
            "list": lambda: self.client.get(reverse("participant-list")),
            "case": lambda: self.client.get(reverse("case-detail", args=[few.uid])),
            "full_case": lambda: self.client.get(reverse("case-detail", args=[cast.case.uid])),
            "typed": lambda: self.client.post(search, {"q": SEARCHED}, **typed),
            "search": lambda: self.client.post(search, {"q": SEARCHED}),
        }
        shown = {name: self._once(name) for name in self.asked}
        marks = {name: shown[name].count('class="title"') for name in ("bare", "list", "typed", "search")}
        marks["full_case"] = shown["full_case"].count('class="event')
        if marks["bare"] != 50 or marks["list"] != 50 or marks["full_case"] < 40 or min(marks.values()) == 0:
            raise AssertionError(f"a page does not show what is to be measured: {marks}")

    def _once(self, name: str) -> str:
        response = self.asked[name]()
        assert response.status_code == 200, (name, response.status_code)
        text: str = response.content.decode()
        return text

    def turn(self, first: int) -> dict[str, float]:
        """Every page once, in an order that begins elsewhere each time."""
        order = list(self.asked)
        first %= len(order)
        times = {}
        for name in order[first:] + order[:first]:
            times[name], response = ms_of(self.asked[name])
            assert response.status_code == 200, (name, response.status_code)
        return times


def _fields() -> dict[str, Any]:
    """What was talked about, as both sides save it."""
    return {
        "kind": "meeting",
        "held_on": today(),
        "narrative": texts.NARRATIVES[0],
        "length_minutes": 45,
        "themes": ["work"],
        "present": ["interpreter"],
        "for_participant": texts.FOR_PARTICIPANT[0],
        "place": texts.PLACES[0],
    }


def save(cast: Cast, client: Client, rounds: int) -> dict[str, list[float]]:
    """A row saved with history, bare and sealed with the log; and the whole form posted, bare and ours."""
    case, by = cast.case, cast.minna
    bare_case, who = BareCase.objects.get(uid=case.uid), actor(by)
    stamp = {"author": by, "confirmed_by": by}

    def bare_row() -> None:
        with transaction.atomic():
            BareSession(case=bare_case, confirmed_at=now(), **stamp, **_fields()).save()

    def row() -> None:
        with keyring.fresh() as ring, acting(by), transaction.atomic():
            ring.open([(case.scope, Audience.WORKER)])
            access_log.record(
                who, action="write", page="bench", purpose="guidance", subjects=[case.subject.uid], case_uid=case.uid
            )
            GuidanceSession(case=case, scope=case.scope, confirmed_at=now(), **stamp, **_fields()).save()

    def posted(address: str, **more: str) -> None:
        day = {"held_on": typed_dates.shown(today()), "submission": str(uuid.uuid4())}
        response = client.post(address, _fields() | day | more)
        assert response.status_code == 302, response.status_code

    acts = {
        "bare_row": bare_row,
        "row": row,
        "bare_post": lambda: posted("/bare/sessions/new/", case=str(case.uid)),
        "post": lambda: posted(reverse("session-new", args=[case.uid])),
    }
    before = BareSession.objects.count(), GuidanceSession.objects.count()
    times = in_turns(acts, rounds)
    saved = 2 * (rounds + 1)
    assert (BareSession.objects.count(), GuidanceSession.objects.count()) == (before[0] + saved, before[1] + saved)
    return times


def in_turns(acts: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Each act once a round; the first round warms up and does not count."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            taken, _ = ms_of(act)
            if number:
                times[name].append(taken)
    return times


def look_up(rounds: int) -> dict[str, list[float]]:
    """Candidates of readings as a search makes them: hits (a name, a phone) and misses; `…_database` without Python."""
    dice = random.Random(7)
    there = [names.invented(dice, number) for number in range(200)]
    hits = [each.search_keys() for each in there if each.last_name and each.phone]
    times: dict[str, list[float]] = {"hit": [], "miss": [], "hit_database": [], "miss_database": []}
    for number in range(rounds):
        known = hits[number % len(hits)]
        nobody = SearchKeys(f"Nimetön{number}", "Olematon", known.birth_date, phone=f"+35840{number:07}")
        for name, asked in (("hit", known), ("miss", nobody)):
            taken, found = ms_of(lambda asked=asked: lookup.candidates(asked))  # type: ignore[misc]
            assert bool(found) is (name == "hit"), (name, found)
            times[name].append(taken)
            times[f"{name}_database"].append(_in_database(asked))
    return times


def _in_database(asked: SearchKeys) -> float:
    """The same statement, sent and fetched by a bare cursor."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    connection = connections["keystore"]
    with connection.execute_wrapper(keep):
        lookup.candidates(asked)
    ((sql, params),) = statements
    with connection.cursor() as cursor:
        taken, _ = ms_of(lambda: cursor.execute(sql, params).fetchall())
    return taken


def verify(rounds: int) -> dict[str, Any]:
    """Sealing everything, then `audit verify` of all of it: events, leaves, and seconds of each round."""
    began, sealed = process_time(), sealing.seal()
    times: dict[str, Any] = {"sealed": sealed, "seal_s": process_time() - began, "clock": [], "core": []}
    for _ in range(rounds):
        clock, core = perf_counter(), process_time()
        report = verifying.verify()
        times["clock"].append(perf_counter() - clock)
        times["core"].append(process_time() - core)
        assert report.faults == 0, verifying.sentence(report.bad() or checking.Fault(checking.What.GONE))
        times["events"] = report.events
    return times


def erase(cast: Cast, rounds: int, few: int, many: int) -> dict[str, list[float]]:
    """Erasing a person whole, of whom `few` and `many` notes were written: keys, ledger, rows, history, facts."""
    people = [(_written_about(cast, few), _written_about(cast, many)) for _ in range(rounds)]
    times: dict[str, list[float]] = {"few": [], "many": []}
    for little, much in people:
        for name, disposal in (("few", little), ("many", much)):
            taken, done = ms_of(lambda disposal=disposal: erasure.carry_out(disposal))  # type: ignore[misc]
            assert (done.state, done.counts["key_person"], done.counts["case"]) == ("done", 1, 1), done.counts
            times[name].append(taken)
    return times


def _written_about(cast: Cast, notes: int) -> Disposal:
    """Somebody new with as many notes in a closed case file; the disposal that two people have agreed on."""
    dice, day = random.Random(notes), today()
    with keyring.fresh(), acting(cast.minna):
        details = participants.Details(first_name="Keksitty", safe_contact="ei ole")
        case = participants.create(by=cast.minna, programme=cast.house.programme, details=details)
        closing.close(by=cast.minna, case=case, outcome="work")
    key = keys.load([case.scope])[case.scope].versions[1]
    rows = (filling.note(vars(case), key, day, dice, author=cast.minna.pk) for _ in range(notes))
    bulk.insert(filling.like_note(), rows)
    why = Disposal.Why.REQUEST
    proposed = erasure.propose(by=actor(cast.kirsi), kind=Disposal.Kind.PERSON, why=why, subject=case.subject)
    return erasure.approve(proposed, by=actor(cast.kaisa))
