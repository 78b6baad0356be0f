"""The moves of a referral from the sender's desk, an address each: a POST calls one verb and shows the page again."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework import referral_answering, referrals
from casework.access import CASE_WORK, OpenReferral, referral_to_work
from casework.desk.referral_detail import LetterNotPrinted, detail_page, paper_of
from casework.forms.referrals import ApprovalForm, MoreForm, ReasonForm, RecordedAnswerForm
from casework.models import ReferralState
from casework.referral_letters import Printed
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.records import StaleWrite

State = ReferralState
only_post = partial(page, may=CASE_WORK, about=referral_to_work, purpose="referral", methods=("POST",))


def _print(request: PageRequest, it: OpenReferral) -> Callable[[], Any] | None:
    """Nothing is printed unless it could be sent; what is missing is said by the verb."""
    try:
        printed = referrals.printed(it.referral, it.opened)
    except NotNow:
        return None

    def work() -> Printed:
        return dataclasses.replace(printed, pdf=paper_of(printed.letter) or b"")

    return work


@only_post(action="disclose", prepare=_print)
def referral_send(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Send the letter that was approved."""
    version = request.POST.get("version", "")

    def act() -> None:
        if request.prepared is None:
            referrals.letter_to_send(it.referral, it.opened)
            raise referrals.ContentChanged
        if not request.prepared.pdf:
            raise LetterNotPrinted
        number = int(version) if version.isdecimal() and len(version) < 9 else 0
        by = request.actor.account
        referrals.send(by=by, referral=it.referral, opened=it.opened, paper=request.prepared, version=number)

    return _move(request, it, act, _("The referral has been sent."))


@only_post()
def referral_take_back(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Back to a draft; the approval falls."""
    verb = partial(referrals.take_back, by=request.actor.account, referral=it.referral)
    return _move(request, it, verb, to="referral-edit")


@only_post()
def referral_approval(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Record what the participant said by phone, on paper or here."""
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return detail_page(request, it, approval=form)
    verb = partial(referrals.record_approval, by=request.actor.account, referral=it.referral, **form.cleaned_data)
    return _move(request, it, verb, _("The participant's answer has been recorded."), approval=form)


@only_post()
def referral_cancel(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Cancel it; a recipient who had it reads it no more."""
    form = ReasonForm(request.POST, to=State.CANCELLED, prefix="cancel")
    if not form.is_valid():
        return detail_page(request, it, cancel=form)
    verb = partial(referrals.cancel, by=request.actor.account, referral=it.referral, **form.cleaned_data)
    return _move(request, it, verb, _("The referral has been cancelled."), cancel=form)


@only_post()
def referral_answer(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Record the recipient's answer on their behalf: who told it, how and when."""
    form = RecordedAnswerForm(request.POST, referral=it.referral)
    if not form.is_valid():
        return detail_page(request, it, answer=form)
    verb = partial(referral_answering.answer, form, by=request.actor.account, referral=it.referral)
    return _move(request, it, verb, _("The recipient's answer has been recorded."), answer=form)


@only_post(action="disclose")
def referral_more(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Give what the recipient asked for."""
    form = MoreForm(request.POST)
    if not form.is_valid():
        return detail_page(request, it, more=form)
    verb = partial(referrals.give_more, by=request.actor.account, referral=it.referral, **form.cleaned_data)
    return _move(request, it, verb, _("Your answer has been sent."), more=form)


@only_post()
def referral_close(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """The sender has read how it ended."""
    verb = partial(referrals.close_loop, by=request.actor.account, referral=it.referral)
    return _move(request, it, verb, _("The referral has been closed."))


@only_post()
def referral_error(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Mark it as entered in error; lead worker only."""
    form = ReasonForm(request.POST, to=State.ERROR, prefix="error")
    if not form.is_valid():
        return detail_page(request, it, error=form)
    verb = partial(referrals.entered_in_error, by=request.actor.account, referral=it.referral, **form.cleaned_data)
    return _move(request, it, verb, _("The referral has been marked as entered in error."), error=form)


def _move(
    request: PageRequest,
    it: OpenReferral,
    verb: Callable[[], Any],
    done: str = "",
    *,
    to: str = "referral-detail",
    **forms: Any,
) -> HttpResponseBase:
    """Carry out a verb and show the page again; what forbids it is said there, and what was typed is kept."""
    try:
        verb()
    except NotNow as refused:
        return detail_page(request, it, problem=refused.message, status=409, **forms)
    except StaleWrite:
        words = _("Somebody else changed this meanwhile. Read it again.")
        return detail_page(request, it, problem=words, status=409, **forms)
    if done:
        messages.success(request, done)
    return redirect(to, it.referral.uid)
