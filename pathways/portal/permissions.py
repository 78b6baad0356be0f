"""The person's own permissions: seen, taken back in one action, answered again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import pgettext

from consent import consents, submissions
from consent.consents import NotInForce, QuestionClosed
from consent.door import PageRequest, page
from consent.errors import NotFound
from consent.models import Channel, Consent
from pathways.own_access import OWN, OwnPages, own_consent, own_pages
from pathways.portal import calling, permissions_told

State = Consent.State
ANSWERS = (State.GIVEN, State.REFUSED, State.LATER)


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me_consents(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """Every question that was asked with its answer, and what the law says without asking."""
    context = {
        "permissions": permissions_told.of(own),
        "laws": permissions_told.laws(own),
        "worker": calling.worker(own),
    }
    return TemplateResponse(request, "pathways/portal/me_consents.html", context)


@page(may=OWN, about=own_consent, purpose="own_data")
def me_consent(request: PageRequest, it: tuple[OwnPages, Consent]) -> HttpResponseBase:
    """One permission: what was said and what follows from it; the question once more, three equal answers."""
    own, consent = it
    permission = permissions_told.one(own, permissions_told.newest(own, consent))
    if request.method == "POST":
        return submissions.once(request, lambda: _answer(request, permission))
    return TemplateResponse(request, "pathways/portal/me_consent.html", _context(own, permission))


def _context(own: OwnPages, permission: permissions_told.Permission) -> dict[str, Any]:
    return {
        "permission": permission,
        "sees_nothing": not permission.holds and permissions_told.recipient_sees_nothing(own, permission.consent),
        "answers": [
            (State.GIVEN.value, pgettext("participant", "Yes")),
            (State.REFUSED.value, pgettext("participant", "No")),
            (State.LATER.value, pgettext("participant", "Ask later")),
        ],
        "submission": uuid.uuid4(),
    }


def _answer(request: PageRequest, permission: permissions_told.Permission) -> str:
    """Record the answer to exactly the question that was on the page."""
    state, here = request.POST.get("answer", ""), reverse("me-consent", args=[permission.consent.uid])
    if state not in ANSWERS:
        raise NotFound
    question = permission.again
    if question is None or str(question.uid) != request.POST.get("question"):
        messages.info(request, pgettext("participant", "The question has changed. Read it again."))
        return here
    try:
        answered = consents.answer(
            by=request.actor.account,
            subject=permission.consent.subject,
            question=question,
            state=state,
            language=question.language,
            channel=Channel.PORTAL,
        )
    except QuestionClosed:
        messages.info(request, pgettext("participant", "We do not ask this any more."))
        return here
    messages.success(request, pgettext("participant", "Thank you. We have your answer."))
    return reverse("me-consent", args=[answered.uid])


@page(may=OWN, about=own_consent, purpose="own_data", methods=("POST",))
def me_consent_withdraw(request: PageRequest, it: tuple[OwnPages, Consent]) -> HttpResponseBase:
    """Taken back in one action; the next page says what has happened."""
    consent = it[1]
    try:
        consents.withdraw(consent, by=request.actor.account, channel=Channel.PORTAL)
    except NotInForce:
        messages.info(request, pgettext("participant", "This permission has already ended."))
    return redirect("me-consent", consent.uid)
