"""A canary in every sealed field: on the pages of those who may read the field, and on nobody else's; then erased."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import CaseFile, Referral
from consent.keyring import Audience
from consent.keystore import keys
from tests.conftest import Browser
from tests.journeys.canaries import OF_LISTS, Cage, sealed_fields
from tests.journeys.conftest import Aviary
from tests.matrix.table import CAST, ROWS, Row
from tests.matrix.test_access import ADDRESSES
from tests.matrix.world import World, rolled_back
from tests.people import sign_in

#: For whom the doors open scopes to each of the cast; to the others they open nothing that is not their own.
AUDIENCES = {
    "minna": {Audience.WORKER}, "jari": {Audience.WORKER}, "eeva": {Audience.WORKER, Audience.HEALTH},
    "onni": {Audience.WORKER, Audience.FACILITATOR}, "raija": {Audience.FACILITATOR},
    "kaisa": {Audience.COORDINATOR}, "petri": {Audience.PARTNER}, "nasrin": {Audience.PARTICIPANT},
    "kirsi": {Audience.OFFICER},
}  # fmt: skip
#: Where the officer reads a person's data: under a request of that person, whose identity was checked.
UNDER_REQUEST = {"privacy-request-content", "privacy-request-json", "privacy-request-pdf"}
#: Under a key of its own: no person's erasing ends it.
OF_INCIDENTS = ("breach.words", "breach.consequences", "breach.measures", "breach.why_not")
#: Narrower than their audiences, because of whose scope they are under.
ONLY = {
    "group.theme": {"raija", "onni"},
    "group_session.note": {"raija", "onni"},
    "health.narrative": {"eeva"},
    "health.for_participant": {"eeva", "nasrin"},
}
#: What everybody whose work it is must find, or the canaries prove nothing.
SEEN = {
    "minna": {"person.first_name", "person.safe_contact", "session.narrative", "goal.words", "agreed.text",
              "appointment.place", "referral.request"},
    "eeva": {"person.last_name", "session.narrative", "health.narrative"},
    "onni": {"session.narrative", "group.theme"},
    "raija": {"group.theme"},
    "kaisa": {"person.first_name", "person.last_name"},
    "petri": {"referral.slice"},
    "nasrin": {"session.for_participant", "goal.words", "agreed.text", "person.phone", "appointment.place"},
}  # fmt: skip
LISTS = {
    "home", "participant-list", "case-detail", "case-history", "case-people", "case-consents", "referral-list",
    "plan-detail", "case-groups", "case-actions", "inbox", "attendance", "group-participants", "privacy-log",
}  # fmt: skip


def may(field_id: str, person: str) -> bool:
    """Whether a field may be on any page of somebody."""
    if field_id in ONLY:
        return person in ONLY[field_id]
    audiences = next(field.audiences for _, field in sealed_fields() if field.field_id == field_id)
    on_roster = field_id == "person.first_name" and Audience.FACILITATOR in AUDIENCES.get(person, set())
    return on_roster or bool(audiences & AUDIENCES.get(person, set()))


def rows_of(person: str) -> list[Row]:
    return [row for row in ROWS if row.method == "G" and row.status[person] == 200 and ADDRESSES[row.name].rule]


def browser(world: World, person: str) -> Client:
    return sign_in(Browser(raise_request_exception=False), getattr(world.cast, person))


def pages(world: World, person: str) -> dict[str, tuple[int, str]]:
    """Every page that somebody may open: status, and text with plain spaces."""
    client, found = browser(world, person), {}
    for row in rows_of(person):
        response = client.get(reverse(row.name, kwargs=world.address_parts(row.of)))
        page = response.content.decode(errors="replace").replace("\xa0", " ").replace("\u2060", "")
        found[row.name] = response.status_code, page
    return found


def sung(cage: Cage, page: str) -> set[str]:
    """The fields whose canaries are on a page."""
    return {field_id for word, field_id in cage.words.items() if word in page}


#: Filled by verbs that the world's story does not reach; the day of work in test_canary.py reaches them.
BY_VERBS = {"draft.content", "access.reason", "disclosure.told", "referral.letter", "amendment.text",
            "person.roster_name", "statement.text", "redaction.reason"}  # fmt: skip
#: Documents as bytes: a receipt has no word of the person in it, and a scan is a picture.
OF_BYTES = {"receipt.document", "consent_paper.scan"}


@pytest.mark.django_db
def test_canaries__stand__in_every_sealed_text(aviary: Aviary) -> None:
    everything = {field.field_id for _, field in sealed_fields()}
    assert everything - set(aviary.cage.words.values()) == BY_VERBS | OF_BYTES | OF_LISTS


@pytest.mark.django_db
@pytest.mark.parametrize("person", [each for each in CAST if each != "nobody"])
def test_pages__of_each_of_the_cast__show_what_they_may_and_no_more(aviary: Aviary, person: str) -> None:
    faults, all_seen = [], set()
    for name, (status, page) in pages(aviary.world, person).items():
        seen = sung(aviary.cage, page)
        all_seen |= seen
        if name not in UNDER_REQUEST:
            faults += [f"{name}: {field_id}" for field_id in seen if not may(field_id, person)]
        if status != 200:
            faults.append(f"{name}: {status}")
    assert not faults, "\n".join(faults)
    assert SEEN.get(person, set()) - all_seen == set(), "the canary was not there: its absence elsewhere proves nothing"
    if person not in AUDIENCES:
        assert all_seen == set()


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["minna", "eeva", "onni", "raija", "kaisa", "petri", "nasrin", "kirsi"])
def test_erased__person_and_case_file__read_nowhere_and_lists_still_stand(aviary: Aviary, person: str) -> None:
    """Their keys are gone: live, in history, on paper and in letters; every page still says what it can."""
    case = CaseFile.objects.select_related("subject").get(pk=aviary.world.cast.case.pk)
    letters = Referral.objects.filter(case=case).order_by("pk").values_list("scope", flat=True)
    gone = {case.subject.scope, case.scope, case.health_scope, *letters}
    keys.destroy(gone, by=None)
    left = aviary.cage.of("group.theme", "group_session.note", *OF_INCIDENTS)
    faults, words = [], set(aviary.cage.words) - left
    for name, (status, page) in pages(aviary.world, person).items():
        faults += [f"{name}: {aviary.cage.words[word]}" for word in words if word in page]
        if status >= 500 or (name in LISTS and status != 200):
            faults.append(f"{name}: {status}")
        if name in {"case-detail", "participant-list"} and "Poistettu" not in page:
            faults.append(f"{name}: does not say that it was erased")
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_erased__person_and_case_file__answers_every_form_in_words(aviary: Aviary) -> None:
    """A page that was open when the keys went: what is sent from it is neither an error nor carried out in part."""
    world = aviary.world
    case = CaseFile.objects.select_related("subject").get(pk=world.cast.case.pk)
    letters = Referral.objects.filter(case=case).order_by("pk").values_list("scope", flat=True)
    keys.destroy({case.subject.scope, case.scope, case.health_scope, *letters}, by=None)
    faults = []
    for person in ("minna", "eeva", "raija", "petri", "nasrin"):
        client = browser(world, person)
        for row in ROWS:
            if not ADDRESSES[row.name].rule or (row.status[person] in {302, 403, 404} and row.method == "G"):
                continue
            with rolled_back():
                status = client.post(reverse(row.name, kwargs=world.address_parts(row.of)), WRITTEN).status_code
                if status >= 500:
                    faults.append(f"{person} {row.name}: {status}")
    assert not faults, "\n".join(faults)


WRITTEN = {
    "narrative": "Kirjattu poistetulle.", "kind": "meeting", "held_on": "24.11.2026", "text": "Teksti.", "act": "save",
    "words": "Tavoite.", "why": "forgotten", "version": "1", "heading": "Otsikko", "request": "Pyyntö", "place": "Tupa",
    "note": "Muistiinpano", "agreed-0-owner": "participant", "agreed-0-text": "Soita", "answer": "approved",
    "channel": "in_person", "reason": "other", "safe_contact": "x", "first_name": "Uusi", "phone": "050 555 0142",
    "language": "fi",
}  # fmt: skip
