"""The vocabulary of receipts: what the house knows, as terms of the Data Privacy Vocabulary 2.3 (DPV).

Source: W3C DPVCG, "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV", 15 February 2026. Two terms
of that guide do not exist in DPV 2.3 and are never written: `dpv:ConsentTerminated`, `eu-gdpr:GDPR`.
"""

import re
from typing import Final

from consent.models import Consent, LegalGround, Organisation

CONTEXT: Final = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-eu": "https://w3id.org/dpv/legal/eu#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RECEIPT: Final = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
RECORD: Final = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"

#: What became of an answer, as its consent status.
STATUS: Final = {
    Consent.State.GIVEN: "dpv:ConsentGiven",
    "renewed": "dpv:RenewedConsentGiven",
    Consent.State.REFUSED: "dpv:ConsentRefused",
    Consent.State.LATER: "dpv:ConsentRequestDeferred",
    Consent.State.WITHDRAWN: "dpv:ConsentWithdrawn",
    Consent.State.EXPIRED: "dpv:ConsentExpired",
    Consent.State.ERROR: "dpv:ConsentInvalidated",
}
EXPLICIT: Final = "dpv:ExplicitlyExpressedConsent"

#: Waivers of secrecy have the structure of a consent record and say themselves that they are none.
RECORD_KIND: Final = {
    LegalGround.Kind.CONSENT: "consent",
    LegalGround.Kind.WAIVER: "disclosure_waiver",
    LegalGround.Kind.AGREEMENT: "agreement",
}

#: Categories of data, as the broader terms of personal data; one that is not here has none.
PERSONAL_DATA: Final = {
    "identity": ("pd:Name", "pd:BirthDate"),
    "contact": ("pd:Contact",),
    "situation": ("pd:Social",),
    "plan": ("pd:Intention",),
    "health": ("pd:Health",),
    "family": ("pd:Family", "pd:Household"),
    "case_notes": ("pd:LifeHistory",),
    "attendance": ("pd:ServiceConsumptionBehaviour",),
    "participation": ("pd:ServiceConsumptionBehaviour",),
    "pictures": ("pd:Picture",),
}
SPECIAL: Final = frozenset({"health"})  # GDPR Art. 9(1)
SENSITIVE: Final = frozenset({"family", "case_notes", "situation"})

#: Purposes, as the broader term and what is done.
PURPOSE: Final = {
    "health": ("dpv:ServiceProvision", ("dpv:Record", "dpv:Store")),
    "referral": ("dpv:ServiceProvision", ("dpv:Disclose",)),
    "pictures": ("dpv:PublicRelations", ("dpv:Store", "dpv:Use", "dpv:Disclose")),
}
OTHER_PURPOSE: Final = ("dpv:ServiceProvision", ("dpv:Record", "dpv:Use"))

PARTY: Final = {
    Organisation.Kind.PUBLIC: "dpv:PublicSectorBody",
    Organisation.Kind.PRIVATE: "dpv:ForProfitOrganisation",
    Organisation.Kind.THIRD_SECTOR: "dpv:NonProfitOrganisation",
}

RIGHTS: Final = ("eu-gdpr:A15", "eu-gdpr:A16", "eu-gdpr:A17", "eu-gdpr:A18", "eu-gdpr:A77")
_ARTICLE: Final = re.compile(r"([69])\((\d)\)\(([a-j])\)")


def legal_bases(ground: LegalGround) -> list[str]:
    """The articles of a ground as terms: "6(1)(e)" is eu-gdpr:A6-1-e.

    A waiver of secrecy is no consent to processing: it never says Art. 6(1)(a), whatever was typed.
    """
    found = [_ARTICLE.fullmatch(article.strip()) for article in (ground.art6, ground.art9)]
    terms = [f"eu-gdpr:A{match[1]}-{match[2]}-{match[3]}" for match in found if match]
    waived = ground.kind == LegalGround.Kind.WAIVER
    return [term for term in terms if not (waived and term == "eu-gdpr:A6-1-a")]


def rights(ground: LegalGround) -> list[str]:
    """The rights that a person has where processing rests on a ground (GDPR Art. 7(3), 15–18, 20, 21, 77)."""
    more = {
        "eu-gdpr:A7-3": ground.can_withdraw and ground.kind != LegalGround.Kind.WAIVER,
        "eu-gdpr:A20": ground.can_port,
        "eu-gdpr:A21": ground.can_object,
    }
    return sorted([*RIGHTS, *(term for term, has in more.items() if has)], key=_article_number)


def _article_number(term: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", term)]
