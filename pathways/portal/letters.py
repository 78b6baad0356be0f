"""Letters about the person: approved before they are sent, and told how they went."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casework import referral_letters, referral_loop, referrals
from casework.desk.referral_detail import pdf_response
from casework.letters.layout import Letter
from casework.models import Referral, ReferralState
from consent.consents import ground_for
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.models import Channel
from pathways.own_access import (
    OWN,
    OwnLetter,
    OwnLetters,
    may_be_read,
    own_letter,
    own_letters,
    own_sent_letter,
)
from pathways.portal import calling, letter_words

Answer = referrals.Answer


@page(may=OWN, about=own_letters, purpose="own_data", methods=("GET", "HEAD"))
def me_letters(request: PageRequest, it: OwnLetters) -> HttpResponseBase:
    """What waits for an answer first, then every other letter, the newest on top."""
    rows = [_row(referral) for referral in it.referrals]
    context = {
        "waiting": [row for row in rows if row["told"].waits_for_you],
        "others": [row for row in rows if not row["told"].waits_for_you],
    }
    return TemplateResponse(request, "pathways/portal/me_letters.html", context)


def _row(referral: Referral) -> dict[str, Any]:
    shown = may_be_read(referral) and readable(referral.heading)
    return {
        "uid": referral.uid,
        "title": referral_loop.title(referral),
        "heading": referral.heading if shown else "",
        "sent_at": referral.sent_at,
        "told": letter_words.told(referral),
    }


@page(may=OWN, about=own_letter, purpose="own_data")
def me_letter(request: PageRequest, it: OwnLetter) -> HttpResponseBase:
    """The letter as it goes out or went out; the answer is to exactly the letter on the screen."""
    changed = False
    if request.method == "POST":
        try:
            _record(request, it.referral)
            return redirect("me-letter", it.referral.uid)
        except NotNow:
            changed, it = True, own_letter(request.actor, it.referral.uid).it
    referral = it.referral
    told = letter_words.told(referral)
    context = {
        "own": it.own,
        "referral": referral,
        "title": referral_loop.title(referral),
        "told": told,
        "letter": referral_letters.sheet(_letter(it)) if may_be_read(referral) and readable(referral.slice) else "",
        "asked": referral.state == ReferralState.AWAITING,
        "answers": [
            (value, label) for value, label in Answer.choices if told.waits_for_you or value != Answer.APPROVED
        ],
        "worker": calling.worker(it.own),
        "changed": changed,
    }
    return TemplateResponse(request, "pathways/portal/me_letter.html", context, status=409 if changed else 200)


def _letter(it: OwnLetter) -> Letter:
    """As it was sent, or as it would be sent now."""
    referral, case = it.referral, it.referral.case
    if referral.sent_at is not None:
        return referral_letters.sent_letter(referral)
    in_force = ground_for(
        case.subject, purpose=referrals.PURPOSE, programme=case.programme, recipient=referral.recipient
    )
    approval = referrals.approval_of(referral)
    approved = approval if approval is not None and approval.answer == Answer.APPROVED else None
    return referral_letters.letter_of(referral, in_force=in_force, approval=approved)


def _record(request: PageRequest, referral: Referral) -> None:
    if request.POST.get("content") != referral.content_hash:
        raise referrals.ContentChanged
    answer = request.POST.get("answer", "")
    if answer not in Answer.values:
        raise NotFound
    by = request.actor.account
    referrals.record_approval(by=by, referral=referral, answer=answer, channel=Channel.PORTAL)


@page(may=OWN, about=own_sent_letter, purpose="own_data", action="print", methods=("GET", "HEAD"))
def me_letter_pdf(request: PageRequest, it: OwnLetter) -> HttpResponseBase:
    """The paper, byte for byte as it was sent."""
    if not it.referral.letter or not readable(it.referral.letter):
        raise NotFound
    return pdf_response(it.referral, it.referral.letter)
