"""Organisations: made and changed by the administrator, with the question that their participants are asked."""

import dataclasses

from django.db import transaction

from consent import default_grounds, proposals
from consent.consents import in_force_on
from consent.models import Account, LegalGround, Organisation, Question
from consent.periods import today

REFERRAL = "referral"
Texts = dict[str, tuple[str, str]]


@dataclasses.dataclass(frozen=True)
class Details:
    """What is typed of an organisation; `name_to` in the form that follows "to"."""

    name: str
    name_to: str
    kind: str
    profile: str
    language: str
    active: bool
    mail: str
    phone: str


def referral_grounds(programmes: set[int]) -> list[LegalGround]:
    """The grounds of referrals in these programmes that rest on an answer: each recipient has a question under them."""
    rows = LegalGround.objects.filter(in_force_on(today()), programme__in=programmes, purpose__code=REFERRAL)
    return list(rows.exclude(kind=LegalGround.Kind.STATUTE).order_by("pk"))


def texts_of(organisation: Organisation, grounds: list[LegalGround]) -> Texts:
    """The question that is asked about a recipient now: title and text by language."""
    rows = Question.objects.filter(ground__in=grounds, recipient=organisation, withdrawn_on__isnull=True)
    return {question.language: (question.title, question.text) for question in rows.order_by("-number", "pk")}


@transaction.atomic
def create(*, details: Details, texts: Texts, grounds: list[LegalGround]) -> Organisation:
    """A new organisation and, for a recipient, its question. Raises notices.FinnishNeeded."""
    organisation = Organisation(**dataclasses.asdict(details))
    organisation.save()
    _ask(organisation, texts, grounds)
    return organisation


@transaction.atomic
def change(
    organisation: Organisation, *, by: Account, details: Details, version: int, texts: Texts, grounds: list[LegalGround]
) -> bool:
    """Save over the version that was read; whether a new contact now waits for a second person.

    A changed question is a new version: it is asked of everybody again. Raises StaleWrite, notices.FinnishNeeded.
    """
    typed = dataclasses.asdict(details)
    mail, phone = typed.pop("mail"), typed.pop("phone")
    new_contact = (mail, phone) != (organisation.mail, organisation.phone)
    for name, value in typed.items():
        setattr(organisation, name, value)
    organisation.read_as(version).save(update_fields=list(typed))
    if texts != texts_of(organisation, grounds):
        _ask(organisation, texts, grounds)
    if new_contact:
        proposals.propose_contact(by=by, organisation=organisation, mail=mail, phone=phone)
    return new_contact


def _ask(organisation: Organisation, texts: Texts, grounds: list[LegalGround]) -> None:
    for ground in grounds:
        if texts:
            default_grounds.ask(ground, texts, recipient=organisation)
        else:
            default_grounds.retire(ground, organisation)
