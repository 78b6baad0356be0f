"""Who may end an answer, and who may open its receipt and its paper: whoever works in the person's case file."""

import dataclasses
import uuid
from typing import Any

from django.urls import reverse

from casework.access import case_to_heed, case_to_work, coordinator_of
from casework.models import Assignment, CaseFile, Permission
from consent import receipts
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound, Refused
from consent.models import Consent, ConsentPaper, ConsentReceipt


def consent_to_withdraw(actor: Actor, uid: uuid.UUID, consent: uuid.UUID) -> Found:
    """A case file in which the actor works, with one answer of its person in its programme."""
    found = case_to_heed(actor, uid)
    case = found.it.case
    row = Consent.objects.filter(uid=consent, subject=case.subject, ground__programme=case.programme).first()
    if row is None:
        raise NotFound(subjects=found.subjects, case=case.uid)
    return dataclasses.replace(found, it=(found.it, row))


def consent_to_correct(actor: Actor, uid: uuid.UUID, consent: uuid.UUID) -> Found:
    """The same for the lead worker alone; other workers are told that it is not theirs."""
    found = consent_to_withdraw(actor, uid, consent)
    case = found.it[0].case
    if not leads(actor, case):
        raise Refused(coordinator_of(case.programme_id), subjects=found.subjects, case=uid)
    return found


def leads(actor: Actor, case: CaseFile) -> bool:
    """Whether the actor is the lead worker of a case file."""
    lead = Assignment.objects.filter(case=case, account=actor.account, role=Assignment.Role.LEAD, ended_on=None)
    return lead.exists()


def receipt_to_open(actor: Actor, uid: uuid.UUID, receipt: uuid.UUID) -> Found:
    """A receipt of the person of a case file in which the actor works."""
    return _of_case(actor, uid, ConsentReceipt.objects.select_related("subject__programme__controller"), receipt)


def receipt_anywhere(actor: Actor, uid: uuid.UUID) -> Found:
    """The address at which the actor has a receipt: their own, or that of a case file in which they work."""
    rows = ConsentReceipt.objects.filter(uid=uid)
    if actor.subject is not None and rows.filter(subject=actor.subject).exists():
        return Found(it=receipts.own_page(uid))
    subjects = rows.values("subject")
    cases = CaseFile.objects.for_user(actor.account, Permission.WORK).filter(subject__in=subjects)
    case = cases.order_by("-opened_on", "-pk").first()
    if case is None:
        raise NotFound
    return Found(it=reverse("case-receipt", args=[case.uid, uid]))


def paper_to_open(actor: Actor, uid: uuid.UUID, paper: uuid.UUID) -> Found:
    """A form for answers on paper, with its scan unread."""
    return _of_case(actor, uid, ConsentPaper.objects.select_related("subject").defer("scan"), paper)


def _of_case(actor: Actor, uid: uuid.UUID, rows: Any, wanted: uuid.UUID) -> Found:
    found = case_to_work(actor, uid)
    row = rows.filter(uid=wanted, subject=found.it.case.subject).first()
    if row is None:
        raise NotFound(subjects=found.subjects, case=uid)
    return dataclasses.replace(found, it=(found.it, row))
