"""Every page of the story in a real Chromium: accessible, within its width, silent on the console, in light and dark.

With SCREENSHOTS=folder in the environment each page is also kept as a picture there; docs/screenshots come from it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")]
HEIGHTS = {1280: 900, 390: 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Visit = Callable[[Page, str], None]


def at(path: str) -> Visit:
    """A page by its address."""
    return lambda page, origin: page.goto(origin + path) and None


def by(selector: str) -> Visit:
    """What a link or button leads to."""
    return lambda page, origin: page.locator(selector).first.click()


def case(part: str) -> Visit:
    """A page of Nasrin's case file."""

    def visit(page: Page, origin: str) -> None:
        page.goto(f"{origin}/participants/")
        page.get_by_role("link", name="Nasrin Rahimi").first.click()
        if part:
            page.goto(page.url + part)

    return visit


def one_question(page: Page, origin: str) -> None:
    case("consents/ask/")(page, origin)
    page.locator("input[name=questions]").first.check()
    page.locator("form .btn.primary").last.click()


def composer(page: Page, origin: str) -> None:
    case("referrals/new/")(page, origin)
    page.locator("li:has-text('Työllisyyspalvelut') button[name=recipient]").click()
    page.locator("[name=heading]").fill("Alkuhaastattelu ja työkokeilu")
    page.locator("[name=request]").fill("Pyydän alkuhaastattelua ja selvitystä työkokeilusta keittiössä.")
    page.locator("[name=act][value=save]").last.click()


def sent_referral(page: Page, origin: str) -> None:
    case("referrals/")(page, origin)
    page.locator('main a[href^="/referrals/"]').last.click()


def session(page: Page, origin: str) -> None:
    case("")(page, origin)
    page.locator('main a[href^="/sessions/"]').first.click()


def first_of(part: str) -> Visit:
    """The first thing in a list of the officer's."""

    def visit(page: Page, origin: str) -> None:
        page.goto(f"{origin}/privacy/{part}/")
        page.locator(f'main a[href^="/privacy/{part}/"]:not([href$="/new/"]):not([href*="?"])').first.click()

    return visit


OF_REQUEST = 'main a[href^="/me/requests/"]:not([href*="/new/"])'
PARTS_OF_PRIVACY = (
    "log disclosures break-glass requests restrictions notices processing retention breaches proof erasing"
).split()
WALKS: dict[str, list[tuple[str, Visit]]] = {
    "": [("sign-in", at("/sign-in/")), ("code", at("/sign-in/code/"))],
    "Minna Lehtovaara": [
        ("my-day", at("/")),
        ("participants", at("/participants/")),
        ("participant-new", at("/participants/new/")),
        ("case", case("")),
        ("session-new", case("sessions/new/")),
        ("session", session),
        ("plan", case("plan/")),
        ("case-groups", case("groups/")),
        ("consents", case("consents/")),
        ("consents-ask", case("consents/ask/")),
        ("consent-question", one_question),
        ("paper-new", case("papers/new/")),
        ("told", case("told/")),
        ("case-requests", case("requests/")),
        ("case-close", case("close/")),
        ("referrals", case("referrals/")),
        ("referral-new", composer),
        ("referral", sent_referral),
        ("personal-details", case("participant/")),
        ("own-pages", case("own-pages/")),
        ("workers", case("people/")),
        ("history", case("history/")),
        ("services", at("/services/")),
        ("groups", at("/groups/")),
        ("more", at("/more/")),
        ("breach-report", at("/breach-report/")),
    ],
    "Raija Alanko": [
        ("facilitator-day", at("/")),
        ("attendance", by('main a[href*="/attendance/"]')),
        ("group", lambda page, origin: page.locator(".crumb").first.click()),
    ],
    "Petri Laakso": [("inbox", at("/inbox/")), ("inbox-referral", by('main a[href^="/inbox/"]:has-text("Nasrin")'))],
    "participant": [
        ("me", at("/me/")),
        ("me-calendar", at("/me/calendar/")),
        ("me-letters", at("/me/letters/")),
        ("me-consents", at("/me/consents/")),
        ("me-access", at("/me/access/")),
        ("me-data", at("/me/data/")),
        ("me-requests", at("/me/requests/")),
        ("me-request-new", at("/me/requests/new/access/")),
        ("me-request", lambda page, origin: page.goto(origin + "/me/requests/") and by(OF_REQUEST)(page, origin)),
        ("me-statement", at("/me/statement/")),
    ],
    "Eeva Salmela": [("health-case", case(""))],
    "Kaisa Vuorela": [("register", at("/participants/")), ("openings", at("/privacy/break-glass/"))],
    "Kirsi Aarnio": [
        ("privacy", at("/privacy/")),
        *[(f"privacy-{part}", at(f"/privacy/{part}/")) for part in PARTS_OF_PRIVACY],
        ("privacy-request", first_of("requests")),
        ("privacy-ground", first_of("processing")),
        ("privacy-breach", first_of("breaches")),
        ("privacy-opening", first_of("break-glass")),
        ("privacy-restriction", first_of("restrictions")),
        ("privacy-record", at("/privacy/processing/record/")),
        ("privacy-dictionary", at("/privacy/processing/dictionary/")),
        ("privacy-impact", at("/privacy/processing/impact/")),
        ("privacy-classes", at("/privacy/retention/classes/")),
        ("privacy-hold", at("/privacy/retention/hold/")),
        ("privacy-erasing-new", at("/privacy/erasing/new/")),
        ("privacy-names", at("/privacy/log/names/")),
    ],
    "Anna Sundell": [("accounts", at("/"))],
    "Arto Virtala": [("reports", at("/"))],
}


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def page_in_look(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, int, str]]:
    """A page of one width in one colour scheme; what the console says is a fault."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme, locale="fi-FI"
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, width, scheme
    context.close()
    assert complaints == []


def sign_in(page: Page, origin: str, who: str) -> None:
    """Choose one of the demo's accounts."""
    page.goto(f"{origin}/sign-in/")
    if who:
        rows = page.locator("li:has(form)")
        row = rows.filter(has_text=who) if who != "participant" else rows.filter(has_not_text="@")
        row.first.get_by_role("button").click()


def faults(page: Page, width: int) -> list[str]:
    """What is wrong with the page as it stands."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"scrolls sideways: {wide}"] if wide > width else []
    results = Axe().run(page, options={"runOnly": RULES})
    for violation in results.response["violations"]:
        found += [f"{violation['id']}: {node['html'][:160]}" for node in violation["nodes"][:3]]
    return found


@pytest.mark.parametrize("who", list(WALKS), ids=lambda who: who.split(" ")[0].lower() or "stranger")
def test_pages__walked__are_sound(who: str, page_in_look: tuple[Page, int, str], demo: str) -> None:
    page, width, scheme = page_in_look
    sign_in(page, demo, who)
    wrong: list[str] = []
    for name, visit in WALKS[who]:
        visit(page, demo)
        if page.locator("h1").count() != 1:
            wrong.append(f"{name}: {page.locator('h1').count()} h1 on {page.url}")
        wrong += [f"{name}: {fault}" for fault in faults(page, width)]
        if folder := os.environ.get("SCREENSHOTS"):
            suffix = "-dark" if scheme == "dark" else ""
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": tall})  # so that what sticks to an edge stands at the end
            page.screenshot(path=Path(folder) / f"{name}-{width}{suffix}.png", full_page=True)
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    assert wrong == []
