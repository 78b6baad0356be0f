"""Receipts of answers after ISO/IEC TS 27560:2023, GDPR profile, as JSON-LD in DPV 2.3; their digest is kept.

A receipt has categories only: no name, no number of a case file, nothing about health but that it was asked about.
Whoever the person is stands in it as a pseudonym that no other receipt has. What happens later is another receipt.
"""

import dataclasses
import datetime
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent import keyring, notices
from consent.data_categories import CATEGORIES
from consent.errors import NotFound
from consent.fields import readable
from consent.models import Account, Consent, ConsentReceipt, NoticeGiven, Organisation, Subject
from consent.periods import HELSINKI, day_in_finland, now
from consent.receipt_terms import (
    CONTEXT,
    EXPLICIT,
    OTHER_PURPOSE,
    PARTY,
    PERSONAL_DATA,
    PURPOSE,
    RECEIPT,
    RECORD,
    RECORD_KIND,
    SENSITIVE,
    SPECIAL,
    STATUS,
    legal_bases,
    rights,
)

State = Consent.State
Node = dict[str, Any]
LANGUAGES: Final = ("fi", "sv", "en")

#: The supervisory authority as it says itself where it is (tietosuoja.fi).
AUTHORITY: Final[Node] = {
    "@id": "https://tietosuoja.fi/",
    "@type": "dpv:Authority",
    "dct:identifier": "https://tietosuoja.fi/",
    "dpv:hasName": "Tietosuojavaltuutetun toimisto",
    "dpv:hasAddress": "PL 800, 00531 Helsinki",
    "dpv:hasContact": ["tietosuoja@om.fi", "+358295666700"],
}

_pages: dict[str, str] = {}


class ReceiptUnreadable(NotFound):
    """The document cannot be opened: not for this reader, or its key is gone. A page has nothing to show then."""


def own_pages(*, withdraw: str, receipt: str) -> None:
    """Register a person's own pages by their names: where answers are taken back, and where a receipt is shown."""
    _pages.update(withdraw=withdraw, receipt=receipt)


def own_page(uid: uuid.UUID) -> str:
    """The address of a receipt on its person's own pages."""
    return reverse(_pages["receipt"], args=[uid])


@dataclasses.dataclass(frozen=True)
class Event:
    """One thing that happened to an answer: `status` is a key of receipt_terms.STATUS."""

    status: str
    at: datetime.datetime
    by_person: bool
    method: str
    until: datetime.date | None = None
    months: int = 0


# The life of an answer


def life(consent: Consent, until: datetime.datetime) -> list[Event]:
    """What happened to an answer, and to those that it renews, up to a moment; the earliest first."""
    chain = [consent]
    while (renewed := chain[-1].renews) is not None:
        chain.append(renewed)
    events = [event for row in reversed(chain) for event in _events(row)]
    return sorted((event for event in events if event.at <= until), key=lambda event: event.at)


def _events(consent: Consent) -> Iterator[Event]:
    gave = consent.until is not None
    yield Event(
        status=("renewed" if consent.renews_id else State.GIVEN.value) if gave else consent.said,
        at=consent.answered_at,
        by_person=True,
        method=method(consent),
        until=consent.until,
        months=consent.question.months if gave else 0,
    )
    if consent.withdrawn_at is not None:
        yield Event(State.WITHDRAWN.value, consent.withdrawn_at, True, consent.get_withdrawn_channel_display())
    elif consent.until is not None and consent.before_mistake in {State.GIVEN, State.EXPIRED}:
        over = datetime.datetime.combine(consent.until + datetime.timedelta(days=1), datetime.time(), HELSINKI)
        if over <= (consent.mistaken_at or now()):
            yield Event(State.EXPIRED.value, over, False, _("the time was over"))
    if consent.mistaken_at is not None:
        yield Event(State.ERROR.value, consent.mistaken_at, False, str(State.ERROR.label))


def method(consent: Consent) -> str:
    """How it was said; that there was an interpreter, not who it was."""
    said = [consent.get_channel_display()]
    if consent.interpreter:
        said.append(_("an interpreter was there"))
    if consent.teach_back:
        said.append(_("told back in own words"))
    return ", ".join(said)


# The document


def document(
    answers: Sequence[Consent], *, uid: uuid.UUID, pseudonym: uuid.UUID, at: datetime.datetime, language: str
) -> Node:
    """The receipt of some answers of one person as JSON-LD, with what had happened by a moment."""
    language = language if language in LANGUAGES else "fi"
    with override(language):
        return {
            "@context": CONTEXT,
            "@id": uid.urn,
            "@type": "dpv:ConsentReceipt",
            "dct:identifier": str(uid),
            "dct:conformsTo": {"@id": RECEIPT},
            "dct:created": _moment(at),
            "dct:language": language,
            "dpv:hasRecordOfActivity": [_record(each, pseudonym, at, language) for each in answers],
        }


