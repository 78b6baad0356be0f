"""Receipts: fields of ISO/IEC TS 27560 in terms of DPV 2.3 that exist, read by a JSON-LD processor; nobody in them."""

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from pyld import jsonld

from consent import consents, default_grounds, notices, receipts
from consent.actors import acting
from consent.keyring import Audience, Keyring
from consent.models import Consent, ConsentReceipt, LegalGround, Question
from consent.periods import now, today
from consent.receipt_terms import CONTEXT, legal_bases
from tests.consent.dpv_terms import OTHERS, SCHEMAS, TERMS
from tests.people import LONG_AGO, NASRIN, Cast, with_grounds

DPV, DCT = CONTEXT["dpv"], CONTEXT["dct"]
TEXTS = {"fi": ("Tiedot työllisyyspalveluille", "Saammeko kertoa tämän työllisyyspalveluille?")}
VOCABULARY = Path(__file__).parents[3] / "shared" / "data" / "dpv-2.3" / "terms.tsv"
#: The digest of the list that was compared with the published one.
CHECKED = "9fb48716ced95bccbc17fc3e38b8c0374579bf8cc193c793b7318b2ac2fb6023"
ABSENT = ("ConsentTerminated", "eu/gdpr#GDPR")


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


@pytest.fixture(autouse=True)
def minna_acts(cast: Cast) -> Iterator[None]:
    with acting(cast.minna):
        yield


@pytest.fixture
def own_ring(cast: Cast, ring: Keyring) -> Keyring:
    """What a worker's page opens."""
    ring.open([(cast.case.subject.scope, Audience.WORKER)])
    return ring


@pytest.fixture
def asked(cast: Cast, grounds: dict[str, LegalGround]) -> dict[str, Question]:
    """The questions of the programme by purpose; the employment services have an address."""
    employment = cast.house.employment
    employment.street_address, employment.phone = "Valtakatu 4, 28100 Pori", "+358505550101"
    employment.save(update_fields=["street_address", "phone"])
    own = cast.house.own
    own.street_address, own.mail = "Itsenäisyydenkatu 1, 28100 Pori", "tietosuoja@example.org"
    own.save(update_fields=["street_address", "mail"])
    default_grounds.ask(grounds["referral"], TEXTS, recipient=employment)
    return {q.ground.purpose.code: q for q in consents.questions_for(cast.house.programme, "fi")}


def answer(cast: Cast, question: Question, state: str = "given", **more: Any) -> Consent:
    said = {"by": cast.minna, "language": "fi", "channel": "in_person"} | more
    return consents.answer(subject=cast.case.subject, question=question, state=state, **said)


def issue(cast: Cast, *answers: Consent, language: str = "fi") -> ConsentReceipt:
    return receipts.issue(by=cast.minna, subject=cast.case.subject, answers=answers, language=language)


def records(receipt: ConsentReceipt) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = receipts.read(receipt)["dpv:hasRecordOfActivity"]
    return found


def statuses(record: dict[str, Any]) -> list[str]:
    return [status["@type"][0] for status in record["dpv:hasConsentStatus"]]


def later(days: int) -> time_machine.travel:
    return time_machine.travel(now() + datetime.timedelta(days=days), tick=False)


# A JSON-LD processor that knows no network


def _no_network(url: str, options: Any = None) -> Any:
    raise AssertionError(f"a receipt needs no other document: {url}")


def expanded(node: Any) -> list[Any]:
    found: list[Any] = jsonld.expand(node, {"documentLoader": _no_network})
    return found


def properties(node: Any) -> int:
    """How many keys a document has; the context is none of its content."""
    if isinstance(node, list):
        return sum(properties(each) for each in node)
    if not isinstance(node, dict):
        return 0
    return sum(1 + properties(value) for key, value in node.items() if key != "@context")


