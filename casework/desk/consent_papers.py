"""Answers on paper: a form to print, the scan of it, and the way to record what stands on it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import consent_forms, consent_round, standing
from casework.access import CASE_WORK, OpenCase, case_to_work
from casework.access_to_consents import paper_to_open
from casework.forms.consents import PaperForm, ScanForm
from casework.letters.characters import NoGlyph
from casework.letters.printing import LetterFailed, LetterTooLong
from consent import consent_papers, consents, languages, scans, submissions, uploads
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.models import ConsentPaper
from consent.scans import Scan, ScanRefused

#: Content type and ending of what is handed out, by kind.
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}

uploads.take("case-paper")


class FormNotPrinted(NotNow):
    message = gettext_lazy("The form could not be printed. Choose fewer questions, or try again in a moment.")


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_paper_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """What is printed on a form, and in which language."""
    found = standing.of(opened)
    if request.method == "POST":
        form = PaperForm(request.POST, offered=found.questions)
        if form.is_valid():
            return submissions.once(request, lambda: _make(request, opened, form))
    else:
        spoken = opened.participant.language
        known = readable(spoken) and spoken in languages.CODES
        ticked = [str(question.uid) for question in found.waiting or found.questions]
        form = PaperForm(offered=found.questions, initial={"language": spoken if known else "fi", "questions": ticked})
    context = {
        "opened": opened,
        "form": form,
        "nothing_to_ask": not found.questions,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    return TemplateResponse(request, "casework/desk/paper_new.html", context)


def _make(request: PageRequest, opened: OpenCase, form: PaperForm) -> str:
    case, language = opened.case, form.cleaned_data["language"]
    in_language = consents.questions_for(case.programme, language)
    wanted = consent_round.in_language(form.chosen(), in_language)
    questions = [question for question in in_language if question.uid in wanted]
    paper = consent_papers.make(
        by=request.actor.account, subject=case.subject, scope=case.scope, questions=questions, language=language
    )
    return reverse("case-paper", args=[case.uid, paper.uid])


def _read_scan(request: PageRequest, it: tuple[OpenCase, ConsentPaper]) -> Callable[[], Any] | None:
    """The file is taken within a transaction and read outside it."""
    if request.method != "POST":
        return None
    if uploads.too_large(request.META.get("CONTENT_LENGTH", "")):
        return lambda: ScanRefused(scans.REFUSALS["large"])
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    content = file.read()
    file.seek(0)
    return lambda: _read(content)


def _read(content: bytes) -> Scan | ScanRefused:
    try:
        return scans.read(content)
    except ScanRefused as refused:
        return refused


@page(may=CASE_WORK, about=paper_to_open, purpose="guidance", prepare=_read_scan)
def case_paper(request: PageRequest, it: tuple[OpenCase, ConsentPaper]) -> HttpResponseBase:
    """One form: print it, attach its scan, record what stands on it."""
    opened, paper = it
    read, form, problem = request.prepared, ScanForm(), ""
    if request.method == "POST":
        if isinstance(read, Scan):
            consent_papers.attach(paper, by=request.actor.account, scan=read)
            messages.success(request, _("The scan is attached."))
            return redirect("case-paper", opened.case.uid, paper.uid)
        form = ScanForm(request.POST, request.FILES)
        problem = str(read.message) if isinstance(read, ScanRefused) else ""
        form.is_valid()
    answers = paper.answers.select_related("question").order_by("pk")
    context = {
        "opened": opened,
        "paper": paper,
        "questions": consent_papers.asked_in(paper),
        "answers": consents.titled(answers),
        "form": form,
        "problem": problem,
        "language": languages.name(paper.language) if paper.language in languages.CODES else paper.language,
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, "casework/desk/paper.html", context, status=status)


def _print(request: PageRequest, it: tuple[OpenCase, ConsentPaper]) -> Callable[[], Any]:
    text = consent_forms.html(it[1], it[0].case.programme.controller)
    return lambda: _printed(text)


def _printed(text: str) -> bytes | None:
    try:
        return consent_forms.pdf(text)
    except (LetterTooLong, LetterFailed, NoGlyph):
        return None


@page(may=CASE_WORK, about=paper_to_open, purpose="guidance", action="print", methods=("GET", "HEAD"), prepare=_print)
def case_paper_pdf(request: PageRequest, it: tuple[OpenCase, ConsentPaper]) -> HttpResponseBase:
    """The form on paper."""
    if request.prepared is None:
        raise FormNotPrinted
    response = HttpResponse(request.prepared, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{it[1].number}.pdf"'
    return response


@page(may=CASE_WORK, about=paper_to_open, purpose="guidance", action="export", methods=("GET", "HEAD"))
def case_paper_scan(request: PageRequest, it: tuple[OpenCase, ConsentPaper]) -> HttpResponseBase:
    """The scan, only ever as a file to save: no browser shows it within this site."""
    paper = it[1]
    if paper.scanned_at is None or not readable(paper.scan):
        raise NotFound
    response = HttpResponse(paper.scan, content_type=TYPES[paper.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{paper.number}.{paper.kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
