"""Search: by a few letters among one's own, exactly among all, and hidden people as if there were none."""

import datetime

import pytest

from casework import access, finding
from casework.finding import understand
from casework.models import CaseFile
from consent import identity_codes, keyring
from consent.keystore import keys
from tests.casework.register import hide, known, statements
from tests.people import Cast, actor

BORN = datetime.date(1988, 3, 14)
CODE = identity_codes.invented(BORN, 901)


@pytest.fixture
def people(cast: Cast, ring: keyring.Keyring) -> dict[str, CaseFile]:
    """Minna's people, one of sari's, one of another programme."""
    ours, theirs = cast.house.programme, cast.house.other_programme
    return {
        "Nasrin Rahimi": cast.case,
        "Tapio Mäkelä": known(cast.minna, ours, "Tapio Mäkelä", birth_date=BORN, identity_code=CODE),
        "Matti Makela": known(cast.minna, ours, "Matti Makela"),
        "Anna-Liisa Mäki": known(cast.minna, ours, "Anna-Liisa Mäki"),
        "Yusuf Warsame": known(cast.sari, ours, "Yusuf Warsame", phone="+358505550101", mail="yusuf@example.org"),
        "Ville Kanerva": known(cast.outi, theirs, "Ville Kanerva", phone="+358505550102"),
    }


def found(cast: Cast, text: str, *, by: str = "minna") -> list[str]:
    who = actor(getattr(cast, by))
    answer = finding.search(who, access.register(who).it, understand(text))
    return [hit.name for hit in answer.hits] + [f"ask {name}" for name in answer.ask]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (CODE.lower(), "identity_code", CODE),
        ("050 555 0177", "phone", "+358505550177"),
        ("+358 50 555 0177", "phone", "+358505550177"),
        ("Nasrin@Example.org", "mail", "nasrin@example.org"),
        ("rahimi 14.3.1988", "birth_date", BORN),
        ("p-2026-0147", "number", "P-2026-0147"),
        ("Rahimi, Nasrin", "name", "Rahimi Nasrin"),
        ("31.2.1988", "name", "31.2.1988"),
    ],
)
def test_understand__what_one_knows__is_recognised(text: str, kind: str, value: object) -> None:
    assert getattr(understand(text), kind) == value


@pytest.mark.parametrize("text", ["\0", "'; DROP TABLE x; --", "<script>", "١٢٣", "a" * 10_000, "@", "-", "()()"])
def test_understand__hostile__finds_nobody(cast: Cast, text: str) -> None:
    assert found(cast, text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nas", ["Nasrin Rahimi"]),
        ("mäk", ["Tapio Mäkelä", "Anna-Liisa Mäki", "Matti Makela"]),
        ("makela", ["Matti Makela", "Tapio Mäkelä"]),
        ("Mäkelä", ["Tapio Mäkelä", "Matti Makela"]),
        ("liisa", ["Anna-Liisa Mäki"]),
        ("mäki anna", ["Anna-Liisa Mäki"]),
        ("akela", []),
        ("yus", []),
    ],
)
def test_search__letters__among_own_best_first(
    cast: Cast, people: dict[str, CaseFile], text: str, names: list[str]
) -> None:
    assert found(cast, text) == names


@pytest.mark.parametrize(
    "text",
    ["Yusuf Warsame", "warsame yusuf", "050 555 0101", "YUSUF@example.org"],
)
def test_search__exactly__tells_whom_to_ask(cast: Cast, people: dict[str, CaseFile], text: str) -> None:
    assert found(cast, text) == ["ask Kaisa"]
    assert found(cast, text, by="sari") == ["Yusuf Warsame"]
    assert found(cast, text, by="kaisa") == ["Yusuf Warsame"]  # the coordinator's list has the name


@pytest.mark.parametrize("text", ["050 555 0102", "Ville Kanerva"])
def test_search__other_programme__does_not_exist(cast: Cast, people: dict[str, CaseFile], text: str) -> None:
    assert found(cast, text) == []
    assert found(cast, text, by="outi") == ["Ville Kanerva"]
    assert found(cast, "Yusuf Warsame", by="outi") == []


