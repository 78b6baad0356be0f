"""The holders of the top floor."""

from django.utils.translation import pgettext_lazy

from consent.holders import KEPT, ROW, describe, hold
from pathways import models

hold(models.Service, dies_by=KEPT, retention="none")
hold(models.GroupSeries, retention="group")
hold(models.GroupUserGrant, dies_by=ROW, retention="group")
hold(models.GroupTeamGrant, dies_by=ROW, retention="group")
describe(models.GroupUserGrant, pgettext_lazy("table", "Rights of workers to groups"))
describe(models.GroupTeamGrant, pgettext_lazy("table", "Rights of teams to groups"))
hold(models.Facilitation, dies_by=KEPT, retention="group")
hold(models.GroupSession, retention="group")
hold(models.Enrolment, subject="case__subject", dies_by=KEPT)
hold(models.Attendance, subject="case__subject", dies_by=KEPT)
hold(models.Goal, subject="case__subject")
hold(models.PlanStep, subject="case__subject", dies_by=KEPT)
