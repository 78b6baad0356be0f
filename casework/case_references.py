"""How the log names a case file: by its number, for readers who may know nothing more of it."""

import uuid
from collections.abc import Collection

from casework.models import CaseFile
from consent import references


def register() -> None:
    """Make case files known by their uid, and people by that of the subject."""
    references.add("case", numbers)
    references.add("subject", numbers_of_people, subject_of)


def numbers(uids: set[uuid.UUID], programmes: Collection[int]) -> dict[uuid.UUID, str]:
    """Numbers by uid, in one query."""
    rows = CaseFile.objects.known().filter(uid__in=uids, programme__in=programmes)
    return dict(rows.order_by("pk").values_list("uid", "number"))


def numbers_of_people(uids: set[uuid.UUID], programmes: Collection[int]) -> dict[uuid.UUID, str]:
    """The number of each person's newest case file, in one query."""
    rows = CaseFile.objects.known().filter(subject__uid__in=uids, programme__in=programmes)
    return dict(rows.order_by("pk").values_list("subject__uid", "number"))


def subject_of(number: str, programmes: Collection[int]) -> uuid.UUID | None:
    """The person whose case file has a number, as somebody types it."""
    rows = CaseFile.objects.known().filter(number=number.strip().upper(), programme__in=programmes)
    return rows.values_list("subject__uid", flat=True).order_by("pk").first()
