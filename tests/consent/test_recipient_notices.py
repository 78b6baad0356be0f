"""Whoever got the data is told when it was corrected, erased or restricted, and who told them is on record."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from casework.models import Referral
from consent import keyring, recipient_notices, requests
from consent.actors import acting
from consent.keyring import Audience
from consent.models import DataRequest, Disclosure, RecipientNotice
from tests.casework import referral_stories
from tests.casework.desk.page_facts import text_of
from tests.people import Cast, sign_in

State, Why = RecipientNotice.State, RecipientNotice.Why


def owe(cast: Cast) -> RecipientNotice:
    referral_stories.sent(cast)
    assert recipient_notices.owed(cast.case.subject, why=Why.ERASURE) == 1
    row: RecipientNotice = RecipientNotice.objects.get()
    return row


def test_owed__nobody_got_anything__is_nothing(cast: Cast) -> None:
    assert recipient_notices.owed(cast.case.subject, why=Why.ERASURE) == 0
    assert not RecipientNotice.objects.exists()


def test_owed__each_recipient_once__about_what_it_got_last(cast: Cast) -> None:
    referral_stories.sent(cast)
    first = Disclosure.objects.get()
    Disclosure.objects.create(
        subject=first.subject, by=first.by, recipient=first.recipient, ground=first.ground, consent=first.consent,
        by_consent=first.by_consent, channel="phone", purpose="referral",
    )  # fmt: skip
    assert recipient_notices.owed(cast.case.subject, why=Why.ERASURE) == 1
    assert recipient_notices.owed(cast.case.subject, why=Why.ERASURE) == 0
    row = RecipientNotice.objects.get()
    assert (row.recipient, row.disclosure.channel, row.state) == (cast.house.employment, "phone", State.TO_SEND)
    assert Referral.objects.exists()


def test_owed__the_same_thing_again_after_it_was_told__is_owed_anew(cast: Cast) -> None:
    recipient_notices.settle(owe(cast), cast.kirsi, State.SENT, "phone")
    assert recipient_notices.owed(cast.case.subject, why=Why.ERASURE) == 1


def test_granted_correction__owes_every_recipient_a_notice(cast: Cast) -> None:
    referral_stories.sent(cast)
    subject = cast.case.subject
    with keyring.also([(subject.scope, Audience.OFFICER)]), acting(cast.kirsi):
        request = requests.receive(
            by=cast.minna, subject=subject, kind=DataRequest.Kind.RECTIFICATION, channel="phone", words="Osoite."
        )
        requests.check_identity(request, by=cast.kirsi, how="known")
        requests.decide(request, by=cast.kirsi, decision="granted")
    row = RecipientNotice.objects.get()
    assert (row.why, row.request, row.recipient) == (Why.RECTIFICATION, request, cast.house.employment)


def test_settle__sent_or_impossible__records_who_and_how_once(cast: Cast) -> None:
    notice = owe(cast)
    with pytest.raises(recipient_notices.HowTold):
        recipient_notices.settle(notice, cast.kirsi, State.SENT)
    recipient_notices.settle(notice, cast.kirsi, State.SENT, "phone")
    notice.refresh_from_db()
    assert (notice.state, notice.settled_by, notice.channel) == (State.SENT, cast.kirsi, "phone")
    with pytest.raises(recipient_notices.Settled):
        recipient_notices.settle(notice, cast.kirsi, State.IMPOSSIBLE)


def test_database__sent_by_nobody__is_refused(cast: Cast) -> None:
    notice = owe(cast)
    notice.state = State.SENT
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(update_fields=["state"])


def test_page__to_send__is_settled_and_shows_who_did_it(client: Client, cast: Cast) -> None:
    notice = owe(cast)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    officer, address = sign_in(client, cast.kirsi), reverse("privacy-notice", args=[notice.uid])
    assert f'href="{address}"' in officer.get(reverse("privacy-notices")).content.decode()
    assert "1 waiting" in text_of(officer.get(reverse("privacy")))
    assert "Choose how the recipient was told." in text_of(officer.post(address, {"state": "sent"}))
    assert officer.post(address, {"state": "sent", "channel": "phone"}).status_code == 302
    text = text_of(officer.get(reverse("privacy-notices")))
    assert "Data was erased" in text
    assert f"{cast.kirsi.name}, " in text
    assert "Nasrin" not in text
    assert address not in officer.get(reverse("privacy-notices")).content.decode()
