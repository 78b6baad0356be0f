"""Drafts: sealed like the text they will become, one per author and form, gone with the form or after 14 days."""

import datetime

import pytest
import time_machine
from django.db import transaction

from consent import drafts, keyring
from consent.fields import Unreadable, readable
from consent.keyring import Audience
from consent.keystore import keys
from consent.models import Draft
from consent.periods import now
from tests.consent.test_records import at_once
from tests.people import Cast

TEXT = {"narrative": "Kesken jäänyt lause, jota ei saa kadottaa."}


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Minna's, about the case file."""
    with keyring.also(sealing=[cast.case.scope]):
        return drafts.save(author=cast.minna, form="session", about=cast.case.uid, scope=cast.case.scope, content=TEXT)


def read(cast: Cast, audience: Audience = Audience.WORKER) -> object:
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, audience)])
        return Draft.objects.get().content


def test_draft__saved__reads_where_its_text_will_be_read(cast: Cast, draft: Draft) -> None:
    assert read(cast) == TEXT
    assert not readable(read(cast, Audience.PARTNER))
    with keyring.fresh() as ring:
        ring.open([(cast.minna.scope, Audience.SELF)])
        assert not readable(Draft.objects.get().content), "the writer's own key is not the case file's"


def test_draft__found__by_its_author_alone(cast: Cast, draft: Draft) -> None:
    assert drafts.find(author=cast.minna, form="session", about=cast.case.uid) == draft
    assert drafts.find(author=cast.jari, form="session", about=cast.case.uid) is None
    assert drafts.find(author=cast.minna, form="referral", about=cast.case.uid) is None


def test_draft__saved_again__is_the_same_row_with_the_newer_text(cast: Cast, draft: Draft) -> None:
    with keyring.also(sealing=[cast.case.health_scope]) as ring:
        ring.found_ground([cast.case.health_scope])
        again = drafts.save(
            author=cast.minna, form="session", about=cast.case.uid, scope=cast.case.health_scope, content={"n": "uusi"}
        )
    assert (again.pk, Draft.objects.count()) == (draft.pk, 1)
    assert not readable(read(cast)), "sealed under the scope that its text has now"


def test_draft__without_the_right_to_seal__is_not_kept(cast: Cast) -> None:
    with keyring.fresh(), pytest.raises(keyring.Locked), transaction.atomic():
        drafts.save(author=cast.minna, form="x", about=cast.case.uid, scope=cast.case.scope, content=TEXT)
    assert not Draft.objects.exists()


def test_draft__of_an_erased_case_file__is_erased_too(cast: Cast, draft: Draft) -> None:
    keys.destroy([cast.case.scope], by=None)
    content = read(cast)
    assert isinstance(content, Unreadable)
    assert content.kind == "erased"


def test_draft__has__no_history(draft: Draft) -> None:
    assert not hasattr(Draft, "history")


def test_draft__discarded__is_gone(cast: Cast, draft: Draft) -> None:
    drafts.discard(author=cast.minna, form="session", about=cast.case.uid)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(13, 1), (15, 0)])
def test_draft__untouched__is_kept_for_fourteen_days(draft: Draft, days: int, left: int) -> None:
    with time_machine.travel(now() + datetime.timedelta(days=days)):
        assert drafts.drop_old() == 1 - left
    assert Draft.objects.count() == left


def test_draft__saved_by_two_devices_at_once__is_one_whole_text(transactional_db: None, cast: Cast) -> None:
    """Which of them is last is chance; that it is one of them, unmixed, is not."""
    texts = [{"narrative": f"laite {number} " + "x" * 3000} for number in range(3)]

    def act(number: int) -> None:
        with keyring.fresh() as ring:
            ring.allow_sealing([cast.case.scope])
            for _ in range(4):
                drafts.save(
                    author=cast.minna,
                    form="session",
                    about=cast.case.uid,
                    scope=cast.case.scope,
                    content=texts[number],
                )

    raised = at_once(act, 3)
    assert [repr(error) for error in raised if type(error).__name__ != "IntegrityError"] == []
    assert Draft.objects.count() == 1
    assert read(cast) in texts
    assert raised == [], "two devices that save for the first time at once: neither may fail"
