"""Consents of a case file: what stands, asking one question a page, withdrawing, the receipt, the notice."""

import datetime
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework import participants
from casework.models import Participant, Referral
from consent import consents, default_grounds, keyring, notices
from consent.keyring import Audience
from consent.models import AccessEvent, Consent, Draft, LegalGround, NoticeGiven
from consent.periods import now, today
from tests.casework import referral_stories
from tests.casework.desk.consent_answers import address, answer, asked
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.people import Cast, sign_in, with_grounds

DAY = datetime.timedelta(days=1)
STRANGE = uuid.UUID(int=7)  # constant: parallel test processes must collect the same names


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"  # the source strings: what is asked here is not the translation


def begin(client: Client, cast: Cast, query: str = "", **more: Any) -> Any:
    """Say once what is said once; by default everything that is still to be asked."""
    form = {"language": "fi", "channel": "in_person", "interpreter": ""} | more
    if "questions" not in form:
        form["questions"] = [str(q.uid) for q in consents.questions_for(cast.house.programme, "fi")]
    return client.post(address(cast, "case-consents-ask") + query, form)


def states(cast: Cast) -> dict[str, str]:
    rows = Consent.objects.exclude(state="replaced").select_related("ground__purpose").order_by("pk")
    return {row.ground.purpose.code: row.state for row in rows}


# Who may


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 200) for name in ("minna", "jari", "eeva", "onni")),
        *((name, 404) for name in ("raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
        ("sari", 403),
    ],
)
@pytest.mark.parametrize("page", ["case-consents", "case-consents-receipt"])
def test_case_consents__who_may_read(
    client: Client, cast: Cast, grounds: Any, name: str, status: int, page: str
) -> None:
    answer(cast)
    response = sign_in(client, getattr(cast, name)).get(address(cast, page))
    assert response.status_code == status
    assert ("Tiedot työllisyyspalveluille" in response.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("name", "status"), [("jari", 200), ("eeva", 200), ("onni", 404), ("sari", 403), ("kaisa", 404)]
)
@pytest.mark.parametrize("page", ["case-consents-ask", "case-notice"])
def test_asking__who_may(client: Client, cast: Cast, grounds: Any, name: str, status: int, page: str) -> None:
    assert sign_in(client, getattr(cast, name)).get(address(cast, page)).status_code == status


@pytest.mark.parametrize("name", ["onni", "sari", "kaisa", "raija", "petri", "outi", "nasrin", "anna"])
def test_writing__who_may_not__changes_nothing(client: Client, cast: Cast, grounds: Any, name: str) -> None:
    consent = answer(cast)
    sign_in(client, getattr(cast, name))
    pages = [
        ("case-consents-ask",),
        ("case-consents-question",),
        ("case-notice",),
        ("case-consent-withdraw", consent.uid),
    ]
    for page, *more in pages:
        assert client.post(address(cast, page, *more), {"answer": "refused"}).status_code in {403, 404}
    assert states(cast) == {"referral": "given"}
    assert not NoticeGiven.objects.exists()
    assert not Draft.objects.exists()


def test_case_consents__logs__whom_and_why(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.jari).get(address(cast))
    event, subjects = event_of("case_consents")
    assert (event.action, event.purpose, event.basis) == ("view", "guidance", "co_worker")
    assert subjects == {cast.case.subject.uid}


# What stands


def test_case_consents__kinds__stand_apart(client: Client, cast: Cast, grounds: Any) -> None:
    for purpose in ("health", "referral", "pictures"):
        answer(cast, purpose)
    html = sign_in(client, cast.minna).get(address(cast)).content.decode()
    kinds = re.findall(r'<h3 class="kind">([^<]+)</h3>', html)
    assert kinds == ["Consent", "Waiver of secrecy", "Agreement", "Statutory task, consent is not asked"]
    sheets = re.split(r'<h3 class="kind">', html)[1:]
    for sheet, title in zip(sheets, ["health", "työllisyyspalveluille", "Pictures", "Guidance"], strict=True):
        assert title in sheet


