"""Receipts as the worker hands them over: on paper and as data; the code on the paper alone opens nothing."""

import hashlib
import io
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from casework import consent_receipts
from consent import consents, default_grounds, keyring, receipts
from consent.actors import acting
from consent.keyring import Audience
from consent.models import AccessEvent, Consent, ConsentReceipt, LegalGround
from tests.casework.desk.consent_answers import TELL, address, answer
from tests.casework.desk.page_facts import browser, event_of, text_of
from tests.casework.letters.test_conformance import faults
from tests.conftest import Browser
from tests.people import NASRIN, Cast, sign_in, with_grounds


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    found = with_grounds(cast.house.programme)
    default_grounds.ask(found["referral"], TELL, recipient=cast.house.employment)
    return found


def made(client: Client, cast: Cast) -> ConsentReceipt:
    """The receipt of today, as the worker makes it."""
    sign_in(client, cast.minna)
    response = client.post(address(cast, "case-consents-receipt"), {"submission": str(uuid.uuid4())})
    receipt = ConsentReceipt.objects.order_by("-pk").first()
    assert receipt is not None
    assert response.url == address(cast, "case-receipt", receipt.uid)
    return receipt


def test_receipt__of_a_round__is_made_once_and_shows_its_lines(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, teach_back=True)
    answer(cast, "pictures", "refused")
    receipt = made(client, cast)
    assert made(client, cast) == receipt
    page = text_of(client.get(address(cast, "case-receipt", receipt.uid)))
    for words in ("Tiedot työllisyyspalveluille", "Työllisyyspalvelut, Pori", "Kuvat", receipt.digest):
        assert words in page
    event, subjects = event_of("case_receipt")
    assert (event.action, subjects) == ("view", {cast.case.subject.uid})


def test_receipt__page_and_stored_receipt__say_the_same_words(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, teach_back=True, interpreter="Tulkki 7")
    answer(cast, "health", "later")
    receipt = made(client, cast)
    shown = re.search(
        r"<article.*?</article>", client.get(address(cast, "case-consents-receipt")).content.decode(), re.DOTALL
    )
    kept = re.search(
        r"<article.*?</article>", client.get(address(cast, "case-receipt", receipt.uid)).content.decode(), re.DOTALL
    )
    assert shown
    assert kept
    bare = [re.sub(r"[0-9a-f]{8}", "", found[0]) for found in (shown, kept)]
    assert bare[0] == bare[1]


def test_receipt__json__is_the_document_of_the_digest(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast)
    receipt = made(client, cast)
    response = client.get(address(cast, "case-receipt-json", receipt.uid))
    assert hashlib.sha256(response.content).hexdigest() == receipt.digest
    assert json.loads(response.content)["@type"] == "dpv:ConsentReceipt"
    assert response["Content-Type"] == "application/ld+json"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert event_of("case_receipt_json")[0].action == AccessEvent.Action.EXPORT


def test_receipt__paper__is_one_page_that_conforms_and_names_nobody(client: Client, cast: Cast, grounds: Any) -> None:
    for purpose, state in (("referral", "given"), ("health", "given"), ("pictures", "refused")):
        answer(cast, purpose, state, interpreter="Tulkki 7", teach_back=True)
    receipt = made(client, cast)
    response = client.get(address(cast, "case-receipt-pdf", receipt.uid))
    assert response["Content-Type"] == "application/pdf"
    assert faults(response.content) == []
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert "Työllisyyspalvelut, Pori" in text
    assert receipt.digest[:20] in text.replace("\n", "")
    for secret in (NASRIN.first_name, NASRIN.last_name, "Tulkki 7", cast.case.number, cast.minna.name):
        assert secret not in text
        assert secret.encode() not in response.content
    assert event_of("case_receipt_pdf")[0].action == AccessEvent.Action.PRINT


def test_receipt__code_on_the_paper__is_an_address_and_the_digest(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast)
    receipt = made(client, cast)
    code = consent_receipts.address(receipt)
    assert code.endswith(f"/receipts/{receipt.uid}/#{receipt.digest}")
    for secret in (cast.case.uid, cast.case.subject.uid, cast.case.number):
        assert str(secret) not in code


def test_receipt__code__leads_each_to_their_own_page_and_strangers_nowhere(
    client: Client, cast: Cast, grounds: Any
) -> None:
    answer(cast)
    receipt = made(client, cast)
    path = reverse("receipt", args=[receipt.uid])
    assert client.get(path).url == address(cast, "case-receipt", receipt.uid)
    own = browser(cast.nasrin).get(path)
    assert own.url == reverse("me-receipt", args=[receipt.uid])
    assert browser(cast.sari).get(path).status_code == 404
    assert browser(cast.outi).get(path).status_code == 404
    stranger = Browser().get(path)
    assert stranger.status_code == 302
    assert "login" in stranger.url or "sign" in stranger.url


@pytest.mark.parametrize(
    ("name", "status"),
    [("jari", 200), ("eeva", 200), ("onni", 404), ("sari", 403), ("kaisa", 404), ("petri", 404), ("nasrin", 404)],
)
def test_receipt__who_may(client: Client, cast: Cast, grounds: Any, name: str, status: int) -> None:
    answer(cast)
    receipt = made(client, cast)
    device = browser(getattr(cast, name))
    for page in ("case-receipt", "case-receipt-json"):
        assert device.get(address(cast, page, receipt.uid)).status_code == status


def test_receipt__day_without_answers__makes_none(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    assert client.post(address(cast, "case-consents-receipt")).status_code == 404
    assert not ConsentReceipt.objects.exists()


def test_receipt__made_before_a_withdrawal__stays_and_says_that_it_is_old(
    client: Client, cast: Cast, grounds: Any
) -> None:
    consent = answer(cast)
    receipt = made(client, cast)
    before = text_of(client.get(address(cast, "case-receipt", receipt.uid)))
    with acting(cast.minna):
        consents.withdraw(consent, by=cast.minna, channel="phone")
    after = text_of(client.get(address(cast, "case-receipt", receipt.uid)))
    assert before == after, "a receipt tells its own day"
    with keyring.also([(cast.case.subject.scope, Audience.WORKER)]):
        again = made(client, cast)
        assert again != receipt
        (record,) = receipts.read(ConsentReceipt.objects.get(pk=again.pk))["dpv:hasRecordOfActivity"]
    assert record["dpv:hasConsentStatus"][-1]["@type"] == ["dpv:ConsentWithdrawn"]
    assert Consent.objects.get().state == "withdrawn"
