"""What is told to the person is whole: every sealed column is in the answer, or in a list with why not (issue 4.6)."""

import pytest

import casework.exported
import consent.exported
import pathways.exported
from consent import exports, holders, keyring
from consent.exports import Told
from consent.fields import SealedField
from consent.models import Subject
from tests.people import Cast

NOT_TOLD = {**consent.exported.NOT_TOLD, **casework.exported.NOT_TOLD, **pathways.exported.NOT_TOLD}


def test_exports__every_holder_about_a_person__is_told_or_says_why_not() -> None:
    about_people = {each.model for each in holders.holders() if each.subject is not None}
    told = {each.model for each in holders.holders() if isinstance(each.export, Told)}
    assert about_people - told == set(NOT_TOLD)
    assert told - about_people == set()


def test_exports__every_sealed_column__is_told_or_says_why_not() -> None:
    missing, stray = [], []
    for holder, told in exports.told_holders():
        sealed = {field.name for field in holder.model._meta.concrete_fields if isinstance(field, SealedField)}
        named = {field.name for field in told.fields}
        missing += [f"{told.kind}.{name}" for name in sorted(sealed - named - set(told.left_out))]
        stray += [f"{told.kind}.{name}" for name in sorted(set(told.left_out) & named | set(told.left_out) - sealed)]
        columns = {field.name for field in holder.model._meta.get_fields()}
        stray += [f"{told.kind}.{field.path}" for field in told.fields if field.name not in columns]
        stray += [f"{told.kind}.{name}" for name in {*told.free, told.day} - named if name and name not in columns]
    assert (missing, stray) == ([], [])
    for model in NOT_TOLD:
        sealed = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)}
        assert sealed == set(), model


def test_exports__kinds__are_one_of_a_kind_and_words_of_a_worker_are_marked() -> None:
    kinds = [told.kind for _holder, told in exports.told_holders()]
    assert len(kinds) == len(set(kinds))
    free = {told.kind for _holder, told in exports.told_holders() if told.free}
    assert {"session", "health_entry", "amendment", "referral", "referral_move"} <= free


def test_entries__with_a_scope_still_shut__refuse_to_be_an_answer(cast: Cast) -> None:
    with keyring.fresh(), pytest.raises(exports.Incomplete):
        exports.entries(cast.case.subject)


def test_pairs__of_a_person__name_all_of_their_scopes_and_nobody_elses(cast: Cast) -> None:
    case = cast.case
    scopes = {scope for scope, _audience in exports.pairs_of(case.subject)}
    assert {case.subject.scope, case.scope, case.health_scope} <= scopes
    assert cast.minna.scope not in scopes
    assert isinstance(case.subject, Subject)
