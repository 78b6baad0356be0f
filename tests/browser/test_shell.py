"""The shell in a real browser: the style page in every look, and the script that improves it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import gettext
from playwright.sync_api import Page, Route, expect

from tests.consent.style import pages

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.consent.style.urls")]
ORIGIN = "https://polku.test"
LAYOUTS = ["", "calm/"]


@pytest.fixture
def shell(page: Page) -> Iterator[Page]:
    """A page whose requests the application answers in this process, over https and with every header it sets."""
    client = Client(enforce_csrf_checks=True, **{"wsgi.url_scheme": "https", "SERVER_NAME": "polku.test"})
    pages.HEARD.clear()

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path.startswith("/static/"):
            route.fulfill(path=str(finders.find(unquote(url.path.removeprefix("/static/")))))
            return
        headers = route.request.all_headers()
        sent = {"HTTP_ORIGIN": headers["origin"]} if "origin" in headers else {}
        response: Any = client.generic(
            route.request.method,
            f"{url.path}?{url.query}",
            route.request.post_data_buffer or b"",
            headers.get("content-type", ""),
            secure=True,
            HTTP_COOKIE=headers.get("cookie", ""),
            HTTP_HOST="polku.test",
            HTTP_REFERER=headers.get("referer", ""),
            **sent,
        )
        route.fulfill(
            status=response.status_code,
            headers={**dict(response.items()), **cookies(response)},
            body=response.content,
        )

    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(f"{ORIGIN}/**", answer)
    page.complaints = complaints  # type: ignore[attr-defined]
    yield page
    assert complaints == []


def cookies(response: Any) -> dict[str, str]:
    lines = [morsel.OutputString() for morsel in response.cookies.values()]
    return {"Set-Cookie": "\n".join(lines)} if lines else {}


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["polku.test"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_style_page__accessible_and_never_wider_than_the_screen(
    shell: Page, layout: str, width: int, scheme: Any
) -> None:
    shell.set_viewport_size({"width": width, "height": 844})
    shell.emulate_media(color_scheme=scheme)
    shell.goto(f"{ORIGIN}/style/{layout}?wrong=1&quiet=1")
    assert shell.evaluate("document.documentElement.scrollWidth") <= width
    # As high as the page: what floats at its foot covers nothing then.
    shell.set_viewport_size({"width": width, "height": shell.evaluate("document.documentElement.scrollHeight")})
    found = Axe().run(shell, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_style_page__targets__are_44_px_high(shell: Page, layout: str) -> None:
    shell.set_viewport_size({"width": 390, "height": 844})
    shell.goto(f"{ORIGIN}/style/{layout}")
    shell.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    low = """() => [...document.querySelectorAll('a, button, summary, select, label:has(input), input, textarea')]
        .filter(each => each.checkVisibility() && !each.matches('[type=hidden], label input, .skip, p:not(.acts) a'))
        .filter(each => each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML.slice(0, 90))"""
    assert shell.evaluate(low) == []


def test_style_page__paper_of_a_protected_person__has_one_line(shell: Page) -> None:
    shell.emulate_media(media="print")
    shell.goto(f"{ORIGIN}/style/?barred=1")
    assert shell.locator("body").inner_text().strip() == gettext("Safety prohibition: this page is not printed.")


def test_style_page__paper__leaves_controls_out(shell: Page) -> None:
    shell.emulate_media(media="print")
    shell.goto(f"{ORIGIN}/style/")
    for controls in (".appbar", ".tabs", ".acts", ".toasts", ".pager", ".actionbar"):
        expect(shell.locator(controls).first).to_be_hidden()
    expect(shell.get_by_role("heading", name="Nasrin Rahimi")).to_be_visible()


def test_style_page__own_colours_of_the_reader__the_chosen_mark_stands_out(shell: Page) -> None:
    shell.emulate_media(forced_colors="active")
    shell.goto(f"{ORIGIN}/style/")
    fill = "each => getComputedStyle(each).backgroundColor"
    chosen = shell.locator(".mark.here").nth(0).evaluate(fill)
    assert chosen != shell.locator(".mark.here").nth(1).evaluate(fill)
    line = "each => getComputedStyle(each, '::before').borderInlineStartStyle"
    assert [shell.locator(".rail.day > li").nth(place).evaluate(line) for place in (0, 1)] == ["none", "dotted"]


def test_error_summary__takes_the_focus(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/?wrong=1")
    assert gettext("Check these") in shell.evaluate("document.activeElement.textContent")
    shell.get_by_role("link", name="Päivä", exact=True).click()
    expect(shell.get_by_label("Päivä")).to_be_focused()


def test_draft__three_seconds_after_the_last_key__is_saved(shell: Page) -> None:
    shell.clock.install()
    shell.goto(f"{ORIGIN}/style/")
    shell.get_by_label("Mitä käsiteltiin?").fill("Kävimme läpi lähetteen.")
    shell.clock.run_for(2900)
    assert pages.HEARD == []
    shell.clock.run_for(200)
    expect(shell.locator("[data-draft-state]")).to_have_text("Tallessa 1")
    assert pages.HEARD[0]["narrative"] == ["Kävimme läpi lähetteen."]
    assert pages.HEARD[0]["csrfmiddlewaretoken"]


def test_draft__page_left__is_saved_at_once(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/")
    shell.get_by_label("Mitä käsiteltiin?").fill("Kesken.")
    with shell.expect_response("**/draft/"):
        shell.evaluate("""() => {
            Object.defineProperty(document, "visibilityState", { value: "hidden" });
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
    assert [each["narrative"] for each in pages.HEARD] == [["Kesken."]]


def test_draft__refused__is_said(shell: Page) -> None:
    shell.clock.install()
    shell.goto(f"{ORIGIN}/style/")
    shell.route("**/draft/", lambda route: route.abort())
    shell.get_by_label("Mitä käsiteltiin?").fill("Kesken.")
    shell.clock.run_for(3100)
    expect(shell.locator("[data-draft-state]")).to_have_text("Luonnos ei tallentunut.")
    assert len(shell.complaints) == 1  # type: ignore[attr-defined]
    shell.complaints.clear()  # type: ignore[attr-defined]


def test_attendance__each_tap__is_sent_alone(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/")
    shell.locator(".roll li").nth(3).get_by_label("Läsnä", exact=True).check()
    expect(shell.locator("[data-tap-state]")).to_have_text("Tallessa 1")
    shell.locator(".roll li").nth(0).get_by_label("Poissa", exact=True).check()
    expect(shell.locator("[data-tap-state]")).to_have_text("Tallessa 2")
    marks = [{name: value for name, value in each.items() if name.startswith("mark-")} for each in pages.HEARD]
    assert marks == [{"mark-4": ["present"]}, {"mark-1": ["absent_unnotified"]}]


def test_typeahead__answers_replace_the_list__escaped(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/")
    shell.get_by_label("Kenen kanssa?").press_sequentially("<b>Tap")
    expect(shell.locator("[data-typeahead-list] button")).to_have_text("<b>Tap")


def test_form__sent_twice__goes_once(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/")
    stopped = """form => {
        const stopped = [];
        addEventListener("submit", event => { stopped.push(event.defaultPrevented); event.preventDefault(); });
        form.noValidate = true;
        form.requestSubmit();
        form.requestSubmit();
        return stopped;
    }"""
    assert shell.locator("form[data-draft-url]").evaluate(stopped) == [False, True]


def test_ctrl_enter__confirms(shell: Page) -> None:
    shell.goto(f"{ORIGIN}/style/")
    shell.get_by_label("Mitä käsiteltiin?").fill("Valmis.")
    with shell.expect_request(lambda request: request.method == "POST" and request.url.endswith("/style/")) as sent:
        shell.get_by_label("Mitä käsiteltiin?").press("Control+Enter")
    assert "Valmis." in (sent.value.post_data or "")
