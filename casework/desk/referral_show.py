"""The screen turned to the participant: the letter alone, three answers, and then the worker signs again."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from casework import referrals
from casework.access import CASE_WORK, OpenReferral, referral_to_work
from casework.desk.referral_detail import detail_page, letter_on_page
from casework.models import ReferralState
from casework.referral_moves import MoveNotAllowed
from consent import turned_screen
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.models import Channel


@page(may=CASE_WORK, about=referral_to_work, purpose="referral", methods=("POST",))
def referral_turn(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Turn the screen: from now on this session opens the letter and nothing else."""
    if it.referral.state != ReferralState.AWAITING:
        return detail_page(request, it, problem=MoveNotAllowed.message, status=409)
    here = reverse("referral-show", args=[it.referral.uid])
    turned_screen.turn(request, here)
    return redirect(here)


@page(may=CASE_WORK, about=referral_to_work, purpose="referral")
def referral_show(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """What the participant reads, and what they say of it."""
    if not turned_screen.turned_to(request):
        return redirect("referral-detail", it.referral.uid)
    problem = ""
    if request.method == "POST":
        try:
            _record(request, it)
            return redirect("referral-show", it.referral.uid)
        except NotNow as refused:
            problem = str(refused.message)
    approval = referrals.approval_of(it.referral)
    asked = it.referral.state == ReferralState.AWAITING and approval is None
    after = urlencode({"next": reverse("referral-detail", args=[it.referral.uid])})
    context = {
        "referral": it.referral,
        "letter": letter_on_page(it) if asked else "",
        "asked": asked,
        "answers": [(answer.value, answer.label) for answer in referrals.Answer],
        "answered": _answered(it),
        "resume_href": f"{reverse('account_reauthenticate')}?{after}",
        "problem": problem,
    }
    return TemplateResponse(request, "casework/desk/referral_show.html", context, status=409 if problem else 200)


def _record(request: PageRequest, it: OpenReferral) -> None:
    """The answer to exactly the letter that was on the screen."""
    if request.POST.get("content") != it.referral.content_hash:
        raise referrals.ContentChanged
    answer = request.POST.get("answer", "")
    if answer not in referrals.Answer.values:
        raise MoveNotAllowed
    by = request.actor.account
    referrals.record_approval(by=by, referral=it.referral, answer=answer, channel=Channel.IN_PERSON)


def _answered(it: OpenReferral) -> str:
    last = it.referral.approvals.order_by("-at", "-pk").first()
    return last.answer if last is not None else ""
