"""Answers on paper: a form that is printed, and the scan of it with a signature. Both stay until the person goes."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.errors import NotNow
from consent.models import Account, ConsentPaper, Question, Subject
from consent.periods import now
from consent.scans import Scan

#: Letters and digits that nobody mistakes for one another when they are read aloud.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class AlreadyScanned(NotNow):
    message = _("This form already has its scan. It cannot be changed.")


def of(subject: Subject) -> QuerySet[ConsentPaper]:
    """The forms of a person, newest first, without the scans themselves."""
    return ConsentPaper.objects.filter(subject=subject).defer("scan").select_related("made_by", "scanned_by")


@transaction.atomic
def make(
    *, by: Account, subject: Subject, scope: uuid.UUID, questions: Sequence[Question], language: str
) -> ConsentPaper:
    """A form with these questions; `scope` is the key of the case file, under which its scan will be sealed."""
    paper = ConsentPaper(
        subject=subject,
        scope=scope,
        number=_number(),
        language=language,
        questions=[str(question.uid) for question in questions],
        made_by=by,
    )
    paper.save()
    return paper


def _number() -> str:
    """Eight signs in two groups: 24^8 of them at least, so that none is guessed and none comes twice."""
    signs = "".join(secrets.choice(_ALPHABET) for _sign in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def asked_in(paper: ConsentPaper) -> list[Question]:
    """The questions on a form, in its order."""
    rows = Question.objects.filter(uid__in=paper.questions).select_related("ground__purpose", "recipient")
    return sorted(rows.order_by("pk"), key=lambda question: paper.questions.index(str(question.uid)))


@transaction.atomic
def attach(paper: ConsentPaper, *, by: Account, scan: Scan) -> ConsentPaper:
    """Attach the scan of the signed form, once. Raises AlreadyScanned."""
    paper = ConsentPaper.objects.select_for_update().get(pk=paper.pk)
    if paper.scanned_at is not None:
        raise AlreadyScanned
    paper.kind, paper.scan, paper.scanned_by, paper.scanned_at = scan.kind, scan.content, by, now()
    paper.digest = hashlib.sha256(scan.content).hexdigest()
    with keyring.also(sealing=[paper.scope]):
        paper.save(update_fields=["kind", "scan", "digest", "scanned_by", "scanned_at"])
    return paper
