"""The models of the ground floor."""

from consent.models.accounts import Account, ErasureSeen, Installation, Membership, Organisation, Programme, Role
from consent.models.consents import Channel, Consent, NoticeGiven
from consent.models.grounds import LegalGround, Notice, Purpose, Question
from consent.models.log import AccessEvent, AccessEventSubject, Disclosure, SecurityEvent
from consent.models.proposals import Proposal
from consent.models.requests import DataRequest, RecipientNotice, Restriction, Statement
from consent.models.retention import Disposal, RetentionClass, RetentionDate, RetentionHold
from consent.models.subjects import Subject
from consent.models.writing import Draft, SignInCode, Submission

__all__ = [
    "AccessEvent",
    "AccessEventSubject",
    "Account",
    "Channel",
    "Consent",
    "DataRequest",
    "Disclosure",
    "Disposal",
    "Draft",
    "ErasureSeen",
    "Installation",
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