def _record(consent: Consent, pseudonym: uuid.UUID, at: datetime.datetime, language: str) -> Node:
    ground = consent.ground
    controller = ground.programme.controller
    record = {
        "@id": consent.uid.urn,
        "@type": "dpv:ConsentRecord",
        "dct:identifier": str(consent.uid),
        "dct:conformsTo": {"@id": RECORD},
        "dct:type": RECORD_KIND[ground.Kind(consent.kind)],
        "dct:language": consent.language,
        "dpv:hasDataSubject": {"@id": pseudonym.urn, "@type": "dpv:DataSubject"},
        "dpv:hasDataController": [_party(controller, "dpv:DataController")],
        "dpv:hasAuthority": AUTHORITY,
        "dpv:hasJurisdiction": [{"@id": "loc:FI"}],
        "dpv:hasApplicableLaw": [{"@id": "legal-eu:law-GDPR"}],
        "dpv:hasProcess": [_process(consent, language)],
        "dpv:hasNotice": _notices(consent),
        "dpv:hasRight": [{"@id": term} for term in rights(ground)],
        "dpv:hasConsentStatus": [_status(event, pseudonym, language) for event in life(consent, at)],
    }
    if ground.can_withdraw:
        record["dpv:hasConsentControl"] = [
            {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": way} for way in ways_to_withdraw(controller)
        ]
    return record


def ways_to_withdraw(controller: Organisation) -> list[str]:
    """Where an answer is taken back: the own pages, and the telephone of the controller."""
    pages = [settings.POLKU_ADDRESS + reverse(_pages["withdraw"])] if _pages else []
    return [*pages, *([f"tel:{controller.phone}"] if controller.phone else [])]


def _party(organisation: Organisation, role: str) -> Node:
    filled = {
        "dpv:hasAddress": organisation.street_address,
        "dpv:hasContact": [each for each in (organisation.mail, organisation.phone) if each],
    }
    return {
        "@id": organisation.uid.urn,
        "@type": [role, PARTY[organisation.Kind(organisation.kind)]],
        "dct:identifier": str(organisation.uid),
        "dpv:hasName": organisation.name,
        **{key: value for key, value in filled.items() if value},
    }


def _process(consent: Consent, language: str) -> Node:
    ground, question = consent.ground, consent.question
    broader, processing = PURPOSE.get(ground.purpose.code, OTHER_PURPOSE)
    names = {"fi": ground.purpose.name_fi, "sv": ground.purpose.name_sv, "en": ground.purpose.name_en}
    process: Node = {
        "@type": "dpv:Process",
        "dct:title": {"@language": question.language, "@value": question.title},
        "dpv:hasPurpose": [
            {
                "@id": ground.purpose.uid.urn,
                "@type": "dpv:Purpose",
                "skos:broader": {"@id": broader},
                "dct:description": [{"@language": code, "@value": name} for code, name in names.items() if name],
            }
        ],
        "dpv:hasLegalBasis": [{"@id": term} for term in legal_bases(ground)],
        "dpv:hasProcessing": [{"@id": term} for term in processing],
        "dpv:hasPersonalData": [_personal_data(code, language) for code in ground.data_categories],
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": [{"@id": "loc:FI"}]},
            {"@type": "dpv:StorageDuration", "dct:description": {"@language": "fi", "@value": ground.retention}},
        ],
        "dpv:hasDataSource": [{"@id": "dpv:DataSubject"}],
    }
    if consent.recipient is not None:
        process["dpv:hasRecipient"] = [_party(consent.recipient, "dpv:Recipient")]
    else:  # nobody outside: the controller's own people
        process["dpv:hasRecipient"] = [_party(ground.programme.controller, "dpv:Recipient")]
    return process


def _personal_data(code: str, language: str) -> Node:
    special, sensitive = code in SPECIAL, code in SENSITIVE
    kind = "SpecialCategoryPersonalData" if special else "SensitivePersonalData" if sensitive else "PersonalData"
    node: Node = {
        "@type": f"dpv:{kind}",
        "dct:identifier": code,
        "dct:description": {"@language": language, "@value": str(CATEGORIES.get(code, code))},
        "dpv:hasNecessity": {"@id": "dpv:Optional"},
    }
    if code in PERSONAL_DATA:
        node["skos:broader"] = [{"@id": term} for term in PERSONAL_DATA[code]]
    return node


def _notices(consent: Consent) -> list[Node]:
    """The question as it was asked, and the privacy notice that the person had been given by then."""
    question = consent.question
    asked = {
        "@id": question.uid.urn,
        "@type": "dpv:ConsentNotice",
        "dct:identifier": str(question.number),
        "dct:language": [question.language],
    }
    notice = _notice_of(consent)
    if notice is None:
        return [asked]
    told = {
        "@id": notice.uid.urn,
        "@type": "dpv:PrivacyNotice",
        "dct:identifier": str(notice.number),
        "dct:language": [notice.language],
        "dct:date": {"@type": "xsd:date", "@value": notice.valid_from.isoformat()},
    }
    return [asked, told]