def test_case_consents__row__says_what_proves_it(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, language="prs", channel="phone", interpreter="Tulkki 4471")
    words = text_of(sign_in(client, cast.jari).get(address(cast)))
    for expected in ("Työllisyyspalvelut, Pori", "By phone", "Dari", "Minna", "Tulkki 4471", "in force", "until"):
        assert expected in words


def test_case_consents__asked_in_dari__worker_reads_finnish(client: Client, cast: Cast, grounds: Any) -> None:
    question = asked(cast, "referral", "prs")
    consents.answer(
        by=cast.minna, subject=cast.case.subject, question=question, state="given", language="prs", channel="in_person"
    )
    words = text_of(sign_in(client, cast.jari).get(address(cast)))
    assert "Tiedot työllisyyspalveluille" in words
    assert "معلومات" not in words


@pytest.mark.parametrize(
    ("state", "word"), [("refused", "No"), ("later", "asked later"), ("withdrawn", "withdrawn"), ("expired", "ended")]
)
def test_case_consents__other_answers__stay_visible(
    client: Client, cast: Cast, grounds: Any, state: str, word: str
) -> None:
    consent = answer(cast, state="given" if state in {"withdrawn", "expired"} else state)
    if state == "withdrawn":
        consents.withdraw(consent, by=cast.minna, channel="phone")
    with time_machine.travel(now() + 400 * DAY * (state == "expired")):
        html = sign_in(client, cast.minna).get(address(cast)).content.decode()
    others = html.split('id="others"')[1]
    assert word in text_of_part(others)
    assert "Tiedot työllisyyspalveluille" in others
    assert "/withdraw/" not in html


