"""Every shown string has its Finnish and its Swedish, and the check that says so can fail."""

from itertools import islice
from pathlib import Path

import pytest
from babel.messages import Catalog

from casework.config import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue__every_string_of_the_sources__is_translated(language: str) -> None:
    catalogue = catalogues.read(ROOT / "locale" / language / "LC_MESSAGES" / "django.po", language)
    first = islice(catalogues.faults(catalogue, catalogues.strings_of(ROOT)), 20)  # `manage.py messages` tells all
    assert list(first) == []


SOURCES = {
    "consent/words.py": """
        _("plain")
        pgettext_lazy("greeting", "hello")
        ngettext("%(n)s day", "%(n)s days", 2)
        gettext(variable)
    """,
    "templates/page.html": """
        <p class="it's">{% translate "in a tag" %} {{ x|default:_("in a filter") }}</p>
            {% blocktranslate with who=name trimmed %}
              to
              {{ who }}
            {% endblocktranslate %}
        {% blocktranslate count n=n context "time" %}{{ n }} hour{% plural %}{{ n }} hours{% endblocktranslate %}
    """,
    "consent/migrations/0001_old.py": "_('old')",
}


def test_strings_of__python_and_templates__finds_what_is_marked(tmp_path: Path) -> None:
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\n".join(line.strip() for line in text.splitlines()))
    found = {(message.context, message.id) for message in catalogues.strings_of(tmp_path) if message.id}
    assert found == {
        (None, "plain"),
        ("greeting", "hello"),
        (None, ("%(n)s day", "%(n)s days")),
        (None, "in a tag"),
        (None, "in a filter"),
        (None, "to %(who)s"),
        ("time", ("%(n)s hour", "%(n)s hours")),
    }


@pytest.mark.parametrize(
    ("string", "flags", "fault"),
    [
        ("hei %(name)s", (), None),
        ("hei", (), "placeholders differ"),
        ("hei %(nimi)s", (), "placeholders differ"),
        ("", (), "untranslated"),
        ("hei %(name)s", ("fuzzy",), "fuzzy"),
    ],
)
def test_faults__one_string__is_named(string: str, flags: tuple[str, ...], fault: str | None) -> None:
    template, catalogue = Catalog(), Catalog(locale="fi")
    template.add("hello %(name)s")
    catalogue.add("hello %(name)s", string, flags=flags)
    assert [line.partition(":")[0] for line in catalogues.faults(catalogue, template)] == ([fault] if fault else [])


def test_faults__plural_with_one_form_empty__is_untranslated() -> None:
    template, catalogue = Catalog(), Catalog(locale="fi")
    template.add(("%(n)s day", "%(n)s days"))
    catalogue.add(("%(n)s day", "%(n)s days"), ("%(n)s päivä", ""))
    assert [line.partition(":")[0] for line in catalogues.faults(catalogue, template)] == ["untranslated"]


def test_faults__catalogue_behind_the_sources__is_missing_and_obsolete() -> None:
    template, catalogue = Catalog(), Catalog(locale="fi")
    template.add("new")
    catalogue.add("old", "vanha")
    assert [line.partition(":")[0] for line in catalogues.faults(catalogue, template)] == ["missing", "obsolete"]


def test_update__string_that_stays__keeps_its_translation(tmp_path: Path) -> None:
    template, catalogue, file = Catalog(), Catalog(locale="fi"), tmp_path / "fi" / "django.po"
    template.add("stays", locations=[("consent/words.py", 7)])
    template.add("new")
    catalogue.add("stays", "pysyy")
    catalogue.add("goes", "lähtee")
    catalogues.write(file, catalogues.update(catalogue, template))
    written = catalogues.read(file, "fi")
    assert {message.id: message.string for message in written if message.id} == {"stays": "pysyy", "new": ""}
    assert "consent/words.py:7" not in file.read_text()
    assert "-Date" not in file.read_text()
