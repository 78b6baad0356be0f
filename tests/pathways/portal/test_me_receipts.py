"""The person's own receipts: made in two taps, theirs alone, the same bytes as the digest says."""

import hashlib
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent import consents
from consent.models import Consent, ConsentReceipt
from tests.casework.letters.test_conformance import faults
from tests.people import Cast, sign_in, with_grounds


@pytest.fixture
def consent(cast: Cast) -> Consent:
    with_grounds(cast.house.programme)
    question = next(q for q in consents.questions_for(cast.house.programme, "fi") if q.recipient is None)
    given: dict[str, Any] = {"state": "given", "language": "fi", "channel": "in_person"}
    return consents.answer(by=cast.minna, subject=cast.case.subject, question=question, **given)


def made(client: Client, cast: Cast, consent: Consent) -> ConsentReceipt:
    response = sign_in(client, cast.nasrin).post(reverse("me-consent-receipt", args=[consent.uid]))
    receipt = ConsentReceipt.objects.get()
    assert response.url == reverse("me-receipt", args=[receipt.uid])
    return receipt


@pytest.mark.parametrize("page", ["me-consents", "me-consent"])
def test_permissions__page__offers_the_receipt(client: Client, cast: Cast, consent: Consent, page: str) -> None:
    html = sign_in(client, cast.nasrin).get(reverse(page, args=[consent.uid] if page == "me-consent" else [])).content
    assert reverse("me-consent-receipt", args=[consent.uid]).encode() in html


def test_receipt__page__tells_the_answer(client: Client, cast: Cast, consent: Consent) -> None:
    receipt = made(client, cast, consent)
    html = client.get(reverse("me-receipt", args=[receipt.uid])).content.decode()
    assert consent.question.title in html
    assert reverse("me-receipt-pdf", args=[receipt.uid]) in html
    assert reverse("me-receipt-json", args=[receipt.uid]) in html


def test_receipt__files__are_of_the_digest_and_conform(client: Client, cast: Cast, consent: Consent) -> None:
    receipt = made(client, cast, consent)
    data = client.get(reverse("me-receipt-json", args=[receipt.uid]))
    assert hashlib.sha256(data.content).hexdigest() == receipt.digest
    assert b"Nasrin" not in data.content
    paper = client.get(reverse("me-receipt-pdf", args=[receipt.uid]))
    assert faults(paper.content) == []
    assert b"Nasrin" not in paper.content


def test_receipt__made_again__is_the_same(client: Client, cast: Cast, consent: Consent) -> None:
    assert made(client, cast, consent) == made(client, cast, consent)


def test_receipt__unknown_or_of_another__is_not_found(client: Client, cast: Cast, consent: Consent) -> None:
    receipt = made(client, cast, consent)
    for page in ("me-receipt", "me-receipt-pdf", "me-receipt-json"):
        assert client.get(reverse(page, args=[uuid.UUID(int=5)])).status_code == 404
        assert sign_in(client, cast.minna).get(reverse(page, args=[receipt.uid])).status_code == 404
        sign_in(client, cast.nasrin)
