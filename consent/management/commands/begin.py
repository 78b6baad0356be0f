"""`begin` furnishes a new installation: the controller, its first programme, and two administrators by invitation."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from consent import account_mail, default_grounds, default_retention
from consent.accounts import create_staff
from consent.memberships import RoleWanted, begin
from consent.models import Account, Organisation, Programme, Role
from consent.periods import today


class Command(BaseCommand):
    """Two, because what opens people's data is proposed by one and confirmed by another; later ones are made in Polku.

    Refused where anybody works already. The default legal grounds and retention classes come unconfirmed.
    """

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="the controller's name")
        parser.add_argument("--kind", required=True, choices=Organisation.Kind.values)
        parser.add_argument("--programme", required=True, help="the first programme's name")
        parser.add_argument("--code", required=True, help="its short name in letters and digits")
        parser.add_argument(
            "--administrator",
            required=True,
            action="append",
            nargs=2,
            metavar=("MAIL", "NAME"),
            help="twice: each gets a link that sets a password",
        )

    def handle(self, *, organisation: str, kind: str, programme: str, code: str, **options: Any) -> None:
        people: list[list[str]] = options["administrator"]
        if len({mail.strip().lower() for mail, _ in people}) != 2 or len(people) != 2:
            raise CommandError("Name two administrators with an address of their own each.")
        try:
            validate_slug(code)
            for mail, _ in people:
                validate_email(mail.strip())
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from None
        with transaction.atomic():
            if Account.objects.filter(is_staff_member=True).exists():
                raise CommandError("Somebody works here already: administrators invite others in Polku.")
            controller = Organisation(name=organisation, kind=kind, own=True)
            controller.save()
            first = Programme(code=code, name=programme, controller=controller, starts_on=today())
            first.save()
            default_grounds.install(first, valid_from=today())
            default_retention.install(first, valid_from=today())
            for mail, name in people:
                account = create_staff(email=mail, name=name)
                begin(account, RoleWanted(Role.ADMINISTRATOR, controller, first))
                account_mail.invite(account)
        self.stdout.write("Begun. Both administrators get a link by mail from `db_worker`; it works for three days.")