@pytest.mark.parametrize(
    "text", [CODE, "Tapio 14.3.1988", "Mäkelä 14.3.1988", "Tapio Mäkelä 14.3.1988", "makela tapio"]
)
def test_search__own_by_what_one_knows__comes_first(cast: Cast, people: dict[str, CaseFile], text: str) -> None:
    assert found(cast, text)[0] == "Tapio Mäkelä"
    assert found(cast, text, by="jari") == ["ask Kaisa"]


def test_search__number__own_alone(cast: Cast, people: dict[str, CaseFile]) -> None:
    assert found(cast, people["Tapio Mäkelä"].number) == ["Tapio Mäkelä"]
    assert found(cast, people["Yusuf Warsame"].number) == []


def test_search__student__is_told_of_assigned_people_alone(cast: Cast, people: dict[str, CaseFile]) -> None:
    assert found(cast, "nasrin rahimi", by="onni") == ["Nasrin Rahimi"]
    assert found(cast, "yusuf warsame", by="onni") == []


def test_search__hidden__is_answered_as_nobody(cast: Cast, people: dict[str, CaseFile]) -> None:
    hide(people["Yusuf Warsame"], cast.sari)
    assert found(cast, "Yusuf Warsame") == found(cast, "Erkki Eiole") == []
    assert found(cast, "Yusuf Warsame", by="sari") == ["Yusuf Warsame"]


def test_search__hidden__is_logged_for_the_lead(cast: Cast, people: dict[str, CaseFile]) -> None:
    hide(people["Yusuf Warsame"], cast.sari)
    minna = actor(cast.minna)
    answer = finding.search(minna, access.register(minna).it, understand("Yusuf Warsame"))
    assert answer.is_empty
    assert answer.subjects == {people["Yusuf Warsame"].subject.uid}


@pytest.mark.parametrize("text", ["Yusuf Warsame", "050 555 0101", "Warsame 14.3.1988"])
def test_search__hidden_and_nobody__cost_the_same(cast: Cast, people: dict[str, CaseFile], text: str) -> None:
    hide(people["Yusuf Warsame"], cast.sari)
    minna = actor(cast.minna)
    register = access.register(minna).it
    missing = {"Yusuf Warsame": "Erkki Eiole", "050 555 0101": "050 555 0199", "Warsame 14.3.1988": "Eiole 14.3.1988"}
    with statements() as hidden:
        finding.search(minna, register, understand(text))
    with statements() as nobody:
        finding.search(minna, register, understand(missing[text]))
    assert hidden.count == nobody.count > 5


def test_search__erased__is_found_no_more(cast: Cast, people: dict[str, CaseFile]) -> None:
    keys.destroy([people["Tapio Mäkelä"].subject.scope], by=None)
    assert found(cast, "tapio") == []
    assert found(cast, "Tapio Mäkelä") == []
    assert found(cast, "nasrin") == ["Nasrin Rahimi"]


def test_search__beyond_the_cap__asks_for_a_word(
    cast: Cast, people: dict[str, CaseFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CAP", 3)
    minna = actor(cast.minna)
    register = access.register(minna).it
    assert finding.search(minna, register, understand("nas")).needs_word
    assert finding.as_typed(register, understand("nas")).needs_word
    assert found(cast, "nasrin rahimi") == ["Nasrin Rahimi"]
    answer = finding.search(minna, register, understand("erkki eiole"))
    assert answer.is_empty


def test_search__statements__do_not_grow(cast: Cast, people: dict[str, CaseFile]) -> None:
    minna = actor(cast.minna)
    register = access.register(minna).it
    with statements() as few:
        finding.as_typed(register, understand("nas"))
    for n in range(20):
        known(cast.minna, cast.house.programme, f"Testi Numero{n}")
    with statements() as many:
        assert len(finding.as_typed(register, understand("testi")).hits) == finding.SHOWN
    assert many.count == few.count == 2


def test_duplicates__by_any_key__own_and_others(cast: Cast, people: dict[str, CaseFile]) -> None:
    minna = actor(cast.minna)
    register = access.register(minna).it
    keys_of = finding.SearchKeys
    own = finding.duplicates(minna, register, keys_of("Tapio", "Makela"))
    other = finding.duplicates(minna, register, keys_of("Joku", "Muu", phone="+358505550101"))
    none = finding.duplicates(minna, register, keys_of("Tapio", ""))
    assert ([hit.name for hit in own.hits], own.ask) == (["Tapio Mäkelä"], ())
    assert (other.hits, other.ask) == ((), ("Kaisa",))
    assert none.is_empty
