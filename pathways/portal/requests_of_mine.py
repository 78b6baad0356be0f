"""What the person may ask about their data: plain choices, own words, and by when the answer comes."""

import dataclasses
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from casework.models import GuidanceSession, HealthEntry
from casework.models.sessions import Entry
from consent import requests, statements, submissions, wording
from consent.door import Found, PageRequest, page
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.models import Channel, DataRequest
from consent.periods import today
from pathways.own_access import OWN, OwnPages, own_messages, own_pages, own_request
from pathways.portal import calling

Kind, State = DataRequest.Kind, DataRequest.State
Words = str | Promise
MOST_SHOWN = 30


@dataclasses.dataclass(frozen=True)
class Choice:
    """One thing that can be asked, in easy words. `must_say`: it cannot be asked without words."""

    kind: str
    title: Words
    text: Words
    icon: str
    must_say: bool = False


CHOICES: tuple[Choice, ...] = (
    Choice(
        Kind.ACCESS,
        pgettext_lazy("participant", "I want to see my data"),
        pgettext_lazy("participant", "You get all your data. You may have a paper or a file."),
        "eye",
    ),
    Choice(
        Kind.RECTIFICATION,
        pgettext_lazy("participant", "Something is wrong in my data"),
        pgettext_lazy("participant", "Tell us what is wrong. We check it."),
        "pen-line",
        must_say=True,
    ),
    Choice(
        Kind.ERASURE,
        pgettext_lazy("participant", "I want my data erased"),
        pgettext_lazy("participant", "We cannot always erase data. Then we tell you why."),
        "trash-2",
    ),
    Choice(
        Kind.RESTRICTION,
        pgettext_lazy("participant", "Do not use my data now"),
        pgettext_lazy("participant", "We keep your data. Nobody uses it meanwhile."),
        "lock",
    ),
    Choice(
        Kind.OBJECTION,
        pgettext_lazy("participant", "I do not accept how you use my data"),
        pgettext_lazy("participant", "Tell us why. We stop using the data meanwhile."),
        "ban",
        must_say=True,
    ),
    Choice(
        Kind.PORTABILITY,
        pgettext_lazy("participant", "I want to take my data along"),
        pgettext_lazy("participant", "You get a file. It has what you told us yourself."),
        "download",
    ),
    Choice(
        Kind.LOG,
        pgettext_lazy("participant", "Who has used my data?"),
        pgettext_lazy("participant", "You get a list of the last two years."),
        "users-round",
    ),
)
_BY_KIND = {choice.kind: choice for choice in CHOICES}


