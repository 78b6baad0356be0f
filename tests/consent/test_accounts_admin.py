"""Accounts and roles: who is invited, what one administrator alone may give, what two must, and when it ends."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from consent import account_mail, accounts, memberships, organisations, proposals
from consent.actors import actor_of
from consent.memberships import RoleWanted
from consent.models import Account, Membership, Organisation, Proposal, Role
from consent.periods import now, today
from consent.sign_in.second_factor import METHODS
from tests.people import Cast, actor, sign_in, staff

DAY = datetime.timedelta(days=1)
ALONE = ("facilitator", "student", "auditor")
TOGETHER = ("worker", "health", "coordinator", "partner", "officer", "administrator")


@pytest.fixture
def aino(cast: Cast) -> Account:
    """A second administrator."""
    return staff("aino", Role.ADMINISTRATOR, cast.house.own, cast.house.programme)


def wanted(cast: Cast, role: str, **more: Any) -> RoleWanted:
    house = cast.house
    student = {"until": today() + 90 * DAY, "supervisor": cast.minna} if role == Role.STUDENT else {}
    partner = role == Role.PARTNER
    place = (house.employment, None) if partner else (house.own, house.programme)
    return RoleWanted(role, *place, **student | more)


def invite(cast: Cast, role: str = "worker", **more: Any) -> Account:
    given = {"email": " Tiina@Example.org ", "name": "Tiina", "wanted": wanted(cast, role)} | more
    return accounts.invite(by=cast.anna, **given)


def later() -> Any:
    """After the rest."""
    return time_machine.travel(now() + proposals.REST)


def roles_of(account: Account) -> frozenset[str]:
    found = actor_of(account)
    return found.roles if found else frozenset()


def test_roles__every_one__is_either_given_alone_or_by_two() -> None:
    assert set(memberships.GIVEN_BY_ADMINISTRATOR) == {*ALONE, *TOGETHER}
    assert set(TOGETHER) == memberships.NEEDS_SECOND_PERSON


# Inviting


@pytest.mark.parametrize("role", ALONE)
def test_invite__role_that_opens_nobody__holds_at_once(cast: Cast, role: str) -> None:
    account = invite(cast, role)
    assert roles_of(account) == {role}
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("role", TOGETHER)
def test_invite__role_that_opens_people__waits(cast: Cast, role: str) -> None:
    account = invite(cast, role)
    assert roles_of(account) == frozenset()
    proposal = Proposal.objects.get()
    assert (proposal.account, proposal.role, proposal.proposed_by, proposal.state) == (
        account, role, cast.anna, "waiting",
    )  # fmt: skip
    with time_machine.travel(now() + 30 * DAY):
        assert roles_of(account) == frozenset(), "time alone confirms nothing"


def test_invite__address__is_kept_small_and_once(cast: Cast) -> None:
    assert invite(cast).email == "tiina@example.org"
    with pytest.raises(accounts.AddressTaken):
        invite(cast, "auditor", email="TIINA@example.org")
    assert Account.objects.filter(email="tiina@example.org").count() == 1


def test_invite__has_no_password__until_the_link_sets_one(cast: Cast, client: Client) -> None:
    account = invite(cast, "auditor")
    assert not account.has_usable_password()
    task = DBTaskResult.objects.get()
    assert task.args_kwargs["args"] == [str(account.uid)], "an id and nothing else"
    account_mail.send_invitation.func(str(account.uid))
    (message,) = mail.outbox
    assert message.to == ["tiina@example.org"]
    assert "Tiina" not in message.body
    link = next(word for word in message.body.split() if word.startswith("http"))
    assert link in str(message.alternatives[0][0])
    path = link.partition("://")[2].partition("/")[2]
    response = client.get(f"/{path}", follow=True)
    sent = client.post(
        response.redirect_chain[-1][0], {"password1": "sangen pitkä lause", "password2": "sangen pitkä lause"}
    )
    assert sent.status_code == 302
    account.refresh_from_db()
    assert account.check_password("sangen pitkä lause")
    assert "password1" not in Client(**{"wsgi.url_scheme": "https"}).get(f"/{path}", follow=True).content.decode()


def test_invited__without_second_factor__gets_no_further(cast: Cast, client: Client) -> None:
    account = invite(cast, "auditor")
    sign_in(client, account)
    session = client.session
    session[METHODS] = [{"method": "password"}]
    session.save()
    assert client.get("/reports/").url == "/account/second-factor/"


# Two people


def test_confirm__by_another_after_a_day__begins_the_role(cast: Cast, aino: Account) -> None:
    account = invite(cast)
    with later():
        proposals.confirm(Proposal.objects.get(), by=actor(aino))
        assert roles_of(account) == {"worker"}
        membership = Membership.objects.get(account=account)
        assert (membership.starts_on, membership.programme) == (today(), cast.house.programme)
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.decided_by) == ("confirmed", aino)


def test_confirm__coordinator__may_too(cast: Cast) -> None:
    account = invite(cast, "partner")
    with later():
        proposals.confirm(Proposal.objects.get(), by=actor(cast.kaisa))
        assert roles_of(account) == {"partner"}


def test_confirm__before_a_day_has_passed__is_refused(cast: Cast, aino: Account) -> None:
    invite(cast)
    soon = now() + proposals.REST - datetime.timedelta(minutes=1)
    with time_machine.travel(soon), pytest.raises(proposals.StillRests):
        proposals.confirm(Proposal.objects.get(), by=actor(aino))
    assert Proposal.objects.get().state == "waiting"


def test_confirm__by_who_proposed__is_refused(cast: Cast) -> None:
    account = invite(cast)
    with later(), pytest.raises(proposals.NeedsAnother):
        proposals.confirm(Proposal.objects.get(), by=actor(cast.anna))
    assert roles_of(account) == frozenset()


def test_confirm__by_whom_it_concerns__is_refused(cast: Cast, aino: Account) -> None:
    accounts.give_role(by=cast.anna, account=aino, wanted=wanted(cast, "worker"))
    with later(), pytest.raises(proposals.NeedsAnother):
        proposals.confirm(Proposal.objects.get(), by=actor(aino))


@pytest.mark.parametrize("name", ["minna", "kirsi", "arto", "petri"])
def test_confirm__by_others__is_refused(cast: Cast, name: str) -> None:
    invite(cast)
    with later(), pytest.raises(proposals.NeedsAnother):
        proposals.confirm(Proposal.objects.get(), by=actor(getattr(cast, name)))


def test_confirm__twice__is_refused_and_gives_one_role(cast: Cast, aino: Account) -> None:
    invite(cast)
    proposal = Proposal.objects.get()
    with later():
        proposals.confirm(proposal, by=actor(aino))
        for decide in (proposals.confirm, proposals.refuse):
            with pytest.raises(proposals.AlreadyDecided):
                decide(proposal, by=actor(cast.kaisa))
    assert Membership.objects.filter(role="worker", account__name="Tiina").count() == 1


def test_confirm__account_that_ended_meanwhile__is_refused(cast: Cast, aino: Account) -> None:
    account = invite(cast)
    accounts.end(account, by=cast.anna)
    with later(), pytest.raises(proposals.AccountHasEnded):
        proposals.confirm(Proposal.objects.get(), by=actor(aino))


def test_refuse__drops_it__and_the_proposer_may(cast: Cast) -> None:
    account = invite(cast)
    proposals.refuse(Proposal.objects.get(), by=actor(cast.anna))
    assert Proposal.objects.get().state == "refused"
    assert roles_of(account) == frozenset()


def test_administrator__alone__cannot_make_an_accomplice(cast: Cast) -> None:
    accomplice = invite(cast, "administrator")
    with later():
        with pytest.raises(proposals.NeedsAnother):
            proposals.confirm(Proposal.objects.get(), by=actor(accomplice))
        with pytest.raises(proposals.NeedsAnother):
            proposals.confirm(Proposal.objects.get(), by=actor(cast.anna))
    assert roles_of(accomplice) == frozenset()


def test_give_role__again_while_it_waits_or_holds__is_refused(cast: Cast, aino: Account) -> None:
    account = invite(cast)
    with pytest.raises(proposals.AlreadyProposed):
        accounts.give_role(by=aino, account=account, wanted=wanted(cast, "worker"))
    with later():
        proposals.confirm(Proposal.objects.get(), by=actor(aino))
        with pytest.raises(memberships.RoleHeldAlready):
            accounts.give_role(by=aino, account=account, wanted=wanted(cast, "worker"))


def test_give_role__owner__is_told_without_content(cast: Cast) -> None:
    accounts.give_role(by=cast.anna, account=cast.sari, wanted=wanted(cast, "health"))
    account_mail.send_word_of_role.func(str(Proposal.objects.get().uid))
    (message,) = mail.outbox
    assert message.to == ["sari@example.org"]
    for secret in ("Sari", "health", "terveys", "Anna"):
        assert secret.lower() not in message.body.lower()


@pytest.mark.parametrize(
    ("role", "more", "error"),
    [
        ("student", {"supervisor": None}, memberships.SupervisorNeeded),
        ("student", {"until": None}, memberships.SupervisorNeeded),
        ("partner", {"programme": "own"}, memberships.RoleDoesNotBelong),
        ("partner", {"organisation": "own"}, memberships.RoleDoesNotBelong),
        ("worker", {"programme": None}, memberships.RoleDoesNotBelong),
    ],
)
def test_give_role__that_cannot_be__is_refused(
    cast: Cast, role: str, more: dict[str, Any], error: type[Exception]
) -> None:
    if "programme" in more:
        more["programme"] = cast.house.programme if more["programme"] else None
    if "organisation" in more:
        more["organisation"] = cast.house.own
    asked = wanted(cast, role)
    asked = RoleWanted(**{**asked.columns(), **more})
    with pytest.raises(error):
        accounts.give_role(by=cast.anna, account=cast.sari, wanted=asked)


# Contact of an organisation


def details_of(organisation: Organisation, **more: Any) -> organisations.Details:
    names = organisations.Details.__dataclass_fields__
    return organisations.Details(**{name: getattr(organisation, name) for name in names} | more)


def test_contact__changed__waits_for_a_second_person(cast: Cast) -> None:
    employment = cast.house.employment
    changed = details_of(employment, mail="uusi@example.org", name_to="työllisyysalueelle")
    waits = organisations.change(
        employment, by=cast.anna, details=changed, version=employment.version, texts={}, grounds=[]
    )
    assert waits
    employment.refresh_from_db()
    assert (employment.mail, employment.name_to) == ("palvelut@example.org", "työllisyysalueelle")
    account_mail.send_word_of_contact.func(str(Proposal.objects.get().uid))
    (message,) = mail.outbox
    assert message.to == ["palvelut@example.org"], "the address that holds is told"
    assert "uusi@example.org" not in message.body
    with later():
        with pytest.raises(proposals.NeedsAnother):
            proposals.confirm(Proposal.objects.get(), by=actor(cast.anna))
        proposals.confirm(Proposal.objects.get(), by=actor(cast.kaisa))
    employment.refresh_from_db()
    assert employment.mail == "uusi@example.org"


def test_contact__proposed_again__takes_the_place_of_the_former(cast: Cast) -> None:
    for address in ("yksi@example.org", "kaksi@example.org"):
        proposals.propose_contact(by=cast.anna, organisation=cast.house.employment, mail=address, phone="")
    states = Proposal.objects.order_by("pk").values_list("mail", "state")
    assert list(states) == [("yksi@example.org", "refused"), ("kaksi@example.org", "waiting")]


# Ending


def test_end__now__signs_out_at_the_next_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    assert client.get("/").status_code == 200
    accounts.end(cast.sari, by=cast.anna)
    assert client.get("/").url.startswith("/sign-in/")
    assert actor_of(cast.sari) is None


def test_end__last_day__holds_through_it(cast: Cast) -> None:
    accounts.end(cast.sari, by=cast.anna, last_day=today() + DAY)
    with time_machine.travel(now() + DAY):
        assert roles_of(cast.sari) == {"worker"}
    with time_machine.travel(now() + 2 * DAY):
        assert actor_of(cast.sari) is None


def test_end__own_or_ended__is_refused(cast: Cast) -> None:
    with pytest.raises(accounts.OwnAccount):
        accounts.end(cast.anna, by=cast.anna)
    accounts.end(cast.sari, by=cast.anna)
    with pytest.raises(accounts.EndedAlready):
        accounts.end(cast.sari, by=cast.anna)
    with pytest.raises(accounts.EndedAlready):
        accounts.give_role(by=cast.anna, account=cast.sari, wanted=wanted(cast, "auditor"))


# What the database refuses


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"account": None}, "proposal_of_role_names_it"),
        ({"role": ""}, "proposal_of_role_names_it"),
        ({"state": "confirmed"}, "proposal_decided_has_decider"),
        ({"decided": "anna"}, "proposal_confirmed_by_another"),
        ({"decided": "early"}, "proposal_confirmed_by_another"),
    ],
)
def test_database__impossible_proposal__is_refused(cast: Cast, wrong: dict[str, Any], constraint: str) -> None:
    invite(cast)
    proposal = Proposal.objects.get()
    if how := wrong.get("decided"):
        proposal.decided_by = cast.anna if how == "anna" else cast.kaisa
        proposal.decided_at = proposal.rests_until - (DAY if how == "early" else 0 * DAY)
        wrong = {"state": "confirmed"}
    for name, value in wrong.items():
        setattr(proposal, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        proposal.save()
