"""The style page: every component once, in each layout, for eyes, for axe and for the tests of components."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.html import format_html

from consent import wording
from tests.consent.style.forms import StyleForm

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 11, 24, 11, 0, tzinfo=dt.UTC)
FILLED = {"day": "ti 24.11.", "kind": "phone", "answer": "yes", "themes": ["work"]}


def template(name: str) -> Any:
    """A template of the tests: the product does not know their folder."""
    return engines["django"].from_string((HERE / name).read_text())


def reader(*roles: str, name: str = "Minna Lehtovaara", title: str = "Palveluohjaaja") -> SimpleNamespace:
    """Somebody signed in, as far as the shell asks."""
    return SimpleNamespace(
        roles=frozenset(roles), account=SimpleNamespace(name=name, title=title), membership=lambda: None
    )


def links(*labels: str) -> list[dict[str, Any]]:
    """Links of which the first is the current one."""
    return [{"href": f"#{label}", "label": label, "current": label == labels[0]} for label in labels]


def style_page(request: HttpRequest, layout: str = "base.html") -> HttpResponse:
    """?wrong: the form as it comes back; ?barred: a person under a safety prohibition; ?quiet: nothing floats."""
    request.actor = reader("worker", "participant")  # type: ignore[attr-defined]
    form = StyleForm({"kind": "phone", "themes": ["work"]}) if "wrong" in request.GET else StyleForm(initial=FILLED)
    context = {
        "layout": layout,
        "barred": "barred" in request.GET,
        "quiet": "quiet" in request.GET,
        "show_find": True,
        "now": NOW,
        "later": NOW + dt.timedelta(hours=2),
        "form": form,
        "line": f"P-2026-0147, asiakkuus alkoi {wording.day_full(dt.date(2026, 8, 12))}",
        "actions": [
            {"href": "#send", "label": "Tee lähete", "icon": "send", "primary": False},
            {"href": "#log", "label": "Kirjaa tapaaminen", "icon": "pen-line", "primary": True},
        ],
        "facts": [
            {"label": "Kieli", "value": "Dari", "note": "Tulkki tarvitaan, mieluiten nainen"},
            {"label": "Näin saa ottaa yhteyttä", "value": "Puhelu tai viesti", "note": "Ei ääniviestejä"},
            {"label": "Vastuutyöntekijä", "value": "Minna Lehtovaara", "note": "Työparina Jari Nummi"},
            {"label": "Seuraava tapaaminen", "value": wording.moment(NOW), "note": ""},
        ],
        "tabs": links(
            *("Yhteenveto", "Suunnitelma", "Ryhmät", "Lähetteet", "Suostumukset", "Mittarit"),
            *("Työntekijät", "Muutoshistoria"),
        ),
        "chips": links("Kaikki", "Tapaamiset", "Ryhmät", "Lähetteet", "Suunnitelma"),
        "letter_template": template("letter.html").template,
        "letter": {"sender": "Polku-hanke", "number": "L-2026-0388"},
        "names": ["Aino Y.", "Amina H.", "Esko P.", "Irma L."],
        "rows": [
            {
                "label": "Tavoite",
                "base": "Töihin keittiöön",
                "theirs": "Töihin koulun keittiöön",
                "mine": "Töihin keittiöön tammikuussa",
                "edit": StyleForm(prefix="conflict")["goal"],
            }
        ],
    }
    return HttpResponse(template("style_page.html").render(context, request))


def error_page(request: HttpRequest, status: str) -> HttpResponse:
    """Each error page, with everything that it can be given."""
    context = {
        "support_phone": "02 555 0100",
        "ask": "Jari Nummi",
        "kept": [("narrative", "Kävimme läpi lähetteen työllisyyspalveluille."), ("minutes", "45")],
    }
    return HttpResponse(engines["django"].get_template(f"errors/{status}.html").render(context, request))


def empty_page(request: HttpRequest) -> HttpResponse:
    """Where links lead."""
    return HttpResponse("")


HEARD: list[dict[str, list[str]]] = []


def heard(request: HttpRequest) -> HttpResponse:
    """What a script sent, kept for the test; answers as the pages do, in plain words."""
    HEARD.append(dict(request.POST.lists()))
    return HttpResponse(f"Tallessa {len(HEARD)}", content_type="text/plain; charset=utf-8")


def rows(request: HttpRequest) -> HttpResponse:
    """What a type-ahead answers: a fragment of rows."""
    return HttpResponse(format_html('<li><button name="case" value="2">{}</button></li>', request.POST["q"]))
