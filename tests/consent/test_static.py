"""Stylesheets and script: collected with their fonts, within their budgets, without what the house forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

OURS = settings.BASE / "consent" / "static" / "polku"
STYLES = {path.name: path.read_text() for path in sorted(OURS.glob("css/*.css"))}
SCRIPT = (OURS / "js" / "polku.js").read_text()


def test_static__collected__every_address_in_it_is_found_and_hashed(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    found = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            name = f"{source.prefix}/{path}" if getattr(source, "prefix", "") else path
            if name.startswith(("polku/", "fonts/")) and "Italic" not in name:
                found[name] = (source, path)
                with source.open(path) as file:
                    storage.save(name, file)
    for name, hashed, processed in storage.post_process(found):
        assert not isinstance(processed, Exception), (name, hashed, processed)
    tokens = (tmp_path / storage.stored_name("polku/css/tokens.css")).read_text()
    fonts = re.findall(r'url\("([^"]+)"\)', tokens)
    assert len(fonts) == 4
    for font in fonts:
        assert re.search(r"\.[0-9a-f]{12}\.ttf$", font)


def test_css__all_together__within_the_budget() -> None:
    assert sum(text.count("\n") for text in STYLES.values()) <= 900
    assert SCRIPT.count("\n") <= 150


def test_css__colours__only_in_tokens() -> None:
    for name, text in STYLES.items():
        if name != "tokens.css":
            without_paper = text.replace("background: #fff;", "", 1)  # a letter is white, also at night
            assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", without_paper), name


def test_css__no_ids_and_no_physical_sides() -> None:
    for name, text in STYLES.items():
        rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", text, flags=re.DOTALL)
        assert not re.search(r"#[a-z][\w-]*[\s{,:.]", re.sub(r"#[0-9a-f]{3,8}\b", "", rules)), name
        physical = re.findall(
            r"(?:margin|padding|border)-(?:left|right)\b|\b(?:left|right):|text-align: (?:left|right)", rules
        )
        assert physical == [], name


def sizes_px(text: str) -> list[float]:
    """Every size that a rule sets, in CSS pixels."""
    found = re.findall(r"font-size: (\.?[0-9.]+)(rem|px)\b", text)
    return [float(value) * (16 if unit == "rem" else 1) for value, unit in found]


@pytest.mark.parametrize("name", STYLES)
def test_css__no_text_under_14_px(name: str) -> None:
    tokens = [float(rem) * 16 for rem in re.findall(r"--t-\w+: (\.?[0-9.]+)rem", STYLES["tokens.css"])]
    assert len(tokens) == 5
    assert min(tokens + sizes_px(STYLES[name])) >= 14


def test_script__keeps_nothing_and_evaluates_nothing() -> None:
    forbidden = r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\b|\beval\b|new Function|console\."
    assert not re.search(forbidden, SCRIPT)
