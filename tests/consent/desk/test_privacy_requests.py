"""The officer's requests: one row, one page, one decision; the answer is made under the request alone (issue 4.6)."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse

from casework import participants
from consent import answer_paper, exports, keyring, requests
from consent.actors import acting
from consent.models import AccessEvent, AccessEventSubject, DataRequest
from consent.periods import HELSINKI
from tests.casework.desk.page_facts import text_of
from tests.casework.stories import NARRATIVE, health_entry, signed
from tests.consent.test_requests import day, decide, known, on, receive
from tests.people import Cast, sign_in

Kind, State = DataRequest.Kind, DataRequest.State
__all__ = ["HELSINKI"]


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, cast.kirsi)


def row_of(request: DataRequest) -> DataRequest:
    row: DataRequest = DataRequest.objects.get(pk=request.pk)
    return row


def act(officer: Client, request: DataRequest, name: str, **fields: str) -> int:
    given = {f"{name}-{key}": value for key, value in fields.items()}
    status: int = officer.post(reverse("privacy-request", args=[request.uid]), {"act": name, **given}).status_code
    return status


def test_list__open_overdue_and_ended__by_the_day(officer: Client, cast: Cast) -> None:
    with on("24.11.2026"):
        late, ended = receive(cast), receive(cast, kind=Kind.LOG)
        requests.take_back(ended, by=cast.nasrin)
    with on("20.12.2026"):
        receive(cast, kind=Kind.PORTABILITY)
    with on("28.12.2026"):
        sign_in(officer, cast.kirsi)
        text = text_of(officer.get(reverse("privacy-requests")))
        assert text.index("See the data") < text.index("Take the data along")
        assert "4 days late" in text
        assert cast.case.number in text
        assert "Nasrin" not in text
        overdue = text_of(officer.get(reverse("privacy-requests") + "?state=overdue"))
        assert "See the data" in overdue
        assert "Take the data along" not in overdue
        assert "See who has used the data" in text_of(officer.get(reverse("privacy-requests") + "?state=ended"))
        assert "1 waiting" in text_of(officer.get(reverse("privacy")))
    assert late.due_on == day("24.12.2026")


def test_list__other_programme__is_not_there(officer: Client, cast: Cast) -> None:
    stranger = participants.create(
        by=cast.outi,
        programme=cast.house.other_programme,
        details=participants.Details(first_name="Outo", phone="+358505550111"),
    )
    with keyring.also(sealing=[stranger.subject.scope]), acting(cast.outi):
        request = requests.receive(by=cast.outi, subject=stranger.subject, kind=Kind.ACCESS, channel="phone")
    assert stranger.number not in text_of(officer.get(reverse("privacy-requests")))
    assert officer.get(reverse("privacy-request", args=[request.uid])).status_code == 404


def test_new__by_the_number_of_the_file__is_registered_and_logged(officer: Client, cast: Cast) -> None:
    form = {
        "number": cast.case.number.lower(),
        "kind": "access",
        "channel": "paper",
        "received_on": "tänään",
        "words": "",
    }
    response = officer.post(reverse("privacy-request-new"), form)
    request = DataRequest.objects.get()
    assert response["Location"] == reverse("privacy-request", args=[request.uid])
    assert (request.subject, request.recorded_by, request.channel) == (cast.case.subject, cast.kirsi, "paper")
    event = AccessEvent.objects.filter(page="privacy_request_new").latest("pk")
    assert AccessEventSubject.objects.filter(event=event, subject_uid=cast.case.subject.uid).exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "P-2020-9999", "There is no case file with this number."),
        ("received_on", "31.2.2026", "31.2."),
        ("received_on", "1.1.2025", "The day cannot be right"),
        ("received_on", "1.1.2099", "has not come yet"),
    ],
)
def test_new__impossible__is_refused_in_words(officer: Client, cast: Cast, field: str, value: str, words: str) -> None:
    form = {"number": cast.case.number, "kind": "access", "channel": "paper", "received_on": "today", field: value}
    response = officer.post(reverse("privacy-request-new"), form)
    assert response.status_code == 200
    assert words in text_of(response)
    assert not DataRequest.objects.exists()


def test_page__shows_the_words_of_the_person__and_no_content(officer: Client, cast: Cast) -> None:
    signed(cast)
    request = receive(cast, words="Haluan nähdä kaikki tiedot.")
    html = officer.get(reverse("privacy-request", args=[request.uid])).content.decode()
    assert "Haluan nähdä kaikki tiedot." in html
    assert NARRATIVE not in html
    assert "Nasrin" not in html
    assert reverse("privacy-request-json", args=[request.uid]) not in html


def test_page__step_by_step__from_identity_to_the_answer(officer: Client, cast: Cast) -> None:
    request = receive(cast)
    assert act(officer, request, "decide", decision="granted") == 200  # nobody has looked who asks
    assert row_of(request).state == State.RECEIVED
    assert act(officer, request, "identity", how="document") == 302
    assert act(officer, request, "extend", reason="Tietoja on paljon.") == 302
    assert row_of(request).extended_at is not None
    assert act(officer, request, "decide", decision="granted", answer="Ohessa.") == 302
    assert act(officer, request, "answer", channel="paper") == 302
    row = row_of(request)
    assert (row.state, row.answered_by) == (State.ANSWERED, cast.kirsi)
    text = text_of(officer.get(reverse("privacy-request", args=[request.uid])))
    assert "Tietoja on paljon." in text
    assert "Ohessa." in text


def test_page__refused_without_reasons__keeps_the_form(officer: Client, cast: Cast) -> None:
    request = receive(cast)
    assert act(officer, request, "decide", decision="refused") == 200
    assert act(officer, request, "decide", decision="refused", answer="Pyyntö on toistuva.") == 302
    assert row_of(request).decision == "refused"


def test_answer__before_the_identity__is_refused_in_words(officer: Client, cast: Cast) -> None:
    request = receive(cast)
    for name in ("privacy-request-json", "privacy-request-pdf", "privacy-request-content"):
        response = officer.get(reverse(name, args=[request.uid]))
        assert response.status_code == 409
        assert "Check first who is asking." in text_of(response)


def test_answer__of_a_request_that_needs_no_content__is_not_found(officer: Client, cast: Cast) -> None:
    for kind in (Kind.ERASURE, Kind.RESTRICTION):
        request = known(cast, kind=kind)
        assert officer.get(reverse("privacy-request-json", args=[request.uid])).status_code == 404
    request = known(cast)
    decide(cast, request, "granted")
    requests.answer(request, by=cast.kirsi, channel="paper")
    assert officer.get(reverse("privacy-request-json", args=[request.uid])).status_code == 404


def test_answer__as_json__is_whole_and_logged_as_export(officer: Client, cast: Cast) -> None:
    signed(cast)
    health_entry(cast)
    request = known(cast)
    response = officer.get(reverse("privacy-request-json", args=[request.uid]))
    told = json.loads(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="polku.json"'
    assert NARRATIVE in response.content.decode()
    assert told["answers"] == "access"
    event = AccessEvent.objects.filter(page="privacy_request_json").latest("pk")
    assert (event.action, event.basis, event.object_uid) == ("export", "request", request.uid)


def test_answer__as_pdf__is_a_pdf_and_a_page_beyond_is_none(officer: Client, cast: Cast) -> None:
    signed(cast)
    request = known(cast)
    address = reverse("privacy-request-pdf", args=[request.uid])
    response = officer.get(address)
    assert response.content.startswith(b"%PDF-")
    assert AccessEvent.objects.filter(page="privacy_request_pdf", action="export", basis="request").exists()
    assert officer.get(address + "?page=2").status_code == 404


def test_looking_through__ticked__stays_out_of_the_answer(officer: Client, cast: Cast) -> None:
    session = signed(cast)
    request = known(cast)
    address = reverse("privacy-request-content", args=[request.uid])
    assert NARRATIVE in officer.get(address).content.decode()
    assert officer.post(address, {"out": [f"session:{session.uid}", "person:other"]}).status_code == 302
    assert row_of(request).left_out == [f"session:{session.uid}"]
    told = json.loads(officer.get(reverse("privacy-request-json", args=[request.uid])).content)
    assert NARRATIVE not in json.dumps(told, ensure_ascii=False)
    assert told["left_out_because_about_others"] == 1


def test_content__officer_who_wrote_down_and_knew_alone__waits_for_a_worker(officer: Client, cast: Cast) -> None:
    with keyring.also(sealing=[cast.case.subject.scope]), acting(cast.kirsi):
        request = requests.receive(by=cast.kirsi, subject=cast.case.subject, kind=Kind.ACCESS, channel="phone")
    requests.check_identity(request, by=cast.kirsi, how="known")
    for name in ("privacy-request-json", "privacy-request-pdf", "privacy-request-content"):
        response = officer.get(reverse(name, args=[request.uid]))
        assert response.status_code == 409, name
        assert "Let a worker check it" in text_of(response)
        assert cast.case.subject.participant.uid.hex not in response.content.decode()
    requests.check_identity(request, by=cast.minna, how="known")
    assert officer.get(reverse("privacy-request-json", args=[request.uid])).status_code == 200


def test_content__long_answer__leads_to_each_of_its_papers(
    officer: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(cast, started_at=datetime.time(9, 5))
    request = known(cast)
    address = reverse("privacy-request-content", args=[request.uid])
    assert "Paper 1/" not in text_of(officer.get(address))
    monkeypatch.setattr(answer_paper, "LONGEST", 300)
    html = officer.get(address).content.decode()
    assert f'{reverse("privacy-request-pdf", args=[request.uid])}?page=2"' in html
    with keyring.also(exports.pairs_of(cast.case.subject)):
        (told,) = [entry for entry in exports.entries(cast.case.subject) if entry.told.kind == "session"]
    assert "9:05" in [part.words for part in told.parts]
