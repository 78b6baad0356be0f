"""The grounds that a new programme starts with: domain notes §2.1 as data. The controller confirms each one.

Made by a function, not a migration: they belong to a programme, and an installation may start without any.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from consent import notices, question_versions
from consent.default_notice import NOTICE
from consent.models import LegalGround, Organisation, Programme, Purpose, Question
from consent.periods import today

PURPOSES: tuple[tuple[str, str, str, str], ...] = (
    ("guidance", "Palveluohjaus ja asiakaskansio", "Servicehandledning och klientmapp", "Guidance and case file"),
    ("health", "Terveysneuvonnan kirjaukset", "Anteckningar från hälsorådgivningen", "Health counselling entries"),
    ("groups", "Ryhmät ja läsnäolot", "Grupper och närvaro", "Groups and attendance"),
    ("referral", "Tietojen antaminen lähetteessä", "Utlämnande av uppgifter i en remiss", "Telling in a referral"),
    ("esf", "Hankkeen seuranta ja tarkastus", "Uppföljning och revision av projektet", "Project monitoring and audit"),
    ("pictures", "Kuvat ja tarinat", "Bilder och berättelser", "Pictures and stories"),
    ("research", "Opinnäytteet ja tutkimus", "Lärdomsprov och forskning", "Theses and research"),
    ("peers", "Vertaisten ja vapaaehtoisten luettelo", "Register över kamrater och frivilliga", "Peers and volunteers"),
    ("log", "Lokit ja tietoturva", "Loggar och informationssäkerhet", "Logs and security"),
)

GROUNDS: tuple[dict[str, Any], ...] = (
    {
        "purpose": "guidance",
        "kind": "statute",
        "art6": "6(1)(e)",
        "national_provision": "Tietosuojalaki 1050/2018, 4 § 2 k.; ammattikorkeakoululaki 932/2014",
        "data_categories": ["identity", "contact", "situation", "plan", "family", "case_notes"],
        "retention": "2 vuotta asian päättymisestä",
        "can_object": True,
    },
    {
        "purpose": "health",
        "kind": "consent",
        "art6": "6(1)(e)",
        "art9": "9(2)(a)",
        "national_provision": "Tietosuojalaki 1050/2018, 6 § 2 mom.",
        "data_categories": ["health"],
        "retention": "2 vuotta asian päättymisestä",
        "can_withdraw": True,
        "can_port": True,
    },
    {
        "purpose": "groups",
        "kind": "statute",
        "art6": "6(1)(e)",
        "national_provision": "Tietosuojalaki 1050/2018, 4 § 2 k.",
        "data_categories": ["attendance"],
        "retention": "2 vuotta asian päättymisestä",
        "can_object": True,
    },
    {
        "purpose": "referral",
        "kind": "waiver",
        "art6": "6(1)(e)",
        "secrecy_ground": "Laki viranomaisten toiminnan julkisuudesta 621/1999, 26 §; 812/2000, 16 §",
        "data_categories": ["identity", "contact", "situation", "plan", "attendance"],
        "recipients": ["employment", "social", "health", "benefits", "school", "association", "employer"],
        "retention": "2 vuotta asian päättymisestä",
        "can_withdraw": True,
    },
    {
        "purpose": "esf",
        "kind": "statute",
        "art6": "6(1)(c)",
        "national_provision": "Asetus (EU) 2021/1060, 69 artikla; laki 757/2021",
        "data_categories": ["participation"],
        "retention": "5 vuotta viimeisen maksun vuoden lopusta",
    },
    {
        "purpose": "pictures",
        "kind": "agreement",
        "art6": "6(1)(a)",
        "data_categories": ["pictures"],
        "retention": "Kunnes lupa perutaan",
        "can_withdraw": True,
        "can_port": True,
    },
    {
        "purpose": "research",
        "kind": "consent",
        "art6": "6(1)(a)",
        "art9": "9(2)(a)",
        "national_provision": "Tietosuojalaki 1050/2018, 4 § 3 k., 6 § 1 mom. 7 k. ja 31 §",
        "data_categories": ["participation", "attendance"],
        "retention": "Tutkimussuunnitelman mukaan",
        "can_withdraw": True,
    },
    {
        "purpose": "peers",
        "kind": "agreement",
        "art6": "6(1)(b)",
        "national_provision": "Laki lasten kanssa toimivien vapaaehtoisten rikostaustan selvittämisestä 148/2014",
        "data_categories": ["identity", "contact"],
        "retention": "2 vuotta tehtävän päättymisestä",
        "can_port": True,
    },
    {
        "purpose": "log",
        "kind": "statute",
        "art6": "6(1)(c)",
        "national_provision": "Asetus (EU) 2016/679, 32 artikla; laki 906/2019, 17 §; laki 703/2023",
        "data_categories": ["log"],
        "retention": "12 vuotta",
    },
)

# (purpose, order) → language → title, text. Whole texts, never composed.
QUESTIONS: dict[tuple[str, int], dict[str, tuple[str, str]]] = {
    ("health", 10): {
        "fi": (
            "Terveysasioiden kirjaaminen",
            (
                "Saako terveysneuvoja kirjata, mitä kerrot terveydestäsi? Vain terveysneuvoja näkee nämä kirjaukset. "
                "Voit sanoa ei. Se ei vaikuta palveluusi."
            ),
        ),
        "sv": (
            "Anteckningar om hälsa",
            (
                "Får hälsorådgivaren anteckna vad du berättar om din hälsa? Bara hälsorådgivaren ser anteckningarna. "
                "Du kan säga nej. Det påverkar inte den hjälp du får."
            ),
        ),
        "en": (
            "Notes about your health",
            (
                "May the health counsellor write down what you tell about your health? Only the health counsellor sees "
                "these notes. You can say no. It does not change the help you get."
            ),
        ),
    },
    ("pictures", 90): {
        "fi": (
            "Kuvat",
            "Saammeko käyttää kuvaa sinusta, kun kerromme hankkeesta? Voit sanoa ei. Se ei vaikuta palveluusi.",
        ),
        "sv": (
            "Bilder",
            (
                "Får vi använda en bild av dig när vi berättar om projektet? Du kan säga nej. "
                "Det påverkar inte den hjälp du får."
            ),
        ),
        "en": (
            "Pictures",
            (
                "May we use a picture of you when we tell about the project? You can say no. "
                "It does not change the help you get."
            ),
        ),
    },
}


@transaction.atomic
def install(programme: Programme, *, valid_from: datetime.date) -> dict[str, LegalGround]:
    """Give a programme the default purposes, grounds, questions and notice, unconfirmed; the grounds by purpose."""
    purposes = {purpose.code: purpose for purpose in Purpose.objects.order_by("code")}
    for code, name_fi, name_sv, name_en in PURPOSES:
        if code not in purposes:
            purposes[code] = Purpose(code=code, name_fi=name_fi, name_sv=name_sv, name_en=name_en)
            purposes[code].save()
    grounds: dict[str, LegalGround] = {}
    for shape in GROUNDS:
        fields = {**shape, "purpose": purposes[shape["purpose"]]}
        ground = LegalGround(programme=programme, valid_from=valid_from, **fields)
        ground.save()
        grounds[shape["purpose"]] = ground
    for (code, order), texts in QUESTIONS.items():
        ask(grounds[code], texts, order=order)
    notices.publish(programme, NOTICE, valid_from=valid_from)
    return grounds


@transaction.atomic
def ask(
    ground: LegalGround,
    texts: dict[str, tuple[str, str]],
    *,
    recipient: Organisation | None = None,
    order: int = 50,
    months: int = 12,
) -> list[Question]:
    """Ask a question in its languages; a recipient's is typed whole by whoever adds the recipient.

    Where one is asked already, this is its next version: the former is asked no more, and answers to it carry no new
    use. Raises notices.FinnishNeeded.
    """
    if "fi" not in texts:
        raise notices.FinnishNeeded
    LegalGround.objects.select_for_update().get(pk=ground.pk)
    versions = Question.objects.filter(ground=ground, recipient=recipient)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    retire(ground, recipient)
    questions = [
        Question(
            ground=ground,
            recipient=recipient,
            number=number,
            language=language,
            title=title,
            text=text,
            order=order,
            months=months,
        )
        for language, (title, text) in texts.items()
    ]
    for question in questions:
        question.save()
    for day in question_versions.coming_notices(ground):
        open_then = Question.objects.filter(question_versions.open_on(day), ground=ground, recipient=recipient)
        question_versions.ask_anew(open_then.order_by("pk"), day)
    return questions


@transaction.atomic
def retire(ground: LegalGround, recipient: Organisation | None = None) -> None:
    """Ask a question no more from today, nor a version of it still to come; answers to it stay on record."""
    asked = Question.objects.filter(ground=ground, recipient=recipient)
    for question in asked.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=today())).order_by("pk"):
        question.withdrawn_on = today()
        question.save(update_fields=["withdrawn_on"])