def iris(node: Any) -> Iterator[str]:
    """Every property, type and reference of an expanded document."""
    if isinstance(node, list):
        for each in node:
            yield from iris(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "@type":
                yield from value if isinstance(value, list) else [value]
            elif key == "@id":
                yield value
            elif not key.startswith("@"):
                yield key
                yield from iris(value)


@pytest.fixture
def corpus(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> list[dict[str, Any]]:
    """A receipt for each thing that can be on one: kinds, answers, ends, recipients, categories, rights."""
    notice = notices.in_force(cast.house.programme)[0]
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    made = [issue(cast, *[answer(cast, q, interpreter="Tulkki 7", teach_back=True) for q in asked.values()])]
    made += [issue(cast, answer(cast, asked["pictures"], state)) for state in ("refused", "later", "given")]
    waiver = answer(cast, asked["referral"])
    made.append(issue(cast, waiver))
    made.append(issue(cast, consents.withdraw(waiver, by=cast.minna, channel="phone")))
    health = answer(cast, asked["health"])
    made.append(issue(cast, consents.enter_in_error(health, by=cast.minna, mistake="person")))
    with later(500):
        row = Consent.objects.filter(question=asked["pictures"], state="given").get()
        made.append(issue(cast, row))
    for art6, categories in (("6(1)(c)", ["family", "contact", "case_notes"]), ("6(1)(e)", ["situation", "unheard"])):
        ground = asked["pictures"].ground
        ground.art6, ground.data_categories, ground.can_object, ground.can_port = art6, categories, True, True
        ground.save()
        made.append(issue(cast, answer(cast, asked["pictures"])))
    return [receipts.read(each) for each in made]


def test_receipts__expanded__lose_no_property(corpus: list[dict[str, Any]]) -> None:
    """pyld drops silently what no context maps; the counts would part."""
    for each in corpus:
        assert properties(expanded(each)) == properties(each) + _wrapped(each)
    stray = {**corpus[0], "unmapped": "lost"}
    assert properties(expanded(stray)) < properties(stray) + _wrapped(stray)


def _wrapped(node: Any) -> int:
    """Plain texts become {"@value": …} when expanded: one key more for each, but for @id and @type."""
    if isinstance(node, list):
        return sum(1 if isinstance(each, str) else _wrapped(each) for each in node)
    if not isinstance(node, dict):
        return 0
    return sum(
        1 if isinstance(value, str) else _wrapped(value)
        for key, value in node.items()
        if not key.startswith("@") or key not in {"@id", "@type", "@value", "@language", "@context"}
    )


def test_receipts__every_term__exists(corpus: list[dict[str, Any]]) -> None:
    used = {iri for each in corpus for iri in iris(expanded(each))}
    own = {iri for iri in used if iri.startswith("urn:uuid:")} | {"https://tietosuoja.fi/"}
    assert used - own - TERMS - OTHERS - SCHEMAS == set()
    assert all("://" in iri or iri.startswith("urn:uuid:") for iri in used)
    assert not any(absent in iri for iri in used | TERMS for absent in ABSENT)


def test_terms__of_the_list__are_all_used(corpus: list[dict[str, Any]]) -> None:
    """So the list holds nothing that nobody has checked against a receipt."""
    used = {iri for each in corpus for iri in iris(expanded(each))}
    assert TERMS - used == {DPV + "ForProfitOrganisation", CONTEXT["eu-gdpr"] + "A6-1-a"} - used


def test_terms__of_the_list__are_in_the_vocabulary() -> None:
    """Against the published list where it lies beside the repository; the fixed digest holds the list everywhere.

    Whoever changes the list checks it against DPV 2.3 and changes the digest with it.
    """
    if VOCABULARY.exists():
        known = {line.rstrip("\n").split("\t")[3] for line in VOCABULARY.read_text("utf-8").splitlines()[1:]}
        assert known > TERMS
    assert hashlib.sha256("\n".join(sorted(TERMS)).encode()).hexdigest() == CHECKED


# Fields


def test_record__mandatory_fields__are_all_there(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> None:
    node = receipts.read(issue(cast, answer(cast, asked["referral"])))
    assert node["dct:conformsTo"]["@id"].endswith("#receipt-eu-gdpr")
    assert uuid.UUID(node["dct:identifier"]).urn == node["@id"]
    (record,) = node["dpv:hasRecordOfActivity"]
    (process,) = record["dpv:hasProcess"]
    parties = [*record["dpv:hasDataController"], record["dpv:hasAuthority"], *process["dpv:hasRecipient"]]
    fields: dict[str, Any] = {
        "schema_version": record["dct:conformsTo"]["@id"].endswith("#record-eu-gdpr"),
        "record_id": uuid.UUID(record["dct:identifier"]).version == 4,
        "pii_principal_id": record["dpv:hasDataSubject"]["@id"],
        "privacy_notice": [n["@id"] for n in record["dpv:hasNotice"] if n["@type"] == "dpv:ConsentNotice"],
        "language": record["dct:language"],
        "purpose": process["dpv:hasPurpose"][0]["dct:description"],
        "lawful_basis": process["dpv:hasLegalBasis"],
        "pii_information": process["dpv:hasPersonalData"],
        "pii_type": all("skos:broader" in each for each in process["dpv:hasPersonalData"]),
        "pii_controllers": record["dpv:hasDataController"],
        "storage_locations": process["dpv:hasStorageCondition"][0]["dpv:hasLocation"],
        "retention_period": process["dpv:hasStorageCondition"][1]["dct:description"]["@value"],
        "jurisdiction": record["dpv:hasJurisdiction"],
        "recipient_third_parties": process["dpv:hasRecipient"],
        "withdrawal_method": record["dpv:hasConsentControl"][0]["dpv:isExercisedAt"],
        "privacy_rights": record["dpv:hasRight"],
        "authority_party": record["dpv:hasAuthority"],
        "party": all(
            party.get(key)
            for party in parties
            for key in ("@id", "@type", "dct:identifier", "dpv:hasName", "dpv:hasAddress", "dpv:hasContact")
        ),
        "event": all(
            key in status
            for status in record["dpv:hasConsentStatus"]
            for key in ("@type", "dpv:isIndicatedAtTime", "dpv:isIndicatedBy", "dpv:hasDuration")
        ),
    }
    assert [name for name, value in fields.items() if not value] == []


def test_record__consent__names_its_articles(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> None:
    (record,) = records(issue(cast, answer(cast, asked["health"])))
    bases = [each["@id"] for each in record["dpv:hasProcess"][0]["dpv:hasLegalBasis"]]
    assert bases == ["eu-gdpr:A6-1-e", "eu-gdpr:A9-2-a"]
    assert record["dct:type"] == "consent"
    assert {"@id": "eu-gdpr:A7-3"} in record["dpv:hasRight"]
    (data,) = record["dpv:hasProcess"][0]["dpv:hasPersonalData"]
    assert data["@type"] == "dpv:SpecialCategoryPersonalData"


@pytest.mark.parametrize("typed", ["6(1)(e)", "6(1)(a)"])
def test_record__waiver_of_secrecy__is_never_called_consent_to_processing(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring, typed: str
) -> None:
    ground = asked["referral"].ground
    ground.art6 = typed
    ground.save(update_fields=["art6"])
    (record,) = records(issue(cast, answer(cast, asked["referral"])))
    assert record["dct:type"] == "disclosure_waiver"
    assert "A6-1-a" not in json.dumps(record)
    assert legal_bases(ground) == (["eu-gdpr:A6-1-e"] if typed == "6(1)(e)" else [])


def test_record__life__is_told_event_by_event(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> None:
    question = asked["referral"]
    answer(cast, question, channel="paper", teach_back=True, interpreter="Tulkki 7")
    with later(100):
        renewed = answer(cast, question)
    with later(200):
        receipt = issue(cast, consents.withdraw(renewed, by=cast.minna, channel="phone"), language="en")
    (record,) = records(receipt)
    assert statuses(record) == ["dpv:ConsentGiven", "dpv:RenewedConsentGiven", "dpv:ConsentWithdrawn"]
    given, second, withdrawn = record["dpv:hasConsentStatus"]
    assert given["dpv:hasDuration"]["rdf:value"] == {"@type": "xsd:duration", "@value": "P12M"}
    assert given["dct:valid"]["@value"] < second["dct:valid"]["@value"] == renewed.until.isoformat()  # type: ignore[union-attr]
    assert given["dpv:hasIndicationMethod"] == {
        "@language": "en",
        "@value": "On paper, an interpreter was there, told back in own words",
    }
    assert "Tulkki 7" not in json.dumps(record)
    assert given["dpv:isIndicatedBy"] == {"@id": record["dpv:hasDataSubject"]["@id"]}
    assert "dpv:ExplicitlyExpressedConsent" in second["@type"]
    assert withdrawn["@type"] == ["dpv:ConsentWithdrawn"]


def test_record__expired_and_mistaken__say_so_at_their_time(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    consent = answer(cast, asked["referral"])
    with later(400):
        (record,) = records(issue(cast, consent))
        assert statuses(record) == ["dpv:ConsentGiven", "dpv:ConsentExpired"]
        moment = record["dpv:hasConsentStatus"][1]["dpv:isIndicatedAtTime"]["@value"]
        assert datetime.datetime.fromisoformat(moment).date() == consent.until  # midnight in Finland is the eve in UTC
        consents.enter_in_error(Consent.objects.get(pk=consent.pk), by=cast.minna, mistake="person")
        (record,) = records(issue(cast, consent))
        assert statuses(record) == ["dpv:ConsentGiven", "dpv:ConsentExpired", "dpv:ConsentInvalidated"]


@pytest.mark.parametrize(
    ("state", "term"), [("refused", "dpv:ConsentRefused"), ("later", "dpv:ConsentRequestDeferred")]
)
def test_record__no_and_later__stay_so_after_a_mistake(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring, state: str, term: str
) -> None:
    consent = answer(cast, asked["referral"], state)
    consents.enter_in_error(consent, by=cast.minna, mistake="answer")
    (record,) = records(issue(cast, consent))
    assert statuses(record) == [term, "dpv:ConsentInvalidated"]


# Nobody in it


def test_receipt__of_everything__names_nobody(corpus: list[dict[str, Any]], cast: Cast) -> None:
    text = json.dumps(corpus, ensure_ascii=False)
    case = cast.case
    for secret in (
        *(NASRIN.first_name, NASRIN.last_name, NASRIN.phone, NASRIN.mail, NASRIN.neighbourhood, "Tulkki 7"),
        *(case.number, str(case.uid), str(case.scope), str(case.subject.uid), str(case.subject.scope)),
        *(cast.minna.name, str(cast.minna.uid), str(cast.nasrin.uid)),
    ):
        assert secret
        assert str(secret) not in text, secret
    by_chance = r"[0-9a-f]{8}-[0-9a-f-]{27}|\.\d+Z"  # identifiers and parts of a second hold any four digits
    assert "1988" not in re.sub(by_chance, "", text), "the year of birth"
    assert "Työllisyyspalvelut, Pori" in text, "the search finds what is there"


def test_receipts__of_one_person__have_different_pseudonyms(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    first = issue(cast, answer(cast, asked["referral"]))
    second = issue(cast, answer(cast, asked["pictures"]))
    one, other = (records(each)[0]["dpv:hasDataSubject"]["@id"] for each in (first, second))
    assert one != other
    row = ConsentReceipt.objects.get(pk=first.pk)
    kept = b"".join(str(value).encode() for name, value in row.__dict__.items() if name != "document")
    assert uuid.UUID(one).bytes not in kept
    assert str(uuid.UUID(one)).encode() not in kept


# Kept


def test_issue__keeps_the_digest_of_the_canonical_document(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    receipt = issue(cast, answer(cast, asked["referral"]))
    row = ConsentReceipt.objects.get(pk=receipt.pk)
    assert hashlib.sha256(row.document).hexdigest() == row.digest
    assert receipts.canonical(json.loads(row.document)) == row.document
    assert receipts.is_whole(row)
    assert b"dpv:" not in bytes(row.__dict__["document"])


def test_issue__the_same_again__is_the_same_receipt(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> None:
    consent = answer(cast, asked["referral"])
    first = issue(cast, consent)
    with later(3):
        assert issue(cast, consent) == first
        consents.withdraw(consent, by=cast.minna, channel="phone")
        assert issue(cast, consent) != first
    assert ConsentReceipt.objects.count() == 2


def test_receipt__once_made__is_never_changed(cast: Cast, asked: dict[str, Question], own_ring: Keyring) -> None:
    receipt = issue(cast, answer(cast, asked["referral"]))
    for act in (lambda: ConsentReceipt.objects.update(digest="0" * 64), receipt.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_issue__of_somebody_else_or_nothing__is_refused(cast: Cast, asked: dict[str, Question]) -> None:
    with pytest.raises(ValueError, match="one person"):
        issue(cast)


def test_recompute__whatever_happened_since__gives_the_same_digest(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    made = []
    first = answer(cast, asked["referral"], interpreter="Tulkki 7")
    made.append(issue(cast, first))
    with later(10):
        second = answer(cast, asked["referral"])
        made.append(issue(cast, second, language="sv"))
    with later(20):
        consents.withdraw(second, by=cast.minna, channel="phone")
        made.append(issue(cast, second))
    with later(30):
        consents.enter_in_error(second, by=cast.minna, mistake="person")
        made.append(issue(cast, second))
        texts = {"fi": "Uusi seloste\n\nMitä\n\nKaikki."}
        notices.publish(cast.house.programme, texts, valid_from=today())
        consents.expire(today() + datetime.timedelta(days=900))
        rows = ConsentReceipt.objects.order_by("pk")
        assert [receipts.recompute(row) for row in rows] == [row.digest for row in made]


def test_recompute__a_record_that_was_altered__gives_another_digest(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    receipt = issue(cast, answer(cast, asked["referral"]))
    consent = Consent.objects.get()
    consent.answered_at -= datetime.timedelta(days=30)
    consent.save(update_fields=["answered_at"])
    assert receipts.recompute(receipt) != receipt.digest
    assert receipts.is_whole(receipt)


def test_read__without_the_key__is_refused(cast: Cast, asked: dict[str, Question]) -> None:
    receipt = issue(cast, answer(cast, asked["referral"]))
    with pytest.raises(receipts.ReceiptUnreadable):
        receipts.read(ConsentReceipt.objects.get(pk=receipt.pk))


def test_canonical__is_rfc_8785_for_texts() -> None:
    node = {"b": '\u20ac$\u000f\nA\'B"\\"/', "a": ["é", {"z": "1", "y": []}]}
    assert receipts.canonical(node) == (
        '{"a":["é",{"y":[],"z":"1"}],"b":"€$\\u000f\\nA\'B\\"\\\\\\"/"}'.encode()
    )  # the string of RFC 8785, 3.2.2.2
    for number in (1, 1.5, True, None):
        with pytest.raises(TypeError):
            receipts.canonical({"a": number})


def test_notice__that_the_person_had_by_then__stands_on_the_receipt(
    cast: Cast, asked: dict[str, Question], own_ring: Keyring
) -> None:
    old = notices.in_force(cast.house.programme, LONG_AGO)[0]
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=old, channel="paper")
    notices.publish(cast.house.programme, {"fi": "Uusi\n\nMitä\n\nKaikki."}, valid_from=today())
    (record,) = records(issue(cast, answer(cast, asked["referral"])))
    asked_by, told = record["dpv:hasNotice"]
    assert asked_by["@id"] == asked["referral"].uid.urn
    assert told["@id"] == old.uid.urn
