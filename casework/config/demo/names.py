"""Invented people: names are drawn apart, so that a whole name is nobody's on purpose."""

import random

from casework.participants import Details
from consent import identity_codes
from consent.periods import add_months, today

NEIGHBOURHOODS = ("Sampola", "Impola", "Pihlava", "Väinölä", "Pormestarinluoto")

FIRST = (
    "Aino Ville Reetta Tapio Hilkka Jorma Marjatta Pentti Sirpa Kauko Tuula Arvo Maarit Esko Kirsti Veikko Anneli "
    "Heikki Ritva Seppo Pirkko Timo Eila Olavi Saara Juhani Leena Matti Irja Risto Helmi Antero Satu Mika Katja "
    "Jere Emmi Roope Sonja Niko"
).split()
LAST = (
    "Ylitalo Kanerva Kivimaa Mäkelä Koskinen Harjula Vainio Salonen Lampela Rantanen Suominen Honkala Kallio Peltola "
    "Niemelä Saarela Tuomela Ahola Hietala Kuusela Laaksola Mattila Ojala Pajula Rintala Sillanpää Toivola Uotila "
    "Välimäki Ässämäki Övermark Öhman"
).split()
NEWCOMERS = (
    ("Ljudmila", "Orlova", "ru"),
    ("Yusuf", "Warsame", "so"),
    ("Zahra", "Karimi", "fa"),
    ("Omar", "Haddad", "ar"),
    ("Oksana", "Melnyk", "uk"),
    ("Nguyet", "Pham", "vi"),
    ("Tesfaye", "Bekele", "ti"),
    ("Somchai", "Srisai", "th"),
    ("Rebin", "Aziz", "ckb"),
    ("Kristjan", "Tamm", "et"),
    ("Fatima", "Nur", "so"),
    ("Irina", "Sokolova", "ru"),
)
SAFE = (
    "Puhelu tai viesti, arkisin klo 9–15",
    "Vain tekstiviesti",
    "Soita klo 16 jälkeen, älä jätä viestiä",
    "Sähköposti, vastaa illalla",
    "Puhelu aamupäivällä",
)


def invented(dice: random.Random, number: int) -> Details:
    """One invented person; `number` makes phone and identity code differ from everybody else's."""
    newcomer = dice.random() < 0.28
    if newcomer:
        first, last, language = dice.choice(NEWCOMERS)
        last = last if dice.random() < 0.4 else dice.choice(NEWCOMERS)[1]
    else:
        first, last, language = dice.choice(FIRST), dice.choice(LAST), "sv" if dice.random() < 0.04 else "fi"
    born = add_months(today(), -12 * dice.randint(19, 62) - dice.randint(0, 11)).replace(day=dice.randint(1, 28))
    with_code = dice.random() < 0.6
    hidden = dice.random() < 0.03
    return Details(
        first_name=first,
        last_name=last if dice.random() > 0.03 else "",
        birth_date=born if with_code or dice.random() < 0.7 else None,
        identity_code=identity_codes.invented(born, 900 + number % 100) if with_code else "",
        phone=f"+3585055{number % 100000:05d}" if dice.random() < 0.92 else "",
        mail=f"henkilo{number}@polku.example" if dice.random() < 0.5 else "",
        safe_contact=dice.choice(SAFE),
        language=language,
        interpreter="Tarvitaan" if newcomer and dice.random() < 0.6 else "",
        neighbourhood=dice.choice(NEIGHBOURHOODS) if not hidden else "",
        municipality="Pori" if not hidden else "",
        postcode=dice.choice(("28100", "28120", "28130", "28190", "28800")) if not hidden else "",
        safety_prohibition=hidden,
    )
