"""Answers on paper: a form that names nobody, one scan that is looked at, sealed, logged and never shown in a page."""

import hashlib
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from consent import consent_papers, consents, default_grounds, scans, uploads
from consent.fields import readable
from consent.models import AccessEvent, Consent, ConsentPaper, FinalState, LegalGround
from tests.casework.desk.consent_answers import TELL, address, asked
from tests.casework.desk.page_facts import browser, event_of, text_of
from tests.casework.letters.test_conformance import faults
from tests.consent.hostile_scans import CORPUS, jpeg, pdf
from tests.people import NASRIN, Cast, sign_in, with_grounds

NAME = "Nasrin Rahimi suostumus.pdf"


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    found = with_grounds(cast.house.programme)
    default_grounds.ask(found["referral"], TELL, recipient=cast.house.employment)
    return found


def new(client: Client, cast: Cast, language: str = "fi", **more: Any) -> ConsentPaper:
    """A form as the worker makes it."""
    sign_in(client, cast.minna)
    questions = consents.questions_for(cast.house.programme, "fi")
    form = {"language": language, "questions": [str(q.uid) for q in questions], "submission": str(uuid.uuid4())}
    response = client.post(address(cast, "case-paper-new"), form | more)
    paper = ConsentPaper.objects.order_by("-pk").first()
    assert paper is not None
    assert response.url == address(cast, "case-paper", paper.uid)
    return paper


def send(client: Client, cast: Cast, paper: ConsentPaper, content: bytes) -> Any:
    file = SimpleUploadedFile(NAME, content, content_type="application/pdf")
    return client.post(address(cast, "case-paper", paper.uid), {"file": file})


# The form


@pytest.mark.parametrize("language", ["fi", "sv", "en", "prs"])
def test_form__on_paper__has_the_whole_texts_and_names_nobody(
    client: Client, cast: Cast, grounds: Any, language: str
) -> None:
    paper = new(client, cast, language)
    response = client.get(address(cast, "case-paper-pdf", paper.uid))
    assert faults(response.content) == []
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert paper.number in text
    if language == "fi":
        flat = " ".join(text.split())
        for question in consent_papers.asked_in(paper):
            assert question.text.split(".")[0][:40] in flat
    for secret in (NASRIN.first_name, NASRIN.last_name, cast.case.number, cast.minna.name):
        assert secret not in text
    assert event_of("case_paper_pdf")[0].action == AccessEvent.Action.PRINT


def test_form__number__says_nothing_and_is_not_guessed(client: Client, cast: Cast, grounds: Any) -> None:
    numbers = {new(client, cast).number for _ in range(5)}
    assert len(numbers) == 5
    assert all(len(number) == 9 and "-" in number for number in numbers)


def test_form__posted_twice__is_one(client: Client, cast: Cast, grounds: Any) -> None:
    one = str(uuid.uuid4())
    assert new(client, cast, submission=one) == new(client, cast, submission=one)


