"""Rows under many hands: no lost update, no half a change, and the person who was slower loses nothing."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from casework.models import CaseFile, Participant
from consent import keyring
from consent.actors import acting
from consent.keyring import Audience
from consent.models import Organisation
from consent.records import StaleWrite
from tests.conftest import Browser
from tests.people import Cast, House, sign_in

THREADS, TIMES = 4, 12


def at_once(act: Callable[[int], None], how_many: int) -> list[BaseException]:
    """Run `act` in as many threads, each on connections of its own; what they raised."""
    start, raised = threading.Barrier(how_many), list[BaseException]()

    def one(number: int) -> None:
        try:
            start.wait(timeout=30)
            act(number)
        except BaseException as error:  # noqa: BLE001  (a thread's error is the test's)
            raised.append(error)
        finally:
            for alias in connections:
                connections[alias].close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return raised


def test_row__raised_by_many_at_once__loses_no_step(transactional_db: None, house: House) -> None:
    """Each adds one to what it read, again until it was not stale: the sum is whole, and so is the history."""
    pk, stale = house.own.pk, list[int]()

    def act(number: int) -> None:
        for _ in range(TIMES):
            while True:
                row = Organisation.objects.get(pk=pk)
                row.street_address = str(int(row.street_address or 0) + 1)
                try:
                    with transaction.atomic():
                        row.save(update_fields=["street_address"])
                    break
                except StaleWrite:
                    stale.append(number)

    assert at_once(act, THREADS) == []
    row = Organisation.objects.get(pk=pk)
    assert row.street_address == str(THREADS * TIMES)
    assert row.version == 1 + THREADS * TIMES
    assert Organisation.history.filter(uid=row.uid).count() == 1 + THREADS * TIMES


def test_row__saved_without_having_been_read__is_stale(house: House) -> None:
    made = Organisation(pk=house.own.pk, name="Toinen", kind="public")
    with pytest.raises(StaleWrite), transaction.atomic():
        made.save()
    assert Organisation.objects.get(pk=house.own.pk).name == "Polku-hanke"


def test_row__read_as_an_older_version__is_stale(house: House) -> None:
    row = Organisation.objects.get(pk=house.own.pk)
    row.phone = "1"
    row.save()
    later = Organisation.objects.get(pk=house.own.pk)
    with pytest.raises(StaleWrite), transaction.atomic():
        later.read_as(1).save()
    later.read_as(2).save()
    assert later.version == 3


def test_row__saved_twice_by_one_reader__is_not_stale(house: House) -> None:
    row = Organisation.objects.get(pk=house.own.pk)
    row.save(update_fields=["phone"])
    row.save()
    assert Organisation.objects.get(pk=house.own.pk).version == 3


def test_transaction__rolled_back__leaves_neither_row_nor_history(house: House) -> None:
    before = Organisation.history.count()
    with transaction.atomic():
        Organisation(name="Toinen", kind="public").save()
        transaction.set_rollback(True)
    assert not Organisation.objects.filter(name="Toinen").exists()
    assert Organisation.history.count() == before


# Two browsers


def fields(client: Client, case: CaseFile, **changed: str) -> dict[str, str]:
    """What the form of the person's details holds, as a browser would send it back."""
    form = client.get(reverse("participant-edit", args=[case.uid])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in (values | changed).items() if value not in (None, False)}


def test_participant__changed_in_two_browsers__the_slower_sees_both_and_loses_nothing(cast: Cast) -> None:
    quick, slow = sign_in(Browser(), cast.jari), sign_in(Browser(), cast.minna)
    theirs = fields(quick, cast.case, safe_contact="Vain tekstiviestillä")
    mine = fields(slow, cast.case, safe_contact="Soita äidille ensin", interpreter="Dari, nainen")
    address = reverse("participant-edit", args=[cast.case.uid])
    assert quick.post(address, theirs).status_code == 302
    response = slow.post(address, mine)
    page = response.content.decode()
    assert response.status_code in {200, 409}
    for words in ("Vain tekstiviestillä", "Soita äidille ensin", "Dari, nainen", "Arkisin klo 12–15"):
        assert words in page, words
    assert "Jari" in page, "who was quicker"
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        person = Participant.objects.get()
        assert (person.safe_contact, person.interpreter) == ("Vain tekstiviestillä", "Nainen, jos mahdollista")


def test_database__busy_for_longer_than_one_waits__says_so_and_keeps_the_text(
    transactional_db: None, cast: Cast
) -> None:
    """A writer who does not let go: after the wait the other gets a page with what was typed, not an error."""
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    sent = fields(client, cast.case, safe_contact="Soita äidille ensin, sitten minulle")
    released, holding = threading.Event(), threading.Event()

    def hold(_: int) -> None:
        with transaction.atomic(), acting(cast.jari):
            Participant.objects.select_for_update().get()
            if connection.vendor == "sqlite":
                connection.cursor().execute("UPDATE consent_installation SET uid = uid")
            holding.set()
            released.wait(timeout=60)

    thread = threading.Thread(target=lambda: at_once(hold, 1))
    thread.start()
    assert holding.wait(timeout=30)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100" if connection.vendor == "sqlite" else "SET lock_timeout = '100ms'")
    try:
        response = client.post(reverse("participant-edit", args=[cast.case.uid]), sent)
    finally:
        released.set()
        thread.join(timeout=60)
        connection.close()
    assert response.status_code == 503
    assert "Soita äidille ensin, sitten minulle" in response.content.decode()


def test_session_store__out_of_reach__is_503_and_not_a_traceback(cast: Cast) -> None:
    """What fails before any view, in the middleware, is said in the same words."""
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "django_session" RENAME TO "gone"')
        if connection.vendor == "postgresql":
            cursor.execute("SAVEPOINT before")
    response = client.get(reverse("more"))
    assert response.status_code == 503
    assert "django_session" not in response.content.decode()
