"""The recipient's inbox: what was sent to the organisation, its letter, and the answer that is legal now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import access_to_inbox, referral_answering, referral_content, referral_letters, referral_loop
from casework.access_to_inbox import ReceivedReferral, letter_received, referral_received
from casework.desk.referral_detail import pdf_response
from casework.forms.referrals import AnswerForm
from casework.inbox.rows import listed, listed_beside, state_words
from casework.letter_choices import PURPOSE
from casework.models import Referral, ReferralState, Side
from casework.models.referral_states import OPEN_STATES
from casework.models.referrals import ReferralQuerySet
from consent.consents import ground_for
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.models import Role

PARTNER = {Role.PARTNER}
SHOWN = 50
BESIDE = 12
OPEN, ANSWERED = "open", "answered"


@page(may=PARTNER, about=access_to_inbox.inbox, purpose="referral", action="list", methods=("GET", "HEAD"))
def inbox(request: PageRequest, received: ReferralQuerySet) -> HttpResponseBase:
    """Open ones first, newest on top; `?kind=answered` shows the others, `?page=` the older ones."""
    kind = ANSWERED if request.GET.get("kind") == ANSWERED else OPEN
    number = request.GET.get("page", "1")
    first = (int(number) - 1) * SHOWN if number.isdecimal() and 0 < int(number) < 1000 else 0
    chosen = _of_kind(received, kind)[first : first + SHOWN + 1]
    shown = list(chosen)
    here = reverse("inbox")
    at = first // SHOWN + 1
    context = {
        "rows": listed(request, shown[:SHOWN]),
        "waiting": received.filter(state=ReferralState.SENT, opens=True).count(),
        "filters": [
            {"href": here, "label": pgettext("referrals", "Open"), "current": kind == OPEN},
            {"href": f"{here}?kind={ANSWERED}", "label": _("Answered and closed"), "current": kind == ANSWERED},
        ],
        "newer": f"{here}?kind={kind}&page={at - 1}" if first else "",
        "older": f"{here}?kind={kind}&page={at + 1}" if len(shown) > SHOWN else "",
    }
    return TemplateResponse(request, "casework/inbox/inbox.html", context)


def _of_kind(received: ReferralQuerySet, kind: str) -> Any:
    is_open = {"state__in": OPEN_STATES}
    rows = received.filter(**is_open) if kind == OPEN else received.exclude(**is_open)
    return rows.select_related("case__subject", "sender").defer("letter").order_by("-sent_at", "-pk")


@page(may=PARTNER, about=referral_received, purpose="referral")
def inbox_detail(request: PageRequest, it: ReceivedReferral) -> HttpResponseBase:
    """The letter with what may be answered; closed, the same page without any content."""
    if request.method != "POST":
        return _detail(request, it, _fresh_form(request, it.referral) if it.opens else None)
    if not it.opens:
        return _detail(request, it, None, problem=_("The referral has closed, so it cannot be answered."), status=409)
    form = AnswerForm(request.POST, referral=it.referral)
    if not form.is_valid():
        return _detail(request, it, form)
    try:
        referral_answering.answer(form, by=request.actor.account, referral=it.referral)
    except NotNow as refused:
        return _detail(request, it, form, problem=str(refused.message), status=409)
    messages.success(request, _("The answer has been sent."))
    return redirect("inbox-detail", it.referral.uid)


def _fresh_form(request: PageRequest, referral: Referral) -> AnswerForm:
    return AnswerForm(referral=referral, initial={"contact_person": request.actor.account.name})


def _detail(
    request: PageRequest, it: ReceivedReferral, form: AnswerForm | None, *, problem: str = "", status: int = 200
) -> TemplateResponse:
    referral, opens = it.referral, it.opens and readable(it.referral.slice)
    beside = list(_of_kind(access_to_inbox.inbox(request.actor).it, OPEN)[:BESIDE])
    context: dict[str, Any] = {
        "referral": referral,
        "opens": opens,
        "rows": listed_beside(request, beside, referral.uid),
        "problem": problem,
    }
    if opens:
        letter = referral_letters.sent_letter(referral)
        case = referral.case
        ground = ground_for(case.subject, purpose=PURPOSE, programme=case.programme, recipient=referral.recipient)
        context |= {
            "name": referral_content.name_in(referral),
            "letter": letter,
            "sheet": referral_letters.sheet(letter),
            "tag_kind": referral_loop.TAG_KINDS[referral.state],
            "tag_text": state_words(referral),
            "by_permission": referral.consent_id is not None,
            "until": ground.until if ground else None,
            "form": form if form is not None and referral.may_move(Side.RECIPIENT) else None,
            "steps": _steps(referral),
        }
    return TemplateResponse(request, "casework/inbox/inbox_detail.html", context, status=status)


def _steps(referral: Referral) -> list[referral_loop.Step]:
    """What has happened since it was sent; nothing of how it was made."""
    moves = referral.moves.exclude(to_state__in=[ReferralState.DRAFT, ReferralState.AWAITING])
    moves = moves.select_related("by").order_by("at", "pk")
    return referral_loop.steps(referral, moves=moves)


@page(may=PARTNER, about=letter_received, purpose="referral", action="print", methods=("GET", "HEAD"))
def inbox_letter(request: PageRequest, it: ReceivedReferral) -> HttpResponseBase:
    """The paper, byte for byte as it was sent."""
    if not it.referral.letter or not readable(it.referral.letter):
        raise NotFound
    return pdf_response(it.referral, it.referral.letter)
