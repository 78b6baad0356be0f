"""The models of the ground floor."""

from consent.models.accounts import Account, Installation, Membership, Organisation, Programme, Role
from consent.models.consents import Channel, Consent, NoticeGiven
from consent.models.grounds import LegalGround, Notice, Purpose, Question
from consent.models.log import AccessEvent, AccessEventSubject, Disclosure, SecurityEvent
from consent.models.proposals import Proposal
from consent.models.subjects import Subject
from consent.models.writing import Draft, SignInCode, Submission

__all__ = [
    "AccessEvent",
    "AccessEventSubject",
    "Account",
    "Channel",
    "Consent",
    "Disclosure",
    "Draft",
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
    "Role",
    "SecurityEvent",
    "SignInCode",
    "Subject",
    "Submission",
]
