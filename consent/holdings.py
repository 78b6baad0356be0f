"""The holders of the ground floor."""

from consent import models
from consent.holders import KEPT, ROW, hold

hold(models.Account, subject="subject", retention="account", dies_by=ROW)
hold(models.Organisation, dies_by=KEPT, retention="none")
hold(models.Programme, dies_by=KEPT, retention="none")
hold(models.Membership, dies_by=KEPT, retention="account")
hold(models.Proposal, dies_by=KEPT, retention="account")
hold(models.Installation, dies_by=KEPT, retention="none")
hold(models.Subject, subject="", retention="person")
hold(models.Purpose, dies_by=KEPT, retention="none")
hold(models.LegalGround, dies_by=KEPT, retention="none")
hold(models.Notice, dies_by=KEPT, retention="none")
hold(models.Question, dies_by=KEPT, retention="none")
hold(models.NoticeGiven, subject="subject", retention="consent", dies_by=KEPT)
hold(models.Consent, subject="subject", retention="consent")
hold(models.AccessEvent, subject="subjects__subject_uid", retention="log")
hold(models.AccessEventSubject, subject="subject_uid", retention="log", dies_by=KEPT)
hold(models.Disclosure, subject="subject", retention="log")
hold(models.SecurityEvent, retention="log", dies_by=KEPT)
hold(models.Draft, retention="draft")
hold(models.Submission, retention="draft", dies_by=ROW)
hold(models.SignInCode, retention="draft", dies_by=ROW)
