"""Who may see figures: the auditor and the coordinator, of their own programmes. No page of figures opens a scope."""

from typing import Any

from consent.actors import Actor
from consent.door import Found
from consent.models import Programme, Role

READS_FIGURES = frozenset({Role.AUDITOR, Role.COORDINATOR})


def programmes_to_report(actor: Actor, **_: Any) -> Found:
    """The programmes of whom the actor is auditor or coordinator."""
    programmes = Programme.objects.filter(pk__in=actor.programmes(*READS_FIGURES))
    return Found(it=programmes.order_by("name", "pk"), kind="report")
