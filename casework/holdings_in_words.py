"""What the tables of the middle floor are called in the data dictionary, and which purposes they serve."""

from django.utils.translation import pgettext_lazy

from casework import models
from consent.holders import describe

describe(
    models.Participant, pgettext_lazy("table", "Details of participants"), ("guidance", "referral", "groups", "esf")
)
describe(models.CaseFile, pgettext_lazy("table", "Case files"), ("guidance", "health"))
describe(models.Assignment, pgettext_lazy("table", "Workers of case files"))
describe(models.NumberSeries, pgettext_lazy("table", "Running numbers"))
describe(models.GuidanceSession, pgettext_lazy("table", "Meetings"))
describe(models.HealthEntry, pgettext_lazy("table", "Health entries"), ("health",))
describe(models.Amendment, pgettext_lazy("table", "Additions to meetings"))
describe(models.AgreedAction, pgettext_lazy("table", "Agreed actions"))
describe(models.Appointment, pgettext_lazy("table", "Appointments"))
describe(models.Referral, pgettext_lazy("table", "Referrals"), ("referral",))
describe(models.ReferralMove, pgettext_lazy("table", "Moves of referrals"), ("referral",))
describe(models.ReferralApproval, pgettext_lazy("table", "Approvals of referrals"), ("referral",))
