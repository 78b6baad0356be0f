"""The door: logged before anything is shown, or nothing is shown; what is refused is kept, what failed is undone."""

import dataclasses
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.models import Participant
from consent import keyring
from consent.door import kept_fields
from consent.models import AccessEvent, AccessEventSubject, Account, Organisation, SecurityEvent
from tests.consent import door_pages
from tests.consent.door_pages import Seen, seen
from tests.people import Cast, sign_in

ON_SQLITE = connection.vendor == "sqlite"
TYPED = "Nasrin kertoi, että työkokeilu alkaa maanantaina."


@pytest.fixture(autouse=True)
def doors(settings: object) -> None:
    settings.ROOT_URLCONF = door_pages.__name__  # type: ignore[attr-defined]
    for name, value in dataclasses.asdict(Seen()).items():
        setattr(seen, name, value)


def address(cast: Cast, name: str, uid: uuid.UUID | None = None) -> str:
    return reverse(f"t-{name}", args=[uid or cast.case.uid])


def as_(client: Client, account: Account) -> Client:
    client.raise_request_exception = False
    return sign_in(client, account)


def text(response: HttpResponse) -> str:
    return response.content.decode().replace("\xa0", " ")


def logged(page: str) -> list[str]:
    return list(AccessEvent.objects.filter(page=page).order_by("pk").values_list("action", flat=True))


def subjects(page: str) -> set[uuid.UUID]:
    rows = AccessEventSubject.objects.filter(event__page=page).order_by("pk")
    return set(rows.values_list("subject_uid", flat=True))


