"""Sending: everything is asked again at the server before anything leaves the house, and what left stays as it was."""

import dataclasses
import datetime
import hashlib
import io
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from casework import letter_choices, letter_fields, participants, referral_letters, referral_mail, referrals
from casework.models import Participant, Referral
from casework.referral_content import content_of
from consent.disclosures import NoGround
from consent.fields import raw_values, readable
from consent.models import AccessEvent, Disclosure
from consent.periods import today
from consent.records import StaleWrite
from tests.casework.referral_stories import (
    ASIDE,
    HEADING,
    PAPER,
    REQUEST,
    WORK,
    approved,
    begun,
    permit,
    received,
    referral_open,
    send,
    sent,
    waiting,
    withdraw,
    written,
)
from tests.people import NASRIN, Cast

SAID = ["Nasrin Rahimi", "14.3.1988", "050 555 0177", NASRIN.safe_contact, "Dari", NASRIN.interpreter, WORK]
NOT_SAID = [ASIDE, "Esimerkkikatu", "28100", "Sampola", "nasrin@example.org"]


def compose(cast: Cast, referral: Referral, **changes: Any) -> Referral:
    with referral_open(cast.minna, referral) as it:
        content = dataclasses.replace(content_of(it.referral), **changes)
        return referrals.compose(
            by=cast.minna, referral=it.referral, opened=it.opened, content=content, version=it.referral.version
        )


# Refused at the server


def test_referral__send__without_ground(cast: Cast) -> None:
    referral = approved(cast)
    withdraw(cast, referral.case.subject.consents.get())
    with pytest.raises(NoGround):
        send(cast, referral)
    assert not Disclosure.objects.exists()


def test_referral__send__when_the_permission_has_run_out(cast: Cast) -> None:
    referral = approved(cast)
    consent = referral.case.subject.consents.get()
    consent.until = today() - datetime.timedelta(days=1)
    consent.save(update_fields=["until"])
    with pytest.raises(NoGround):
        send(cast, referral)


def test_referral__send__without_approval(cast: Cast) -> None:
    with pytest.raises(referrals.NotApproved):
        send(cast, waiting(cast))
    with pytest.raises(referrals.NotApproved):
        send(cast, written(cast))


def test_referral__send__when_changes_were_wanted_last(cast: Cast) -> None:
    referral = written(cast)
    for answer in ("approved", "changes"):
        referrals.record_approval(by=cast.minna, referral=referral, answer=answer, channel="paper")
    with pytest.raises(referrals.NotApproved):
        send(cast, referral)


def test_referral__send__a_draft_approved_on_paper(cast: Cast) -> None:
    referral = written(cast)
    referrals.record_approval(by=cast.minna, referral=referral, answer="approved", channel="paper")
    assert send(cast, referral).state == "requested"


def test_referral__send__after_the_text_changed(cast: Cast) -> None:
    referral = written(cast)
    referrals.record_approval(by=cast.minna, referral=referral, answer="approved", channel="paper")
    compose(cast, referral, request="Aivan muuta.")
    with pytest.raises(referrals.NotApproved):
        send(cast, referral)
    compose(cast, referral, request=REQUEST)  # exactly the approved content again
    assert send(cast, referral).state == "requested"


def test_referral__send__after_it_was_taken_back(cast: Cast) -> None:
    referral = referrals.take_back(by=cast.minna, referral=approved(cast))
    with pytest.raises(referrals.NotApproved):
        send(cast, referral)


def test_referral__send__stored_text_that_does_not_fit_its_hash(cast: Cast) -> None:
    referral = approved(cast)
    with referral_open(cast.minna, referral) as it:
        it.referral.request = "Vaihdettu hyväksynnän jälkeen."
        it.referral.save(update_fields=["request"])
    with pytest.raises(referrals.ContentChanged):
        send(cast, referral)


