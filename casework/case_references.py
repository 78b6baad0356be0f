"""How the log names a case file: by its number, for readers who may know nothing more of it."""

import uuid

from casework.models import CaseFile
from consent import references


def register() -> None:
    """Make it known."""
    references.add("case", numbers)
    references.add_people(numbers_of_people, person)


def numbers(uids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Numbers by uid, in one query."""
    return dict(CaseFile.objects.filter(uid__in=uids).order_by("pk").values_list("uid", "number"))


def numbers_of_people(subjects: set[int]) -> dict[int, list[str]]:
    """The numbers of each person's files, the newest first, in one query."""
    found: dict[int, list[str]] = {}
    rows = CaseFile.objects.filter(subject__in=subjects).order_by("-opened_on", "-pk")
    for subject, number in rows.values_list("subject_id", "number"):
        found.setdefault(subject, []).append(number)
    return found


def person(number: str, programmes: frozenset[int]) -> int | None:
    """Whose file has this number in one of the programmes."""
    rows = CaseFile.objects.filter(number=number, programme__in=programmes)
    found: int | None = rows.values_list("subject_id", flat=True).order_by("pk").first()
    return found