class AskForm(forms.Form):
    """What the person wants to say."""

    words = forms.CharField(
        label=pgettext_lazy("participant", "What do you want to say?"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": pgettext_lazy("participant", "Write here what you want to say.")},
    )

    def __init__(self, *args: Any, must_say: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = must_say


class StatementForm(AskForm):
    """The same beside one meeting."""

    entry = forms.ChoiceField(
        label=pgettext_lazy("participant", "Which meeting do you mean?"),
        widget=forms.RadioSelect,
        error_messages={"required": pgettext_lazy("participant", "Choose the meeting.")},
    )
    field_order = ("entry", "words")

    def __init__(self, *args: Any, entries: list[GuidanceSession | HealthEntry], **options: Any) -> None:
        super().__init__(*args, must_say=True, **options)
        self.entries = {str(entry.uid): entry for entry in entries}
        entry = self.fields["entry"]
        assert isinstance(entry, forms.ChoiceField)
        entry.choices = [
            (uid, f"{wording.day_full(each.held_on)}, {each.author.name}") for uid, each in self.entries.items()
        ]


class CorrectionForm(StatementForm):
    """What is wrong: in what is written of one meeting, or somewhere else."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        entry = self.fields["entry"]
        assert isinstance(entry, forms.ChoiceField)
        entry.required, entry.label = False, pgettext("participant", "Where is it wrong?")
        entry.choices = [("", pgettext("participant", "Something else")), *entry.choices]  # type: ignore[misc]


def kind_to_ask(actor: Any, kind: str) -> Found:
    """The person's own pages, for one of the things that can be asked."""
    found = own_pages(actor)
    if kind not in _BY_KIND:
        raise NotFound
    return dataclasses.replace(found, it=(found.it, _BY_KIND[kind]))


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me_requests(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """What can be asked, and what was."""
    rows = DataRequest.objects.filter(subject=own.subject).order_by("-received_on", "-pk")[:MOST_SHOWN]
    context = {
        "choices": CHOICES,
        "rows": [{"request": row, "title": _BY_KIND[row.kind].title} for row in rows],
        "worker": calling.worker(own),
    }
    return TemplateResponse(request, "pathways/portal/me_requests.html", context)


@page(may=OWN, about=kind_to_ask, purpose="own_data")
def me_request_new(request: PageRequest, it: tuple[OwnPages, Choice]) -> HttpResponseBase:
    """One thing is asked."""
    own, choice = it
    form = _form(request.POST or None, own, choice)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _ask(request, own, choice, form))
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    context = {"choice": choice, "form": form, "submission": uuid.uuid4()}
    return TemplateResponse(request, "pathways/portal/me_request_new.html", context)


def _form(post: Any, own: OwnPages, choice: Choice) -> AskForm:
    if choice.kind == Kind.RECTIFICATION:
        return CorrectionForm(post, entries=_meetings(own), initial={"entry": ""})
    return AskForm(post, must_say=choice.must_say)


def _ask(request: PageRequest, own: OwnPages, choice: Choice, form: AskForm) -> str:
    entry = form.entries.get(form.cleaned_data["entry"]) if isinstance(form, CorrectionForm) else None
    row = requests.receive(
        by=request.actor.account,
        subject=own.subject,
        kind=choice.kind,
        channel=Channel.PORTAL,
        words=form.cleaned_data["words"],
        about=requests.About(kind_of(entry), entry.uid) if entry else None,
    )
    messages.success(request, _("Your request has been sent."))
    return reverse("me-request", args=[row.uid])


@page(may=OWN, about=own_request, purpose="own_data")
def me_request(request: PageRequest, it: tuple[OwnPages, DataRequest]) -> HttpResponseBase:
    """One request: what was asked, by when the answer comes, and the answer. It can be taken back."""
    own, row = it
    if request.method == "POST":
        requests.take_back(row, by=request.actor.account)
        messages.success(request, _("You have taken the request back."))
        return redirect("me-requests")
    context = {
        "own": own,
        "it": row,
        "choice": _BY_KIND[row.kind],
        "is_open": row.state in requests.OPEN,
        "words": _said(row.words),
        "extension_reason": _said(row.extension_reason),
        "answer": _said(row.answer) if row.state == State.ANSWERED else "",
        "late": row.state in requests.OPEN and row.due_on < today(),
        "worker": calling.worker(own),
    }
    return TemplateResponse(request, "pathways/portal/me_request.html", context)


def kind_of(entry: GuidanceSession | HealthEntry) -> str:
    """How an entry is called where it is told (`casework.exported`)."""
    return "health_entry" if isinstance(entry, HealthEntry) else "session"


def _said(text: str) -> str:
    return text if readable(text) else ""


@page(may=OWN, about=own_messages, purpose="own_data")
def me_statement(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """The person's own words beside what a worker wrote about a meeting."""
    form = StatementForm(request.POST or None, entries=_meetings(own))
    if request.method == "POST" and form.is_valid():
        return submissions.once(request, lambda: _state(request, own, form))
    context = {"form": form, "some": bool(form.entries), "submission": uuid.uuid4()}
    return TemplateResponse(request, "pathways/portal/me_statement.html", context)


def _meetings(own: OwnPages) -> list[GuidanceSession | HealthEntry]:
    """The meetings that were recorded, the latest first; two queries."""
    found: list[GuidanceSession | HealthEntry] = []
    for model in (GuidanceSession, HealthEntry):
        rows = model.objects.filter(case__in=own.cases, state=Entry.State.CONFIRMED).exclude(kind="message")
        found += list(rows.select_related("author").order_by("-held_on", "-pk")[:MOST_SHOWN])
    return sorted(found, key=lambda entry: entry.held_on, reverse=True)[:MOST_SHOWN]


def _state(request: PageRequest, own: OwnPages, form: StatementForm) -> str:
    entry = form.entries[form.cleaned_data["entry"]]
    statements.write(
        by=request.actor.account,
        subject=own.subject,
        about_kind=kind_of(entry),
        about_uid=entry.uid,
        scope=entry.scope,
        text=form.cleaned_data["words"],
    )
    messages.success(request, _("Your words stand beside the worker's text."))
    return reverse("me-requests")
