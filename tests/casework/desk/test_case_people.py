"""Workers of a case file: who sees them, who changes them, and that the right to read follows at once."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import assignments
from casework.models import Assignment
from consent import keyring, wording
from consent.actors import acting
from consent.models import Account
from consent.periods import today
from tests.casework.register import hide, last_event, logged, said, statements
from tests.people import Cast, sign_in, staff

PAGE = "case_people"
Why = Assignment.Why


def people(client: Client, cast: Cast) -> str:
    response = client.get(reverse(PAGE.replace("_", "-"), args=[cast.case.uid]))
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def add(client: Client, cast: Cast, account: Account, **typed: str) -> Any:
    data = {"account": str(account.pk), "role": "co_worker", "starts_on": wording.date_full(today()), "why": "team"}
    return client.post(reverse("case-people-new", args=[cast.case.uid]), {**data, **typed})


def finish(client: Client, cast: Cast, row: Assignment, **typed: str) -> Any:
    return client.post(reverse("case-people-end", args=[cast.case.uid, row.uid]), {"why": "ended", **typed})


def assigned(account: Account) -> Assignment:
    return Assignment.objects.get(account=account, ended_on=None)


def test_people__rows__role_from_until_and_reason(cast: Cast, client: Client) -> None:
    text = people(sign_in(client, cast.jari), cast)
    for words in ("Minna", "Jari", "Eeva", "Onni", "31.12.2027", wording.date_full(today())):
        assert words in text
    for words in ("Lead worker", "Co-worker", "Health counsellor", "Student", "The case file was opened"):
        assert said(words) in text
    assert logged(PAGE) == {cast.case.subject.uid}


def test_people__buttons__for_lead_and_coordinator_alone(cast: Cast, client: Client) -> None:
    new = reverse("case-people-new", args=[cast.case.uid])
    for account, may in ((cast.minna, True), (cast.jari, False), (cast.onni, False), (cast.kaisa, True)):
        text = people(sign_in(client, account), cast)
        assert (new in text) is may
        ends = re.findall(r"/people/([0-9a-f-]{36})/end/", text)
        rows = Assignment.objects.exclude(role="lead").order_by("pk").values_list("uid", flat=True)
        assert ends == ([str(uid) for uid in sorted(rows, key=lambda uid: text.index(str(uid)))] if may else [])


def test_people__coordinator__without_content(cast: Cast, client: Client) -> None:
    text = people(sign_in(client, cast.kaisa), cast)
    assert "Nasrin Rahimi" in text
    for words in ("Dari", "050", "Sampola", reverse("case-history", args=[cast.case.uid])):
        assert words not in text
    assert last_event(PAGE).basis == "coordinator"


def test_people__student__is_not_told_of_health(cast: Cast, client: Client) -> None:
    text = people(sign_in(client, cast.onni), cast)
    assert "Minna" in text
    assert "Eeva" not in text


def test_people__former__stay_with_their_reason(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    assert finish(client, cast, assigned(cast.jari), why="person").status_code == 302
    text = people(client, cast)
    assert said("Earlier workers") in text
    assert said("The participant wished so") in text


def test_people__hidden__is_not_printed(cast: Cast, client: Client) -> None:
    hide(cast.case, cast.minna)
    line = said("Safety prohibition: this page is not printed.")
    for account in (cast.minna, cast.kaisa):
        assert line in people(sign_in(client, account), cast)
    assert line in sign_in(client, cast.minna).get(reverse("case-people-new", args=[cast.case.uid])).content.decode()


def test_assign__colleague__reads_at_once(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    response = add(client, cast, cast.sari, until="", why="cover")
    assert response.headers["Location"] == reverse("case-people", args=[cast.case.uid])
    row = assigned(cast.sari)
    assert (row.role, row.why, row.assigned_by, row.until) == ("co_worker", "cover", cast.minna, None)
    page = reverse("participant-edit", args=[cast.case.uid])
    assert sign_in(client, cast.sari).get(page).status_code == 200


def test_end__in_a_session_already_open__stops_reading(cast: Cast, client: Client) -> None:
    theirs = sign_in(type(client)(), cast.jari)
    page = reverse("participant-edit", args=[cast.case.uid])
    assert theirs.get(page).status_code == 200
    assert finish(sign_in(client, cast.minna), cast, assigned(cast.jari)).status_code == 302
    refused = theirs.get(page)
    assert refused.status_code == 403
    assert "Nasrin" not in refused.content.decode()
    assert "Kaisa" in refused.content.decode()


def test_assign__lead__hands_over(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    response = add(client, cast, cast.jari, role="lead", why="handover")
    assert response.headers["Location"] == reverse("participant-list")  # minna's own right has ended
    assert assigned(cast.jari).role == "lead"
    assert client.get(reverse("case-people", args=[cast.case.uid])).status_code == 403


def test_assign__by_coordinator__hands_over(cast: Cast, client: Client) -> None:
    sign_in(client, cast.kaisa)
    response = add(client, cast, cast.sari, role="lead", why="handover")
    assert response.headers["Location"] == reverse("case-people", args=[cast.case.uid])
    assert assigned(cast.sari).assigned_by == cast.kaisa


def test_assign__student__needs_a_last_day(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    finish(client, cast, assigned(cast.onni))
    text = add(client, cast, cast.onni, role="student", why="study").content.decode()
    assert said("A student works until a day. Write the last day.") in text
    last = today() + datetime.timedelta(days=30)
    assert add(client, cast, cast.onni, role="student", why="study", until=wording.date_full(last)).status_code == 302
    assert assigned(cast.onni).until == last


@pytest.mark.parametrize(
    ("who", "typed", "words"),
    [
        ("sari", {"role": "health"}, "This person does not have that role in the programme."),
        ("onni", {}, "This person does not have that role in the programme."),
        ("jari", {}, "This person already works on the case file in this role."),
        ("sari", {"role": "chief"}, ""),
        ("sari", {"why": ""}, "Choose why."),
        ("sari", {"role": ""}, "Choose the role."),
        ("sari", {"starts_on": "huomenna"}, ""),
        ("sari", {"starts_on": "31.2.2026"}, ""),
        ("sari", {"until": "eilen"}, ""),
        ("kaisa", {}, ""),
        ("outi", {}, ""),
        ("nasrin", {}, ""),
    ],
)
def test_assign__bad_input__is_said(cast: Cast, client: Client, who: str, typed: dict[str, str], words: str) -> None:
    response = add(sign_in(client, cast.minna), cast, getattr(cast, who), **typed)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'aria-invalid="true"' in text or 'class="error"' in text
    assert not words or said(words) in text
    assert Assignment.objects.count() == 4


def test_assign__twice__makes_one(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    key = "8f6f2f0e-5a55-4bb4-8d0b-6a3a6f1f2a10"
    assert add(client, cast, cast.sari, submission=key).status_code == 302
    assert add(client, cast, cast.sari, submission=key).status_code == 302
    assert Assignment.objects.filter(account=cast.sari).count() == 1


def test_end__lead__is_refused_in_words(cast: Cast, client: Client) -> None:
    text = finish(sign_in(client, cast.kaisa), cast, assigned(cast.minna)).content.decode()
    assert said("A case file always has a lead worker. Name the next one first.") in text
    assert assigned(cast.minna).role == "lead"


def test_end__ended_or_unknown__is_not_found(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    row = assigned(cast.jari)
    assert finish(client, cast, row).status_code == 302
    assert finish(client, cast, row).status_code == 404


@pytest.mark.parametrize(
    ("name", "seen", "changed"),
    [("minna", 200, 200), ("kaisa", 200, 200), ("jari", 200, 403), ("eeva", 200, 403), ("onni", 200, 403)]
    + [("sari", 403, 403)]
    + [(name, 404, 404) for name in ("raija", "petri", "outi", "kirsi", "arto", "anna", "nasrin")],
)
def test_people__may(cast: Cast, client: Client, name: str, seen: int, changed: int) -> None:
    sign_in(client, getattr(cast, name))
    row = assigned(cast.jari)
    assert client.get(reverse("case-people", args=[cast.case.uid])).status_code == seen
    assert client.get(reverse("case-people-new", args=[cast.case.uid])).status_code == changed
    assert client.get(reverse("case-people-end", args=[cast.case.uid, row.uid])).status_code == changed
    if changed != 200:
        assert add(client, cast, cast.sari).status_code == changed
        assert finish(client, cast, row).status_code == changed
        assert Assignment.objects.filter(ended_on=None).count() == 4


def test_people__statements__do_not_grow(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    sign_in(client, cast.minna)
    people(client, cast)
    with statements() as few:
        people(client, cast)
    with acting(cast.minna):
        for n in range(36):
            worker = staff(f"ohjaaja{n}", "worker", cast.house.own, cast.house.programme)  # type: ignore[arg-type]
            row = assignments.assign(by=cast.minna, case=cast.case, account=worker, role="co_worker", why=Why.TEAM)
            if n % 2:
                assignments.end(row, by=cast.minna, why=Why.ENDED)
    with statements() as many:
        text = people(client, cast)
    assert text.count('<span class="title">') == 40
    assert few.count == many.count <= 20
    assert len(text.encode()) <= 40_000
