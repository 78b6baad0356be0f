"""Choosing a recipient and composing the letter."""

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from casework.models import Referral
from consent.models import AccessEvent, Draft
from consent.periods import today
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.referral_stories import (
    HEADING,
    begun,
    permit,
    referral_open,
    sent,
    waiting,
    withdraw,
    written,
)
from tests.people import Cast, sign_in

WHO_WORKS = [
    *((name, 200) for name in ("minna", "jari", "eeva")),
    *((name, 404) for name in ("raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
    ("sari", 403),
    ("onni", 404),  # reads the case file and does not refer
]


def edit(referral: Referral) -> str:
    return reverse("referral-edit", args=[referral.uid])


def typed(referral: Referral, **changes: Any) -> dict[str, Any]:
    """What the composer posts."""
    return {
        "version": Referral.objects.get(pk=referral.pk).version,
        "heading": "Palkkatuki",
        "request": "Selvittäkää palkkatuki.",
        "respond_by": "31.12.2026",
        "language": "fi",
        "recipient_person": "",
        "meanwhile": "",
        "fields_told": ["birth_date", "work"],
        "typed_work": "Keittiöapulainen kuusi vuotta.",
        "act": "save",
        **changes,
    }


# Choosing


def test_referral_new__who_may(cast: Cast) -> None:
    for name, status in WHO_WORKS:
        response = browser(getattr(cast, name)).get(reverse("referral-new", args=[cast.case.uid]))
        assert response.status_code == status, name


def test_referral_new__says_for_whom_permission_is_missing(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.school)
    words = text_of(sign_in(client, cast.minna).get(reverse("referral-new", args=[cast.case.uid])))
    assert words.index("Aikuislukio") < words.index("Työllisyyspalvelut, Pori")
    assert words.count(said("No permission yet. Ask the participant.")) == 1
    assert "Toinen hanke" not in words


def test_referral_new__posted_twice__begins_one(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    sign_in(client, cast.minna)
    post = {"recipient": str(cast.house.employment.uid), "submission": str(uuid.uuid4())}
    first, second = (client.post(reverse("referral-new", args=[cast.case.uid]), post) for _ in range(2))
    referral = Referral.objects.get()
    assert first["Location"] == second["Location"] == edit(referral)
    assert (referral.state, referral.number[:2], referral.sender) == ("draft", "L-", cast.minna)


def test_referral_new__unknown_recipient__asks_again(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    for recipient in ("", "x", str(uuid.uuid4()), str(cast.house.other.uid)):
        response = client.post(reverse("referral-new", args=[cast.case.uid]), {"recipient": recipient})
        assert response.status_code == 200, recipient
    assert not Referral.objects.exists()


def test_referral_new__left_empty__is_taken_up_again(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    post = {"recipient": str(cast.house.employment.uid)}
    address = reverse("referral-new", args=[cast.case.uid])
    first = client.post(address, post)["Location"]
    permit(cast, cast.house.employment)
    assert client.post(address, post)["Location"] == first
    referral = Referral.objects.get()
    assert "Nasrin Rahimi" in text_of(client.get(first)).split(said("This is what they see"))[1]
    assert browser(cast.jari).post(address, post)["Location"] != first  # a colleague's is their own
    client.post(first, typed(referral))
    assert client.post(address, post)["Location"] != first


def test_referral_new__takes_up_one_that_ended__of_this_person_only(client: Client, cast: Cast) -> None:
    ended, going = sent(cast), sent(cast)
    ended.state = "rejected"
    ended.save(update_fields=["state"])
    sign_in(client, cast.minna)
    for follows in (ended, going):
        post = {"recipient": str(cast.house.employment.uid), "follows": str(follows.uid)}
        client.post(reverse("referral-new", args=[cast.case.uid]), post)
    assert [r.follows for r in Referral.objects.filter(state="draft").order_by("pk")] == [ended, None]


# Composing


def test_referral_edit__who_may(cast: Cast) -> None:
    referral = written(cast)
    for name, status in WHO_WORKS:
        response = browser(getattr(cast, name)).get(edit(referral))
        assert response.status_code == status, name
        assert (HEADING in response.content.decode()) is (status == 200), name


def test_referral_edit__shows_every_field_with_its_reason(client: Client, cast: Cast) -> None:
    words = text_of(sign_in(client, cast.minna).get(edit(written(cast))))
    for reason in ("May be told", "Always told", "Not to this recipient", "Never"):
        assert said(reason) in words, reason
    assert said("Health and substance use") in words
    assert "Nasrin Rahimi" in words


def test_referral_edit__without_permission__asks_for_it_and_shows_no_value(client: Client, cast: Cast) -> None:
    referral = begun(cast)
    withdraw(cast, referral.case.subject.consents.get())
    html = sign_in(client, cast.minna).get(edit(referral)).content.decode()
    assert said("Needs permission") in html
    assert reverse("case-consents", args=[cast.case.uid]) in html
    assert "14.3.1988" not in html


def test_referral_edit__saved__the_letter_follows(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    assert client.post(edit(referral), typed(referral)).status_code == 302
    words = text_of(client.get(edit(referral)))
    assert words.count("Selvittäkää palkkatuki.") == 2  # in its field and in the letter
    assert words.count("Keittiöapulainen kuusi vuotta.") == 2


def test_referral_edit__bad_input__keeps_what_was_typed(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    post = typed(referral, act="ask", heading="", respond_by="31.2.2027", typed_work="", request="Säilyy tämä.")
    response = client.post(edit(referral), post)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Säilyy tämä." in html
    assert "31.2.2027" in html
    assert html.count('aria-invalid="true"') == 3
    assert said("Write what is told, or take the tick away.") in html
    assert Referral.objects.get().heading  # the stored draft is as it was


def test_referral_edit__forbidden_field_posted_by_hand(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    post = typed(referral, fields_told=["health", "birth_date"], typed_health="Diagnoosi")
    response = client.post(edit(referral), post)
    assert response.status_code == 200
    assert "Diagnoosi" not in response.content.decode()
    with referral_open(cast.minna, referral) as it:
        assert "Diagnoosi" not in str(it.referral.slice)


def test_referral_edit__same_as_last__ticks_but_not_what_needs_a_tick_each_time(client: Client, cast: Cast) -> None:
    sent(cast, codes=frozenset({"birth_date", "address", "work"}))
    referral = begun(cast)
    sign_in(client, cast.minna)
    assert said("Same as last time to this recipient") in text_of(client.get(edit(referral)))
    client.post(edit(referral), typed(referral, act="same", fields_told=[]))
    with referral_open(cast.minna, referral) as it:
        codes = {entry["code"] for entry in it.referral.slice["fields"]}
    assert codes >= {"birth_date", "work"}
    assert "address" not in codes


def test_referral_edit__asked__waits_for_the_participant(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    response = client.post(edit(referral), typed(referral, act="ask"))
    assert response["Location"] == reverse("referral-detail", args=[referral.uid])
    assert Referral.objects.get().state == "awaiting"
    assert client.get(edit(referral))["Location"] == response["Location"]


def test_referral_edit__stale__shows_both_texts_and_loses_none(client: Client, cast: Cast) -> None:
    referral = written(cast)
    old = typed(referral, request="Minun tekstini.")
    browser(cast.jari).post(edit(referral), typed(referral, request="Jarin teksti."))
    sign_in(client, cast.minna)
    response = client.post(edit(referral), old)
    words = text_of(response)
    assert response.status_code == 409
    for text in ("Minun tekstini.", "Jarin teksti.", "Pyydän alkuhaastattelua", "Jari"):
        assert text in words, text
    with referral_open(cast.minna, referral) as it:
        assert it.referral.request == "Jarin teksti."
    assert client.post(edit(referral), typed(referral, request="Minun tekstini.")).status_code == 302


# Draft and preview


def test_referral_draft__kept_sealed_and_found_on_another_device(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    post = typed(referral, request="Kesken jäänyt lause", fields_told=["birth_date"])
    response = client.post(reverse("referral-draft", args=[referral.uid]), post)
    assert response.content.decode().startswith(said("Draft saved %(clock)s").split("%")[0].strip())
    draft = Draft.objects.get()
    assert (draft.scope, draft.base_version) == (referral.scope, referral.version)
    assert b"Kesken" not in bytes(Draft.objects.values_list("content", flat=True).get())
    words = text_of(browser(cast.minna).get(edit(referral)))
    assert words.count("Kesken jäänyt lause") == 2
    assert "Kesken" not in text_of(browser(cast.jari).get(edit(referral)))
    client.post(edit(referral), post)
    assert not Draft.objects.exists()


def test_referral_draft__of_what_is_no_draft(client: Client, cast: Cast) -> None:
    referral = waiting(cast)
    sign_in(client, cast.minna)
    for name in ("referral-draft", "referral-preview"):
        assert client.post(reverse(name, args=[referral.uid]), typed(referral)).status_code == 404
    assert client.get(reverse("referral-draft", args=[referral.uid])).status_code == 405


def test_referral_preview__keeps_nothing_and_forgives_what_is_unfinished(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    post = typed(referral, request="Uusi pyyntö", respond_by="huomennako", fields_told=["health", "work"])
    response = client.post(reverse("referral-preview", args=[referral.uid]), post)
    words = text_of(response)
    assert response.status_code == 200
    assert "Uusi pyyntö" in words
    assert "<html" not in response.content.decode()
    with referral_open(cast.minna, referral) as it:
        assert "Uusi" not in it.referral.request
    assert not Draft.objects.exists()


# The log, and what a page costs


def test_referral_edit__logs__whom_and_why(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.jari).get(edit(referral))
    event, subjects = event_of("referral_edit")
    assert (event.actor, event.action, event.purpose, event.object_uid) == (
        (cast.jari, "view", "referral", referral.uid)
    )
    assert subjects == {cast.case.subject.uid}
    assert AccessEvent.objects.filter(action="denied").count() == 0


def test_referral_edit__costs__within_the_budget(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    with counted() as queries:
        client.get(edit(referral))
    assert len(queries) <= 20, len(queries)
    with counted() as queries:
        client.get(reverse("referral-new", args=[cast.case.uid]))
    assert len(queries) <= 20, len(queries)


def test_referral_edit__due_day__starts_two_weeks_ahead(client: Client, cast: Cast) -> None:
    referral = begun(cast)
    assert referral.respond_by is not None
    assert 14 <= (referral.respond_by - today()).days <= 18
