"""Referrals of a case file: the list, choosing a recipient, and the composer with its letter beside it."""

import copy
import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import letter_choices, referral_content, referral_letters, referral_loop, referrals
from casework.access import (
    CASE_READ,
    CASE_WORK,
    OpenCase,
    OpenReferral,
    case_to_read,
    case_to_work,
    referral_to_work,
)
from casework.desk.case_head import head
from casework.desk.referral_conflict import conflict_rows
from casework.forms.referrals import TYPED, ReferralForm, initial_of
from casework.letter_choices import STANDING_WORDS, Choice
from casework.models import Referral, ReferralState
from casework.recipient_profiles import Rule
from consent import drafts, turned_screen, wording
from consent.consents import GroundInForce
from consent.door import PageRequest, page, show
from consent.errors import NotNow
from consent.keyring import Audience
from consent.models import Draft, Organisation
from consent.periods import now
from consent.records import StaleWrite
from consent.submissions import once

FORM = "referral"
SHOWN = 50


@page(may=CASE_READ, about=case_to_read, purpose="referral", methods=("GET", "HEAD"))
def referral_list(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Every referral of the case file, newest first."""
    rows = Referral.objects.filter(case=opened.case).select_related("recipient", "case__subject")
    shown = list(rows.defer("letter").order_by("-created_at", "-pk")[:SHOWN])
    show(request, pairs=[(referral.scope, Audience.WORKER) for referral in shown], subjects=())
    read = referral_loop.first_openings(shown)
    context = {
        "opened": opened,
        "head": head(opened, "referral-list"),
        "rows": [referral_loop.row(referral, read.get(referral.uid)) for referral in shown],
        "log_here": reverse("session-new", args=[opened.case.uid]),
    }
    return TemplateResponse(request, "casework/desk/referral_list.html", context)


@page(may=CASE_WORK, about=case_to_work, purpose="referral")
def referral_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Choose the recipient; the draft begins with what its profile requires."""
    offered, problem = referrals.recipients(), ""
    follows = _follows(request, opened)
    chosen = _chosen(request, offered)
    if request.method == "POST" and chosen is not None:
        try:
            return once(request, lambda: _begin(request, opened, chosen, follows))
        except NotNow as refused:
            problem = str(refused.message)
    grounds = letter_choices.grounds_by_recipient(opened, offered)
    context = {
        "opened": opened,
        "rows": [{"organisation": organisation, "ground": grounds.get(organisation.pk)} for organisation in offered],
        "follows": follows,
        "problem": problem,
        "submission": uuid.uuid4(),
    }
    return TemplateResponse(request, "casework/desk/referral_new.html", context, status=409 if problem else 200)


def _begin(request: PageRequest, opened: OpenCase, recipient: Organisation, follows: Referral | None) -> str:
    by = request.actor.account
    referral = referrals.draft(by=by, opened=opened, recipient=recipient, follows=follows)
    return reverse("referral-edit", args=[referral.uid])


def _chosen(request: HttpRequest, offered: list[Organisation]) -> Organisation | None:
    return next((each for each in offered if str(each.uid) == request.POST.get("recipient")), None)


def _follows(request: HttpRequest, opened: OpenCase) -> Referral | None:
    """The referral of the same person that the new one takes up again."""
    try:
        uid = uuid.UUID(request.POST.get("follows", ""))
    except ValueError:
        return None
    found: Referral | None = Referral.objects.filter(uid=uid, case=opened.case).order_by("pk").first()
    return found if found is not None and found.ended else None


# The composer


@page(may=CASE_WORK, about=referral_to_work, purpose="referral")
def referral_edit(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Compose the letter; what is beside it is what they will see."""
    if it.referral.state != ReferralState.DRAFT:
        return redirect("referral-detail", it.referral.uid)
    offer = _offer(it)
    if request.method != "POST":
        draft = drafts.find(author=request.actor.account, form=FORM, about=it.referral.uid)
        form = ReferralForm(offered=offer.choices, initial=_initial(it, offer, draft))
        return _composer(request, it, form, offer, draft=draft)
    act = request.POST.get("act", "save")
    form = ReferralForm(request.POST, offered=offer.choices, complete=act in {"ask", "show"})
    if not form.is_valid():
        return _composer(request, it, form, offer)
    try:
        return _carry_out(request, it, form, act)
    except StaleWrite:
        return _conflict(request, it, form, offer)
    except NotNow as refused:
        form.add_error(None, str(refused.message))
        return _composer(request, it, form, offer, status=409)


def _carry_out(request: PageRequest, it: OpenReferral, form: ReferralForm, act: str) -> HttpResponseBase:
    by, content = request.actor.account, form.content()
    if act == "same":
        once_more = referrals.same_as_last(by=by, recipient=it.referral.recipient)
        again = {c.field.code for c in form.offered if c.may and c.cell.rule is not Rule.OPT_IN} & once_more
        content = referral_content.with_codes(content, content.codes | again)
    version = form.cleaned_data["version"]
    referral = referrals.compose(by=by, referral=it.referral, opened=it.opened, content=content, version=version)
    if act in {"ask", "show"}:
        referral = referrals.ask_approval(by=by, referral=referral, opened=it.opened)
    drafts.discard(author=by, form=FORM, about=referral.uid)
    if act == "show":
        here = reverse("referral-show", args=[referral.uid])
        turned_screen.turn(request, here)
        return redirect(here)
    if act == "ask":
        messages.success(request, _("The letter waits for the participant's approval."))
        return redirect("referral-detail", referral.uid)
    return redirect("referral-edit", referral.uid)


@page(may=CASE_WORK, about=referral_to_work, purpose="referral", methods=("POST",))
def referral_draft(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """Keep what is being written; the row itself changes only by a button."""
    if it.referral.state != ReferralState.DRAFT:
        raise Http404
    version = request.POST.get("version", "")
    drafts.save(
        author=request.actor.account,
        form=FORM,
        about=it.referral.uid,
        scope=it.referral.scope,
        content=_typed(request, _offer(it).choices),
        base_version=int(version) if version.isdecimal() and len(version) < 9 else None,
    )
    return HttpResponse(_("Draft saved %(clock)s") % {"clock": wording.clock(now())}, content_type="text/plain")


@page(may=CASE_WORK, about=referral_to_work, purpose="referral", action="view", methods=("POST",))
def referral_preview(request: PageRequest, it: OpenReferral) -> HttpResponseBase:
    """The letter of what stands in the form now; nothing is kept."""
    if it.referral.state != ReferralState.DRAFT:
        raise Http404
    offer = _offer(it)
    letter = _preview(it, ReferralForm(request.POST, offered=offer.choices), offer)
    return TemplateResponse(request, "casework/desk/_referral_letter.html", {"letter": letter})


@dataclasses.dataclass(frozen=True)
class Offer:
    """What may be told to the recipient of a referral now, and on what ground."""

    in_force: GroundInForce | None
    choices: list[Choice]


def _offer(it: OpenReferral) -> Offer:
    in_force = letter_choices.in_force_for(it.opened, it.referral.recipient)
    return Offer(in_force, letter_choices.choices(it.opened, it.referral.recipient, in_force))


def _typed(request: HttpRequest, offered: list[Choice]) -> dict[str, Any]:
    """What stands in the form, unchecked."""
    typed = [TYPED + choice.field.code for choice in offered if choice.field.typed]
    names = ["heading", "respond_by", "recipient_person", "language", "request", "meanwhile", *typed]
    return {name: request.POST.get(name, "") for name in names} | {"fields_told": request.POST.getlist("fields_told")}


def _initial(it: OpenReferral, offer: Offer, draft: Draft | None) -> dict[str, Any]:
    kept = initial_of(referral_content.content_of(it.referral), it.referral.version)
    if it.referral.version == 1:  # begun, perhaps before the permission was given: ticked as the profile has it now
        kept["fields_told"] = [choice.field.code for choice in offer.choices if choice.at_first]
    return kept if draft is None else {**kept, **draft.content, "version": draft.base_version or it.referral.version}


def _preview(it: OpenReferral, form: ReferralForm, offer: Offer) -> str:
    """The letter of a form, on an unsaved copy of the referral."""
    form.is_valid()
    unsaved = copy.copy(it.referral)
    referral_content.apply(unsaved, form.content(), it.opened, offer.choices)
    return referral_letters.sheet(referral_letters.letter_of(unsaved, in_force=offer.in_force, approval=None))


def _composer(
    request: PageRequest,
    it: OpenReferral,
    form: ReferralForm,
    offer: Offer,
    *,
    draft: Draft | None = None,
    status: int = 200,
    **more: Any,
) -> TemplateResponse:
    probe = form if form.is_bound else ReferralForm({**form.initial}, offered=offer.choices)
    context = {
        "it": it,
        "form": form,
        "rows": composer_rows(it, form, offer.choices),
        "in_force": offer.in_force,
        "letter": _preview(it, probe, offer),
        "saved_at": draft.saved_at if draft else None,
        "has_last": bool(referrals.same_as_last(by=request.actor.account, recipient=it.referral.recipient)),
        "conflict": None,
        **more,
    }
    return TemplateResponse(request, "casework/desk/referral_edit.html", context, status=status)


def composer_rows(it: OpenReferral, form: ReferralForm, offered: list[Choice]) -> list[dict[str, Any]]:
    """One row a field: what it says, whether it may be told, and if not, why not."""
    ticked = set(form["fields_told"].value() or [])
    rows = []
    for choice in offered:
        code, value = choice.field.code, referral_content.shown_value(choice.field, it.opened) if choice.may else ""
        rows.append(
            {
                "code": code,
                "choice": choice,
                "words": STANDING_WORDS[choice.standing],
                "ticked": choice.required or (choice.may and code in ticked),
                "known": choice.field.typed or bool(value),
                "value": value,
                "box": form[TYPED + code] if choice.may and choice.field.typed else None,
            }
        )
    return rows


def _conflict(request: PageRequest, it: OpenReferral, form: ReferralForm, offer: Offer) -> TemplateResponse:
    """Somebody else saved meanwhile: both texts are shown, mine stay in the form, and the form now knows the newest."""
    read_version, mine = form.cleaned_data["version"], request.POST.copy()
    mine["version"] = str(it.referral.version)
    form.data = mine
    found = conflict_rows(it.referral, read_version, form.content())
    return _composer(request, it, form, offer, status=409, conflict=found)
