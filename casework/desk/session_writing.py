"""Writing a session: three fields, a draft that keeps itself, and one button that confirms and locks."""

import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import agreed_actions, assignments, panels, session_drafts, sessions
from casework.access import CASE_READ, OpenCase, case_to_record
from casework.access_to_entries import case_to_draft
from casework.forms import sessions as forms
from casework.models import Appointment, Present, SessionKind
from casework.session_drafts import DraftConflict, Page
from consent import wording
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.keyring import GroundNeeded
from consent.models import Account, Draft
from consent.periods import today
from consent.submissions import FIELD, once


@dataclasses.dataclass(frozen=True)
class Writing:
    """What a page of writing needs to know of the case file: who may own what is agreed, and the appointment."""

    opened: OpenCase
    author: Account
    workers: dict[uuid.UUID, Account]
    appointment: Appointment | None

    @property
    def owners(self) -> forms.Owners:
        """Who can promise something: the participant, the author, the other workers."""
        names = [(str(uid), account.name) for uid, account in self.workers.items()]
        return [(forms.PARTICIPANT, self.opened.participant.first_name), *names]


@page(may=CASE_READ, about=case_to_record, purpose="guidance")
def session_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The page on which a meeting is recorded; it goes on from the author's draft, from whichever device."""
    writing = _writing(request, opened)
    if request.method == "POST":
        return _posted(request, writing)
    draft = session_drafts.find(request.actor.account, opened)
    text = _first_text(writing.appointment)
    if draft is not None:
        text = session_drafts.typed_in(draft)
        started_from = draft.content.get(session_drafts.APPOINTMENT, "")
        writing = dataclasses.replace(writing, appointment=_appointment(opened, started_from) or writing.appointment)
    return _as_typed(request, writing, text, draft)


