"""The retention classes that a new programme starts with: domain notes §2.3 (R-FI-4) as data, for a project outside act

703/2023. The controller confirms each one. Like the grounds, they are made by a function, not a migration.
"""

import datetime
from typing import Any

from django.db import transaction

from consent.models import Programme, RetentionClass

Trigger, Action = RetentionClass.Trigger, RetentionClass.Action

#: Who somebody is is kept as long as the consents, which say nothing without a name: case notes and five years more.
CLASSES: tuple[dict[str, Any], ...] = (
    {
        "code": "case",
        "name_fi": "Asiakaskansio",
        "name_sv": "Klientmapp",
        "name_en": "Case file",
        "trigger": Trigger.CASE_CLOSED,
        "months": 24,
        "source": "Hankkeen oma päätös; asetus (EU) 2016/679, 5 artiklan 1 kohdan e alakohta",
        "action": Action.ANONYMISE,
    },
    {
        "code": "consent",
        "name_fi": "Henkilötiedot ja suostumukset",
        "name_sv": "Personuppgifter och samtycken",
        "name_en": "Personal details and consents",
        "trigger": Trigger.CASE_CLOSED,
        "months": 84,
        "source": "Asetus (EU) 2016/679, 7 artiklan 1 kohta: pisin säilytettävä tieto ja viisi vuotta",
        "action": Action.ERASE,
    },
    {
        "code": "log",
        "name_fi": "Käyttöloki ja luovutusloki",
        "name_sv": "Användningslogg och utlämningslogg",
        "name_en": "Access log and disclosure log",
        "trigger": Trigger.CREATED,
        "months": 144,
        "source": "Laki 703/2023 soveltuvin osin",
        "action": Action.REVIEW,
    },
    {
        "code": "esf",
        "name_fi": "Hankkeen seurantatiedot",
        "name_sv": "Projektets uppföljningsuppgifter",
        "name_en": "Project monitoring data",
        "trigger": Trigger.LAST_PAYMENT,
        "months": 60,
        "source": "Asetus (EU) 2021/1060, 82 artikla: viisi vuotta viimeisen maksun vuoden lopusta",
        "action": Action.REVIEW,
    },
)


@transaction.atomic
def install(programme: Programme, *, valid_from: datetime.date) -> dict[str, RetentionClass]:
    """Give a programme the default classes, unconfirmed; by code."""
    made = {}
    for shape in CLASSES:
        made[shape["code"]] = RetentionClass(programme=programme, valid_from=valid_from, **shape)
        made[shape["code"]].save()
    return made
