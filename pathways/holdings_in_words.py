"""What the tables of the top floor are called in the data dictionary, and which purposes they serve."""

from django.utils.translation import pgettext_lazy

from consent.holders import describe
from pathways import models

describe(models.Service, pgettext_lazy("table", "Services"))
describe(models.GroupSeries, pgettext_lazy("table", "Groups"))
describe(models.Facilitation, pgettext_lazy("table", "Facilitators of groups"))
describe(models.GroupSession, pgettext_lazy("table", "Meetings of groups"))
describe(models.Enrolment, pgettext_lazy("table", "Places in groups"), ("groups",))
describe(models.Attendance, pgettext_lazy("table", "Attendance"), ("groups",))
describe(models.Goal, pgettext_lazy("table", "Goals"))
describe(models.PlanStep, pgettext_lazy("table", "Steps of plans"))
