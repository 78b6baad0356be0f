"""The cast: each name is a permission. Invented people only; identity codes from the 900-999 test series.

`minna` lead worker · `jari` co-worker in the same programme · `eeva` health counsellor · `sari` worker without
assignment · `raija` group facilitator · `onni` student (supervised by minna) · `kaisa` coordinator · `petri` partner
at the employment services · `outi` worker of another programme · `kirsi` officer · `arto` auditor ·
`anna` administrator
· `nasrin` participant with an account, whose case file minna leads.
"""

import dataclasses
import datetime
import functools
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from casework import assignments, participants
from casework.models import Assignment, CaseFile
from consent import consents, default_grounds, keyring
from consent.accounts import create_participant_account, create_staff
from consent.actors import Actor, acting, actor_of
from consent.models import Account, LegalGround, Membership, Organisation, Programme, Purpose, Role
from consent.sign_in.second_factor import METHODS
from tests.kept_rows import made_again

LONG_AGO = datetime.date(2026, 1, 7)


@dataclasses.dataclass
class House:
    """Organisations and programmes."""

    own: Organisation
    employment: Organisation
    school: Organisation
    other: Organisation
    programme: Programme
    other_programme: Programme


def _organisation(name: str, **fields: object) -> Organisation:
    organisation = Organisation(name=name, **{"kind": "public", **fields})
    organisation.save()
    return organisation


def make_house() -> House:
    """Our project, two recipients, and a stranger."""
    own = _organisation("Polku-hanke", own=True, kind="third_sector", phone="+358505550100")
    employment = _organisation(
        "Työllisyyspalvelut, Pori", name_to="työllisyyspalveluille", profile="employment", mail="palvelut@example.org"
    )
    school = _organisation("Aikuislukio", name_to="aikuislukiolle", profile="school", mail="lukio@example.org")
    other = _organisation("Toinen hanke", own=False, kind="private")
    programme = Programme(code="polku", name="Polku", controller=own, starts_on=LONG_AGO)
    programme.save()
    other_programme = Programme(code="toinen", name="Toinen", controller=other, starts_on=LONG_AGO)
    other_programme.save()
    return House(own, employment, school, other, programme, other_programme)


def staff(name: str, role: Role, organisation: Organisation, programme: Programme | None, **more: object) -> Account:
    """A staff account with one membership."""
    account = create_staff(email=f"{name}@example.org", name=name.title())
    Membership(
        account=account, organisation=organisation, programme=programme, role=role, starts_on=LONG_AGO, **more
    ).save()
    return account


@dataclasses.dataclass
class Cast:
    """Everybody."""

    house: House
    minna: Account
    jari: Account
    eeva: Account
    sari: Account
    raija: Account
    onni: Account
    kaisa: Account
    petri: Account
    outi: Account
    kirsi: Account
    arto: Account
    anna: Account
    nasrin: Account
    case: CaseFile


NASRIN = participants.Details(
    first_name="Nasrin",
    last_name="Rahimi",
    birth_date=datetime.date(1988, 3, 14),
    phone="+358505550177",
    mail="nasrin@example.org",
    safe_contact="Arkisin klo 12–15, ei ääniviestejä",
    language="prs",
    interpreter="Nainen, jos mahdollista",
    neighbourhood="Sampola",
    municipality="Pori",
    street_address="Esimerkkikatu 1",
    postcode="28100",
)


@pytest.fixture
def house(db: None, request: pytest.FixtureRequest) -> House:
    if "transactional_db" in request.fixturenames:  # what is committed is made by the verbs, from new numbers
        return make_house()
    return made_again("house", make_house)


@pytest.fixture
def ring() -> Iterator[keyring.Keyring]:
    """A ring for arranging: verbs that make scopes may seal under them."""
    with keyring.fresh() as fresh:
        yield fresh


@pytest.fixture
def cast(house: House, ring: keyring.Keyring, request: pytest.FixtureRequest) -> Cast:
    """The whole cast with one case file."""
    if "transactional_db" in request.fixturenames:
        return make_cast(house)
    made = made_again("cast", lambda: make_cast(house), upon=house.own.uid)
    made.house = house
    return made


def make_cast(house: House) -> Cast:
    """The whole cast with one case file: minna leads, jari works, eeva counsels, onni learns; within a ring."""
    own, programme = house.own, house.programme
    minna = staff("minna", Role.WORKER, own, programme)
    until = datetime.date(2027, 12, 31)
    onni = staff("onni", Role.STUDENT, own, programme, supervisor=minna, until=until)
    people = {
        "minna": minna,
        "jari": staff("jari", Role.WORKER, own, programme),
        "eeva": staff("eeva", Role.HEALTH, own, programme),
        "sari": staff("sari", Role.WORKER, own, programme),
        "raija": staff("raija", Role.FACILITATOR, own, programme),
        "onni": onni,
        "kaisa": staff("kaisa", Role.COORDINATOR, own, programme),
        "petri": staff("petri", Role.PARTNER, house.employment, None),
        "outi": staff("outi", Role.WORKER, house.other, house.other_programme),
        "kirsi": staff("kirsi", Role.OFFICER, own, programme),
        "arto": staff("arto", Role.AUDITOR, own, programme),
        "anna": staff("anna", Role.ADMINISTRATOR, own, programme),
    }
    with acting(minna):
        case = participants.create(by=minna, programme=programme, details=NASRIN)
        for name, role in (("jari", "co_worker"), ("eeva", "health"), ("onni", "student")):
            assignments.assign(by=minna, case=case, account=people[name], role=role, why=Assignment.Why.TEAM)
        nasrin = create_participant_account(case.subject)
    return Cast(house=house, nasrin=nasrin, case=case, **people)


def with_grounds(programme: Programme) -> dict[str, LegalGround]:
    """The default purposes, grounds, questions and notice of a programme; the grounds by purpose."""
    make = functools.partial(default_grounds.install, programme, valid_from=LONG_AGO)
    return made_again(f"grounds of {programme.code}", make, upon=(programme.uid, Purpose.objects.count()))


def allow_health(cast: Cast) -> None:
    """What nobody writes into the health compartment without: the participant was asked, and allowed it."""
    programme = cast.house.programme
    if not LegalGround.objects.filter(programme=programme).exists():
        with_grounds(programme)
    if consents.ground_for(cast.case.subject, purpose="health", programme=programme) is None:
        question = next(q for q in consents.questions_for(programme, "fi") if q.ground.purpose.code == "health")
        given = {"state": "given", "language": "fi", "channel": "in_person"}
        consents.answer(by=cast.minna, subject=cast.case.subject, question=question, **given)


def actor(account: Account) -> Actor:
    """The account as it acts."""
    found = actor_of(account)
    assert found is not None
    return found


def sign_in(client: Client, account: Account) -> Client:
    """Sign in directly, as after a password or code and, for staff, a second factor."""
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[METHODS] = [{"method": "mfa", "type": "totp"}] if account.is_staff_member else [{"method": "code"}]
    session.save()
    return client
