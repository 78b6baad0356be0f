"""Whatever is sent to any page, by whomever may use it: words beside the field, nothing lost, never an error."""

import itertools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.conftest import Browser
from tests.matrix.forms import Form, forms_of
from tests.matrix.table import CAST, ROWS, Row
from tests.matrix.test_access import ADDRESSES, ROW
from tests.matrix.world import World, rolled_back
from tests.people import sign_in

#: Between them they may use every page behind a door.
USERS = ("minna", "eeva", "sari", "onni", "raija", "kaisa", "petri", "kirsi", "arto", "anna", "nasrin")

PARAMETERS = (
    "after appointment before case date day done enrolment follows from goal group kind language month next page "
    "programme q question recipient service session state submission tab to view week year"
).split()
IMPOSSIBLE = [
    "\0", "-1", "0", "99999999999999999999", "2026-02-30", "0001-01-01", "9999-12-31", "😀' OR 1=1 --\u202e", "٣",
    "00000000-0000-0000-0000-000000000000", "x" * 3000, "//evil.example/",
]  # fmt: skip
HOSTILE = [
    "\0",
    "99999999999999999999",
    "😀' OR 1=1 -- <b>\u202e",
    "-1",
    "",
    "[]",
    '{"a": [1]}',
    "2026-02-30",
    "nul\0l",
]
CALM = {200, 301, 302, 400, 404, 405, 409}


def mine(person: str) -> list[Row]:
    """Pages that somebody may look at, so that only the first of the cast who may asks each."""
    return [
        row
        for row in ROWS
        if ADDRESSES[row.name].rule
        and row.method == "G"
        and row.status[person] == 200
        and next(each for each in USERS if row.status[each] == 200) == person
    ]


def quiet(world: World, person: str) -> Client:
    client = sign_in(Browser(raise_request_exception=False), getattr(world.cast, person))
    client.get(reverse("more"))
    return client


def url_of(world: World, row: Row) -> str:
    return reverse(row.name, kwargs=world.address_parts(row.of))


def test_users__between_them__may_use_every_page() -> None:
    seen = {row.name for person in USERS for row in mine(person)}
    assert {r.name for r in ROWS if ADDRESSES[r.name].rule and r.method == "G" and 200 in r.status.values()} == seen


@pytest.mark.django_db
@pytest.mark.parametrize("person", USERS)
def test_address__with_impossible_parameters__is_a_page(world: World, person: str) -> None:
    client, faults = quiet(world, person), []
    for row in mine(person):
        if "GET" not in source_of(row):
            continue
        for turn in range(4):
            asked = dict(zip(PARAMETERS, itertools.islice(itertools.cycle(IMPOSSIBLE), turn * 3, None), strict=False))
            response = client.get(url_of(world, row), asked)
            if response.status_code not in {200, 302, 404}:
                faults.append(f"{row.name} {asked}: {response.status_code}")
            elif response.status_code == 302 and not response["Location"].startswith("/"):
                faults.append(f"{row.name} {asked}: leads to {response['Location']}")
    assert not faults, "\n".join(faults)


def source_of(row: Row) -> str:
    """Text of the module of a view, to leave out those that ask for no parameter."""
    module = ADDRESSES[row.name].view.__module__
    text = (Path(settings.BASE) / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
    return "GET.get" if "request.GET" in text or "paging" in text else ""


def attacks(form: Form) -> Iterator[dict[str, str]]:
    """A form with what somebody types made hostile, each field in another way; then with everything that it carries."""
    for turn in range(3):
        values = itertools.islice(itertools.cycle(HOSTILE), turn * 4, None)
        if form.typed:
            yield form.fields | dict(zip(form.typed, values, strict=False))
        yield dict(zip(form.fields, values, strict=False))


@pytest.mark.django_db
@pytest.mark.parametrize("person", USERS)
def test_form__with_hostile_values__is_a_page(world: World, person: str) -> None:
    client, faults, seen = quiet(world, person), [], set()
    for row in mine(person):
        url = url_of(world, row)
        for form in forms_of(client.get(url).content.decode(errors="replace")):  # a file has no forms
            address = form.action or url
            if (address, *sorted(form.fields)) in seen:
                continue
            seen.add((address, *sorted(form.fields)))
            for fields in attacks(form):
                with rolled_back():
                    status = client.post(address, fields).status_code
                    if status not in CALM:
                        shown = {name: value[:12] for name, value in fields.items()}
                        faults.append(f"{row.name} to {address}: {status} {shown}")
    assert not faults, "\n".join(faults)


#: Addresses that are only sent to, with the names that their views read.
SENT = (
    "act answer anyway appointment at base case channel code content copy decision discard done form held_on how key "
    "kind language later name narrative next note other q question recipient reason rest seen status submission text "
    "title turn undo version words"
).split()


@pytest.mark.django_db
@pytest.mark.parametrize("person", USERS)
def test_address_only_sent_to__with_hostile_values__is_a_page(world: World, person: str) -> None:
    client, faults = quiet(world, person), []
    for row in ROWS:
        if not ADDRESSES[row.name].rule or row.method != "P" or row.status[person] in {403, 404}:
            continue
        if next(each for each in USERS if row.status[each] not in {403, 404}) != person:
            continue
        for turn in range(3):
            sent = dict(zip(SENT, itertools.islice(itertools.cycle(HOSTILE), turn * 4, None), strict=False))
            with rolled_back():
                status = client.post(url_of(world, row), sent).status_code
                if status not in CALM:
                    faults.append(f"{row.name} {sent}: {status}")
    assert not faults, "\n".join(faults)


# Texts that are too long, or no text


#: The forms in which most is written, each with its writer and the fields that take long texts or names.
MAIN = {
    "participant-edit": ("minna", ["first_name", "last_name", "safe_contact", "interpreter", "street_address"]),
    "session-new": ("minna", ["narrative", "for_participant", "place"]),
    "session-amend": ("minna", ["text"]),
    "appointment-new": ("minna", ["place"]),
    "goal-set": ("minna", ["words"]),
    "group-edit": ("raija", ["title", "theme", "place"]),
    "service-edit": ("kaisa", ["name", "description", "contact"]),
    "health-message-new": ("minna", ["text"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "field"), [(name, field) for name, (_, fields) in MAIN.items() for field in fields])
@pytest.mark.parametrize("value", ["x" * 200_000, "ennen\0jälkeen"], ids=["200000 letters", "no letter"])
def test_text__too_long_or_broken__is_said_beside_the_field_and_kept(
    world: World, name: str, field: str, value: str
) -> None:
    client = quiet(world, MAIN[name][0])
    url = url_of(world, ROW[name])
    form = next(form for form in forms_of(client.get(url).content.decode(errors="replace")) if field in form.fields)
    with rolled_back():
        response = client.post(form.action or url, form.fields | {field: value})
    page = response.content.decode()
    invalid = re.search(rf'name="{field}"[^>]*aria-invalid="true"', page)
    if "\0" in value and not invalid:  # what is no letter was taken out, and the form carried out
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert invalid, "which field it is"
    assert value[:5] in page
    assert "x" * 200_000 in page or "\0" in value, "what was typed stays in the form"


# More than a form may send


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["session-new", "participant-new", "participant-search"])
def test_form__of_too_many_fields_or_too_large__is_said_in_words(world: World, name: str) -> None:
    client = quiet(world, "minna")
    url = url_of(world, ROW[name])
    many = client.post(url, {f"field{number}": "x" for number in range(10_000)})
    large = client.post(url, {"narrative": "x" * 20_000_000})
    assert (many.status_code, large.status_code) == (400, 413)
    for response in (many, large):
        assert "<h1" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [10, 20_000_000])