def test_form__answers_of_it__are_recorded_with_it(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    ask = client.get(address(cast, "case-consents-ask") + f"?paper={paper.uid}")
    assert paper.number in text_of(ask)
    initial = ask.context["form"].initial
    assert initial["channel"] == "paper"
    form = {"language": "fi", "channel": "paper", "questions": initial["questions"]}
    step = client.post(address(cast, "case-consents-ask") + f"?paper={paper.uid}", form)
    while "question=" in step.url:
        step = client.post(step.url, {"answer": "given", "submission": str(uuid.uuid4())})
    answers = Consent.objects.filter(paper=paper)
    assert answers.count() == 3
    assert set(answers.values_list("channel", flat=True)) == {"paper"}
    assert "Kuvat" in text_of(client.get(address(cast, "case-paper", paper.uid)))


@pytest.mark.parametrize("query", ["x", str(uuid.UUID(int=9))])
def test_form__unknown__asks_nothing(client: Client, cast: Cast, grounds: Any, query: str) -> None:
    assert sign_in(client, cast.minna).get(address(cast, "case-consents-ask") + f"?paper={query}").status_code == 404


# The scan


@pytest.mark.parametrize(("content", "kind"), [(pdf(), "pdf"), (jpeg(place=True), "jpeg")])
def test_scan__attached__is_sealed_and_saved_only_as_a_file(
    client: Client, cast: Cast, grounds: Any, content: bytes, kind: str
) -> None:
    paper = new(client, cast)
    assert send(client, cast, paper, content).status_code == 302
    row = ConsentPaper.objects.get(pk=paper.pk)
    assert (row.kind, row.scope, row.scanned_by) == (kind, cast.case.scope, cast.minna)
    stored = bytes(row.__dict__["scan"])
    assert content[:64] not in stored
    assert not readable(row.scan), "no ring is open here"
    response = client.get(address(cast, "case-paper-scan", paper.uid))
    assert hashlib.sha256(response.content).hexdigest() == row.digest
    assert response["Content-Disposition"] == f'attachment; filename="{paper.number}.{kind}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    event, subjects = event_of("case_paper_scan")
    assert (event.action, subjects) == (AccessEvent.Action.EXPORT, {cast.case.subject.uid})


def test_scan__name_of_its_file__is_nowhere(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    response = send(client, cast, paper, pdf())
    row = ConsentPaper.objects.get(pk=paper.pk)
    assert "Rahimi" not in str({k: v for k, v in row.__dict__.items() if k != "scan"})
    assert "suostumus" not in response.content.decode()


def test_scan__second_one__is_refused(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    send(client, cast, paper, pdf())
    first = ConsentPaper.objects.get(pk=paper.pk).digest
    assert send(client, cast, paper, jpeg()).status_code == 409
    assert ConsentPaper.objects.get(pk=paper.pk).digest == first


@pytest.mark.parametrize("name", ["program called pdf", "svg", "pdf and a zip behind it", "png that announces much"])
def test_scan__hostile__is_refused_in_words_and_not_kept(client: Client, cast: Cast, grounds: Any, name: str) -> None:
    paper = new(client, cast)
    content, why = CORPUS[name]
    response = send(client, cast, paper, content)
    assert response.status_code == 400
    assert str(scans.REFUSALS[why]) in text_of(response) or response.content
    assert ConsentPaper.objects.get(pk=paper.pk).scanned_at is None


@pytest.mark.parametrize("over", [1, 200_000])
def test_scan__too_large__is_refused_in_words(client: Client, cast: Cast, grounds: Any, over: int) -> None:
    paper = new(client, cast)
    response = send(client, cast, paper, b"%PDF-1.7" + b"\x00" * (uploads.MOST - 8 + over))
    assert response.status_code == 400
    assert "10" in text_of(response)
    assert ConsentPaper.objects.get(pk=paper.pk).scanned_at is None


def test_scan__none_chosen__is_asked_for(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    assert client.post(address(cast, "case-paper", paper.uid), {}).status_code == 400


def test_scan__not_there__is_not_found(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    assert client.get(address(cast, "case-paper-scan", paper.uid)).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("jari", 200), ("onni", 404), ("sari", 403), ("kaisa", 404), ("petri", 404), ("nasrin", 404)]
)
def test_scan__who_may(client: Client, cast: Cast, grounds: Any, name: str, status: int) -> None:
    paper = new(client, cast)
    send(client, cast, paper, pdf())
    device = browser(getattr(cast, name))
    for page in ("case-paper", "case-paper-scan"):
        assert device.get(address(cast, page, paper.uid)).status_code == status


def test_scan__list_of_papers__reads_no_scan(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    send(client, cast, paper, pdf())
    for row in consent_papers.of(cast.case.subject):
        assert "scan" not in row.__dict__


def test_other_pages__file__is_read_past(client: Client, cast: Cast, grounds: Any) -> None:
    """A page that takes no file has none, and the rest of its form works."""
    sign_in(client, cast.minna)
    questions = [str(asked(cast, "pictures").uid)]
    form = {"language": "fi", "channel": "phone", "questions": questions}
    file = SimpleUploadedFile(NAME, b"x" * 100)
    response = client.post(address(cast, "case-consents-ask"), form | {"interpreter": "", "file": file})
    assert response.status_code == 302
    assert not response.wsgi_request.FILES


def test_upload__never__has_a_name_or_a_file_on_disk(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    response = send(client, cast, paper, pdf())
    (file,) = response.wsgi_request.FILES.values()
    assert file.name == "file"
    assert not hasattr(file, "temporary_file_path")


# Kept


def test_paper__delete__is_refused(client: Client, cast: Cast, grounds: Any) -> None:
    paper = new(client, cast)
    with pytest.raises(FinalState):
        paper.delete()


def test_paper__has_no_second_copy_of_its_scan(client: Client, cast: Cast, grounds: Any) -> None:
    """No history: a scan of megabytes lies in one table."""
    tables = [name for name in connection.introspection.table_names() if "consentpaper" in name]
    assert tables == [ConsentPaper._meta.db_table]