def test_referral__send__when_a_safety_prohibition_came_since(cast: Cast) -> None:
    referral = approved(cast)
    with referral_open(cast.minna, referral) as it:
        it.opened.participant.safety_prohibition = True
        it.opened.participant.save(update_fields=["safety_prohibition"])
    with pytest.raises(referrals.ContentChanged):
        send(cast, referral)


@pytest.mark.parametrize("code", ["health", "family", "case_notes", "first_name", "nothing"])
def test_referral__compose__a_field_that_the_profile_forbids(cast: Cast, code: str) -> None:
    with pytest.raises(letter_choices.MayNotTell):
        compose(cast, written(cast), codes=frozenset({code}), typed={code: "Kirjoitettu käsin"})


def test_referral__send__when_the_profile_has_changed_since(cast: Cast) -> None:
    referral = approved(cast)
    cast.house.employment.profile = "association"
    cast.house.employment.save(update_fields=["profile"])
    with pytest.raises(letter_choices.MayNotTell):
        send(cast, referral)


def test_referral__compose__without_ground_tells_nothing(cast: Cast) -> None:
    referral = written(cast)
    withdraw(cast, referral.case.subject.consents.get())
    with pytest.raises(letter_choices.MayNotTell):
        compose(cast, referral)
    with pytest.raises(NoGround), referral_open(cast.minna, referral) as it:
        referrals.ask_approval(by=cast.minna, referral=it.referral, opened=it.opened)


def test_referral__ask_approval__incomplete(cast: Cast) -> None:
    with referral_open(cast.minna, begun(cast)) as it, pytest.raises(referrals.ContentIncomplete):
        referrals.ask_approval(by=cast.minna, referral=it.referral, opened=it.opened)


def test_referral__send__with_another_paper(cast: Cast) -> None:
    referral = approved(cast)
    with referral_open(cast.minna, referral) as it:
        printed = referrals.printed(it.referral, it.opened, PAPER)
        other = dataclasses.replace(printed, letter=dataclasses.replace(printed.letter, request="Muuta"))
        for paper in (other, dataclasses.replace(printed, pdf=b"")):
            with pytest.raises(referrals.ContentChanged):
                referrals.send(
                    by=cast.minna, referral=it.referral, opened=it.opened, paper=paper, version=it.referral.version
                )


def test_referral__send__over_an_older_version(cast: Cast) -> None:
    with referral_open(cast.minna, approved(cast)) as it:
        printed = referrals.printed(it.referral, it.opened, PAPER)
        older = it.referral.version - 1
        with pytest.raises(StaleWrite):
            referrals.send(by=cast.minna, referral=it.referral, opened=it.opened, paper=printed, version=older)


def test_referral__draft__to_who_is_no_recipient(cast: Cast) -> None:
    with pytest.raises(referrals.NotARecipient):
        begun(cast, recipient=cast.house.other)


def test_referral__compose__what_waits_for_approval(cast: Cast) -> None:
    with pytest.raises(referrals.NotADraft):
        compose(cast, waiting(cast))


def test_referral__compose__over_an_older_version(cast: Cast) -> None:
    referral = written(cast)
    with referral_open(cast.minna, referral) as it, pytest.raises(StaleWrite):
        referrals.compose(
            by=cast.minna,
            referral=it.referral,
            opened=it.opened,
            content=content_of(it.referral),
            version=it.referral.version - 1,
        )


# What is sent


def test_referral__sent__twice_leaves_one_event(cast: Cast) -> None:
    referral = approved(cast)
    with referral_open(cast.minna, referral) as it:
        printed = referrals.printed(it.referral, it.opened, PAPER)
        for _ in range(2):
            referrals.send(
                by=cast.minna, referral=it.referral, opened=it.opened, paper=printed, version=printed.version
            )
    assert Disclosure.objects.count() == 1
    assert referral.moves.filter(to_state="requested").count() == 1
    assert DBTaskResult.objects.count() == 1