def test_file__sent_to_a_form_of_text__is_read_past_and_stored_nowhere(
    world: World, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = quiet(world, "minna")
    url = url_of(world, ROW["session-amend"])
    file = SimpleUploadedFile("nasrin.exe", b"MZ" * (size // 2), content_type="text/html")
    seen: list[Any] = []
    with rolled_back():
        response = client.post(url, {"text": "Lisäys.", "file": file, "why": "forgotten"})
        seen = list(tmp_path.iterdir())
    assert response.status_code in {200, 302}
    assert seen == []
    assert response.wsgi_request.FILES == {}


@pytest.mark.django_db
def test_file__in_place_of_a_field__is_an_empty_field(world: World) -> None:
    client = quiet(world, "minna")
    file = SimpleUploadedFile("x.txt", b"Nasrin")
    response = client.post(url_of(world, ROW["session-amend"]), {"text": file, "why": "forgotten"})
    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()


# Languages, ids, days


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["xx", "fi-FI-x-a", "\0", "../../etc", "x" * 5000, "zh-hans", "e" * 600, "*", "-"])
def test_language__unknown__is_the_houses(world: World, language: str) -> None:
    client = quiet(world, "minna")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language.replace("\0", "%00")
    for headers in ({}, {"accept-language": language.replace("\0", "")}):
        response = client.get(reverse("more"), headers=headers)
        assert response.status_code == 200
        assert 'lang="fi"' in response.content.decode()
    assert client.post(reverse("set_language"), {"language": language, "next": "/more/"}).status_code == 302
    assert client.get(reverse("more")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/cases/not-a-uuid/", "/cases/1/", "/cases//", "/cases/%00/", "/sessions/1/", "/inbox/1/", "/me/letters/x/",
        "/cases/00000000-0000-0000-0000-00000000000g/", "/groups/..%2f..%2fetc/", "/icons-%00.svg", "/cases/😀/",
        "/CASES/00000000-0000-4000-8000-000000000000/", "/account/second-factor/passkeys/99999999999999999999/edit/",
    ],
)  # fmt: skip
def test_id__impossible__is_not_found(world: World, path: str) -> None:
    for person in ("minna", "nasrin"):
        assert quiet(world, person).get(path).status_code in {200 if "icons" in path else 404, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["31.2.2026", "0.0.0", "99.99.9999", "2026-02-30", "1.1.0001", "x" * 9999])
def test_day__impossible__is_said_beside_the_field_and_kept(world: World, day: str) -> None:
    client = quiet(world, "minna")
    url = url_of(world, ROW["session-new"])
    form = next(form for form in forms_of(client.get(url).content.decode(errors="replace")) if "held_on" in form.fields)
    response = client.post(url, form.fields | {"held_on": day, "narrative": "Puhuimme työstä pitkään."})
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r'name="held_on"[^>]*aria-invalid="true"', page)
    assert "Puhuimme työstä pitkään." in page
    assert day.partition("\0")[0][:50] in page


def test_cast__of_users__is_of_the_cast() -> None:
    assert set(USERS) <= set(CAST)
