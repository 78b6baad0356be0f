"""The holders of the middle floor."""

from casework import models
from consent.holders import KEPT, ROW, hold

hold(models.Participant, subject="subject", retention="person")
hold(models.CaseFile, subject="subject")
hold(models.CaseUserGrant, subject="content_object__subject", dies_by=ROW)
hold(models.CaseTeamGrant, subject="content_object__subject", dies_by=ROW)
hold(models.Assignment, subject="case__subject", dies_by=KEPT)
hold(models.NumberSeries, dies_by=KEPT, retention="none")
hold(models.GuidanceSession, subject="case__subject")
hold(models.HealthEntry, subject="case__subject")
hold(models.Amendment, subject="session__case__subject")
hold(models.AgreedAction, subject="case__subject")
hold(models.Appointment, subject="case__subject")
hold(models.Referral, subject="case__subject")
hold(models.ReferralMove, subject="referral__case__subject")
hold(models.ReferralApproval, subject="referral__case__subject", dies_by=KEPT)
hold(models.AnonymousCase, dies_by=KEPT, retention="none")
