"""Asking: what is said once, then one question a page, each answer a submit that moves on, and the receipt."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from casework import consent_receipts, consent_round, standing
from casework.access import CASE_WORK, OpenCase, case_to_work
from casework.consent_round import Round
from casework.forms.consents import AskingForm
from consent import consent_papers, consents, languages, submissions, turned_screen
from consent.door import PageRequest, page
from consent.errors import NotFound
from consent.fields import readable
from consent.models import Channel, Consent, ConsentPaper, Question
from consent.periods import day_in_finland, today

#: The three answers, of one size and one colour.
ANSWERS = (
    (Consent.State.GIVEN.value, pgettext_lazy("answer", "Yes")),
    (Consent.State.REFUSED.value, pgettext_lazy("answer", "No")),
    (Consent.State.LATER.value, pgettext_lazy("answer", "Ask later")),
)


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_consents_ask(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """What is said once. `?question=` or `?recipient=` asks that one alone, `?next=` is where it returns to,

    `?paper=` is the form on which the answers stand.
    """
    found = standing.of(opened)
    only, paper = _only(request, found), _paper(request, opened)
    offered = [only] if only else found.questions
    ticked = [only] if only else _on_paper(paper, found) if paper else found.waiting
    if request.method == "POST":
        form = AskingForm(request.POST, offered=offered)
        if form.is_valid():
            return redirect(_begin(request, opened, form, paper))
    else:
        form = AskingForm(offered=offered, initial=_initial(request, opened, ticked, paper))
    context = {
        "opened": opened,
        "form": form,
        "only": only,
        "paper": paper,
        "nothing_to_ask": not offered,
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }
    return TemplateResponse(request, "casework/desk/consent_ask.html", context)


def _only(request: PageRequest, found: standing.Standing) -> Question | None:
    """The one question that an address names, in any language or version of it. Raises NotFound."""
    question, recipient = request.GET.get("question"), request.GET.get("recipient")
    if not question and not recipient:
        return None
    wanted = _key(question) if question else None
    for each in found.questions:
        to = str(each.recipient.uid) if each.recipient else ""
        if consents.key_of(each) == wanted or (recipient and to == recipient):
            return each
    raise NotFound


def _paper(request: PageRequest, opened: OpenCase) -> ConsentPaper | None:
    """The form that an address names. Raises NotFound."""
    named = request.GET.get("paper")
    if not named:
        return None
    try:
        paper = consent_papers.of(opened.case.subject).filter(uid=uuid.UUID(named)).first()
    except ValueError:
        paper = None
    if paper is None:
        raise NotFound
    return paper


def _on_paper(paper: ConsentPaper, found: standing.Standing) -> list[Question]:
    """Of what is asked today, what stands on the form."""
    keys = {consents.key_of(question) for question in consent_papers.asked_in(paper)}
    return [question for question in found.questions if consents.key_of(question) in keys]


def _key(text: str) -> consents.Key:
    try:
        meant = Question.objects.filter(uid=uuid.UUID(text)).first()
    except ValueError:
        meant = None
    if meant is None:
        raise NotFound
    return consents.key_of(meant)


def _initial(request: PageRequest, opened: OpenCase, ticked: Any, paper: ConsentPaper | None) -> dict[str, Any]:
    former = consent_round.current(by=request.actor.account, case=opened.case)
    spoken = opened.participant.language
    known = readable(spoken) and spoken in languages.CODES
    if paper is not None:
        return {
            "language": paper.language,
            "channel": Channel.PAPER.value,
            "interpreter": "",
            "questions": [str(question.uid) for question in ticked],
        }
    return {
        "language": former.language if former else spoken if known else "fi",
        "channel": former.channel if former else Channel.IN_PERSON.value,
        "interpreter": former.interpreter if former else "",
        "questions": [str(question.uid) for question in ticked],
    }


def _begin(request: PageRequest, opened: OpenCase, form: AskingForm, paper: ConsentPaper | None) -> str:
    language = form.cleaned_data["language"]
    available = consents.questions_for(opened.case.programme, language)
    asked = consent_round.in_language(form.chosen(), available)
    back = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    round_ = Round(
        language=language,
        channel=form.cleaned_data["channel"],
        interpreter=form.cleaned_data["interpreter"],
        questions=asked,
        back=back if here else "",
        paper=str(paper.uid) if paper else "",
    )
    consent_round.begin(round_, by=request.actor.account, case=opened.case)
    return question_address(opened, asked[0])


def question_address(opened: OpenCase, question: uuid.UUID | None = None) -> str:
    """One question of the round; without it, its end. All have one path, so that a turned screen shows only them."""
    path = reverse("case-consents-question", args=[opened.case.uid])
    return f"{path}?{urlencode({'question': str(question)})}" if question else path


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_consents_question(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """One question: the whole stored text, three equal answers."""
    round_ = consent_round.current(by=request.actor.account, case=opened.case)
    turned = bool(turned_screen.turned_to(request))
    asked = consent_round.asked_in(round_) if round_ else []
    here = next((n for n, question in enumerate(asked) if str(question.uid) == request.GET.get("question")), None)
    if round_ is None or here is None:
        return _ended(request, opened, round_, turned=turned)
    if request.method == "POST" and "turn" in request.POST:
        turned_screen.turn(request, question_address(opened))
        return redirect(question_address(opened, asked[here].uid))
    problem = ""
    if request.method == "POST":
        answer, following = request.POST.get("answer", ""), _following(opened, round_, asked, here, turned=turned)
        if answer in dict(ANSWERS):
            return submissions.once(request, lambda: _record(request, opened, round_, asked[here], answer, following))
        problem = _("Choose one of the three answers.")
    context = _question(request, opened, round_, asked, here) | {"problem": problem, "turned": turned}
    return TemplateResponse(request, "casework/desk/consent_question.html", context, status=400 if problem else 200)


def _following(opened: OpenCase, round_: Round, asked: list[Question], here: int, *, turned: bool) -> str:
    if here + 1 < len(asked):
        return question_address(opened, asked[here + 1].uid)
    if turned:
        return question_address(opened)
    return round_.back or reverse("case-consents-receipt", args=[opened.case.uid])


def _record(
    request: PageRequest, opened: OpenCase, round_: Round, question: Question, answer: str, following: str
) -> str:
    try:
        consents.answer(
            by=request.actor.account,
            subject=opened.case.subject,
            question=question,
            state=answer,
            language=round_.language,
            channel=round_.channel,
            interpreter=round_.interpreter,
            teach_back="teach_back" in request.POST,
            paper=consent_papers.of(opened.case.subject).filter(uid=round_.paper).first() if round_.paper else None,
        )
    except consents.QuestionClosed as refused:
        messages.warning(request, str(refused.message))
    return following


def _question(
    request: PageRequest, opened: OpenCase, round_: Round, asked: list[Question], here: int
) -> dict[str, Any]:
    question = asked[here]
    answers = consents.answers_of(opened.case.subject, opened.case.programme)
    former = next((each for each in answers if consents.key_of(each) == consents.key_of(question)), None)
    original = question.original() if question.language not in dict(settings.LANGUAGES) else None
    return {
        "opened": opened,
        "layout": "layouts/calm.html" if turned_screen.turned_to(request) else "base.html",
        "question": question,
        "original": original,
        "words": consent_receipts.page_language(question.language),
        "direction": languages.find(question.language).direction if question.language in languages.CODES else "ltr",
        "spoken": languages.name(round_.language),
        "round": round_,
        "channel": Channel(round_.channel).label,
        "answers": ANSWERS,
        "former": former.state if former else "",
        "told_back": former is not None and former.teach_back and day_in_finland(former.answered_at) == today(),
        "number": here + 1,
        "count": len(asked),
        "previous": question_address(opened, asked[here - 1].uid) if here else "",
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
        "resume_href": _resume(opened, round_),
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }


def _resume(opened: OpenCase, round_: Round | None) -> str:
    """Where the worker signs again after the participant has had the screen, and goes on from."""
    after = round_.back if round_ and round_.back else reverse("case-consents-receipt", args=[opened.case.uid])
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': after})}"


def _ended(request: PageRequest, opened: OpenCase, round_: Round | None, *, turned: bool) -> HttpResponseBase:
    if not turned:
        return redirect("case-consents-receipt" if round_ else "case-consents-ask", opened.case.uid)
    context = consent_receipts.receipt(opened, today()) | {"resume_href": _resume(opened, round_)}
    return TemplateResponse(request, "casework/desk/consent_thanks.html", context)
