"""One referral as its sender has it: the letter, the loop, and what may be done now."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import letter_choices, referral_letters, referral_loop, referrals
from casework.access import CASE_READ, OpenReferral, referral_to_read
from casework.forms.referrals import ApprovalForm, MoreForm, ReasonForm, RecordedAnswerForm
from casework.letters.characters import NoGlyph
from casework.letters.layout import Letter
from casework.letters.printing import LetterFailed, LetterTooLong
from casework.models import Assignment, Referral, ReferralState, Side
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.fields import readable

State = ReferralState


class LetterNotPrinted(NotNow):
    message = _("The letter could not be printed. Shorten it, or try again in a moment.")


@page(may=CASE_READ, about=referral_to_read, purpose="referral", methods=("GET", "HEAD"))
def referral_detail(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """The letter and its loop."""
    return detail_page(request, it)


def detail_page(
    request: PageRequest, it: OpenReferral, *, problem: str | Promise = "", status: int = 200, **forms: Any
) -> TemplateResponse:
    """The page with what may be done now; `forms` are those that came back with errors."""
    referral, works = it.referral, it.opened.works
    legal = referral.may_move(Side.SENDER) if works else frozenset()
    answers = works and bool(referral.may_move(Side.RECIPIENT))
    waits = works and referral.state == State.AWAITING
    approval = referrals.approval_of(referral) if referral.state in {State.DRAFT, State.AWAITING} else None
    context = {
        "it": it,
        "row": referral_loop.row(referral, None),
        "title": referral_loop.title(referral),
        "letter": letter_on_page(it),
        "steps": loop_of(referral),
        "approved": approval is not None and approval.answer == referrals.Answer.APPROVED,
        "is_draft": works and referral.state == State.DRAFT,
        "can_take_back": State.DRAFT in legal and waits,
        "can_close": works and referral.ended and referral.loop_closed_at is None,
        "can_again": works and referral.ended and it.opened.case.state == "open",
        "approval_form": (forms.get("approval") or ApprovalForm()) if waits else None,
        "more_form": (forms.get("more") or MoreForm()) if works and referral.state == State.ON_HOLD else None,
        "question": _question(referral) if works and referral.state == State.ON_HOLD else "",
        "answer_form": (forms.get("answer") or RecordedAnswerForm(referral=referral)) if answers else None,
        "cancel_form": (forms.get("cancel") or ReasonForm(to=State.CANCELLED, prefix="cancel"))
        if State.CANCELLED in legal
        else None,
        "error_form": (forms.get("error") or ReasonForm(to=State.ERROR, prefix="error"))
        if State.ERROR in legal and it.opened.basis == Assignment.Role.LEAD
        else None,
        "opened_form": next((name for name in forms), ""),
        "problem": problem,
        "submission": uuid.uuid4(),
    }
    return TemplateResponse(request, "casework/desk/referral_detail.html", context, status=status)


def _question(referral: Referral) -> str:
    """What the recipient wants to know."""
    asked = referral.moves.filter(to_state=State.ON_HOLD).order_by("-at", "-pk").first()
    return asked.text if asked is not None else ""


def letter_on_page(it: OpenReferral) -> str:
    """The inside of the letter: as it was sent, or as it would be sent now; "" when it cannot be read any more."""
    if not readable(it.referral.slice):
        return ""
    letter = referral_letters.sent_letter(it.referral) if it.referral.sent_at is not None else unsent_letter(it)
    return referral_letters.sheet(letter)


def unsent_letter(it: OpenReferral, *, draft: bool = False) -> Letter:
    """The letter of a draft, or of one that waits, with the approval that it has."""
    in_force = letter_choices.in_force_for(it.opened, it.referral.recipient)
    approval = referrals.approval_of(it.referral)
    approval = approval if approval and approval.answer == referrals.Answer.APPROVED else None
    return referral_letters.letter_of(it.referral, in_force=in_force, approval=approval, draft=draft)


def loop_of(referral: Referral) -> list[referral_loop.Step]:
    """The loop as the sender sees it, approvals and reading included."""
    read = referral_loop.first_openings([referral]) if referral.sent_at else {}
    return referral_loop.steps(
        referral,
        moves=referral.moves.select_related("by").order_by("at", "pk"),
        approvals=list(referral.approvals.select_related("recorded_by").order_by("at", "pk")),
        read_at=read.get(referral.uid),
    )


# The letter on paper


def _print_draft(request: PageRequest, it: OpenReferral) -> Callable[[], Any] | None:
    """What was sent is stored; a draft is printed for its preview, and says that it is one."""
    if it.referral.sent_at is not None:
        return None
    letter = unsent_letter(it, draft=True)
    return lambda: paper_of(letter)


def paper_of(letter: Letter) -> bytes | None:
    """The paper, or None when it cannot be printed."""
    try:
        return referral_letters.paper(letter)
    except (LetterTooLong, LetterFailed, NoGlyph):
        return None


@page(
    may=CASE_READ,
    about=referral_to_read,
    purpose="referral",
    action="print",
    methods=("GET", "HEAD"),
    prepare=_print_draft,
)
def referral_letter(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """The stored paper of what was sent, or a print of the draft."""
    pdf = it.referral.letter if it.referral.sent_at is not None else request.prepared
    if not pdf or not readable(pdf):
        raise LetterNotPrinted
    return pdf_response(it.referral, pdf)


def pdf_response(referral: Referral, pdf: bytes) -> HttpResponse:
    """The file is named by its number, which names nobody."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{referral.number}.pdf"'
    return response
