"""What ends with a permission: only what rested on it, at once, and in words without content."""

import datetime

import pytest
from django_tasks_db.models import DBTaskResult

from casework import access_to_inbox, permissions, recipient_profiles, referral_moves
from casework.letter_choices import Choice, Standing, choices, in_force_for
from casework.models import MoveReason, Referral
from consent import consents, default_grounds
from consent.consents import NotInForce, ground_for
from consent.disclosures import NoGround
from consent.errors import NotFound
from consent.fields import readable
from consent.models import Organisation
from consent.periods import today
from tests.casework.referral_stories import (
    accepted,
    case_open,
    ground_of,
    held,
    permit,
    received,
    referral_open,
    sent,
    withdraw,
)
from tests.people import Cast, actor, staff


def opens(referral: Referral, on: datetime.date | None = None) -> bool:
    return bool(Referral.objects.with_opening(on or today()).get(pk=referral.pk).opens)


def test_withdraw__one_of_two__closes_only_its_referral(cast: Cast) -> None:
    to_employment, to_school = sent(cast), sent(cast, recipient=cast.house.school)
    consents.withdraw(to_employment.consent, by=cast.nasrin, channel="portal")
    closed, other = (Referral.objects.get(pk=row.pk) for row in (to_employment, to_school))
    assert (closed.state, other.state) == ("cancelled", "requested")
    assert (opens(closed), opens(other)) == (False, True)
    move = closed.moves.get(to_state="cancelled")
    assert (move.reason, move.side, move.by) == ("ground_ended", "participant", cast.nasrin)
    told = [tuple(row.args_kwargs["args"]) for row in DBTaskResult.objects.order_by("enqueued_at", "pk")]
    assert told[-1] == ("ended", str(closed.uid))
    assert ("ended", str(other.uid)) not in told


def test_withdraw__twice__changes_nothing(cast: Cast) -> None:
    referral = sent(cast)
    for _ in range(2):
        consents.withdraw(referral.consent, by=cast.minna, channel="phone")
    assert referral.moves.filter(to_state="cancelled").count() == 1


@pytest.mark.parametrize("story", [sent, accepted, held])
def test_withdraw__every_open_state__is_cancelled(cast: Cast, story: object) -> None:
    referral = story(cast)  # type: ignore[operator]
    consents.withdraw(referral.consent, by=cast.minna, channel="phone")
    assert Referral.objects.get(pk=referral.pk).state == "cancelled"


def test_withdraw__ended_referral__stays_and_closes_to_the_recipient(cast: Cast) -> None:
    referral = sent(cast)
    with received(cast.petri, referral) as it:
        referral_moves.reject(by=cast.petri, referral=it.referral, reason=MoveReason.CRITERIA)
    assert opens(referral)
    consents.withdraw(referral.consent, by=cast.minna, channel="phone")
    assert Referral.objects.get(pk=referral.pk).state == "rejected"
    assert not opens(referral)


def test_withdraw__what_was_never_given(cast: Cast) -> None:
    refused = permit(cast, cast.house.employment, state="refused")
    with pytest.raises(NotInForce):
        consents.withdraw(refused, by=cast.minna, channel="phone")


def test_answer__no_after_yes__ends_what_rested_on_it(cast: Cast) -> None:
    referral = sent(cast)
    permit(cast, cast.house.employment, state="refused")
    assert Referral.objects.get(pk=referral.pk).state == "cancelled"


def test_answer__renewed__keeps_the_referral_open_until_the_new_one_is_withdrawn(cast: Cast) -> None:
    referral = sent(cast)
    renewed = permit(cast, cast.house.employment)
    assert Referral.objects.get(pk=referral.pk).state == "requested"
    assert opens(referral)
    withdraw(cast, renewed)
    assert Referral.objects.get(pk=referral.pk).state == "cancelled"


def test_ground__run_out__closes_at_once_and_is_cancelled_by_the_run(cast: Cast) -> None:
    referral = sent(cast)
    last = referral.consent.until
    assert opens(referral, last)
    after = last + datetime.timedelta(days=1)
    assert not opens(referral, after)
    assert permissions.end_lapsed(last) == 0
    assert [permissions.end_lapsed(after) for _ in range(2)] == [1, 0]
    move = Referral.objects.get(pk=referral.pk).moves.get(to_state="cancelled")
    assert (move.side, move.reason, move.by) == ("system", "ground_ended", None)


@pytest.mark.parametrize("state", ["given", "withdrawn", "replaced", "expired", "error"])
def test_opening__says_the_same_as_the_ground(cast: Cast, state: str) -> None:
    referral = sent(cast)
    consent = referral.consent
    assert consent is not None
    consent.state, consent.withdrawn_at = state, referral.sent_at
    consent.mistake, consent.mistaken_at, consent.mistaken_from = "twice", referral.sent_at, "given"
    consent.save(update_fields=["state", "withdrawn_at", "mistake", "mistaken_at", "mistaken_from"])
    ground = ground_for(
        cast.case.subject, purpose="referral", programme=cast.house.programme, recipient=cast.house.employment
    )
    assert opens(referral) == (ground is not None) == (state == "given")


def test_opening__statutory__holds_as_long_as_the_statute(cast: Cast) -> None:
    ground = ground_of(cast)
    ground.kind = "statute"
    ground.save(update_fields=["kind"])
    referral = sent(cast)
    assert referral.consent is None
    assert opens(referral)
    ground.valid_until = today() - datetime.timedelta(days=1)
    ground.save(update_fields=["valid_until"])
    assert not opens(referral)
    assert permissions.end_lapsed(today()) == 1


