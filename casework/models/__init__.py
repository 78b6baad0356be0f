"""The models of the middle floor."""

from casework.models.anonymous import AnonymousCase
from casework.models.break_glass import BreakGlass
from casework.models.cases import Assignment, CaseFile, CaseTeamGrant, CaseUserGrant, NumberSeries, Permission
from casework.models.participants import Gender, Participant
from casework.models.referral_states import MoveReason, Outcome, ReferralState, Side
from casework.models.referrals import Referral, ReferralApproval, ReferralMove
from casework.models.sessions import (
    AgreedAction,
    Amendment,
    Appointment,
    GuidanceSession,
    HealthEntry,
    Present,
    SessionKind,
    Theme,
)

__all__ = [
    "AgreedAction",
    "Amendment",
    "AnonymousCase",
    "Appointment",
    "Assignment",
    "BreakGlass",
    "CaseFile",
    "CaseTeamGrant",
    "CaseUserGrant",
    "Gender",
    "GuidanceSession",
    "HealthEntry",
    "MoveReason",
    "NumberSeries",
    "Outcome",
    "Participant",
    "Permission",
    "Present",
    "Referral",
    "ReferralApproval",
    "ReferralMove",
    "ReferralState",
    "SessionKind",
    "Side",
    "Theme",
]
