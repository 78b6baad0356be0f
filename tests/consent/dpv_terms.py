"""The terms that a receipt may use: the vocabulary's own words, written down here by hand.

Each exists in DPV 2.3 with its extensions eu-gdpr, legal-eu, pd and loc; what is not here is found by the tests.
"""

DPV = """
Authority ConsentExpired ConsentGiven ConsentInvalidated ConsentNotice ConsentReceipt ConsentRecord ConsentRefused
ConsentRequestDeferred ConsentWithdrawn DataController DataSubject Disclose ExplicitlyExpressedConsent
ForProfitOrganisation NonProfitOrganisation Optional PersonalData PrivacyNotice Process PublicRelations
PublicSectorBody Purpose Recipient Record RenewedConsentGiven SensitivePersonalData ServiceProvision
SpecialCategoryPersonalData StorageDuration StorageLocation Store TemporalDuration Use WithdrawConsent
hasAddress hasApplicableLaw hasAuthority hasConsentControl hasConsentStatus hasContact hasDataController hasDataSource
hasDataSubject hasDuration hasIndicationMethod hasJurisdiction hasLegalBasis hasLocation hasName hasNecessity hasNotice
hasPersonalData hasProcess hasProcessing hasPurpose hasRecipient hasRecordOfActivity hasRight hasStorageCondition
isExercisedAt isIndicatedAtTime isIndicatedBy
"""
EU_GDPR = "A15 A16 A17 A18 A20 A21 A6-1-a A6-1-c A6-1-e A7-3 A77 A9-2-a"
PD = "BirthDate Contact Family Health Household Intention LifeHistory Name Picture ServiceConsumptionBehaviour Social"

TERMS = frozenset(
    {f"https://w3id.org/dpv#{term}" for term in DPV.split()}
    | {f"https://w3id.org/dpv/legal/eu/gdpr#{term}" for term in EU_GDPR.split()}
    | {f"https://w3id.org/dpv/pd#{term}" for term in PD.split()}
    | {"https://w3id.org/dpv/legal/eu#law-GDPR", "https://w3id.org/dpv/loc#FI"}
)

#: Dublin Core terms, SKOS, RDF and XML Schema, by the names that a receipt uses.
OTHERS = frozenset(
    {
        f"http://purl.org/dc/terms/{term}"
        for term in "conformsTo created date description identifier language title type valid".split()
    }
    | {f"http://www.w3.org/2001/XMLSchema#{term}" for term in ("date", "dateTime", "duration")}
    | {"http://www.w3.org/2004/02/skos/core#broader", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"}
)
SCHEMAS = frozenset(f"https://w3id.org/dpv/schema/dpv-27560#{each}-eu-gdpr" for each in ("receipt", "record"))
