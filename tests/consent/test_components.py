"""The parts that every page is made of: icons, fields, messages, components, error pages."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from consent import icons
from tests.consent.style.forms import StyleForm
from tests.consent.style.pages import reader, template

pytestmark = pytest.mark.urls("tests.consent.style.urls")
ERRORS = sorted(path.stem for path in (settings.BASE / "templates" / "errors").glob("*.html"))
SVG = "{http://www.w3.org/2000/svg}"


def render(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context, RequestFactory().get("/"))


def attribute(html: str, name: str, tag: str = "") -> str:
    found = re.search(rf'<{tag or "[a-z]+"}\b[^>]*\b{name}="([^"]*)"', html)
    assert found, f"no {name} in {html}"
    return found[1]


# Icons


def test_icon__known__points_into_the_sprite() -> None:
    html = render('{% icon "pen-line" %}')
    assert 'aria-hidden="true"' in html
    assert attribute(html, "href") == f"/icons-{icons.digest()}.svg#pen-line"


def test_icon__unknown__raises() -> None:
    with pytest.raises(icons.UnknownIcon):
        render('{% icon "no-such-drawing" %}')


def test_icon__along_the_line__turns() -> None:
    assert "turns" in attribute(render('{% icon "arrow-left" %}'), "class")
    assert "turns" not in attribute(render('{% icon "check" %}'), "class")


def test_sprite__holds_every_name_and_our_own_glyph() -> None:
    symbols = ElementTree.fromstring(icons.sprite())  # noqa: S314
    symbols = symbols.findall(f"{SVG}symbol")
    assert {symbol.get("id") for symbol in symbols} == icons.NAMES | {"brand"}
    assert all(len(symbol) > 0 for symbol in symbols)
    assert icons.TURNING <= icons.NAMES


def test_sprite__under_its_own_hash__is_kept_for_ever() -> None:
    client = Client()
    own = client.get(f"/icons-{icons.digest()}.svg", secure=True)
    assert own["Content-Type"] == "image/svg+xml"
    assert "immutable" in own["Cache-Control"]
    other = client.get("/icons-0123456789ab.svg", secure=True)
    assert other.content == own.content
    assert "immutable" not in other["Cache-Control"]


# Fields


def test_field__label__is_tied_to_its_input() -> None:
    html = render("{% field form.day %}", form=StyleForm())
    assert attribute(html, "for", "label") == attribute(html, "id", "input") == "id_day"


def test_field__hint__is_read_with_the_input() -> None:
    html = render("{% field form.day %}", form=StyleForm())
    assert attribute(html, "aria-describedby", "input") == attribute(html, "id", "p") == "id_day_helptext"


def test_field__hint_given_by_the_page__is_read_too() -> None:
    html = render('{% field form.owner hint="Kysy ensin." %}', form=StyleForm())
    assert attribute(html, "aria-describedby", "select") == "id_owner_helptext"
    assert "Kysy ensin." in html


def test_field__error__stands_beside_it_in_words_and_keeps_what_was_typed() -> None:
    form = StyleForm({"day": "", "narrative": "Kesken jäänyt teksti", "kind": "phone", "owner": "unknown"})
    wrong = render("{% field form.day %}", form=form)
    assert attribute(wrong, "aria-describedby", "input") == "id_day_helptext id_day_error"
    assert attribute(wrong, "aria-invalid", "input") == "true"
    assert re.search(r'<p class="error" id="id_day_error">.*Tämä kenttä vaaditaan\.', wrong, re.DOTALL)
    kept = render("{% field form.narrative %}", form=form)
    assert "Kesken jäänyt teksti</textarea>" in kept
    assert "aria-invalid" not in kept


@pytest.mark.parametrize(("name", "look"), [("kind", "seg"), ("themes", "chips")])
def test_field__choices__are_a_named_group_of_labelled_inputs(name: str, look: str) -> None:
    html = render("{% field form.field %}", form={"field": StyleForm({})[name]})
    assert re.search(r"<fieldset[^>]*>\s*<legend>", html)
    assert f'class="{look}"' in html
    ids = re.findall(r'<input[^>]*\bid="([^"]+)"', html)
    assert ids
    assert re.findall(r'<label class="chip" for="([^"]+)"', html) == ids


def test_field__choices_with_error__group_is_described() -> None:
    html = render("{% field form.kind %}", form=StyleForm({}))
    assert attribute(html, "aria-describedby", "fieldset") == attribute(html, "id", "p") == "id_kind_error"


def test_field__chosen__stays_chosen() -> None:
    html = render(
        "{% field form.kind %}{% field form.themes %}", form=StyleForm({"kind": "phone", "themes": ["money"]})
    )
    assert re.findall(r'value="([a-z]+)"[^>]*\bchecked', html) == ["phone", "money"]


def test_field__checkbox__has_its_label_around_it() -> None:
    html = render("{% field form.read %}", form=StyleForm())
    assert re.search(r'<label class="check" for="id_read"><input type="checkbox"[^>]*id="id_read"', html)


def test_field__hostile_text__is_escaped() -> None:
    form = StyleForm({"narrative": "</textarea><script>alert(1)</script>"})
    html = render("{% field form.narrative %}{% form_errors form %}", form=form)
    assert "<script>" not in html
    assert html.count("</textarea>") == 1


def test_form_errors__each_wrong_field__is_a_link_to_its_control() -> None:
    html = render("{% form_errors form %}{% field form.day %}{% field form.kind %}", form=StyleForm({}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert {"id_day", "id_kind_0"} <= set(targets)
    assert all(f'id="{target}"' in html for target in ("id_day", "id_kind_0"))
    assert "autofocus" in html


def test_form_errors__error_of_the_whole_form__is_said() -> None:
    class Pair(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("Loppu on ennen alkua.")

    assert "Loppu on ennen alkua." in render("{% form_errors form %}", form=Pair({}))


def test_form_errors__nothing_wrong__says_nothing() -> None:
    assert render("{% form_errors form %}", form=StyleForm()).strip() == ""


# Words in markup


def test_change__is_heard_as_well_as_seen() -> None:
    html = render('{% include "components/change.html" with removed="kurssi" added="työkokeilu" only %}')
    assert re.search(r'<del><span class="vh">.+</span> kurssi</del>', html)
    assert re.search(r'<ins><span class="vh">.+</span> työkokeilu</ins>', html)


def test_ltr__keeps_its_direction_and_escapes() -> None:
    assert render("{{ code|ltr }}", code="<b>050") == '<bdi dir="ltr">&lt;b&gt;050</bdi>'


def test_tag__says_its_state_in_words_and_icon() -> None:
    html = render('{% tag "wait" "odottaa lisätietoja" %}')
    assert "odottaa lisätietoja" in html
    assert "#clock-4" in html


def test_chip_links__current__is_marked_for_all() -> None:
    links = [
        {"href": "?", "label": "Kaikki", "current": True},
        {"href": "?kind=x", "label": "Ryhmät", "current": False},
    ]
    html = render('{% include "components/chip_links.html" with label="Näytä" links=links only %}', links=links)
    assert html.count("aria-current") == 1
    assert re.search(r'href="\?" aria-current="true">Kaikki', html)


@pytest.mark.parametrize(("level", "place"), [(constants.SUCCESS, "toast"), (constants.WARNING, "notice wait")])
def test_messages__passing_and_staying(level: int, place: str) -> None:
    request = RequestFactory().get("/")
    request._messages = [Message(level, "Tallennettu.")]  # type: ignore[attr-defined]
    html = engines["django"].from_string("{% messages %}").render({}, request)
    assert re.search(rf'class="{place}"[^>]*>.*Tallennettu\.', html, re.DOTALL)


# The style page holds every component, and every page is whole


@pytest.mark.parametrize("layout", ["", "calm/", "bare/"])
@pytest.mark.parametrize("state", ["", "?wrong=1", "?barred=1"])
def test_style_page__each_layout__is_whole(layout: str, state: str) -> None:
    html = Client().get(f"/style/{layout}{state}", secure=True).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "an id stands twice"
    for reference in re.findall(r'\b(?:for|aria-labelledby)="([^"]+)"', html):
        assert reference in ids
    for described in re.findall(r'\baria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)
    assert html.count("<h1") >= 1
    assert not re.search(r"\bstyle=|<style|\bon[a-z]+=|<script>", html)
    forms_ = re.findall(r"<form\b.*?</form>", html, re.DOTALL)
    assert forms_
    assert all('method="post"' in form and "csrfmiddlewaretoken" in form for form in forms_)


def test_style_page__shows_every_component() -> None:
    used = set(re.findall(r'components/(\w+)\.html"', template_text() + components_text()))
    made_by_tags = set(re.findall(r'components/(\w+)\.html"', Path("consent/templatetags/polku.py").read_text()))
    there = {path.stem for path in (settings.BASE / "templates" / "components").glob("*.html")}
    assert there - used - made_by_tags - {"htmx"} == set()


def test_safety_prohibition__the_line_stands_before_everything_else() -> None:
    html = Client().get("/style/?barred=1", secure=True).content.decode()
    body = html.partition("<body")[2].partition(">")[2]
    assert body.strip().startswith('<p class="no-print-person">')
    assert "no-print-person" not in Client().get("/style/", secure=True).content.decode()


# Error pages


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_error_page__without_request__says_what_happened_and_whom_to_call(status: str, language: str) -> None:
    with override(language):
        html = render_to_string(f"errors/{status}.html", {"support_phone": "02 555 0100"})
    assert html.count("<h1>") == 1
    assert "02 555 0100" in html
    words = re.sub(r"<[^>]+>|\(.*?\)|02 555 0100", "", html.partition("<main")[2])
    assert not re.search(r"\d{3}|csrf|error|exception", words, re.IGNORECASE), words


def test_error_page__not_found__is_always_the_same() -> None:
    request = RequestFactory().get("/cases/1/")
    request.actor = reader("worker")  # type: ignore[attr-defined]
    known = render_to_string("errors/404.html", {"support_phone": "1", "ask": "Jari Nummi"}, request)
    assert known == render_to_string("errors/404.html", {"support_phone": "1"}, RequestFactory().get("/x/"))


def test_error_page__forbidden__names_whom_to_ask() -> None:
    assert "Jari Nummi" in render_to_string("errors/403.html", {"support_phone": "1", "ask": "Jari Nummi"})


def test_error_page__busy__keeps_the_form() -> None:
    request = RequestFactory().post("/x/")
    kept = [("narrative", 'Pitkä teksti "lainauksineen", joka ei saa kadota.'), ("minutes", "45")]
    html = render_to_string("errors/503.html", {"support_phone": "1", "kept": kept}, request)
    assert 'name="minutes" value="45"' in html
    assert 'value="Pitkä teksti &quot;lainauksineen&quot;, joka ei saa kadota."' in html
    assert "csrfmiddlewaretoken" in html
    assert re.search(r"<textarea[^>]*readonly>Pitkä teksti", html)


def test_error_page__expired_form__shows_the_text_and_sends_nothing() -> None:
    kept = [("narrative", "Pitkä teksti, joka ei saa kadota.")]
    html = render_to_string("errors/csrf.html", {"support_phone": "1", "kept": kept}, RequestFactory().post("/x/"))
    assert "Pitkä teksti, joka ei saa kadota." in html
    assert "<form" not in html


def template_text() -> str:
    return "".join(path.read_text() for path in (settings.BASE / "tests/consent/style").glob("*.html"))


def components_text() -> str:
    return "".join(path.read_text() for path in (settings.BASE / "templates").rglob("*.html"))


def test_template__of_the_tests__is_found_only_by_the_tests() -> None:
    assert template("letter.html").render({"letter": {"sender": "a", "number": "b"}})
