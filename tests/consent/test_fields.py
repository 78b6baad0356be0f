"""Sealed fields: what goes in comes out for whoever may read it, and for nobody else, on no path."""

import datetime
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Lower
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.models import CaseFile, GuidanceSession, Participant, Referral
from consent import drafts, envelope, keyring
from consent.fields import (
    PlaintextRefused,
    Sealed,
    SealedBytesField,
    SealedDateField,
    SealedField,
    SealedFlagField,
    SealedJSONField,
    SealedNoteField,
    SealedTextField,
    Unreadable,
    raw_values,
    readable,
)
from consent.keyring import Audience
from consent.models import Draft
from tests.casework import stories
from tests.people import NASRIN, Cast

HOSTILE = "Nasrin ”Å” 😀 \u202e\u200b <script>alert(1)</script> '; DROP TABLE -- \r\n\t"


def person() -> Participant:
    return Participant.objects.get()


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The person's scope is open for a worker."""
    keyring.current().open([(cast.case.subject.scope, Audience.WORKER), (cast.case.scope, Audience.WORKER)])
    return cast


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first_name", HOSTILE),
        ("first_name", "x" * 200_000),
        ("birth_date", datetime.date(1900, 2, 28)),
        ("birth_date", None),
        ("safety_prohibition", True),
        ("safety_prohibition", False),
        ("last_name", ""),
        ("last_name", "\x80\0"),
    ],
)
def test_value__saved__comes_back_as_it_was(opened: Cast, name: str, value: Any) -> None:
    row = person()
    setattr(row, name, value)
    row.save(update_fields=[name])
    assert getattr(row, name) == value
    assert getattr(person(), name) == value
    assert type(getattr(person(), name)) is type(value)


@pytest.mark.parametrize("value", [[], {}, ["work", "money"], {"ä": [1, None, True], "b": {"c": "😀"}}])
def test_json__saved__comes_back_as_it_was(opened: Cast, value: Any) -> None:
    session = stories.signed(opened)
    session = GuidanceSession.objects.get(pk=session.pk)
    session.themes = value
    session.save(update_fields=["themes"])
    assert GuidanceSession.objects.get(pk=session.pk).themes == value


@settings(deadline=None, max_examples=60)
@given(text=st.binary(max_size=600), pad=st.sampled_from([32, 256]))
def test_envelope__any_bytes__come_back(text: bytes, pad: int) -> None:
    bound = {"key": bytes(32), "field_id": "a.b", "scope": NASRIN_SCOPE, "record": NASRIN_SCOPE}
    sealed = envelope.seal(text, version=1, pad=pad, **bound)
    assert envelope.unseal(sealed, **bound) == text
    assert (len(sealed) - 32) % pad == 0
    assert len(text) < 8 or text not in sealed


NASRIN_SCOPE = Draft(scope=None).uid


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Participant.objects.filter(first_name="Nasrin"),
        lambda: Participant.objects.exclude(first_name="Nasrin"),
        lambda: Participant.objects.filter(first_name__in=["Nasrin"]),
        lambda: Participant.objects.filter(first_name__contains="N"),
        lambda: Participant.objects.filter(first_name__gt=b""),
        lambda: CaseFile.objects.filter(subject__participant__phone="+358505550177"),
        lambda: Participant.objects.get(first_name="Nasrin"),
        lambda: Participant.objects.get_or_create(first_name="Nasrin"),
    ],
)
def test_lookup__by_a_sealed_value__does_not_exist(opened: Cast, ask: Any) -> None:
    with pytest.raises(FieldError):
        list(ask())


def test_lookup__is_null__tells_only_whether_there_is_one(opened: Cast) -> None:
    assert Participant.objects.filter(first_name__isnull=False).exists()
    assert Participant.objects.filter(identity_code__isnull=True).exists()


@pytest.mark.parametrize("value", ["x", b"x", Value("x"), F("last_name"), Lower("first_name"), {"a": 1}, 7])
def test_plain_value__on_a_path_that_does_not_seal__is_refused(cast: Cast, value: Any) -> None:
    """`update()` of a table without history is the one path on which Django would write a value as it stands."""
    draft = drafts.save(author=cast.minna, form="x", about=cast.case.uid, scope=cast.minna.scope, content={"a": 1})
    value = F("form") if isinstance(value, F) else Lower("form") if isinstance(value, Lower) else value
    before = Draft.objects.values_list("content", flat=True).get(pk=draft.pk)
    with pytest.raises(PlaintextRefused), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(content=value)
    with pytest.raises(PlaintextRefused), transaction.atomic():
        Draft.objects.bulk_update([Draft(pk=draft.pk, content=value)], ["content"])
    assert Draft.objects.values_list("content", flat=True).get(pk=draft.pk) == before


