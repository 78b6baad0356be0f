"""How the rows of the top floor are told to the person. Who else is in a group is theirs, and is not told."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent.exports import Field, Told
from consent.holders import export
from pathways import models

GROUPS = _("Your groups")
PLAN = _("Your plan")

export(
    models.Goal,
    Told(
        kind="goal",
        section=PLAN,
        order=40,
        day="set_on",
        fields=(
            Field("words", pgettext_lazy("export", "Goal in your own words"), given=True),
            Field("set_on", pgettext_lazy("export", "Set on")),
            Field("state", pgettext_lazy("export", "State")),
            Field("ended_on", pgettext_lazy("export", "Ended")),
        ),
    ),
)
export(
    models.PlanStep,
    Told(
        kind="plan_step",
        section=PLAN,
        order=41,
        fields=(
            Field("action.text", pgettext_lazy("export", "Step")),
            Field("group.title", pgettext_lazy("export", "Group")),
            Field("service.name", pgettext_lazy("export", "Service")),
            Field("referral.number", pgettext_lazy("export", "Letter")),
        ),
    ),
)
export(
    models.Enrolment,
    Told(
        kind="enrolment",
        section=GROUPS,
        order=42,
        purpose="groups",
        day="starts_on",
        fields=(
            Field("series.title", pgettext_lazy("export", "Group")),
            Field("state", pgettext_lazy("export", "State")),
            Field("starts_on", pgettext_lazy("export", "From")),
            Field("until", pgettext_lazy("export", "Until")),
        ),
    ),
)
export(
    models.Attendance,
    Told(
        kind="attendance",
        section=_("Attendance"),
        order=43,
        purpose="groups",
        day="marked_at",
        fields=(
            Field("meeting.series.title", pgettext_lazy("export", "Group")),
            Field("meeting.starts_at", pgettext_lazy("export", "Time")),
            Field("status", pgettext_lazy("export", "Attendance")),
            Field("marked_by", pgettext_lazy("export", "By")),
        ),
    ),
)

NOT_TOLD: dict[type, str] = {}
