"""The first page of a case file."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from casework import participants, sessions
from casework.models import Participant
from consent import keyring, wording
from consent.keyring import Audience
from consent.periods import today
from tests.casework import stories
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.stories import DAY
from tests.people import Cast, allow_health, sign_in


def address(cast: Cast) -> str:
    return reverse("case-detail", args=[cast.case.uid])


def page(client: Client, cast: Cast, name: str, query: str = "") -> str:
    response = sign_in(client, getattr(cast, name)).get(address(cast) + query)
    assert response.status_code == 200
    return text_of(response)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 200) for name in ("minna", "jari", "eeva", "onni")),
        *((name, 404) for name in ("raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
        ("sari", 403),
    ],
)
def test_case_detail__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    response = sign_in(client, getattr(cast, name)).get(address(cast))
    assert response.status_code == status
    assert ("Nasrin" in response.content.decode()) is (status == 200)


def test_case_detail__logs__whom_and_why(client: Client, cast: Cast) -> None:
    page(client, cast, "jari")
    event, subjects = event_of("case_detail")
    assert (event.actor, event.action, event.purpose, event.basis) == (cast.jari, "view", "guidance", "co_worker")
    assert (event.compartment, subjects) == ("", {cast.case.subject.uid})
    page(client, cast, "eeva")
    assert event_of("case_detail")[0].compartment == "health"


def test_case_detail__thirty_seconds__says_who_and_how(client: Client, cast: Cast) -> None:
    appointment = stories.booked(cast)
    words = page(client, cast, "jari")
    for expected in (
        "Nasrin Rahimi",
        "Dari",
        "Nainen, jos mahdollista",
        "Arkisin klo 12–15, ei ääniviestejä",
        "050 555 0177",
        "Minna",
        "Jari",
        wording.clock(appointment.starts_at).replace("\xa0", " "),
        "Sampolan lähiötupa",
    ):
        assert expected in words


def test_case_detail__next_meeting_of_health_counsellor__only_with_the_right(client: Client, cast: Cast) -> None:
    stories.booked(cast, kind="health", worker=cast.eeva, place="Terveyshuone")
    assert "Terveyshuone" not in page(client, cast, "minna")
    assert "Terveyshuone" in page(client, cast, "eeva")


def test_case_detail__safety_prohibition__is_said_and_not_printed(client: Client, cast: Cast) -> None:
    assert "no-print-person" not in sign_in(client, cast.minna).get(address(cast)).content.decode()
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        person = Participant.objects.get()
        details = participants.details_of(person)
        prohibited = participants.Details(**{**details.__dict__, "safety_prohibition": True})
        participants.change(person, details=prohibited, version=person.version)
    html = client.get(address(cast)).content.decode()
    assert "no-print-person" in html
    assert "notice stop" in html


def test_case_detail__steps__three_of_anybody_by_day(client: Client, cast: Cast) -> None:
    for days, text in ((9, "Neljäs"), (1, "Toinen"), (0, "Ensimmäinen"), (3, "Kolmas")):
        stories.agreed(cast, text, due_on=today() + days * DAY)
    words = page(client, cast, "minna")
    assert [words.index(text) for text in ("Ensimmäinen", "Toinen", "Kolmas")] == sorted(
        words.index(text) for text in ("Ensimmäinen", "Toinen", "Kolmas")
    )
    assert "Neljäs" not in words
    assert "/finish/" in client.get(address(cast)).content.decode()
    student = browser(cast.onni).get(address(cast)).content.decode()
    assert "Kolmas" in student
    assert "/finish/" not in student


def test_closed_entry__lead__sees_that_it_exists_and_the_day(client: Client, cast: Cast) -> None:
    stories.health_entry(cast, held_on=datetime.date(2026, 3, 4))
    words = page(client, cast, "minna")
    assert words.count(said("Closed entry.")) == 1
    assert said("Ask the participant first.") in words
    assert wording.day(datetime.date(2026, 3, 4)).replace("\xa0", " ") in words
    for hidden in ("Health counselling", "Terveysneuvonta", "Eeva", "health-entries", stories.CLOSED):
        assert hidden not in client.get(address(cast)).content.decode()
    assert "kind=health" not in client.get(address(cast)).content.decode()


def test_closed_entry__student__sees_nothing(client: Client, cast: Cast) -> None:
    allow_health(cast)
    before = page(client, cast, "onni")
    stories.health_entry(cast, held_on=datetime.date(2026, 3, 4))
    assert page(client, cast, "onni") == before


def test_closed_entry__health_counsellor__reads_and_filters(client: Client, cast: Cast) -> None:
    entry = stories.health_entry(cast)
    stories.signed(cast)
    assert stories.CLOSED in page(client, cast, "eeva")
    html = client.get(address(cast)).content.decode()
    assert "kind=health" in html
    assert reverse("health-entry-detail", args=[entry.uid]) in html
    filtered = page(client, cast, "eeva", "?kind=health")
    assert stories.CLOSED in filtered
    assert stories.NARRATIVE not in filtered


def test_timeline__kind_not_offered__changes_nothing(client: Client, cast: Cast) -> None:
    stories.signed(cast)
    assert page(client, cast, "minna", "?kind=health") == page(client, cast, "minna")
    assert page(client, cast, "minna", "?kind=session&before=nonsense") == page(client, cast, "minna", "?kind=session")


def test_timeline__entry_in_error__keeps_its_line_and_no_text(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    sessions.mark_error(session, by=cast.minna)
    words = page(client, cast, "minna")
    assert stories.NARRATIVE not in words
    assert reverse("session-detail", args=[session.uid]) in client.get(address(cast)).content.decode()


def test_timeline__long_narrative__is_cut_with_a_link(client: Client, cast: Cast) -> None:
    session = stories.signed(cast, narrative="sana " * 200 + "viimeinen")
    html = sign_in(client, cast.minna).get(address(cast)).content.decode()
    assert "viimeinen" not in html
    assert reverse("session-detail", args=[session.uid]) in html


def test_timeline__pages__end_with_whole_days_and_lose_nothing(client: Client, cast: Cast) -> None:
    for number in range(45):
        stories.signed(cast, held_on=today() - (number // 3) * DAY, narrative=f"merkintä-{number}.")
    first = sign_in(client, cast.minna).get(address(cast))
    shown = {entry.content["entry"].pk for entry in first.context["entries"]}
    assert len(shown) == 39
    second = client.get(first.context["older"])
    rest = {entry.content["entry"].pk for entry in second.context["entries"]}
    assert len(rest) == 6
    assert not shown & rest
    assert not second.context["older"]
    assert second.context["newest_href"] == address(cast)


def test_case_detail__statements_and_size__do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.get(address(cast))
    sizes = []
    for count in (2, 38):
        for number in range(count):
            stories.signed(
                cast,
                held_on=today() - number * DAY,
                narrative="Kävimme läpi viikon ja työkokeilun kysymykset. " * 20,
                themes=["work", "language", "daily_life"],
                present=["interpreter"],
                length_minutes=45,
                actions=[("participant", f"Tuo todistus {number}", today() + DAY, None)],
            )
        with counted() as statements:
            response = client.get(address(cast))
        sizes.append(len(statements))
    assert len(response.context["entries"]) == 40
    assert sizes[0] == sizes[1]
    assert sizes[1] <= 20, "\n".join(statements)
    size = len(response.content)
    assert size <= 40_000