@pytest.mark.parametrize("state", ["cancelled", "entered-in-error"])
def test_opening__cancelled_or_in_error__is_closed(cast: Cast, state: str) -> None:
    referral = sent(cast)
    referral.state = state
    referral.save(update_fields=["state"])
    assert not opens(referral)


# The recipient's door


def test_received__after_withdrawal__opens_nothing(cast: Cast) -> None:
    referral = sent(cast)
    with received(cast.petri, referral) as it:
        assert readable(it.referral.heading)
    withdraw(cast, referral.consent)
    with received(cast.petri, referral) as it:
        assert not it.opens
        for name in ("heading", "request", "slice", "letter"):
            assert not readable(getattr(it.referral, name))
    with pytest.raises(NotFound):
        access_to_inbox.letter_received(actor(cast.petri), referral.uid)


def test_received__opens_the_slice_and_no_other_scope(cast: Cast) -> None:
    referral = sent(cast)
    found = access_to_inbox.referral_received(actor(cast.petri), referral.uid)
    assert [(scope, str(audience)) for scope, audience in found.opens] == [(referral.scope, "partner")]
    assert found.basis == "recipient"


def test_received__before_it_is_sent_or_by_others__is_not_there(cast: Cast) -> None:
    from tests.casework.referral_stories import approved

    paula = staff("paula", "partner", cast.house.school, None)  # type: ignore[arg-type]
    waiting, referral = approved(cast), sent(cast)
    for account, uid in (
        (cast.petri, waiting.uid),
        (paula, referral.uid),
        (cast.minna, referral.uid),
        (cast.petri, cast.case.uid),
    ):
        with pytest.raises(NotFound):
            access_to_inbox.referral_received(actor(account), uid)


def test_answer__after_the_ground_has_gone__is_refused(cast: Cast) -> None:
    referral = sent(cast)
    with received(cast.petri, referral) as it:
        consents.withdraw(referral.consent, by=cast.minna, channel="phone")  # past the house's own way
        with pytest.raises(NoGround):
            referral_moves.reject(by=cast.petri, referral=it.referral, reason=MoveReason.CRITERIA)


# The table of profiles


def standing(cast: Cast, recipient: Organisation) -> dict[str, Choice]:
    with case_open(cast.minna, cast.case) as opened:
        found = choices(opened, recipient, in_force_for(opened, recipient))
        return {choice.field.code: choice for choice in found}


# Read off the table of the notes: what each recipient may be told when the default ground holds.
MAY = {
    "employment": "name birth_date identity_code contact language address goal work support attendance plans_elsewhere",
    "social": "name birth_date identity_code contact language address goal work support attendance plans_elsewhere",
    "health": "name birth_date identity_code contact language address goal support plans_elsewhere",
    "benefits": "name birth_date identity_code contact language address goal work support plans_elsewhere",
    "school": "name birth_date contact language address goal work support attendance",
    "association": "first_name contact language goal support",
    "employer": "name contact language goal work support",
}


@pytest.mark.parametrize("profile", sorted(MAY))
def test_profile__what_may_be_told__is_the_table_of_the_notes(cast: Cast, profile: str) -> None:
    recipient = cast.house.employment
    recipient.profile = profile
    recipient.save(update_fields=["profile"])
    permit(cast, recipient)
    found = standing(cast, recipient)
    assert {code for code, choice in found.items() if choice.may} == set(MAY[profile].split()) & set(found)
    assert found["case_notes"].standing is Standing.NOBODY
    closed = {code: found[code].standing for code in ("health", "family")}
    if profile == "employment":
        assert set(closed.values()) == {Standing.NOT_THIS}
    if profile == "social":  # allowed by the profile, and still covered by no ground that does not name them
        assert set(closed.values()) == {Standing.ASK}


def test_profile__without_permission__asks_for_it(cast: Cast) -> None:
    default_grounds.install(cast.house.programme, valid_from=today())
    found = standing(cast, cast.house.employment)
    assert {choice.standing for choice in found.values()} == {Standing.ASK, Standing.NOT_THIS, Standing.NOBODY}


def test_profile__safety_prohibition__no_address_for_anybody(cast: Cast) -> None:
    permit(cast, cast.house.employment)
    with referral_open(cast.minna, sent(cast)) as it:
        it.opened.participant.safety_prohibition = True
        it.opened.participant.save(update_fields=["safety_prohibition"])
    assert standing(cast, cast.house.employment)["address"].standing is Standing.SAFETY


def test_profile__ground_that_names_nothing__covers_what_is_merely_allowed(cast: Cast) -> None:
    permit(cast, cast.house.employment)
    ground = ground_of(cast)
    ground.data_categories = []
    ground.save(update_fields=["data_categories"])
    found = standing(cast, cast.house.employment)
    assert found["work"].may
    assert found["identity_code"].standing is Standing.ASK


def test_profile__every_column__is_whole() -> None:
    for code, cells in recipient_profiles.TABLE.items():
        assert len(cells) == len(recipient_profiles.COLUMNS), code
    assert set(recipient_profiles.COLUMNS) == set(Organisation.Profile) - {Organisation.Profile.NONE}
    assert recipient_profiles.profile_of("") == {}
