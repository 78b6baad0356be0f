"""Legal grounds as data: added, changed by a new version, confirmed, ended. What was in force is never rewritten.

GDPR Art. 5(2), 6 and 9; domain notes §2.1. Whoever reads a past day finds the ground as it was on that day.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent import question_versions
from consent.errors import NotNow
from consent.models import Account, Consent, LegalGround, Organisation, Programme, Purpose
from consent.periods import today

DAY = datetime.timedelta(days=1)
ENDING_DAYS = 30
TEXTS = ("art6", "art9", "national_provision", "secrecy_ground", "retention")
LISTS = ("data_categories", "recipients")
FLAGS = ("can_withdraw", "can_object", "can_port")
FACTS = ("kind", *TEXTS, *LISTS, *FLAGS)


class InThePast(NotNow):
    message = _("A ground cannot be changed for days that have passed.")


class NotAfterTheFormer(NotNow):
    message = _("The new version begins after the first day of the one that it replaces.")


class Overlap(NotNow):
    message = _("Another version of the same ground is in force on some of these days.")


class NoLongerChanged(NotNow):
    message = _("This version has ended or has been replaced. Change the newest one.")


@transaction.atomic
def add(
    programme: Programme,
    *,
    purpose: Purpose,
    kind: str,
    valid_from: datetime.date,
    valid_until: datetime.date | None = None,
    **facts: Any,
) -> LegalGround:
    """A ground of another kind or for another purpose, not confirmed yet. Raises InThePast, Overlap."""
    if valid_from < today() or (valid_until is not None and valid_until < valid_from):
        raise InThePast
    _hold(programme)
    ground = LegalGround(
        programme=programme, purpose=purpose, kind=kind, valid_from=valid_from, valid_until=valid_until, **_facts(facts)
    )
    _refuse_overlap(ground)
    ground.save()
    return ground


@transaction.atomic
def add_purpose(*, code: str, name_fi: str, name_sv: str, name_en: str) -> Purpose:
    """A purpose of its own; its code is what log rows name for ever."""
    purpose = Purpose(code=code, name_fi=name_fi, name_sv=name_sv, name_en=name_en)
    purpose.save()
    return purpose


@transaction.atomic
def revise(
    ground: LegalGround,
    *,
    valid_from: datetime.date,
    valid_until: datetime.date | None = None,
    version: int | None = None,
    **changes: Any,
) -> LegalGround:
    """A new version with these changes, from a day on; the former ends on the day before, as it stood.

    What was asked under the former is asked again under the new one: an answer carries over to nothing that it was not
    given to. The new version waits for the controller to confirm it. `version` is the row's that the officer read.
    Raises InThePast, NotAfterTheFormer, NoLongerChanged, Overlap, StaleWrite.
    """
    if valid_from < today() or (valid_until is not None and valid_until < valid_from):
        raise InThePast
    _hold(ground.programme)
    former = LegalGround.objects.select_related("programme", "purpose").get(pk=ground.pk)
    if version is not None:
        former.read_as(version)
    if valid_from <= former.valid_from:
        raise NotAfterTheFormer
    ended = former.valid_until is not None and former.valid_until < valid_from - DAY
    if ended or LegalGround.objects.filter(replaces=former).exists():
        raise NoLongerChanged
    former.valid_until = valid_from - DAY
    former.save(update_fields=["valid_until"])
    new = LegalGround(
        programme=former.programme,
        purpose=former.purpose,
        valid_from=valid_from,
        valid_until=valid_until,
        replaces=former,
        **{name: getattr(former, name) for name in FACTS} | _facts(changes),
    )
    _refuse_overlap(new)
    new.save()
    if new.kind != LegalGround.Kind.STATUTE:
        question_versions.carry_over(former, new)
    return new


@transaction.atomic
def confirm(ground: LegalGround, *, by: Account) -> LegalGround:
    """The controller has checked this version. The same a second time changes nothing. Raises NoLongerChanged."""
    ground = LegalGround.objects.select_for_update(of=("self",)).get(pk=ground.pk)
    if ground.confirmed:
        return ground
    if ground.valid_until is not None and ground.valid_until < today():
        raise NoLongerChanged
    ground.confirmed, ground.confirmed_by, ground.confirmed_on = True, by, today()
    ground.save(update_fields=["confirmed", "confirmed_by", "confirmed_on"])
    return ground


@transaction.atomic
def end(ground: LegalGround, *, last_day: datetime.date) -> LegalGround:
    """Let a ground end: nothing rests on it after its last day. Raises InThePast, NoLongerChanged."""
    ground = LegalGround.objects.select_for_update(of=("self",)).get(pk=ground.pk)
    if last_day < max(today(), ground.valid_from):
        raise InThePast
    if ground.valid_until is not None and ground.valid_until < last_day:
        raise NoLongerChanged
    ground.valid_until = last_day
    ground.save(update_fields=["valid_until"])
    return ground


def answers_resting_on(ground: LegalGround, on: datetime.date | None = None) -> int:
    """How many people's answers end with this version: what the officer is told before changing it."""
    on = on or today()
    return Consent.objects.filter(ground=ground, state=Consent.State.GIVEN, until__gte=on).count()


def _hold(programme: Programme) -> None:
    Programme.objects.select_for_update().get(pk=programme.pk)


def _facts(typed: dict[str, Any]) -> dict[str, Any]:
    unknown = typed.keys() - set(FACTS)
    assert not unknown, unknown
    assert set(typed.get("recipients", ())) <= set(Organisation.Profile.values), typed["recipients"]
    return typed


def _refuse_overlap(ground: LegalGround) -> None:
    """No two versions of one purpose, programme and kind on one day; the caller holds the programme's row."""
    same = LegalGround.objects.filter(purpose=ground.purpose, programme=ground.programme, kind=ground.kind)
    same = same.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=ground.valid_from))
    if ground.valid_until is not None:
        same = same.filter(valid_from__lte=ground.valid_until)
    if same.exists():
        raise Overlap