@page(may=CASE_READ, about=case_to_draft, purpose="guidance", methods=("POST",))
def session_draft(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Where the page saves itself; answers with the line that it shows."""
    try:
        draft = _keep(request, opened)
    except DraftConflict as conflict:
        return HttpResponse(_conflict_words(conflict), content_type="text/plain; charset=utf-8")
    except GroundNeeded as refused:
        return HttpResponse(str(refused.message), content_type="text/plain; charset=utf-8")
    return HttpResponse(_draft_words(draft), content_type="text/plain; charset=utf-8")


def _posted(request: PageRequest, writing: Writing) -> HttpResponseBase:
    """One of the page's buttons: a row more, later, drop the draft, or confirm."""
    if "discard" in request.POST:
        session_drafts.discard(request.actor.account, writing.opened)
        return redirect("case-detail", writing.opened.case.uid)
    if "later" in request.POST or "more" in request.POST:
        try:
            draft = _keep(request, writing.opened)
        except DraftConflict as conflict:
            return _as_typed(request, writing, forms.typed(request.POST), conflict.draft, conflict=conflict)
        except GroundNeeded as refused:
            return _as_typed(request, writing, forms.typed(request.POST), None, refused=refused)
        if "later" in request.POST:
            return redirect("home")
        text = forms.typed(request.POST)
        text[forms.PREFIX] = [*text[forms.PREFIX], {}][: forms.MOST_ROWS]
        return _as_typed(request, writing, text, draft, more=True)
    return _confirm(request, writing)


def _confirm(request: PageRequest, writing: Writing) -> HttpResponseBase:
    form, rows = forms.posted(request.POST, health=writing.opened.opens_health, owners=writing.owners)
    if all([form.is_valid(), *[row.is_valid() for row in rows]]):
        try:
            with transaction.atomic():
                return once(request, lambda: _sign(request, writing, form, rows))
        except DraftConflict as conflict:
            return _page(request, writing, form, rows, conflict.draft, conflict=conflict)
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    try:
        draft = _keep(request, writing.opened)
    except DraftConflict as conflict:
        return _page(request, writing, form, rows, conflict.draft, conflict=conflict)
    except GroundNeeded:  # the form has said so, or says something else first
        draft = None
    return _page(request, writing, form, rows, draft)


def _sign(request: PageRequest, writing: Writing, form: forms.SessionForm, rows: list[forms.AgreedForm]) -> str:
    """Carry it out and say where to go: back to the day if it came from there, else to the case file."""
    opened, by = writing.opened, writing.author
    session_drafts.check(by, opened, _page_of(request))
    agreed = [
        (owner, text, due_on, writing.workers.get(worker) if worker else None)
        for owner, text, due_on, worker in forms.agreed(rows)
    ]
    sessions.sign(by=by, case=opened.case, actions=agreed, appointment=writing.appointment, **form.cleaned_data)
    session_drafts.discard(by, opened)
    messages.success(request, _state_in_words(opened))
    return reverse("home") if writing.appointment else reverse("case-detail", args=[opened.case.uid])


def _state_in_words(opened: OpenCase) -> str:
    if opened.works:
        return _("The entry is confirmed.")
    if opened.glass_until:
        return _("The entry waits for the lead worker to confirm it.")
    return _("The entry waits for your supervisor to confirm it.")


def _keep(request: PageRequest, opened: OpenCase) -> Draft | None:
    text, appointment = forms.typed(request.POST), request.POST.get("appointment", "")[:36]
    return session_drafts.save(
        request.actor.account, opened, text=text, page=_page_of(request), appointment=appointment
    )


def _page_of(request: PageRequest) -> Page:
    return Page(request.POST.get(FIELD, ""), request.POST.get("base", ""))


# What the page shows


def _as_typed(
    request: PageRequest,
    writing: Writing,
    text: forms.Typed,
    draft: Draft | None,
    *,
    more: bool = False,
    conflict: DraftConflict | None = None,
    refused: GroundNeeded | None = None,
) -> TemplateResponse:
    form, rows = forms.shown(text, health=writing.opened.opens_health, owners=writing.owners)
    return _page(
        request,
        writing,
        form,
        rows,
        draft,
        more=more or forms.has_more(text),
        row_added=more,
        conflict=conflict,
        refused=refused,
    )


def _page(
    request: PageRequest,
    writing: Writing,
    form: forms.SessionForm,
    rows: list[forms.AgreedForm],
    draft: Draft | None,
    *,
    more: bool = False,
    row_added: bool = False,
    conflict: DraftConflict | None = None,
    refused: GroundNeeded | None = None,
) -> TemplateResponse:
    opened = writing.opened
    optional = [name for name in form.fields if name not in {"held_on", "kind", "narrative"}]
    more = more or any(form[name].errors for name in optional) or any(row.errors for row in rows)
    more = more or (form.is_bound and forms.has_more(forms.typed(request.POST)))
    focused = rows[-1].fields["text"] if row_added else form.fields["narrative"]
    if not form.errors:
        focused.widget.attrs["autofocus"] = True
    context = {
        "opened": opened,
        "form": form,
        "rows": rows,
        "appointment": writing.appointment,
        "submission": uuid.uuid4(),
        "base": session_drafts.moment(draft),
        "draft_words": _draft_words(draft),
        "draft_exists": draft is not None,
        "more_open": more,
        "conflict_words": _conflict_words(conflict) if conflict else "",
        "refused_words": str(refused.message) if refused else "",
        "conflict_text": _texts_of(conflict.draft) if conflict else "",
        "last": agreed_actions.last_agreed(opened.case),
        "aside": panels.shown(opened, request.actor, place="aside"),
        "log_here": request.path,
    }
    return TemplateResponse(request, "casework/desk/session_new.html", context)


def _writing(request: PageRequest, opened: OpenCase) -> Writing:
    author = request.actor.account
    others = {row.account.uid: row.account for row in assignments.in_force(opened.case)}
    named = request.POST.get("appointment") or request.GET.get("appointment") or ""
    return Writing(opened, author, {author.uid: author} | others, _appointment(opened, named))


def _appointment(opened: OpenCase, named: str) -> Appointment | None:
    """The planned appointment of this case file that the page came from."""
    try:
        uid = uuid.UUID(named)
    except ValueError:
        return None
    rows = Appointment.objects.filter(case=opened.case, uid=uid, state=Appointment.State.PLANNED)
    found: Appointment | None = rows.first()
    if found is not None and found.kind == SessionKind.HEALTH and not opened.opens_health:
        return None
    return found


def _first_text(appointment: Appointment | None) -> forms.Typed:
    """An empty page: today's meeting, or what the appointment knows."""
    if appointment is None:
        return {"held_on": today(), "kind": SessionKind.MEETING}
    return {
        "held_on": min(wording.local_day(appointment.starts_at), today()),
        "kind": appointment.kind,
        "started_at": wording.local_clock(appointment.starts_at),
        "length_minutes": appointment.length_minutes,
        "place": appointment.place,
        "present": [Present.INTERPRETER] if appointment.interpreter == Appointment.Interpreter.CONFIRMED else [],
    }


def _draft_words(draft: Draft | None) -> str:
    if draft is None:
        return ""
    if wording.local_day(draft.saved_at) == today():
        return _("Draft saved %(clock)s") % {"clock": wording.clock(draft.saved_at)}
    return _("Draft saved %(moment)s") % {"moment": wording.moment(draft.saved_at)}


def _conflict_words(conflict: DraftConflict) -> str:
    if conflict.draft is None:
        return _(
            "The draft has already been confirmed or deleted on another page. Look at the events before confirming."
        )
    when = wording.clock(conflict.draft.saved_at)
    return _("A newer draft was saved on another page %(clock)s. Nothing has been overwritten.") % {"clock": when}


def _texts_of(draft: Draft | None) -> str:
    """What the other page has written, to be read and copied."""
    if draft is None:
        return ""
    agreed = [row.get("text", "") for row in draft.content.get(forms.PREFIX, [])]
    texts: list[Any] = [draft.content.get("narrative"), *agreed, draft.content.get("for_participant")]
    return "\n\n".join(text for text in texts if text)
