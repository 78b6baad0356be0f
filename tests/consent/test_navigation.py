"""Who sees which links, and which one is marked as the page at hand."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.urls import resolve

from consent import navigation
from tests.consent.style.pages import reader

pytestmark = pytest.mark.urls("tests.consent.style.urls")


@pytest.fixture(autouse=True)
def links_of_an_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_items", [])
    monkeypatch.setattr(navigation, "_searchers", set())
    desk = {"audience": "desk", "roles": {"worker"}}
    navigation.add(**desk, url_name="groups", label="Ryhmät", icon="calendar-days", order=40)
    navigation.add(**desk, url_name="home", label="Oma päivä", icon="sun", order=10)
    navigation.add(**desk, url_name="people", label="Osallistujat", icon="users", order=20, under=("person-",))
    navigation.add(
        **desk, url_name="person-log", label="Kirjaa", icon="pen-line", order=30, desk=False, context_url="log_here"
    )
    navigation.add(
        audience="desk",
        url_name="reports",
        label="Raportit",
        icon="chart-column",
        roles={"coordinator"},
        order=60,
        phone=False,
    )
    navigation.add(audience="desk", url_name="letters", label="Kaikille", icon="mail", order=90)
    navigation.add(
        audience="portal", url_name="me", label="Suunnitelma", icon="footprints", roles={"participant"}, order=1
    )
    return


def request(*roles: str, path: str = "/style/") -> HttpRequest:
    made = RequestFactory().get(path)
    made.actor = reader(*roles)  # type: ignore[attr-defined]
    made.resolver_match = resolve(path)
    return made


def labels(*roles: str, audience: navigation.Audience = "desk") -> list[str]:
    return [str(link.label) for link in navigation.links(request(*roles), audience)]


def test_navigation__worker__sees_own_links_in_order() -> None:
    assert labels("worker") == ["Oma päivä", "Osallistujat", "Kirjaa", "Ryhmät", "Kaikille"]


def test_navigation__two_roles__sees_both() -> None:
    assert "Raportit" in labels("worker", "coordinator")
    assert "Raportit" not in labels("worker")


def test_navigation__other_audience__is_apart() -> None:
    assert labels("participant", audience="portal") == ["Suunnitelma"]
    assert "Suunnitelma" not in labels("participant", "worker")


def test_navigation__nobody_signed_in__sees_nothing() -> None:
    anonymous = RequestFactory().get("/")
    assert navigation.links(anonymous, "desk") == []
    anonymous.actor = None  # type: ignore[attr-defined]
    assert navigation.links(anonymous, "desk") == []
    assert navigation.links(None, "desk") == []
    assert engines["django"].from_string("{% navigation %}").render({}, anonymous).strip() == ""


def current(path: str) -> dict[str, str]:
    return {
        str(link.label): link.current for link in navigation.links(request("worker", path=path), "desk") if link.current
    }


def test_navigation__own_page__is_current() -> None:
    assert current("/people/") == {"Osallistujat": "page"}


def test_navigation__page_under_it__is_marked_as_its_home(monkeypatch: pytest.MonkeyPatch) -> None:
    made = request("worker")
    made.resolver_match = SimpleNamespace(url_name="person-detail")
    marked = [link for link in navigation.links(made, "desk") if link.current]
    assert [(link.label, link.current) for link in marked] == [("Osallistujat", "true")]


def test_navigation__page_of_a_link_under_another__marks_only_the_nearer() -> None:
    assert current("/person-log/") == {"Kirjaa": "page"}


def test_navigation__page_elsewhere__marks_nothing() -> None:
    assert current("/style/") == {}


def test_navigation__address_of_the_page__replaces_its_own() -> None:
    html = engines["django"].from_string("{% navigation %}").render({"log_here": "/cases/7/log/"}, request("worker"))
    assert 'href="/cases/7/log/"' in html
    assert 'href="/person-log/"' not in html


def test_navigation__links_without_room__are_behind_more() -> None:
    template = engines["django"].from_string("{% navigation %}|{% more_links %}")
    bar, _, page = template.render({}, request("worker", "coordinator")).partition("|")
    assert re.search(r'<li class="desk-only"><a href="/reports/"', bar)
    assert re.search(r'<li class="phone-only"><a href="/more/"', bar)
    assert re.findall(r'href="(/[^"]*)"', page.replace("icons", ""))[:1] == ["/reports/"]
    without, _, nothing = template.render({}, request("worker")).partition("|")
    assert "/more/" not in without
    assert nothing.strip() == ""


def test_navigation__registered_twice__stands_once() -> None:
    navigation.add(audience="desk", url_name="letters", label="Kaikille", icon="mail", order=90)
    assert labels("worker").count("Kaikille") == 1


def test_who_am_i__names_reader_and_title() -> None:
    html = engines["django"].from_string("{% who_am_i %}").render({}, request("worker"))
    assert "Minna Lehtovaara" in html
    assert "Palveluohjaaja" in html


def test_find__only_where_the_page_says_so__and_never_in_an_address() -> None:
    template = engines["django"].from_string("{% find_participant %}")
    assert template.render({}, request("worker")).strip() == ""
    shown = template.render({"show_find": True}, request("worker"))
    assert 'method="post"' in shown
    assert 'name="q"' in shown
    assert "csrfmiddlewaretoken" in shown


def test_find__offered_to_a_role__is_theirs_alone() -> None:
    navigation.offer_search({"worker"})
    assert navigation.may_search(request("worker", "student"))
    assert not navigation.may_search(request("student"))
    assert not navigation.may_search(RequestFactory().get("/"))
