"""No page costs more the more it shows (design.md §6): statements on both databases, and the size of what is sent.

One house in which everything grows at once: each page is asked at 2 and at 40 rows of everything, and its size taken
at 50, or at 40 notes. The number is the budget: 12 for a list, 25 for my day, 20 for any other page. The first page of
a case file is over it where everything has happened in it, groups and referrals and disclosures by phone: it may not
take more than it does.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.casework.desk.page_facts import counted
from tests.conftest import Browser
from tests.load.busy_house import FEW, BusyHouse, begin
from tests.people import Cast, sign_in

MANY, ROWS = 40, 50
LARGEST = 40_000
# What is larger, and why: three large buttons a person, in groups of at most sixty; sixty meetings in Easy Finnish.
LARGER = {"attendance": 56_000, "me-calendar": 46_000}
PAGES = """
minna   12  participant-list
kaisa   12  participant-list
minna   12  participant-search  -        q=testi
kaisa   12  participant-search  -        q=testi
petri   12  inbox
minna   12  group-list
raija   12  group-list
minna   12  service-list
minna   25  home
raija   25  home
eeva    25  home
minna   25  case-detail         case
jari    25  case-detail         case
eeva    25  case-detail         case
onni    24  case-detail         case
minna   20  case-history        case
minna   20  case-people         case
minna   20  case-actions        case
minna   20  case-consents       case
minna   20  case-groups         case
minna   20  plan-detail         case
minna   20  session-new         case
minna   12  referral-list       case
raija   20  group-detail        group
raija   20  group-participants  group
kaisa   20  group-queue         group
raija   20  attendance          meeting
nasrin  20  me
nasrin  20  me-calendar
nasrin  20  me-letters
nasrin  20  me-consents
nasrin  20  me-access
nasrin  20  me-data
nasrin  20  me-messages
anna    12  account-list
anna    12  organisation-list
anna    12  notice-list
anna    12  proposal-list
"""


@dataclasses.dataclass(frozen=True)
class Page:
    """Who asks for which page, how many statements it may take; `sent` is posted where it is asked by a form."""

    who: str
    most: int
    name: str
    about: str = ""
    sent: str = ""

    def __str__(self) -> str:
        return f"{self.name} of {self.who}"

    def ask(self, client: Client, house: BusyHouse) -> Any:
        """What it answers."""
        where = reverse(self.name, args=house.address[self.about])
        return client.post(where, dict([self.sent.split("=")])) if self.sent else client.get(where)


def table() -> Iterator[Page]:
    for line in PAGES.strip().splitlines():
        who, most, name, *more = line.split()
        about, sent = [*more, "", ""][:2]
        yield Page(who, int(most), name, about.strip("-"), sent)


def costs(house: BusyHouse) -> tuple[dict[str, int], dict[str, int]]:
    """Statements and bytes of every page. A session's first page writes its stamp, so each has shown one before."""
    statements, sizes = {}, {}
    browsers = {who: sign_in(Browser(), getattr(house.cast, who)) for who in {page.who for page in table()}}
    for browser in browsers.values():
        browser.get(reverse("more"))
    for page in table():
        with counted() as sent:
            response = page.ask(browsers[page.who], house)
        assert response.status_code == 200, str(page)
        statements[str(page)], sizes[str(page)] = len(sent), len(response.content)
    return statements, sizes


def test_pages__cost_the_same__at_two_and_at_forty(tuesday: None, cast: Cast) -> None:
    house = begin(cast)
    house.grow(FEW)
    few, _ = costs(house)
    house.grow(MANY)
    many, _ = costs(house)
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}
    assert {str(page): many[str(page)] for page in table() if many[str(page)] > page.most} == {}
    house.grow(ROWS)
    _, sizes = costs(house)
    most = {str(page): LARGER.get(page.name, LARGEST) for page in table()}
    assert {page: size for page, size in sizes.items() if size > most[page]} == {}
