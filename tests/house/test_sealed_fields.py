"""What says who somebody is, or what they said, is sealed; what is in clear stands in one list, each with why."""

import re
from collections.abc import Iterable

import pytest
from django.db import models
from django.test.utils import isolate_apps

from consent.fields import SealedField, SealedTextField
from consent.keyring import Audience
from tests.house.models import of_data

#: Words in a column's name that smell of a person.
PERSONAL = re.compile(
    r"name|title|text|note|narrative|words|phone|mail|address|street|postcode|municipality|neighbourhood|place|contact|"
    r"birth|gender|language|interpreter|identity|heading|request|reason|theme|description|comment|message|told|diary|"
    r"answer|outcome|password|code|free|detail|content|said"
)

#: Text columns with such names that are in clear, each because of what it holds.
IN_CLEAR = {
    # Staff hold their name and work address in clear; a CHECK keeps participants' accounts empty of both.
    "consent.Account.email", "consent.Account.name", "consent.Account.title", "consent.Account.phone",
    "consent.Account.language", "consent.Account.password", "consent.Account.username",
    # Organisations, programmes and the law are about nobody.
    "consent.Organisation.name", "consent.Organisation.name_to", "consent.Organisation.phone",
    "consent.Organisation.mail", "consent.Organisation.street_address", "consent.Organisation.language",
    # Why the controller lets participants read the names of workers: about nobody.
    "consent.Programme.names_in_log_why",
    "consent.Programme.name", "consent.Programme.code", "consent.Purpose.code", "consent.Purpose.name_fi",
    "consent.Purpose.name_sv", "consent.Purpose.name_en", "consent.Notice.language", "consent.Notice.text",
    "consent.Question.language", "consent.Question.title", "consent.Question.text",
    "consent.Proposal.mail", "consent.Proposal.phone",
    # The language in which a question was read out; which languages somebody knows is sealed.
    "consent.Consent.language", "consent.ConsentPaper.language",
    # The language of a letter is its recipient's.
    "casework.Referral.language",
    # The caller's network, cut to /24 or /56.
    "consent.AccessEvent.address", "consent.SecurityEvent.address",
    # Services and groups: a catalogue, neutral titles, public places.
    "pathways.Service.name", "pathways.Service.description", "pathways.Service.place", "pathways.Service.languages",
    "pathways.Service.contact", "pathways.GroupSeries.title", "pathways.GroupSeries.place",
    "pathways.GroupSeries.language", "pathways.GroupSession.place",
    # Codes with a fixed list of choices.
    "pathways.GroupSession.cancel_reason", "casework.Referral.outcome", "casework.ReferralMove.reason",
    "casework.ReferralMove.told_how", "casework.ReferralApproval.answer", "casework.Appointment.interpreter",
    "consent.DataRequest.identity", "consent.DataRequest.answered_channel", "consent.Restriction.told_channel",
    # How a case file ended, as a class for the statistics; the name of a table.
    "casework.CaseFile.outcome", "casework.AnonymousCase.outcome", "consent.ErasurePermit.table_name",
    # Retention classes are about nobody.
    "consent.RetentionClass.code", "consent.RetentionClass.name_fi", "consent.RetentionClass.name_sv",
    "consent.RetentionClass.name_en",
    # What leaves commit to, and a signed size and root.
    "consent.LeafForm.text", "consent.Checkpoint.note",
    "casework.NumberSeries.code", "casework.ReferralApproval.content_hash", "casework.Referral.content_hash",
}  # fmt: skip


def suspicious(found: Iterable[type[models.Model]]) -> set[str]:
    """Text columns in clear whose names smell of a person."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and PERSONAL.search(field.name)
    }


def free(found: Iterable[type[models.Model]]) -> set[str]:
    """Text columns in clear into which somebody could write freely, whatever they are called."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) and not field.choices
    }


def all_sealed() -> list[tuple[type[models.Model], "SealedField[object]"]]:
    return [(m, f) for m in of_data() for f in m._meta.concrete_fields if isinstance(f, SealedField)]


def test_columns__in_clear__are_the_listed_ones() -> None:
    assert suspicious(of_data()) - IN_CLEAR == set()
    assert IN_CLEAR - suspicious(of_data()) - {"consent.Account.username"} == set(), "listed and not there any more"


def test_columns__long_text_in_clear__is_of_law_and_services() -> None:
    assert free(of_data()) == {
        "consent.LegalGround.national_provision", "consent.LegalGround.secrecy_ground", "consent.Notice.text",
        "consent.Question.text", "pathways.Service.description", "pathways.Service.for_whom",
        # Machine text: which columns a leaf commits to, and a signed size and root.
        "consent.LeafForm.text", "consent.Checkpoint.note",
    }  # fmt: skip


@isolate_apps("casework")
def test_columns__stray_one__is_seen() -> None:
    class Stray(models.Model):
        home_phone = models.CharField(max_length=20)
        story = models.TextField()

        class Meta:
            app_label = "casework"

        def __str__(self) -> str:
            return ""

    assert suspicious([Stray]) == {"casework.Stray.home_phone"}
    assert free([Stray]) == {"casework.Stray.story"}


def test_sealed_fields__ids__are_one_of_a_kind_and_plain() -> None:
    ids = [field.field_id for _, field in all_sealed()]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"[a-z_]+\.[a-z_]+", i)] == []


def test_sealed_fields__audiences__are_named_and_never_everybody() -> None:
    assert [field.field_id for _, field in all_sealed() if not field.audiences] == []
    assert [field.field_id for _, field in all_sealed() if field.audiences >= set(Audience)] == []


def test_sealed_fields__health__opens_for_health_alone() -> None:
    """Nothing that a worker's or a partner's ring opens is in the closed compartment."""
    for _, field in all_sealed():
        if field.field_id.startswith("health."):
            assert field.audiences <= {Audience.HEALTH, Audience.PARTICIPANT}, field.field_id


@pytest.mark.parametrize(("model", "field"), all_sealed(), ids=lambda each: getattr(each, "field_id", ""))
def test_sealed_field__model__has_its_scope_and_a_uid(model: type[models.Model], field: "SealedField[object]") -> None:
    assert isinstance(model._meta.get_field(field.scope), models.UUIDField)
    uid = model._meta.get_field("uid")
    assert isinstance(uid, models.UUIDField)
    assert uid.unique


def test_sealed_fields__migrations__know_no_audiences() -> None:
    """Who may read is a matter of code today, not of the day on which a column was made."""
    field = SealedTextField(field_id="x.y", audiences={Audience.WORKER})
    assert set(field.deconstruct()[3]) == {"field_id", "scope"}
