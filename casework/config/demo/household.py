"""The invented organisations, programme, staff, services, notice and grounds."""

import dataclasses
import datetime

from django.contrib.auth.hashers import make_password

from casework.config.demo import words_asked
from consent import default_grounds, default_retention
from consent.accounts import create_staff
from consent.models import Account, LegalGround, Membership, Organisation, Programme, Role
from consent.periods import add_months
from pathways import services
from pathways.models import Service

PASSWORD = "metsäpolku vie aina perille"  # noqa: S105  (printed by `demo`; invented accounts on a loopback address)
DOMAIN = "polku.example"


@dataclasses.dataclass
class Household:
    """What everything else in the invented project rests on."""

    own: Organisation
    employment: Organisation
    school: Organisation
    programme: Programme
    grounds: dict[str, LegalGround]
    staff: dict[str, Account]
    services: dict[str, Service]
    began_on: datetime.date


def _organisation(**fields: object) -> Organisation:
    organisation = Organisation(**fields)
    organisation.save()
    return organisation


def _organisations() -> tuple[Organisation, Organisation, Organisation]:
    own = _organisation(
        name="Polku-hanke", kind="third_sector", own=True, phone="+358505550100", street_address="Esimerkkikatu 3, Pori"
    )
    employment = _organisation(
        name="Työllisyyspalvelut, Pori",
        name_to="työllisyyspalveluille",
        kind="public",
        profile="employment",
        mail=f"tyollisyys@{DOMAIN}",
        phone="+358505550200",
    )
    school = _organisation(
        name="Aikuislukio",
        name_to="aikuislukiolle",
        kind="public",
        profile="school",
        mail=f"aikuislukio@{DOMAIN}",
        phone="+358505550300",
    )
    return own, employment, school


STAFF = (
    ("worker", "Minna Lehtovaara", "Palveluohjaaja", Role.WORKER, "+358505550142"),
    ("colleague", "Jari Nummi", "Palveluohjaaja", Role.WORKER, "+358505550143"),
    ("health", "Eeva Salmela", "Terveysneuvoja", Role.HEALTH, "+358505550144"),
    ("facilitator", "Raija Alanko", "Ryhmänohjaaja", Role.FACILITATOR, "+358505550145"),
    ("student", "Onni Kallio", "Opiskelija", Role.STUDENT, ""),
    ("coordinator", "Kaisa Vuorela", "Hankekoordinaattori", Role.COORDINATOR, "+358505550147"),
    ("partner", "Petri Laakso", "Palveluasiantuntija", Role.PARTNER, "+358505550201"),
    ("officer", "Kirsi Aarnio", "Tietosuojavastaava", Role.OFFICER, "+358505550149"),
    ("auditor", "Arto Virtala", "Tarkastaja", Role.AUDITOR, ""),
    ("admin", "Anna Sundell", "Pääkäyttäjä", Role.ADMINISTRATOR, ""),
    ("school", "Marketta Niinistö", "Opinto-ohjaaja", Role.PARTNER, "+358505550301"),
    ("third", "Saija Heinonen", "Palveluohjaaja", Role.WORKER, "+358505550150"),
)


def _staff(own: Organisation, partners: dict[str, Organisation], programme: Programme) -> dict[str, Account]:
    accounts: dict[str, Account] = {}
    password = make_password(PASSWORD)  # hashed once: twelve times would take longer than all the rest of the staff
    for user, name, title, role, phone in STAFF:
        account = create_staff(email=f"{user}@{DOMAIN}", name=name, title=title, phone=phone)
        account.password, account.is_demo = password, True
        account.save(update_fields=["password", "is_demo"])
        accounts[user] = account
        student = role == Role.STUDENT
        Membership(
            account=account,
            organisation=partners.get(user, own),
            programme=None if role == Role.PARTNER else programme,
            role=role,
            starts_on=programme.starts_on,
            until=add_months(programme.starts_on, 14) if student else None,
            supervisor=accounts["worker"] if student else None,
        ).save()
    return accounts


SERVICES = (
    ("health", "Terveysneuvonta", "Terveysneuvojan vastaanotto ilman ajanvarausta"),
    ("life_skills", "Arjen taidot", "Ruoka, raha ja viikkorytmi pienessä ryhmässä"),
    ("language", "Kielikahvila", "Suomea arjen tilanteisiin, aamupäivisin"),
    ("digital", "Digitupa", "Apua puhelimen ja asiointipalvelujen käyttöön"),
    ("coaching", "Kaapeli-valmennus", "Yhteisövalmennus: oma tarina, oma alue, oma toiminta"),
    ("peer", "Vertaistoiminta", "Vertaisohjaajaksi ja vapaaehtoiseksi"),
    ("green", "Metsämieli", "Luontotoimintaa lähimetsässä"),
    ("events", "Talkoot", "Alueen yhteiset talkoot kuukausittain"),
    ("cooperative", "Osuuskunnan työpaja", "Pieniä tilaustöitä omaan tahtiin"),
)
PARTNER_SERVICES = (
    ("trial", "Työkokeilu", "Työkokeilupaikan sopiminen", "employment"),
    ("work", "Alkuhaastattelu ja palkkatuki", "Työnhakijan alkuhaastattelu", "employment"),
    ("education", "Aikuisten perusopetus", "Perusopetuksen opinnot aikuisille", "school"),
)


def _services(own: Organisation, partners: dict[str, Organisation], by: Account) -> dict[str, Service]:
    made = {
        kind: services.create(
            by=by,
            organisation=own,
            kind=kind,
            name=name,
            description=text,
            place="Sampolan lähiötupa",
            contact=own.phone,
        )
        for kind, name, text in SERVICES
    }
    for kind, name, text, where in PARTNER_SERVICES:
        made[kind] = services.create(by=by, organisation=partners[where], kind=kind, name=name, description=text)
    return made


def furnish(began_on: datetime.date) -> Household:
    """Everything but people and groups."""
    own, employment, school = _organisations()
    programme = Programme(code="polku", name="Polku-hanke", controller=own, starts_on=began_on)
    programme.save()
    staff = _staff(own, {"partner": employment, "school": school}, programme)
    grounds = default_grounds.install(programme, valid_from=began_on)
    default_retention.install(programme, valid_from=began_on)
    default_grounds.ask(grounds["referral"], words_asked.EMPLOYMENT, recipient=employment, order=20)
    default_grounds.ask(grounds["referral"], words_asked.SCHOOL, recipient=school, order=30)
    catalogue = _services(own, {"employment": employment, "school": school}, staff["coordinator"])
    return Household(own, employment, school, programme, grounds, staff, catalogue, began_on)