def test_rows_as_values__carry__envelopes_only(opened: Cast) -> None:
    (first, born), as_dict = (
        Participant.objects.values_list("first_name", "birth_date").get(),
        Participant.objects.values(),
    )
    assert isinstance(first, Sealed)
    assert isinstance(born, Sealed)
    assert "Nasrin" not in f"{first} {first!r} {as_dict!r} {list(as_dict)!r}"


def test_row__in_a_message_or_a_traceback__says_no_name(opened: Cast) -> None:
    row = person()
    assert row.first_name == "Nasrin"
    said = f"{row} {row!r} {row.__dict__} {vars(row)!r} {Participant.objects.all()!r} {opened.case!r}"
    assert not any(word in said for word in ("Nasrin", "Rahimi", "050555"))


@pytest.mark.parametrize("open_ring", [True, False])
def test_dumpdata__of_everything__holds_ciphertext_alone(cast: Cast, open_ring: bool) -> None:
    stories.signed(cast)
    with keyring.fresh() as ring:
        if open_ring:
            ring.open([(cast.case.subject.scope, Audience.WORKER), (cast.case.scope, Audience.WORKER)])
        out = io.StringIO()
        call_command("dumpdata", "casework", "consent", stdout=out)
    said = out.getvalue()
    assert str(cast.case.uid) in said
    assert not any(word in said for word in ("Nasrin", "Rahimi", "1988-03-14", "hygieniapassista"))


def test_edit__of_one_field__seals_one_value_anew(opened: Cast) -> None:
    before = person().__dict__.copy()
    row = person()
    row.phone = "+358505550199"
    row.save(update_fields=["phone"])
    after = person().__dict__
    sealed = [field.attname for field in Participant._meta.concrete_fields if isinstance(field, SealedField)]
    assert [name for name in sealed if before[name] != after[name]] == ["phone"]


def test_edit__of_the_whole_row__keeps_what_was_not_touched(opened: Cast) -> None:
    before = person().__dict__.copy()
    person().save()
    after = person().__dict__
    assert {name for name in before if before[name] != after[name]} <= {"version", "_state", "_version_read"}


def test_same_text__sealed_twice__looks_different(opened: Cast) -> None:
    """Equal ciphertext would tell who has the same name."""
    row = person()
    first = row.__dict__["first_name"]
    row.first_name = "Nasrin"
    row.save(update_fields=["first_name"])
    assert person().__dict__["first_name"] != first


def test_envelope__of_another_row__does_not_read(opened: Cast) -> None:
    one, other = stories.signed(opened), stories.signed(opened)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_guidancesession SET narrative ="
            " (SELECT narrative FROM casework_guidancesession WHERE id = %s) WHERE id = %s",
            [one.pk, other.pk],
        )
    with pytest.raises(envelope.SealBroken):
        _ = GuidanceSession.objects.get(pk=other.pk).narrative
    assert readable(GuidanceSession.objects.get(pk=one.pk).narrative)


def test_deferred_value__read_later__is_fetched_and_opened(opened: Cast) -> None:
    row = Participant.objects.only("pk", "scope", "uid").get()
    assert "first_name" not in row.__dict__
    assert row.first_name == NASRIN.first_name


def test_raw_values__inside__give_envelopes_and_outside_do_not(opened: Cast) -> None:
    with raw_values():
        assert isinstance(person().first_name, Sealed)
    assert person().first_name == NASRIN.first_name


def test_unreadable__says__locked_or_erased_in_the_language_of_the_page() -> None:
    said = []
    for language in ("fi", "sv", "en"):
        with override(language):
            said.append((str(Unreadable.locked()), str(Unreadable.erased())))
    assert said == [("Lukittu", "Poistettu"), ("Låst", "Raderat"), ("Locked", "Erased")]
    assert not readable(Unreadable.locked())
    assert readable("Lukittu")


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        (SealedTextField(), ""),
        (SealedNoteField(), ""),
        (SealedDateField(), None),
        (SealedFlagField(), False),
        (SealedJSONField(), {}),
        (SealedBytesField(), b""),
    ],
    ids=lambda each: type(each).__name__,
)
def test_field__empty_value__is_stored_as_nothing(field: Any, empty: Any) -> None:
    assert field.empty() == empty
    field.set_attributes_from_name("value")
    assert field.pre_save(SimpleNamespace(value=empty), add=True) is None


def test_letter__as_bytes__comes_back_as_bytes(opened: Cast) -> None:
    paper = bytes(range(256)) * 40
    row = Referral(case=opened.case, scope=keyring.create("referral"))
    field = Referral._meta.get_field("letter")
    keyring.current().open([(row.scope, Audience.WORKER)])
    row.__dict__["letter"] = field.sealed(row, paper)  # type: ignore[union-attr]
    assert row.letter == paper