def test_referral__sent__disclosure_row_is_exact(cast: Cast) -> None:
    referral = sent(cast)
    row = Disclosure.objects.get()
    assert row.items == ["birth_date", "contact", "language", "name", "request", "work"]
    assert (row.subject, row.case_uid, row.by, row.recipient) == (
        (cast.case.subject, cast.case.uid, cast.minna, cast.house.employment)
    )
    assert (row.ground.purpose.code, row.consent, row.by_consent) == ("referral", referral.consent, True)
    assert (row.purpose, row.channel, row.object_uid) == ("referral", "portal", referral.uid)
    assert row.document_hash == hashlib.sha256(PAPER).hexdigest() == referral.letter_hash


def test_referral__sent__letter_stays_as_it_was(cast: Cast) -> None:
    referral = sent(cast)
    with referral_open(cast.minna, referral) as it:
        details = participants.details_of(it.opened.participant)
        participants.change(
            it.opened.participant,
            details=dataclasses.replace(details, first_name="Muuttunut", phone="+358401234567"),
            version=it.opened.participant.version,
        )
    cast.minna.name = "Toinen Nimi"
    cast.minna.save(update_fields=["name"])
    with received(cast.petri, referral) as it:
        letter = referral_letters.sheet(referral_letters.sent_letter(it.referral))
        assert letter.startswith('<div lang="fi">'), "the page may be in another language"
        assert "Nasrin Rahimi" in letter
        assert "050 555 0177" in letter
        assert "Muuttunut" not in letter
        assert "Toinen Nimi" not in letter
        assert it.referral.letter == PAPER


def test_referral__sent__what_was_not_ticked_is_not_kept_for_the_recipient(cast: Cast) -> None:
    with received(cast.petri, sent(cast)) as it:
        assert ASIDE not in str(it.referral.slice)
        assert not readable(it.referral.case.subject.participant.first_name)


def test_referral__sent__without_day_or_ground_is_refused_by_the_database(cast: Cast) -> None:
    referral = sent(cast)
    referral.sent_at = None
    with pytest.raises(IntegrityError, match="referral_sent_has_day_and_ground"), transaction.atomic():
        referral.save(update_fields=["sent_at"])


def test_referral__paper__says_every_chosen_field_and_no_other(cast: Cast) -> None:
    referral = approved(cast)
    with referral_open(cast.minna, referral) as it:
        letter, _in_force = referrals.letter_to_send(it.referral, it.opened)
    text = pdf_text(referral_letters.paper(letter))
    for words in [*SAID, HEADING, REQUEST, referral.number, "Polku-hanke", cast.house.employment.name]:
        assert words in text, words
    for words in [*NOT_SAID, cast.case.number]:
        assert words not in text, words


def test_referral__paper__names_nobody_in_its_metadata(cast: Cast) -> None:
    with referral_open(cast.minna, approved(cast)) as it:
        letter, _in_force = referrals.letter_to_send(it.referral, it.opened)
    pdf = referral_letters.paper(letter)
    reader = PdfReader(io.BytesIO(pdf))
    told = str(reader.metadata) + str(reader.xmp_metadata and reader.xmp_metadata.rdf_root.toxml())
    assert "Nasrin" not in told
    assert "Rahimi" not in told


def pdf_text(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).replace("\xa0", " ").replace("\u2060", "").split())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_referral__letter__is_whole_in_its_own_language(cast: Cast, language: str) -> None:
    referral = compose(cast, written(cast), language=language)
    with referral_open(cast.minna, referral) as it:
        letter = referral_letters.letter_of(it.referral, in_force=None, approval=None)
        facts = [str(fact.label) for fact in letter.sections[0].facts]
    assert len(set(facts)) == len(facts) == 6
    assert referral_letters.thawed(referral_letters.frozen(letter)) == letter


# Mail


