"""A new installation is furnished once, by one command, for two people."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from consent import account_mail
from consent.models import Account, LegalGround, Membership, Programme, Role

SAID = ["--organisation=Uusi hanke", "--kind=third_sector", "--programme=Polku Pori", "--code=pori"]
TWO = ["--administrator", "anna@uusi.example", "Anna Alku", "--administrator", "Arvo@uusi.example", "Arvo Alku"]


@pytest.mark.django_db
def test_begin__new_installation__has_two_administrators_and_unconfirmed_grounds() -> None:
    call_command("begin", *SAID, *TWO)
    programme = Programme.objects.get()
    assert (programme.code, programme.controller.name, programme.controller.own) == ("pori", "Uusi hanke", True)
    rows = Membership.objects.order_by("account__email").values_list("account__email", "role")
    assert list(rows) == [("anna@uusi.example", Role.ADMINISTRATOR), ("arvo@uusi.example", Role.ADMINISTRATOR)]
    assert LegalGround.objects.filter(programme=programme).exists()
    assert not LegalGround.objects.filter(programme=programme, confirmed=True).exists()
    with pytest.raises(CommandError, match="works here already"):
        call_command("begin", *SAID, *TWO)


@pytest.mark.django_db
def test_begin__invitation__lets_the_administrator_in(client: Client) -> None:
    call_command("begin", *SAID, *TWO)
    assert DBTaskResult.objects.count() == 2
    for waiting in DBTaskResult.objects.order_by("pk"):
        account_mail.send_invitation.func(*waiting.args_kwargs["args"])
    assert {letter.to[0] for letter in mail.outbox} == {"anna@uusi.example", "arvo@uusi.example"}
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert link
    assert client.get(link[0], follow=True).status_code == 200
    assert not Account.objects.order_by("pk")[0].has_usable_password()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([*SAID, *TWO[:3]], "two administrators"),
        ([*SAID, *TWO[:3], "--administrator", "ANNA@uusi.example", "Sama"], "two administrators"),
        ([*SAID, *TWO[:3], "--administrator", "ei osoite", "Arvo"], "(?i)sähköposti|email"),
        ([*SAID[:3], "--code=ei näin", *TWO], "."),
    ],
)
def test_begin__impossible__makes_nothing(said: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("begin", *said)
    assert not Account.objects.exists()
    assert not Programme.objects.exists()
