"""Records of processing, data dictionary and impact assessment (issue point 12): made from grounds and holders."""

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consent import data_dictionary, default_grounds, grounds, holders, impact_assessment, papers, record_of_processing
from consent.access import oversight
from consent.models import LegalGround
from consent.papers import Paper
from consent.periods import today
from tests.casework import referral_stories
from tests.house.models import of_data
from tests.moments import noon
from tests.people import Cast, actor, sign_in, with_grounds

DAY = datetime.timedelta(days=1)
KNOWN = {code for code, *_names in default_grounds.PURPOSES}


@pytest.fixture
def found(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


@pytest.fixture(autouse=True)
def in_english(client: Client) -> Iterator[None]:
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def press_away() -> Iterator[None]:
    (press,) = papers._press
    papers.use(lambda html: None)
    yield
    papers.use(press)


def facts(paper: Paper, heading: str) -> dict[str, str]:
    """The facts under a heading of the paper."""
    return {
        str(fact.label): str(fact.value) for part in paper.parts if str(part.heading) == heading for fact in part.facts
    }


# Data dictionary


def test_dictionary__every_field_of_every_table__stands_in_it() -> None:
    written = {(table.name, column.name) for table in data_dictionary.tables() for column in table.columns}
    fields = {(model._meta.db_table, field.name) for model in of_data() for field in model._meta.concrete_fields}
    assert fields - written == set()
    assert len(written) > 400


def test_dictionary__every_personal_table__has_known_purposes_and_a_period() -> None:
    for table in data_dictionary.tables():
        assert set(table.purposes) <= KNOWN, table.name
        assert table.purposes or not table.personal, f"{table.name} is about people and serves no purpose"
        assert table.kept
        assert {column.sensitivity for column in table.columns} <= set(data_dictionary.SENSITIVITIES)


def test_dictionary__sealed_field__says_who_reads_it() -> None:
    tables = {table.name: table for table in data_dictionary.tables()}
    narrative = next(c for c in tables["casework_guidancesession"].columns if c.name == "narrative")
    assert narrative.sensitivity == "sealed"
    assert "worker" in narrative.readers
    health = tables["casework_healthentry"]
    assert health.purposes == ("health",)
    assert {column.sensitivity for column in health.columns} == {"special"}
    assert {column.sensitivity for column in tables["consent_purpose"].columns} == {"house"}


def test_words__table_that_no_floor_named__stands_as_its_class() -> None:
    stray = holders.Holder(type("Stray", (), {}), None, "case", holders.KEPT)
    assert holders.words_of(stray) == holders.Words("Stray", ("guidance",))


# Record of processing


def test_record__purpose__says_what_article_30_asks(cast: Cast, found: dict[str, LegalGround]) -> None:
    referral_stories.sent(cast)
    grounds.confirm(found["referral"], by=cast.kirsi)
    paper = record_of_processing.record(oversight(actor(cast.kirsi)).it)
    about = facts(paper, "Polku")
    assert "Polku-hanke" in about["Controller"]
    assert "kirsi@example.org" in about["Data protection officer"]
    assert about["Processors"] == "", "the controller fills it in"
    referral = facts(paper, found["referral"].purpose.name)
    assert referral["Ground"] == "Waiver of secrecy, GDPR Article 6(1)(e)"
    assert "Employment services" in referral["Recipients"]
    assert referral["Told so far"] == "Työllisyyspalvelut, Pori"
    assert referral["Kept"] == "2 vuotta asian päättymisestä"
    assert "Kirsi" in referral["The controller has confirmed"]
    assert facts(paper, found["log"].purpose.name)["People"] == "Participants and workers"


def test_record__ground_that_ended__is_missed(cast: Cast, found: dict[str, LegalGround]) -> None:
    grounds.end(found["pictures"], last_day=today())
    with time_machine.travel(noon(today() + DAY)):
        paper = record_of_processing.record(oversight(actor(cast.kirsi)).it)
        (part,) = [part for part in paper.parts if part.heading == found["pictures"].purpose.name]
        assert [str(text) for text in part.paragraphs] == ["No ground is in force today."]


def test_record__another_programme__is_not_in_it(cast: Cast, found: dict[str, LegalGround]) -> None:
    with_grounds(cast.house.other_programme)
    paper = record_of_processing.record(oversight(actor(cast.kirsi)).it)
    assert "Toinen" not in " ".join(str(part.heading) for part in paper.parts)


def test_impact__what_people_judge__is_empty(cast: Cast, found: dict[str, LegalGround]) -> None:
    paper = impact_assessment.assessment(oversight(actor(cast.kirsi)).it)
    assert facts(paper, "Description")["Participants so far"] == "1"
    measures = next(part for part in paper.parts if part.heading == "Safeguards")
    assert [str(fact.label).split(".")[0] for fact in measures.facts] == [str(number) for number in range(1, 12)]
    empty = [str(fact.label)[:2] for fact in measures.facts if not fact.value]
    assert empty == ["2.", "8."], "training people and testing an installation is not the program's"
    risks = [part for part in paper.parts if str(part.heading).startswith("Risk")]
    assert len(risks) == 6
    assert not any(fact.value for part in risks for fact in part.facts)


# Pages


@pytest.mark.parametrize("name", ["record", "dictionary", "impact"])
def test_paper__page_and_pdf__are_the_same(client: Client, cast: Cast, found: object, name: str) -> None:
    sign_in(client, cast.kirsi)
    page = client.get(reverse("privacy-paper", args=[name]))
    assert page.status_code == 200
    assert "Nasrin" not in page.content.decode()
    pdf = client.get(reverse("privacy-paper-pdf", args=[name]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in pdf.content
    assert re.search(rb"/Type /Page\b", pdf.content)


def test_paper__unknown_name__is_not_there(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.kirsi).get(reverse("privacy-paper", args=["everything"])).status_code == 404


@pytest.mark.usefixtures("press_away")
def test_paper__without_a_press__says_so(client: Client, cast: Cast, found: object) -> None:
    assert sign_in(client, cast.kirsi).get(reverse("privacy-paper-pdf", args=["record"])).status_code == 409