def test_referral__mail__says_that_something_came_and_nothing_else(cast: Cast) -> None:
    referral = sent(cast)
    row = DBTaskResult.objects.get()
    assert row.args_kwargs == {"args": ["arrived", str(referral.uid)], "kwargs": {}}
    referral_mail.send.func(*row.args_kwargs["args"])
    (message,) = mail.outbox
    html = message.alternatives[0][0]
    everything = f"{message.subject}\n{message.body}\n{html}\n{message.extra_headers}\n{message.from_email}"
    assert message.to == ["palvelut@example.org"]
    assert f"/inbox/{referral.uid}/" in message.body
    assert f"/inbox/{referral.uid}/" in html
    for canary in [*SAID, *NOT_SAID, HEADING, REQUEST, "Nasrin", "Rahimi", referral.number, cast.case.number, "Minna"]:
        assert canary not in everything, canary


@pytest.mark.parametrize("kind", sorted(referral_mail.KINDS))
def test_referral__mail__every_kind_in_every_language(cast: Cast, kind: str) -> None:
    referral = sent(cast)
    for language in ("fi", "sv", "en"):
        cast.house.employment.language = language
        cast.house.employment.save(update_fields=["language"])
        referral_mail.send.func(kind, str(referral.uid))
    assert len({message.subject for message in mail.outbox}) >= 1
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert "Nasrin" not in f"{message.subject}{message.body}{message.alternatives}"


def test_referral__mail__to_nobody_without_an_address(cast: Cast) -> None:
    cast.house.employment.mail = ""
    cast.house.employment.save(update_fields=["mail"])
    sent(cast)
    assert not DBTaskResult.objects.exists()


# Sealed


def test_referral__row__holds_ciphertext_only(cast: Cast) -> None:
    referral = sent(cast)
    with raw_values():
        for row in (Referral.objects.get(pk=referral.pk), *Referral.history.all()):
            for name in ("heading", "request", "slice", "letter"):
                stored = getattr(row, name)
                assert stored is None or (isinstance(stored, bytes) and b"Nasrin" not in stored)
    assert "Nasrin" not in str(Referral.objects.values().get(pk=referral.pk))
    assert "Nasrin" not in str(list(Disclosure.objects.values()))
    assert AccessEvent.objects.count() == 0  # verbs leave logging to their pages


def test_referral__hash__cannot_be_guessed_from_the_content(cast: Cast) -> None:
    one, two = written(cast), written(cast)
    assert one.content_hash != two.content_hash
    nonces = []
    for referral in (one, two):
        with referral_open(cast.minna, referral) as it:
            nonces.append(it.referral.slice["nonce"])
    assert len(set(nonces)) == 2
    assert {len(nonce) for nonce in nonces} == {32}


def test_referral__same_as_last__remembers_codes_not_people(cast: Cast) -> None:
    assert referrals.same_as_last(by=cast.minna, recipient=cast.house.employment) == frozenset()
    sent(cast)
    told = referrals.same_as_last(by=cast.minna, recipient=cast.house.employment)
    assert told >= {"birth_date", "work"}
    assert referrals.same_as_last(by=cast.jari, recipient=cast.house.employment) == frozenset()
    assert referrals.same_as_last(by=cast.minna, recipient=cast.house.school) == frozenset()


def test_referral__unknown_value__is_neither_told_nor_recorded(cast: Cast) -> None:
    participant = Participant.objects.get()
    with referral_open(cast.minna, begun(cast)) as it:
        it.opened.participant.birth_date = None
        it.opened.participant.save(update_fields=["birth_date"])
        assert it.opened.participant.pk == participant.pk
    referral = compose(cast, begun(cast), codes=frozenset({"birth_date", "work"}), heading="A", request="B")
    with referral_open(cast.minna, referral) as it:
        asked = referrals.ask_approval(by=cast.minna, referral=it.referral, opened=it.opened)
        assert [entry["code"] for entry in asked.slice["fields"]] == ["name", "contact", "language"]


def test_letter_fields__of_this_floor__stand_in_a_profile(cast: Cast) -> None:
    from casework.recipient_profiles import TABLE

    assert {field.code for field in letter_fields.every()} <= set(TABLE)
    permit(cast, cast.house.school)
    with referral_open(cast.minna, begun(cast, recipient=cast.house.school)) as it:
        assert {"name", "contact", "language"} == {entry["code"] for entry in it.referral.slice["fields"]} - {"goal"}
