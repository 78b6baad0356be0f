"""Writing a session in a real Chromium: the draft keeps itself, on leaving too, and Ctrl+Enter confirms."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_story_pages import case, sign_in

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Luonnos tallessa klo\s\d{1,2}\.\d\d")


def writing(browser: Browser, origin: str) -> Page:
    """The page on which Minna records a meeting with Nasrin, on a device of its own."""
    page = browser.new_context(locale="fi-FI").new_page()
    sign_in(page, origin, "Minna Lehtovaara")
    case("sessions/new/")(page, origin)
    return page


def text(page: Page) -> str:
    return page.locator("[name=narrative]").input_value()


def test_draft__typed__keeps_itself_and_a_second_device_is_not_overwritten(browser: Browser, demo: str) -> None:
    desk, phone = writing(browser, demo), writing(browser, demo)
    assert desk.evaluate("document.activeElement.name") == "narrative"
    desk.keyboard.type("Kävimme läpi viikon.")
    expect(desk.locator("[data-draft-state]")).to_have_text(SAVED, timeout=15_000)
    phone.locator("[name=narrative]").fill("Kirjoitin tämän toisella laitteella.")
    expect(phone.locator("[data-draft-state]")).to_contain_text("uudempi luonnos", timeout=15_000)
    desk.keyboard.type(" Ja vielä tämä.")
    desk.goto(f"{demo}/")  # left before the keys had rested
    again = writing(browser, demo)
    assert text(again) == "Kävimme läpi viikon. Ja vielä tämä."
    phone.keyboard.press("Control+Enter")
    expect(phone.locator("#other-text")).to_have_value("Kävimme läpi viikon. Ja vielä tämä.")
    assert text(phone) == "Kirjoitin tämän toisella laitteella."
    again.locator("[name=narrative]").press("Control+Enter")
    expect(again.locator(".toast")).to_contain_text("Kirjaus on vahvistettu.")
    expect(again.locator(".event").first).to_contain_text("Kävimme läpi viikon. Ja vielä tämä.")


def test_row__added__by_its_button_with_the_focus_in_it(browser: Browser, demo: str) -> None:
    page = writing(browser, demo)
    page.locator("summary").click()
    page.locator("[name=agreed-0-text]").fill("Tuo hygieniapassi")
    page.locator("button[name=more]").click()
    expect(page.locator("[name=agreed-1-text]")).to_be_focused()
    assert page.locator("[name=agreed-0-text]").input_value() == "Tuo hygieniapassi"
    page.locator("button[name=discard]").click()
    expect(page.locator("#events")).to_be_visible()
