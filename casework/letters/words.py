"""The headings that stand in a referral letter: one word for one thing, whoever fills it in."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WHOM: Final = _("Whom the referral concerns")
NAME: Final = _("Name")
BIRTH_DATE: Final = _("Date of birth")
IDENTITY_CODE: Final = _("Personal identity code")
CONTACT: Final = pgettext_lazy("letter", "Contact")
LANGUAGE: Final = pgettext_lazy("letter", "Language")
ADDRESS: Final = _("Address")

OWN_GOAL: Final = _("Own goal")
WORK_AND_EDUCATION: Final = _("Work and education")
WORKS_BEST: Final = _("How work goes best")
SUPPORT: Final = _("What helps")
SO_FAR: Final = _("In the project so far")
SELF_ASSESSMENT: Final = _("Result of the self-assessment")
ELSEWHERE: Final = _("Other plans and contacts")
MEET_TOGETHER: Final = _("Meeting together")
