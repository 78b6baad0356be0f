"""How the ground floor finds a case file: by its number, for the officer who erases or holds it."""

from casework.models import CaseFile
from consent import case_refs
from consent.case_refs import CaseRef


def register() -> None:
    """Make it known."""
    case_refs.set_finder(find)


def find(number: str, programmes: set[int]) -> CaseRef | None:
    """A case file of these programmes that was not erased."""
    rows = CaseFile.objects.known().filter(number=number.strip().upper(), programme__in=programmes)
    case = rows.select_related("subject__programme", "programme").first()
    if case is None:
        return None
    is_open = case.state == CaseFile.State.OPEN
    return CaseRef(case.uid, case.number, case.subject, case.programme, case.scope, is_open)
