"""Grounds of processing: on what legal ground each purpose stands, between which days."""

from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent import data_categories
from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.models import LegalGround
from consent.periods import today


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_processing(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Grounds per purpose, those in force and those that were."""
    context = {"grounds": [_ground(ground) for ground in found.grounds()]}
    return TemplateResponse(request, "consent/desk/privacy_processing.html", context)


def _ground(ground: LegalGround) -> dict[str, Any]:
    return {
        "ground": ground,
        "categories": data_categories.in_words(ground.data_categories),
        "over": ground.valid_until is not None and ground.valid_until < today(),
    }
