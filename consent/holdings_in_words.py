"""What the tables of the ground floor are called in the data dictionary, and which purposes they serve."""

from django.utils.translation import pgettext_lazy

from consent import models
from consent.holders import describe

ASKED = ("guidance", "health", "referral", "pictures", "research")
EVERY = ("guidance", "health", "groups", "referral")

describe(models.Account, pgettext_lazy("table", "Accounts"), ("guidance", "log"))
describe(models.Organisation, pgettext_lazy("table", "Organisations"))
describe(models.Programme, pgettext_lazy("table", "Programmes"))
describe(models.Membership, pgettext_lazy("table", "Roles of workers"))
describe(models.Proposal, pgettext_lazy("table", "Changes that wait for a second person"))
describe(models.Installation, pgettext_lazy("table", "This installation"))
describe(models.Subject, pgettext_lazy("table", "People"), EVERY)
describe(models.Purpose, pgettext_lazy("table", "Purposes"))
describe(models.LegalGround, pgettext_lazy("table", "Grounds of processing"))
describe(models.Notice, pgettext_lazy("table", "Privacy notices"))
describe(models.Question, pgettext_lazy("table", "Consent questions"))
describe(models.NoticeGiven, pgettext_lazy("table", "Privacy notices given"), EVERY)
describe(models.Consent, pgettext_lazy("table", "Answers to consent questions"), ASKED)
describe(models.AccessEvent, pgettext_lazy("table", "Access log"))
describe(models.AccessEventSubject, pgettext_lazy("table", "People in the access log"))
describe(models.Disclosure, pgettext_lazy("table", "Disclosures"), ("referral", "log"))
describe(models.DataRequest, pgettext_lazy("table", "Requests about data"), EVERY)
describe(models.Restriction, pgettext_lazy("table", "Restrictions of use"), EVERY)
describe(models.RecipientNotice, pgettext_lazy("table", "Notices to recipients"), ("referral",))
describe(models.Statement, pgettext_lazy("table", "Statements of the person"))
describe(models.RetentionClass, pgettext_lazy("table", "Retention periods"))
describe(models.RetentionDate, pgettext_lazy("table", "Last days of keeping"))
describe(models.RetentionHold, pgettext_lazy("table", "Keeping past the last day"))
describe(models.Disposal, pgettext_lazy("table", "Erasures"))
describe(models.Breach, pgettext_lazy("table", "Data breaches"))
describe(models.SecurityEvent, pgettext_lazy("table", "Security log"))
describe(models.Draft, pgettext_lazy("table", "Drafts"), ("guidance", "health", "groups"))
describe(models.Submission, pgettext_lazy("table", "Forms already sent"))
describe(models.SignInCode, pgettext_lazy("table", "Sign-in codes"), ("log",))
