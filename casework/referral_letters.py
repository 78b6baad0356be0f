"""From a referral to its letter: while it is written, as it is sent, and as it was sent."""

import dataclasses
import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework import referral_content
from casework.letter_fields import Place
from casework.letters.days import letter_day
from casework.letters.layout import Fact, Letter, OwnWords, Section, letter_html, letter_sheet
from casework.letters.printing import print_pdf
from casework.models import Referral, ReferralApproval
from consent import phones
from consent.consents import GroundInForce
from consent.models import LegalGround
from consent.periods import day_in_finland, today


def letter_of(
    referral: Referral, *, in_force: GroundInForce | None, approval: ReferralApproval | None, draft: bool = False
) -> Letter:
    """The letter of a referral not sent yet, dated today; a draft says so where the secrecy marking stands."""
    kept, sender = referral.slice, referral.sender
    with override(referral.language):
        marking = _("Draft. Not sent.") if draft else _("Secret")
        return Letter(
            language=referral.language,
            number=referral.number,
            dated=today(),
            sender_organisation=referral.case.programme.controller.name,
            sender_worker=sender.name,
            sender_title=sender.title,
            sender_phone=phones.spoken(sender.phone) if sender.phone.startswith("+") else sender.phone,
            recipient_organisation=referral.recipient.name,
            recipient_person=referral.recipient_person,
            heading=referral.heading,
            request=referral.request,
            secrecy_marking=marking,
            sections=_sections(kept.get(referral_content.FIELDS, [])),
            respond_by=referral.respond_by,
            meanwhile=referral.meanwhile,
            ground=_ground_words(in_force, referral.language) if in_force else "",
            approval=_approval_words(approval, referral.language),
            safety_prohibition=kept.get(referral_content.SAFETY, False),
            safe_contact=kept.get(referral_content.SAFE_CONTACT, ""),
        )


def _sections(fields: list[dict[str, Any]]) -> tuple[Section, ...]:
    person = tuple(Fact(*part) for entry in fields if entry["place"] == Place.PERSON for part in entry["parts"])
    others = [(entry["place"], *entry["parts"][0]) for entry in fields if entry["place"] != Place.PERSON]
    return (
        Section(_("Whom the referral is about"), facts=person),
        *(
            Section(heading, own_words=(OwnWords(text),))
            if place == Place.OWN_WORDS
            else Section(heading, paragraphs=(text,))
            for place, heading, text in others
        ),
    )


def _ground_words(in_force: GroundInForce, language: str) -> str:
    consent, kind = in_force.consent, in_force.ground.kind
    if consent is None:
        return _("Ground: %(provision)s") % {"provision": in_force.ground.national_provision}
    days = {"given": letter_day(day_in_finland(consent.answered_at), language), "until": ""}
    if in_force.until is not None:
        days["until"] = letter_day(in_force.until, language)
    if kind == LegalGround.Kind.WAIVER:
        return _("Consent to giving secret information %(given)s, in force until %(until)s.") % days
    return _("Consent %(given)s, in force until %(until)s.") % days


def _approval_words(approval: ReferralApproval | None, language: str) -> str:
    if approval is None:
        return _("The participant reads and approves the referral before it is sent.")
    day = letter_day(day_in_finland(approval.at), language)
    return _("The participant approved the referral %(day)s.") % {"day": day}


# What was sent


def frozen(letter: Letter) -> dict[str, Any]:
    """The letter as plain values, words in its own language."""
    with override(letter.language):
        return {field.name: _plain(getattr(letter, field.name)) for field in dataclasses.fields(letter)}


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def thawed(values: dict[str, Any]) -> Letter:
    """The letter that was sent, from its plain values."""
    sections = tuple(
        Section(
            section["heading"],
            paragraphs=tuple(section["paragraphs"]),
            facts=tuple(Fact(*fact) for fact in section["facts"]),
            own_words=tuple(OwnWords(**own) for own in section["own_words"]),
        )
        for section in values["sections"]
    )
    days = {name: datetime.date.fromisoformat(values[name]) for name in ("dated", "respond_by") if values[name]}
    return Letter(**{**values, **days, "sections": sections, "attachments": tuple(values["attachments"])})


def sent_letter(referral: Referral) -> Letter:
    """The letter as it was sent; needs the slice opened."""
    return thawed(referral.slice[referral_content.LETTER])


@dataclasses.dataclass(frozen=True)
class Printed:
    """A letter and its paper, with what it was made from: sending refuses when any of that has changed."""

    letter: Letter
    pdf: bytes
    version: int
    ground: int
    consent: int | None


def paper(letter: Letter) -> bytes:
    """The PDF; outside any transaction, because it takes a tenth of a second. Raises LetterTooLong, LetterFailed."""
    return print_pdf(letter_html(letter))


def sheet(letter: Letter) -> str:
    """The inside of the letter on a page, which need not be in the letter's language (WCAG 2.2, 3.1.2)."""
    return format_html('<div lang="{}">{}</div>', letter.language, letter_sheet(letter))
