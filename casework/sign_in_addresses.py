"""Where a participant's sign-in code goes: the contacts are opened for the moment of comparing and sending."""

from consent import folding, keyring
from consent.keyring import Audience
from consent.models import Subject
from consent.sign_in import addresses


def mail_address(subject: Subject, typed: str) -> str | None:
    """The person's mail address ("" for none) when what was typed is theirs, else None."""
    participant = subject.participant
    with keyring.also([(subject.scope, Audience.LOOKUP)]):
        mail, phone = str(participant.mail), str(participant.phone)
    own = {phone, folding.mail(mail) if mail else ""} - {""}
    return mail if typed in own else None


def register() -> None:
    """Called when the app is loaded."""
    addresses.register(mail_address)