def refuse_inserts(table: str) -> None:
    """From now on the database itself takes no row into a table: a full disk, a lost right."""
    with connection.cursor() as cursor:
        if ON_SQLITE:
            cursor.execute(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END")
        else:
            cursor.execute(
                "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$;"
                f"CREATE TRIGGER full_up BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION full_up()"
            )


# Log first


def test_page__shown__was_logged_before_the_view_ran(client: Client, cast: Cast) -> None:
    response = as_(client, cast.minna).get(address(cast, "shown"))
    assert text(response) == "Nasrin Rahimi, +358505550177"
    assert seen.events == 1
    assert logged("shown") == ["view"]
    assert subjects("shown") == {cast.case.subject.uid}


def test_event__of_a_page__says_who_when_why_and_about_what(client: Client, cast: Cast) -> None:
    as_(client, cast.jari).get(address(cast, "shown"), REMOTE_ADDR="203.0.113.77")
    event = AccessEvent.objects.get(page="shown")
    assert (event.actor, event.role, event.organisation) == (cast.jari, "worker", cast.house.own)
    assert (event.purpose, event.basis, event.object_kind) == ("guidance", "co_worker", "case")
    assert event.object_uid == event.case_uid == cast.case.uid
    assert event.address == "203.0.113.0"
    assert event.request_id is not None


def test_page__head_and_post__are_logged_too(client: Client, cast: Cast) -> None:
    as_(client, cast.minna).head(address(cast, "shown"))
    client.post(address(cast, "shown"))
    assert logged("shown") == ["view", "write"]


@pytest.mark.parametrize("table", ["consent_accessevent", "consent_accesseventsubject"])
def test_log__cannot_be_written__nothing_is_shown(client: Client, cast: Cast, table: str) -> None:
    as_(client, cast.minna)
    refuse_inserts(table)
    response = client.post(address(cast, "shown"), {"note": TYPED})
    assert response.status_code == 503
    assert seen.ran == 0
    assert "Rahimi" not in text(response)
    assert TYPED in text(response), "what was typed is kept on the page, to be sent again"
    assert client.get(address(cast, "shown")).status_code == 503


def test_log__cannot_be_written__a_refusal_says_nothing_either(client: Client, cast: Cast) -> None:
    as_(client, cast.sari)
    refuse_inserts("consent_accessevent")
    response = client.get(address(cast, "shown"))
    assert response.status_code == 503
    assert "Kaisa" not in text(response)


# Refusals are kept


def test_refusal__of_the_loader__is_a_page_and_stays_in_the_log(
    client: Client, transactional_db: None, cast: Cast
) -> None:
    response = as_(client, cast.sari).get(address(cast, "shown"))
    assert response.status_code == 403
    assert "Kaisa" in text(response)
    assert "Nasrin" not in text(response)
    assert not connection.in_atomic_block
    assert logged("shown") == ["denied"]
    assert subjects("shown") == {cast.case.subject.uid}


def test_unknown_object__asked_for__is_denied_and_about_nobody(client: Client, cast: Cast) -> None:
    unknown = uuid.uuid4()
    assert as_(client, cast.minna).get(address(cast, "shown", unknown)).status_code == 404
    assert logged("shown") == ["denied"]
    assert subjects("shown") == set()
    assert AccessEvent.objects.get(page="shown").object_uid == unknown


def test_role__not_of_the_page__never_reaches_the_loader(client: Client, cast: Cast) -> None:
    assert as_(client, cast.raija).get(address(cast, "shown")).status_code == 404
    assert seen.loaded == 0
    assert logged("shown") == ["denied"]


def send(client: Client, cast: Cast, fault: str) -> HttpResponse:
    response = as_(client, cast.minna).post(
        address(cast, "fails"), {"fault": fault, "note": TYPED, "password": "x" * 30}
    )
    assert not Organisation.objects.filter(name="Kirjoitettu").exists(), "what the view wrote is undone"
    return response  # type: ignore[return-value]


@pytest.mark.parametrize(("fault", "status"), [("refused", 403), ("not-found", 404)])
def test_view__refuses_after_writing__is_undone_and_logged_as_stopped(
    client: Client, cast: Cast, fault: str, status: int
) -> None:
    assert send(client, cast, fault).status_code == status
    assert logged("writes_and_fails") == ["denied"], "nothing was shown, so nothing says that it was"
    assert subjects("writes_and_fails") == {cast.case.subject.uid}


@pytest.mark.parametrize(("fault", "words"), [("not-now", "Ryhmä on täynnä."), ("stale", "")])
def test_view__cannot_act__is_undone_logged_and_loses_nothing_typed(
    client: Client, cast: Cast, fault: str, words: str
) -> None:
    response = send(client, cast, fault)
    assert response.status_code == 409
    assert words in text(response)
    assert TYPED in text(response)
    assert "x" * 30 not in text(response), "a password is never written back"
    assert logged("writes_and_fails") == ["write"]
    assert subjects("writes_and_fails") == {cast.case.subject.uid}


def test_view__breaks__says_nothing_and_undoes_all(
    client: Client, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    response = send(client, cast, "broken")
    assert response.status_code == 500
    assert "Nasrin" not in text(response)
    assert "RuntimeError" not in text(response)
    assert logged("writes_and_fails") == []
    said = capsys.readouterr()
    assert "Nasrin" not in said.err + said.out


# What is open, and for how long


def test_template__rendered_late__is_rendered_inside(client: Client, cast: Cast) -> None:
    assert text(as_(client, cast.minna).get(address(cast, "late"))) == "Nasrin Rahimi, +358505550177"


@pytest.mark.parametrize("name", ["shown", "fails"])
def test_ring__after_the_page__is_closed(client: Client, cast: Cast, name: str) -> None:
    as_(client, cast.minna).post(address(cast, name), {"fault": "broken"})
    assert keyring.current()._audiences.keys().isdisjoint({cast.case.scope, cast.case.subject.scope})
    with keyring.fresh():
        person = Participant.objects.get(subject=cast.case.subject)
        assert person.first_name != "Nasrin"


def test_show__on_a_page_about_nobody__opens_nothing(client: Client, cast: Cast) -> None:
    assert text(as_(client, cast.minna).get(reverse("t-nobody"))) == "Lukittu"
    assert not AccessEvent.objects.filter(page="about_nobody").exists()


def test_method__not_of_the_page__is_405_and_does_nothing(client: Client, cast: Cast) -> None:
    response = as_(client, cast.minna).post(address(cast, "only-shown"), {"note": TYPED})
    assert response.status_code == 405
    assert seen.loaded == 0
    assert logged("only_shown") == []


# Slow work between two transactions


def test_prepare__slow_work__runs_between_two_transactions_with_nothing_open(
    client: Client, transactional_db: None, cast: Cast
) -> None:
    with keyring.fresh():
        as_(client, cast.minna).get(address(cast, "prepared"), {"slow": "1"})
    assert seen.prepared == {"name": "Nasrin Rahimi, +358505550177", "in_transaction": False, "opens": False}
    assert logged("prepared") == ["view"]


def test_prepare__no_work__still_shows_the_page(client: Client, cast: Cast) -> None:
    assert as_(client, cast.minna).get(address(cast, "prepared")).status_code == 200
    assert seen.prepared is None


def test_prepare__refused_by_the_loader__is_one_page_and_one_row(client: Client, cast: Cast) -> None:
    assert as_(client, cast.sari).get(address(cast, "prepared"), {"slow": "1"}).status_code == 403
    assert (seen.ran, logged("prepared")) == (0, ["denied"])


def test_prepare__cannot__is_said_and_the_view_does_not_run(client: Client, cast: Cast) -> None:
    response = as_(client, cast.minna).get(address(cast, "prepared"), {"refuse": "1"})
    assert (response.status_code, seen.ran) == (409, 0)
    assert "Kirjettä ei ole." in text(response)


# Strangers, and half of a sign-in


def test_stranger__any_page__signs_in_first_and_is_noted(client: Client, cast: Cast) -> None:
    response = client.get(address(cast, "shown"), {"x": "1"})
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=/t/")
    for _ in range(15):
        client.get(address(cast, "shown"))
    assert SecurityEvent.objects.filter(kind="stranger_stopped").count() == 10, "no more than ten in ten minutes"
    assert not AccessEvent.objects.exists()


def test_stranger__sends_a_form__is_not_sent_back_to_it(client: Client, cast: Cast) -> None:
    assert client.post(address(cast, "shown"), {"note": TYPED})["Location"] == "/sign-in/?next=/"


def test_staff__without_second_factor__sees_only_its_set_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.minna)
    response = client.get(address(cast, "shown"))
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    assert seen.loaded == 0


def test_kept_fields__every_value__but_proofs_and_passwords() -> None:
    request = RequestFactory().post(
        "/", {"note": ["a", "b"], "csrfmiddlewaretoken": "t", "password": "p", "oldpassword": "p", "password1": "p"}
    )
    assert kept_fields(request) == [("note", "a"), ("note", "b")]
