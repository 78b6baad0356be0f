"""The models of the top floor."""

from pathways.models.groups import (
    MEETING_MOVES,
    PRESENT_STATUSES,
    RUN,
    Attendance,
    Enrolment,
    Facilitation,
    GroupSeries,
    GroupSession,
    GroupTeamGrant,
    GroupUserGrant,
)
from pathways.models.plans import Goal, PlanStep
from pathways.models.services import Service

__all__ = [
    "MEETING_MOVES",
    "PRESENT_STATUSES",
    "RUN",
    "Attendance",
    "Enrolment",
    "Facilitation",
    "Goal",
    "GroupSeries",
    "GroupSession",
    "GroupTeamGrant",
    "GroupUserGrant",
    "PlanStep",
    "Service",
]