def text_of_part(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_case_consents__health__is_not_told_to_a_student(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, "health")
    for page in ("case-consents", "case-consents-receipt", "case-detail"):
        title = "Terveysasioiden kirjaaminen" if page == "case-consents-receipt" else "Notes about your health"
        assert title not in text_of(sign_in(client, cast.onni).get(address(cast, page)))
        assert title in text_of(sign_in(client, cast.jari).get(address(cast, page)))


def test_case_consents__student__reads_without_buttons(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast)
    html = sign_in(client, cast.onni).get(address(cast)).content.decode()
    assert "/withdraw/" not in html
    assert "/consents/ask/" not in html


def test_case_consents__queries__same_at_2_and_40_answers(client: Client, cast: Cast, grounds: Any) -> None:
    def load(count: int) -> int:
        while Consent.objects.count() < count:
            answer(cast, "pictures", "refused")
        sign_in(client, cast.minna).get(address(cast))
        with counted() as few:
            assert client.get(address(cast)).status_code == 200
        return len(few)

    answer(cast)
    assert load(2) == load(40) <= 20


# Asking


def test_ask__begins_with__what_is_known(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, "pictures", "refused")
    html = sign_in(client, cast.minna).get(address(cast, "case-consents-ask")).content.decode()
    assert re.search(r'value="prs" selected', html)
    assert "Nainen, jos mahdollista" in html
    ticked = set(re.findall(r'name="questions" value="([^"]+)"[^>]*checked', html))
    assert ticked == {str(asked(cast, purpose).uid) for purpose in ("health", "referral")}


def test_ask__five_questions__seven_taps(client: Client, cast: Cast, grounds: dict[str, LegalGround]) -> None:
    for number, recipient in enumerate((cast.house.school, cast.house.other)):
        default_grounds.ask(grounds["referral"], {"fi": (f"Tiedot {number}", "Saammeko?")}, recipient=recipient)
    sign_in(client, cast.minna)
    taps = 1
    client.get(address(cast, "case-consents-ask"))
    response, taps = begin(client, cast), taps + 1
    for state in ("given", "refused", "later", "given", "given"):
        page = client.get(response.url)
        assert f"{taps - 1}/5" in page.content.decode()
        response, taps = client.post(response.url, {"answer": state, "submission": str(uuid.uuid4())}), taps + 1
    assert (response.url, taps) == (address(cast, "case-consents-receipt"), 7)
    assert Consent.objects.count() == 5


def test_question__answers__are_equal_and_none_is_filled(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    html = client.get(begin(client, cast).url).content.decode()
    buttons = re.findall(r"<button([^>]*)name=\"answer\" value=\"(\w+)\"([^>]*)>", html)
    assert [value for _, value, _ in buttons] == ["given", "refused", "later"]
    assert len({before + after for before, _, after in buttons}) == 1
    assert "primary" not in html


def test_question__stored_text__whole_in_the_language_with_its_direction(
    client: Client, cast: Cast, grounds: Any
) -> None:
    sign_in(client, cast.minna)
    response = begin(client, cast, language="prs", questions=[str(asked(cast, "referral").uid)])
    html = client.get(response.url).content.decode()
    assert 'lang="prs" dir="rtl"' in html
    assert "آیا اجازه داریم؟" in html
    assert "Saammeko kertoa tämän työllisyyspalveluille?" in html, "the worker reads it in Finnish"


def test_question__no_text_in_the_language__finnish_and_a_word_about_it(
    client: Client, cast: Cast, grounds: Any
) -> None:
    sign_in(client, cast.minna)
    response = begin(client, cast, language="uk", questions=[str(asked(cast, "pictures").uid)])
    html = client.get(response.url).content.decode()
    assert "Saammeko käyttää kuvaa sinusta" in html
    assert html.count("Saammeko käyttää kuvaa sinusta") == 1
    assert "There is no text in this language." in html


def test_question__swedish__has_swedish_buttons(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    html = client.get(begin(client, cast, language="sv").url).content.decode()
    assert '<form class="sheet roomy stack ask" id="question" method="post" lang="sv">' in html
    assert 'lang="sv" dir="ltr"' in html


def test_question__answer__keeps_what_was_said_once(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.jari)
    response = begin(client, cast, language="prs", channel="phone", interpreter=" Tulkki  4471 ")
    client.post(response.url, {"answer": "given"})
    consent = Consent.objects.get()
    assert (consent.language, consent.channel, consent.heard_by, consent.state) == ("prs", "phone", cast.jari, "given")
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        assert consent.interpreter == "Tulkki 4471"


def test_question__sent_twice__counts_once(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    here = begin(client, cast).url
    sent = {"answer": "given", "submission": str(uuid.uuid4())}
    assert client.post(here, sent).url == client.post(here, sent).url
    assert Consent.objects.count() == 1


def test_question__going_back__changes_the_answer(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    first = begin(client, cast).url
    second = client.post(first, {"answer": "given"}).url
    html = client.get(second).content.decode()
    assert first.replace("&", "&amp;") in html, "the former question is one tap away"
    assert 'value="given" aria-pressed="true"' in client.get(first).content.decode()
    assert client.post(first, {"answer": "refused"}).url == second
    assert states(cast) == {"health": "refused"}


def test_question__nonsense__asks_again_and_records_nothing(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    here = begin(client, cast).url
    for sent in ({}, {"answer": "yes"}, {"answer": "withdrawn"}):
        response = client.post(here, sent)
        assert response.status_code == 400
        assert "Choose one of the three answers." in text_of(response)
    assert not Consent.objects.exists()


def test_question__no_longer_asked__says_so_and_moves_on(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    sign_in(client, cast.minna)
    here = begin(client, cast, questions=[str(asked(cast, "pictures").uid)]).url
    default_grounds.retire(grounds["pictures"])
    response = client.post(here, {"answer": "given"}, follow=True)
    assert "This question is no longer asked." in text_of(response)
    assert not Consent.objects.exists()


def test_question__another_day__begins_anew(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    here = begin(client, cast).url
    Draft.objects.update(saved_at=now() - DAY)
    assert client.get(here).url == address(cast, "case-consents-ask")
    assert client.post(here, {"answer": "given"}).url == address(cast, "case-consents-ask")
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"language": "xx"}, "valid choice"),
        ({"language": ""}, "Choose a language."),
        ({"channel": "portal"}, "valid choice"),
        ({"questions": []}, "Choose at least one question."),
        ({"questions": ["x"]}, "valid choice"),
        ({"interpreter": "a" * 101}, "100"),
    ],
)
def test_ask__bad_input__says_what_and_keeps_the_rest(
    client: Client, cast: Cast, grounds: Any, wrong: dict[str, Any], words: str
) -> None:
    sign_in(client, cast.minna)
    response = begin(client, cast, **{"interpreter": "Tulkki 4471"} | wrong)
    assert response.status_code == 200
    assert words in text_of(response)
    assert wrong.get("interpreter", "Tulkki 4471") in response.content.decode()
    assert not Draft.objects.exists()


def test_round__interpreter__is_sealed(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    begin(client, cast, interpreter="Tulkki 4471")
    draft = Draft.objects.get()
    assert draft.scope == cast.case.subject.scope
    with keyring.fresh():
        assert "4471" not in str(draft.content)
    assert "4471" not in str(dict(client.session))


def test_round__of_a_colleague__is_not_used(client: Client, cast: Cast, grounds: Any) -> None:
    here = begin(sign_in(client, cast.minna), cast).url
    assert sign_in(client, cast.jari).get(here).url == address(cast, "case-consents-ask")


# One question alone


@pytest.mark.parametrize("by", ["question", "recipient"])
def test_ask__one_alone__returns_to_where_it_came_from(client: Client, cast: Cast, grounds: Any, by: str) -> None:
    sign_in(client, cast.minna)
    question, back = asked(cast, "referral"), address(cast, "referral-list")
    named = question.uid if by == "question" else cast.house.employment.uid
    query = f"?{by}={named}&next={back}"
    html = client.get(address(cast, "case-consents-ask") + query).content.decode()
    assert "Tiedot työllisyyspalveluille" in html
    assert "Terveysasioiden" not in html
    here = begin(client, cast, query, questions=[str(question.uid)]).url
    assert "1/1" in client.get(here).content.decode()
    assert client.post(here, {"answer": "given"}).url == back


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)", "cases/", ""])
def test_ask__next_elsewhere__is_not_followed(client: Client, cast: Cast, grounds: Any, back: str) -> None:
    sign_in(client, cast.minna)
    question = asked(cast, "pictures")
    here = begin(client, cast, f"?question={question.uid}&next={back}", questions=[str(question.uid)]).url
    assert client.post(here, {"answer": "given"}).url == address(cast, "case-consents-receipt")


def test_ask__version_that_is_over__asks_the_one_in_force(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    old = asked(cast, "pictures")
    default_grounds.ask(grounds["pictures"], {"fi": ("Kuvat ja videot", "Saammeko kuvata?")}, order=90)
    html = sign_in(client, cast.minna).get(address(cast, "case-consents-ask") + f"?question={old.uid}").content.decode()
    assert "Kuvat ja videot" in html


@pytest.mark.parametrize("query", ["?question=x", f"?question={STRANGE}", f"?recipient={STRANGE}"])
def test_ask__unknown_question__is_not_found(client: Client, cast: Cast, grounds: Any, query: str) -> None:
    assert sign_in(client, cast.minna).get(address(cast, "case-consents-ask") + query).status_code == 404


def test_ask__question_of_another_programme__is_not_found(client: Client, cast: Cast, grounds: Any) -> None:
    other = with_grounds(cast.house.other_programme)["pictures"].questions.get(language="fi")
    query = f"?question={other.uid}"
    assert sign_in(client, cast.minna).get(address(cast, "case-consents-ask") + query).status_code == 404


# Turning the screen


def test_turn__screen__shows_the_questions_and_nothing_else(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    here = begin(client, cast).url
    assert client.post(here, {"turn": "1"}).url == here
    html = client.get(here).content.decode()
    assert '<body class="calm">' in html
    assert "appbar" not in html
    assert client.get(address(cast)).url == address(cast, "case-consents-question")
    while "question=" in here:
        here = client.post(here, {"answer": "given"}).url
    html = client.get(here).content.decode()
    assert html.count('<p class="answer">') == 3
    assert reverse("account_reauthenticate") in html
    assert Consent.objects.filter(state="given").count() == 3


# Withdrawing


@pytest.mark.parametrize("sent", [{}, {"channel": "phone"}])
def test_withdraw__one_action__ends_it_and_says_so(client: Client, cast: Cast, grounds: Any, sent: Any) -> None:
    consent = answer(cast)
    response = sign_in(client, cast.jari).post(address(cast, "case-consent-withdraw", consent.uid), sent, follow=True)
    assert "The consent was withdrawn." in text_of(response)
    consent.refresh_from_db()
    assert (consent.state, consent.withdrawn_channel) == ("withdrawn", sent.get("channel", "in_person"))
    assert consent.history.first().history_user_id == cast.jari.pk
    event, subjects = event_of("case_consent_withdraw")
    assert (event.action, subjects) == ("write", {cast.case.subject.uid})


def test_withdraw__again__changes_nothing(client: Client, cast: Cast, grounds: Any) -> None:
    consent = answer(cast)
    sign_in(client, cast.minna)
    for _ in range(2):
        client.post(address(cast, "case-consent-withdraw", consent.uid), {"channel": "paper"})
    assert consent.history.count() == 2


def test_withdraw__never_given__is_told(client: Client, cast: Cast, grounds: Any) -> None:
    consent = answer(cast, state="refused")
    response = sign_in(client, cast.minna).post(address(cast, "case-consent-withdraw", consent.uid), follow=True)
    assert "This permission is no longer in force." in text_of(response)


def test_withdraw__of_somebody_else__is_not_found(client: Client, cast: Cast, grounds: Any) -> None:
    consent = answer(cast)
    details = participants.Details(first_name="Reza", phone="+358505550178")
    other = participants.create(by=cast.jari, programme=cast.house.programme, details=details)
    here = reverse("case-consent-withdraw", args=[other.uid, consent.uid])
    assert sign_in(client, cast.jari).post(here).status_code == 404
    assert AccessEvent.objects.filter(page="case_consent_withdraw", action="denied").exists()
    consent.refresh_from_db()
    assert consent.state == "given"


@pytest.mark.parametrize("channel", ["portal", "x"])
def test_withdraw__channel_that_no_worker_hears__is_refused(
    client: Client, cast: Cast, grounds: Any, channel: str
) -> None:
    consent = answer(cast)
    here = address(cast, "case-consent-withdraw", consent.uid)
    assert sign_in(client, cast.minna).post(here, {"channel": channel}).status_code == 404
    consent.refresh_from_db()
    assert consent.state == "given"


@pytest.mark.parametrize("how", ["withdraw", "answer"])
def test_no_after_yes__closes_only_its_referral(client: Client, cast: Cast, how: str) -> None:
    ours = referral_stories.sent(cast)
    theirs = referral_stories.sent(cast, recipient=cast.house.school)
    consent = Consent.objects.get(recipient=cast.house.employment)
    sign_in(client, cast.minna)
    if how == "withdraw":
        client.post(address(cast, "case-consent-withdraw", consent.uid), {"channel": "phone"})
    else:
        query = f"?question={consent.question.uid}"
        client.post(begin(client, cast, query, questions=[str(consent.question.uid)]).url, {"answer": "refused"})
    found = {row.uid: row.state for row in Referral.objects.order_by("pk")}
    assert (found[ours.uid], found[theirs.uid]) == ("cancelled", "requested")


# The receipt


def test_receipt__of_the_day__categories_and_no_name(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast, interpreter="Tulkki 4471")
    answer(cast, "health", "refused")
    answer(cast, "pictures", "later")
    response = sign_in(client, cast.minna).get(address(cast, "case-consents-receipt"))
    words = text_of(response)
    for expected in ("Tiedot työllisyyspalveluille", "Työllisyyspalvelut, Pori", "Polku-hanke", "050 555 0100"):
        assert expected in words
    for secret in ("Nasrin", "Rahimi", "4471", "P-2026"):
        assert secret not in response.content.decode()


def test_receipt__of_another_day__has_that_days_answers(client: Client, cast: Cast, grounds: Any) -> None:
    with time_machine.travel(now() - 3 * DAY):
        answer(cast)
        day = today()
    sign_in(client, cast.minna)
    assert "Tiedot" not in text_of(client.get(address(cast, "case-consents-receipt")))
    for query, shown in ((f"?day={day.isoformat()}", True), ("?day=x", False)):
        words = text_of(client.get(address(cast, "case-consents-receipt") + query))
        assert ("Tiedot työllisyyspalveluille" in words) is shown


def test_receipt__changed_the_same_day__has_the_last_word(client: Client, cast: Cast, grounds: Any) -> None:
    for state in ("refused", "given", "refused"):
        answer(cast, state=state)
    html = sign_in(client, cast.minna).get(address(cast, "case-consents-receipt")).content.decode()
    assert html.count("<h2") == 1


def test_pages__safety_prohibition__are_not_printed(client: Client, cast: Cast, grounds: Any) -> None:
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        person = Participant.objects.get()
        prohibited = participants.Details(**{**participants.details_of(person).__dict__, "safety_prohibition": True})
        participants.change(person, details=prohibited, version=person.version)
    sign_in(client, cast.minna)
    pages = [address(cast, f"case-{name}") for name in ("consents", "consents-ask", "consents-receipt", "notice")]
    for page in [*pages, begin(client, cast).url]:
        assert "no-print-person" in client.get(page).content.decode()


# The notice


def test_notice__given__keeps_version_language_and_channel(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    assert "Not given yet" in text_of(client.get(address(cast)))
    notice = notices.notice_for(cast.house.programme, "sv")
    assert notice is not None
    html = client.get(address(cast, "case-notice") + "?language=sv").content.decode()
    assert "Varför vi behandlar dina uppgifter" in html
    assert str(notice.uid) in html
    sent = {"notice": str(notice.uid), "channel": "paper", "submission": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address(cast, "case-notice"), sent).url == address(cast)
    given = NoticeGiven.objects.get()
    assert (given.notice, given.channel, given.given_by) == (notice, "paper", cast.minna)
    words = text_of(client.get(address(cast)))
    assert "Version 1, given" in words
    assert "Swedish" in words


def test_notice__new_version__is_to_be_given(client: Client, cast: Cast, grounds: Any) -> None:
    notice = notices.notice_for(cast.house.programme, "fi")
    assert notice is not None
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    sign_in(client, cast.minna)
    assert "Give the notice" not in text_of(client.get(address(cast)))
    notices.publish(cast.house.programme, {"fi": "Uusi seloste."}, valid_from=today())
    assert "Version 2 is in force now." in text_of(client.get(address(cast)))


@pytest.mark.parametrize(
    ("wrong", "words"), [({"channel": ""}, "Choose how you gave it."), ({"notice": str(uuid.uuid4())}, "valid choice")]
)
def test_notice__bad_input__is_not_recorded(
    client: Client, cast: Cast, grounds: Any, wrong: dict[str, str], words: str
) -> None:
    notice = notices.notice_for(cast.house.programme, "fi")
    assert notice is not None
    sent = {"notice": str(notice.uid), "channel": "paper"} | wrong
    response = sign_in(client, cast.minna).post(address(cast, "case-notice"), sent)
    assert words in text_of(response)
    assert not NoticeGiven.objects.exists()


def test_notice__none_published__is_said(client: Client, cast: Cast) -> None:
    assert "No notice has been published yet." in text_of(sign_in(client, cast.minna).get(address(cast, "case-notice")))
