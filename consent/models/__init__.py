"""The models of the ground floor."""

from consent.models.accounts import Account, ErasureSeen, Installation, Membership, Organisation, Programme, Role
from consent.models.breaches import Breach
from consent.models.consents import Channel, Consent, ConsentPaper, FinalState, NoticeGiven
from consent.models.erasing import ErasurePermit, Redaction
from consent.models.grounds import LegalGround, Notice, Purpose, Question
from consent.models.log import AccessEvent, AccessEventSubject, Disclosure, SecurityEvent
from consent.models.proof import AuditLeaf, Checkpoint, LeafForm, LeafGap
from consent.models.proposals import Proposal
from consent.models.receipts import ConsentReceipt
from consent.models.requests import DataRequest, RecipientNotice, Restriction, Statement
from consent.models.retention import Disposal, RetentionClass, RetentionDate, RetentionHold
from consent.models.subjects import Subject
from consent.models.writing import Draft, SignInCode, Submission

__all__ = [
    "AccessEvent",
    "AccessEventSubject",
    "Account",
    "AuditLeaf",
    "Breach",
    "Channel",
    "Checkpoint",
    "Consent",
    "ConsentPaper",
    "ConsentReceipt",
    "DataRequest",
    "Disclosure",
    "Disposal",
    "Draft",
    "ErasurePermit",
    "ErasureSeen",
    "FinalState",
    "Installation",
    "LeafForm",
    "LeafGap",
    "LegalGround",
    "Membership",
    "Notice",
    "NoticeGiven",
    "Organisation",
    "Programme",
    "Proposal",
    "Purpose",
    "Question",
    "RecipientNotice",
    "Redaction",
    "Restriction",
    "RetentionClass",
    "RetentionDate",
    "RetentionHold",
    "Role",
    "SecurityEvent",
    "SignInCode",
    "Statement",
    "Subject",
    "Submission",
]
