"""The administrator's pages of accounts, and the page on which a second person confirms."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from consent import accounts, proposals
from consent.memberships import RoleWanted
from consent.models import Account, Membership, Proposal, Role, SecurityEvent
from consent.periods import now, today
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.people import Cast, sign_in, staff

DAY = datetime.timedelta(days=1)
EVERYBODY = "minna jari eeva sari raija onni kaisa petri outi kirsi arto anna nasrin".split()


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def form(cast: Cast, role: str = "facilitator", **more: Any) -> dict[str, str]:
    typed: dict[str, str] = {
        "name": "Tiina Uusi",
        "email": "tiina@example.org",
        "title": "Ryhmänohjaaja",
        "phone": "050 555 0191",
        "language": "sv",
        "role": role,
        "programme": str(cast.house.programme.uid),
        "organisation": "",
        "supervisor": "",
        "until": "",
        "submission": str(uuid.uuid4()),
    }
    return typed | more


def waiting(cast: Cast, role: str = "worker") -> Proposal:
    wanted = RoleWanted(role, cast.house.own, cast.house.programme)
    accounts.give_role(by=cast.anna, account=cast.raija, wanted=wanted)
    return Proposal.objects.get()


# Who may


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(
    "page", ["account-list", "account-new", "organisation-list", "organisation-new", "notice-list"]
)
def test_administration__who_may(client: Client, cast: Cast, name: str, page: str) -> None:
    response = sign_in(client, getattr(cast, name)).get(reverse(page))
    assert response.status_code == (200 if name == "anna" else 404)
    assert ("Työllisyyspalvelut" in response.content.decode()) <= (name == "anna")


@pytest.mark.parametrize("name", ["minna", "kaisa", "kirsi", "arto", "petri", "nasrin"])
def test_administration__others__change_nothing(client: Client, cast: Cast, name: str) -> None:
    sign_in(client, getattr(cast, name))
    assert client.post(reverse("account-new"), form(cast)).status_code == 404
    for page in ("account-end", "account-role", "account-invite"):
        assert client.post(reverse(page, args=[cast.sari.uid]), form(cast)).status_code == 404
    assert not Account.objects.filter(email="tiina@example.org").exists()
    assert Account.objects.get(pk=cast.sari.pk).is_active


@pytest.mark.parametrize("page", ["account-end", "account-role", "account-invite", "account-detail"])
def test_account__of_another_programme__is_not_found(client: Client, cast: Cast, page: str) -> None:
    sign_in(client, cast.anna)
    for uid in (cast.outi.uid, cast.nasrin.uid, uuid.uuid4()):
        here = reverse(page, args=[uid])
        found = client.get(here) if page == "account-detail" else client.post(here)
        assert found.status_code == 404


# The list


def test_account_list__shows__colleagues_and_partners_of_own_programme(client: Client, cast: Cast) -> None:
    words = text_of(sign_in(client, cast.anna).get(reverse("account-list")))
    for expected in ("Minna", "Petri", "Service guide, Polku", "Partner, Työllisyyspalvelut, Pori", "invited"):
        assert expected in words
    assert "Outi" not in words
    assert "Nasrin" not in words
    event, subjects = event_of("account_list")
    assert (event.action, event.purpose, subjects) == ("list", "administration", set())


def test_account_list__states__say_what_is_still_to_happen(client: Client, cast: Cast) -> None:
    accounts.end(cast.jari, by=cast.anna)
    accounts.end(cast.sari, by=cast.anna, last_day=today() + 9 * DAY)
    waiting(cast)
    html = sign_in(client, cast.anna).get(reverse("account-list")).content.decode()
    rows = {part.split("</a>")[0].rpartition(">")[2]: part for part in html.split('<a class="title"')[1:]}
    assert "ended" in rows["Jari"]
    assert "waits for confirmation" in rows["Raija"]


def test_account_detail__shows__roles_and_what_may_be_done(client: Client, cast: Cast) -> None:
    accounts.end(cast.sari, by=cast.anna, last_day=today() + 9 * DAY)
    sign_in(client, cast.anna)
    pages = {
        account: client.get(reverse("account-detail", args=[account.uid])).content.decode()
        for account in (cast.onni, cast.sari, cast.anna)
    }
    assert "Supervisor: Minna" in pages[cast.onni]
    assert "Last day" in pages[cast.sari]
    for account, html in pages.items():
        assert (reverse("account-end", args=[account.uid]) in html) is (account != cast.anna)


def test_account_list__queries__same_at_2_and_40_accounts(client: Client, cast: Cast) -> None:
    def load() -> int:
        sign_in(client, cast.anna).get(reverse("account-list"))
        with counted() as statements:
            page = client.get(reverse("account-list"))
        assert len(page.content) < 40_000
        return len(statements)

    few = load()
    for number in range(30):
        staff(f"extra{number}", Role.FACILITATOR, cast.house.own, cast.house.programme)
    assert load() == few <= 12


def test_account_list__more_than_a_page__goes_on(client: Client, cast: Cast) -> None:
    for number in range(50):
        staff(f"extra{number:02}", Role.FACILITATOR, cast.house.own, cast.house.programme)
    sign_in(client, cast.anna)
    first, second = (client.get(reverse("account-list") + query).content.decode() for query in ("", "?page=2"))
    assert first.count('class="title"') == 50
    assert "?page=2" in first
    assert second.count('class="title"') == 11
    assert client.get(reverse("account-list") + "?page=x").content.decode().count('class="title"') == 50


# Inviting and giving roles


def test_account_new__role_that_opens_nobody__begins_and_invites(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anna)
    sent = form(cast)
    for _ in range(2):
        assert client.post(reverse("account-new"), sent).url == reverse("account-list")
    account = Account.objects.get(email="tiina@example.org")
    assert (account.name, account.phone, account.language, account.is_staff_member) == (
        "Tiina Uusi", "+358505550191", "sv", True,
    )  # fmt: skip
    assert Membership.objects.get(account=account).role == "facilitator"
    assert DBTaskResult.objects.count() == 1, "one invitation, however often it was sent"
    assert SecurityEvent.objects.get(kind="account_made").actor == cast.anna


def test_account_new__worker__waits_and_says_so(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.anna).post(reverse("account-new"), form(cast, "worker"), follow=True)
    assert "The role begins when a second person has confirmed it." in text_of(response)
    assert not Membership.objects.filter(account__email="tiina@example.org").exists()


def test_account_new__student__has_supervisor_and_end(client: Client, cast: Cast) -> None:
    more = {"supervisor": str(cast.minna.uid), "until": (today() + 60 * DAY).strftime("%d.%m.%Y")}
    sign_in(client, cast.anna).post(reverse("account-new"), form(cast, "student", **more))
    membership = Membership.objects.get(account__email="tiina@example.org")
    assert (membership.supervisor, membership.until) == (cast.minna, today() + 60 * DAY)


def test_account_new__partner__belongs_to_the_recipient(client: Client, cast: Cast) -> None:
    more = {"organisation": str(cast.house.employment.uid)}
    sign_in(client, cast.anna).post(reverse("account-new"), form(cast, "partner", **more))
    proposal = Proposal.objects.get()
    assert (proposal.organisation, proposal.programme) == (cast.house.employment, None)


@pytest.mark.parametrize(
    ("role", "wrong", "words"),
    [
        ("facilitator", {"name": " "}, "Write the name."),
        ("facilitator", {"email": "tiina"}, "Write the e-mail address like this"),
        ("facilitator", {"email": "minna@example.org"}, "There is already an account with this address."),
        ("facilitator", {"phone": "puhelin"}, ""),
        ("facilitator", {"role": ""}, "Choose a role."),
        ("facilitator", {"role": "participant"}, "valid choice"),
        ("facilitator", {"programme": ""}, "Choose the programme."),
        ("facilitator", {"until": "31.2.2027"}, ""),
        ("student", {}, "Choose the student's supervisor."),
        ("student", {}, "Write the student's last day."),
        ("partner", {}, "Choose the partner's organisation."),
    ],
)
def test_account_new__bad_input__says_what_and_keeps_the_rest(
    client: Client, cast: Cast, role: str, wrong: dict[str, str], words: str
) -> None:
    response = sign_in(client, cast.anna).post(
        reverse("account-new"), form(cast) | {"role": role, "title": "Kept"} | wrong
    )
    assert response.status_code == 200
    html = response.content.decode()
    assert "error-summary" in html
    assert words.replace("'", "&#x27;") in html
    assert 'value="Kept"' in html
    assert not Account.objects.filter(name="Tiina Uusi").exists()


def test_account_new__programme_of_others__cannot_be_chosen(client: Client, cast: Cast) -> None:
    sent = form(cast, programme=str(cast.house.other_programme.uid))
    assert "valid choice" in text_of(sign_in(client, cast.anna).post(reverse("account-new"), sent))


def test_account_role__one_more__for_a_colleague(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anna)
    here = reverse("account-role", args=[cast.sari.uid])
    assert "Sari" in text_of(client.get(here))
    client.post(here, form(cast, "facilitator"))
    assert set(Membership.objects.filter(account=cast.sari).values_list("role", flat=True).order_by("pk")) == {
        "worker", "facilitator",
    }  # fmt: skip
    assert "The person already has this role." in text_of(client.post(here, form(cast, "facilitator")))


def test_account_invite__again__only_before_the_first_sign_in(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anna)
    here = reverse("account-invite", args=[cast.sari.uid])
    client.post(here)
    assert DBTaskResult.objects.count() == 1
    cast.sari.last_login = now()
    cast.sari.save(update_fields=["last_login"])
    client.post(here)
    assert DBTaskResult.objects.count() == 1
    assert client.get(here).status_code == 405


# Ending


def test_account_end__now_or_later(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anna)
    client.post(reverse("account-end", args=[cast.sari.uid]), {"last_day": ""})
    client.post(reverse("account-end", args=[cast.jari.uid]), {"last_day": (today() + DAY).strftime("%d.%m.%Y")})
    sari, jari = (Account.objects.get(pk=account.pk) for account in (cast.sari, cast.jari))
    assert (sari.is_active, jari.is_active, jari.valid_until) == (False, True, today() + DAY)
    assert SecurityEvent.objects.filter(kind="account_ended", actor=cast.anna).count() == 2


def test_account_end__bad_day_or_own__is_told(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anna)
    yesterday = (today() - DAY).strftime("%d.%m.%Y")
    response = client.post(reverse("account-end", args=[cast.sari.uid]), {"last_day": yesterday})
    assert "already past" in text_of(response)
    assert yesterday in response.content.decode()
    assert "Nobody ends their own account." in text_of(client.post(reverse("account-end", args=[cast.anna.uid])))
    assert Account.objects.filter(is_active=False).count() == 0


# Confirming


@pytest.mark.parametrize("name", EVERYBODY)
def test_proposal_list__who_may(client: Client, cast: Cast, name: str) -> None:
    proposal = waiting(cast)
    sign_in(client, getattr(cast, name))
    response = client.get(reverse("proposal-list"))
    assert response.status_code == (200 if name in {"anna", "kaisa"} else 404)
    if name not in {"anna", "kaisa"}:
        here = reverse("proposal-decide", args=[proposal.uid])
        assert client.post(here, {"decision": "refuse"}).status_code == 404
        assert Proposal.objects.get().state == "waiting"


def test_proposal_list__rests__then_another_confirms(client: Client, cast: Cast) -> None:
    proposal = waiting(cast)
    here = reverse("proposal-decide", args=[proposal.uid])
    sign_in(client, cast.kaisa)
    page = client.get(reverse("proposal-list"))
    assert 'value="confirm"' not in page.content.decode()
    assert "Can be confirmed from" in text_of(page)
    assert "when a day has passed" in text_of(client.post(here, {"decision": "confirm"}, follow=True))
    with time_machine.travel(now() + proposals.REST):
        sign_in(client, cast.kaisa)
        assert 'value="confirm"' in client.get(reverse("proposal-list")).content.decode()
        client.post(here, {"decision": "confirm"})
    assert set(Membership.objects.filter(account=cast.raija).values_list("role", flat=True).order_by("pk")) == {
        "facilitator", "worker",
    }  # fmt: skip
    assert SecurityEvent.objects.get(kind="proposal_confirmed").actor == cast.kaisa


def test_proposal_list__who_proposed__sees_no_button_to_confirm(client: Client, cast: Cast) -> None:
    waiting(cast)
    with time_machine.travel(now() + proposals.REST):
        page = sign_in(client, cast.anna).get(reverse("proposal-list"))
    assert 'value="confirm"' not in page.content.decode()
    assert "Somebody else must confirm it." in text_of(page)


def test_proposal_decide__refused__is_gone(client: Client, cast: Cast) -> None:
    proposal = waiting(cast)
    here = reverse("proposal-decide", args=[proposal.uid])
    sign_in(client, cast.anna)
    assert "It was not confirmed." in text_of(client.post(here, {"decision": "refuse"}, follow=True))
    assert "Nothing waits for confirmation." in text_of(client.get(reverse("proposal-list")))
    assert client.post(here, {"decision": "confirm"}).status_code == 404


def test_proposal_list__another_programme__is_not_seen(client: Client, cast: Cast) -> None:
    waiting(cast)
    other = staff("veera", Role.COORDINATOR, cast.house.other, cast.house.other_programme)
    assert "Raija" not in text_of(sign_in(client, other).get(reverse("proposal-list")))


def test_proposal_list__queries__same_at_2_and_40_rows(client: Client, cast: Cast) -> None:
    def load(count: int) -> int:
        while Proposal.objects.count() < count:
            account = staff(f"extra{Proposal.objects.count()}", Role.AUDITOR, cast.house.own, cast.house.programme)
            wanted = RoleWanted("worker", cast.house.own, cast.house.programme)
            accounts.give_role(by=cast.anna, account=account, wanted=wanted)
        sign_in(client, cast.kaisa).get(reverse("proposal-list"))
        with counted() as statements:
            assert client.get(reverse("proposal-list")).content.decode().count('class="title"') == count
        return len(statements)

    assert load(2) == load(40) <= 12


def test_home__administrator_officer_auditor_coordinator__have_a_first_page(client: Client, cast: Cast) -> None:
    pages = {"anna": "account-list", "kirsi": "privacy", "arto": "report-list", "kaisa": "participant-list"}
    for name, page in pages.items():
        assert sign_in(client, getattr(cast, name)).get("/").url == reverse(page)
