"""The holders of the middle floor."""

from django.utils.translation import pgettext_lazy

from casework import models
from consent.holders import KEPT, ROW, describe, hold, mark, nothing

hold(models.Participant, subject="subject", retention="person")
hold(models.CaseFile, subject="subject", case="uid", clears={"number": mark})
hold(models.CaseUserGrant, subject="content_object__subject", dies_by=ROW)
hold(models.CaseTeamGrant, subject="content_object__subject", dies_by=ROW)
describe(models.CaseUserGrant, pgettext_lazy("table", "Rights of workers to case files"))
describe(models.CaseTeamGrant, pgettext_lazy("table", "Rights of teams to case files"))
hold(models.Assignment, subject="case__subject", dies_by=KEPT)
hold(models.BreakGlass, subject="case__subject", retention="log")
hold(models.NumberSeries, dies_by=KEPT, retention="none")
hold(models.GuidanceSession, subject="case__subject")
hold(models.HealthEntry, subject="case__subject")
hold(models.Amendment, subject="session__case__subject")
hold(models.AgreedAction, subject="case__subject")
hold(models.Appointment, subject="case__subject")
hold(
    models.Referral,
    subject="case__subject",
    clears={"number": mark, "recipient_person": str, "content_hash": str, "letter_hash": str, "consent": nothing},
)
hold(models.ReferralMove, subject="referral__case__subject")
hold(models.ReferralApproval, subject="referral__case__subject", dies_by=KEPT, clears={"content_hash": str})
hold(models.AnonymousCase, dies_by=KEPT, retention="none")