def _notice_of(consent: Consent) -> Any:
    programme, day = consent.ground.programme, day_in_finland(consent.answered_at)
    given = NoticeGiven.objects.filter(
        subject=consent.subject_id, notice__programme=programme, given_at__lte=consent.answered_at
    )
    last = given.select_related("notice").order_by("-given_at", "-pk").first()
    return last.notice if last is not None else notices.notice_for(programme, consent.language, day)


def _status(event: Event, pseudonym: uuid.UUID, language: str) -> Node:
    valid = event.status in {State.GIVEN, "renewed"}
    node: Node = {
        "@type": [STATUS[event.status], *([EXPLICIT] if valid else [])],
        "dpv:isIndicatedAtTime": _moment(event.at),
        "dpv:isIndicatedBy": {"@id": pseudonym.urn if event.by_person else "dpv:DataController"},
        "dpv:hasIndicationMethod": {"@language": language, "@value": event.method},
    }
    if valid and event.until is not None:
        node["dct:valid"] = {"@type": "xsd:date", "@value": event.until.isoformat()}
    lasts = f"P{event.months}M" if event.months else "P0D"
    node["dpv:hasDuration"] = {
        "@type": "dpv:TemporalDuration",
        "rdf:value": {"@type": "xsd:duration", "@value": lasts},
    }
    return node


def _moment(at: datetime.datetime) -> Node:
    text = at.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {"@type": "xsd:dateTime", "@value": text}


# The canonical form and its digest


def canonical(node: Any) -> bytes:
    """The one form of a document: sorted keys, no white space, UTF-8 (RFC 8785).

    Raises TypeError for numbers, whose form would need more rules than a receipt has numbers.
    """
    _refuse_numbers(node)
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _refuse_numbers(node: Any) -> None:
    if isinstance(node, dict):
        if not all(isinstance(key, str) and key.isascii() for key in node):
            raise TypeError("keys are plain")
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            _refuse_numbers(each)
    elif not isinstance(node, str):
        raise TypeError("a receipt holds texts only")


def digest_of(text: bytes) -> str:
    """SHA-256 of a canonical document, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


# Receipts that were made


@transaction.atomic
def issue(*, by: Account, subject: Subject, answers: Sequence[Consent], language: str) -> ConsentReceipt:
    """Make the receipt of some answers; the person's last one again where it says the same.

    What the reader's ring cannot open of the last one makes a new one. Raises ValueError without an answer, or with
    one of somebody else.
    """
    if not answers or any(each.subject_id != subject.pk for each in answers):
        raise ValueError("a receipt is of answers of one person")
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    rows = _rows([each.pk for each in answers])
    receipt = ConsentReceipt(subject=subject, by=by, scope=subject.scope)
    made = document(rows, uid=receipt.uid, pseudonym=uuid.uuid4(), at=receipt.at, language=language)
    last = ConsentReceipt.objects.filter(subject=subject).order_by("-at", "-pk").first()
    if last is not None and readable(last.document) and _content(read(last)) == _content(made):
        return last
    text = canonical(made)
    receipt.document, receipt.digest = text, digest_of(text)
    with keyring.also(sealing=[subject.scope]):
        receipt.save()
    return receipt


def _rows(keys: Sequence[Any], field: str = "pk") -> list[Consent]:
    found = Consent.objects.filter(**{f"{field}__in": keys}).select_related(
        "ground__purpose", "ground__programme__controller", "question", "recipient", "renews__question"
    )
    by_key = {str(getattr(row, field)): row for row in found.order_by("pk")}
    return [by_key[str(key)] for key in keys if str(key) in by_key]


def _content(node: Node) -> bytes:
    """A receipt without what differs between two of the same."""
    bare = {key: value for key, value in node.items() if key not in {"@id", "dct:identifier", "dct:created"}}
    pseudonym = _pseudonym(node).urn
    return canonical(bare).replace(pseudonym.encode(), b"-")


def _pseudonym(node: Node) -> uuid.UUID:
    return uuid.UUID(node["dpv:hasRecordOfActivity"][0]["dpv:hasDataSubject"]["@id"])


def read(receipt: ConsentReceipt) -> Node:
    """The document as it was made. Raises ReceiptUnreadable."""
    if not readable(receipt.document):
        raise ReceiptUnreadable
    node: Node = json.loads(receipt.document)
    return node


def is_whole(receipt: ConsentReceipt) -> bool:
    """Whether the kept document is the one of the digest. Raises ReceiptUnreadable."""
    return digest_of(canonical(read(receipt))) == receipt.digest


def recompute(receipt: ConsentReceipt) -> str:
    """The digest that the records give today for the moment of the receipt; another one says that they changed.

    Raises ReceiptUnreadable.
    """
    was = read(receipt)
    uids = [record["dct:identifier"] for record in was["dpv:hasRecordOfActivity"]]
    rows = _rows(uids, "uid")
    again = document(rows, uid=receipt.uid, pseudonym=_pseudonym(was), at=receipt.at, language=str(was["dct:language"]))
    return digest_of(canonical(again))
