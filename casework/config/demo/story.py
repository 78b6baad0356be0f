"""The main job, lived once over HTTP by a worker, a facilitator, a partner and a participant; each step checks facts.

What is typed here is invented. Pages are judged by what was typed and by addresses, so that the words of the
interface may change.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from casework.config.demo.browsing import Browser, Unexpected
from casework.config.demo.household import DOMAIN, PASSWORD
from consent.periods import today

NAME, LAST = "Aamu", "Esimerkki"
MAIL = f"aamu@{DOMAIN}"
PHONE = "050 555 0988"
GOAL = "Haluan oppia leipomaan ja tehdä siitä työn."
TALK = "Aamu kertoi leipovansa naapureille. Puhuimme siitä, millaisesta työstä voisi aloittaa."
DRAFT = "Aamu kertoi leipovansa"
SHOWN = "Puhuimme leipomisesta. Se on hieno taito."
AGREED = "Kysy leipomon aukioloajat"
REQUEST = "Pyydän alkuhaastattelua ja apua työkokeilupaikan löytämiseen leipomosta."
WORK = "Kokemusta kotileipurista, ei ammatillista koulutusta."
CONTACT = "Petri Laakso"
OUTPUT = "referral-letter.pdf"


@dataclasses.dataclass
class Story:
    """Who takes part, and where they are."""

    port: int
    output: Path
    worker: Browser
    case: str = ""
    referral: str = ""


def expect(fact: bool, words: str) -> None:
    """Stop the story when a fact does not hold."""
    if not fact:
        raise Unexpected(words)


def sign_in(port: int, user: str) -> Browser:
    """A staff member signs in with a password."""
    browser = Browser(port)
    browser.open("/sign-in/").send(having="password", login=f"{user}@{DOMAIN}", password=PASSWORD)
    expect(browser.status == 200 and "sign-in" not in browser.path, f"{user} could not sign in")
    return browser


def live(port: int, output: Path) -> Iterator[str]:
    """Live the story; gives a line for each step with the facts that were checked. Raises Unexpected."""
    story = Story(port, output, sign_in(port, "worker"))
    for number, step in ((1, arrives), (2, is_asked), (3, talks), (4, plans), (5, joins), (6, is_referred)):
        yield f"{number}. {step(story)}"
    yield f"7. {is_answered(story)}"
    yield f"10. {looks_and_withdraws(story)}"


def arrives(story: Story) -> str:
    """Search, nobody, create: the file opens with a number."""
    worker = story.worker.open("/participants/new/")
    worker.send("/participants/search/", having="q", q=f"{LAST} {NAME}")
    worker.send("/participants/new/", having="searched")
    worker.send(
        "/participants/new/",
        having="first_name",
        first_name=NAME,
        last_name=LAST,
        phone=PHONE,
        mail=MAIL,
        safe_contact="Viesti milloin vain",
        then="open",
    )
    expect(worker.path.startswith("/cases/"), "the new case file did not open")
    story.case = worker.path
    number = re.search(r"P-\d{4}-\d{4}", worker.text)
    expect(number is not None and NAME in worker.text, "the case file has no number or no name")
    worker.open("/participants/new/").send("/participants/search/", having="q", q=PHONE)
    expect(story.case in worker.text, "the phone number does not find the person")
    return f"Created {number[0] if number else ''}; the phone number now finds exactly this person."


def is_asked(story: Story) -> str:
    """Every question answered yes, one page each."""
    worker = story.worker.open(f"{story.case}consents/")
    worker.open(worker.link("consents/ask/")).send(having="language", channel="in_person")
    answered = 0
    while any("answer" in form.names for form in worker.forms()) and answered < 12:
        worker.send(having="answer", answer="given")
        answered += 1
    expect(answered >= 3, "no questions were asked")
    worker.open(f"{story.case}consents/")
    expect("Työllisyyspalvelut, Pori" in worker.text, "the permission to tell employment services is not in force")
    return f"{answered} questions asked one by one; the permissions are in force."


def talks(story: Story) -> str:
    """A draft that another device finds, then the signed session."""
    worker = story.worker.open(f"{story.case}sessions/new/")
    form = next(form for form in worker.forms() if "narrative" in form.names)
    kept = {name.replace("-", "__"): value for name, value in form.fields}
    worker.send(having="narrative", narrative=DRAFT, kind="meeting", later="1")
    other = sign_in(story.port, "worker").open(f"{story.case}sessions/new/")
    expect(DRAFT in other.text, "the draft is not found on the other device")
    row = next(name.removesuffix("-text") for name in form.names if name.endswith("-text"))
    expect(bool(kept) and bool(row), "the form has no rows for what is agreed")
    other.send(
        having="narrative",
        narrative=TALK,
        kind="meeting",
        length_minutes="45",
        for_participant=SHOWN,
        **{f"{row}__text".replace("-", "__"): AGREED, f"{row}__owner".replace("-", "__"): "participant"},
        **{f"{row}__due_on".replace("-", "__"): _in_days(7)},
    )
    worker.open(story.case)
    expect(TALK in worker.text, "the session is not on the timeline")
    expect(AGREED in worker.text, "what was agreed is not among the next steps")
    worker.open(f"{story.case}sessions/new/")
    expect(DRAFT not in worker.text, "the draft was not dropped")
    return "A draft was found on another device; the session is signed, what was agreed is a next step."


def _in_days(days: int) -> str:
    day = today() + datetime.timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def plans(story: Story) -> str:
    """The goal in own words; the agreed action stands on the plan."""
    worker = story.worker.open(f"{story.case}plan/")
    worker.open(worker.link("goal")).send(having="words", words=GOAL, on="tänään")
    worker.open(f"{story.case}plan/")
    expect(GOAL in worker.text and AGREED in worker.text, "goal or step is missing on the plan")
    worker.open(story.case)
    expect(GOAL in worker.text, "the goal is not on the first page")
    return "The goal stands in own words, the agreed action is a step of the plan."


def joins(story: Story) -> str:
    """A place in today's group, and a mark on the facilitator's phone."""
    worker = story.worker.open(f"{story.case}groups/")
    worker.open(f"{story.case}groups/new/")
    group = re.search(r'name="group"[^>]*value="([0-9a-f-]{36})"', worker.text)
    expect(group is not None, "there is no group to join")
    worker.send(having="group", group=group[1] if group else "", on="tänään")
    facilitator = sign_in(story.port, "facilitator").open(f"/groups/{group[1] if group else ''}/")
    facilitator.open(facilitator.link("/group-sessions/", "/attendance/"))
    expect(f"{NAME} {LAST[0]}." in facilitator.text and LAST not in facilitator.text, "the list shows too much")
    shown = facilitator.text
    row = re.search(r'name="([^"]+)" value="present"', shown[shown.index(f"{NAME} {LAST[0]}.") :])
    expect(row is not None, "the person is not on the list")
    facilitator.send(having="seen", save="1", **{(row[1] if row else "").replace("-", "__"): "present"})
    worker.open(f"{story.case}?kind=group")
    expect("/groups/" in worker.text, "attendance is not on the timeline")
    return "Took a place; the facilitator saw first name and initial only, and the mark is on the timeline."


def is_referred(story: Story) -> str:
    """Composed, approved, sent; the letter is kept and left in demo-output."""
    worker = story.worker.open(f"{story.case}referrals/new/")
    recipient = re.search(
        r'value="([0-9a-f-]{36})" aria-describedby="recipient-\d+"', _part(worker.text, "Työllisyysp")
    )
    worker.send(having="recipient", recipient=recipient[1] if recipient else "")
    edit = worker.path
    expect("/edit/" in edit, "the composer did not open")
    worker.send(
        having="heading",
        heading="Alkuhaastattelu ja työkokeilu",
        request=REQUEST,
        fields_told=["birth_date", "goal", "work"],
        typed_work=WORK,
        act="ask",
    )
    story.referral = edit.removesuffix("edit/")
    worker.open(story.referral).send("/approval/", having="answer", answer="approved", channel="in_person")
    worker.open(story.referral).send("/send/")
    letter = worker.open(f"{story.referral}letter.pdf")
    expect(letter.kind == "application/pdf" and letter.body.startswith(b"%PDF"), "there is no letter")
    story.output.mkdir(parents=True, exist_ok=True)
    (story.output / OUTPUT).write_bytes(letter.body)
    return f"Approved and sent; the letter ({len(letter.body) // 1024} kB) is in {story.output.name}/{OUTPUT}."


def _part(text: str, start: str) -> str:
    expect(start in text, f"{start} is not on the page")
    return text[text.index(start) :]


def is_answered(story: Story) -> str:
    """The partner reads the slice and nothing else, accepts; the worker's day shows it."""
    partner = sign_in(story.port, "partner").open("/inbox/")
    inbox = story.referral.replace("/referrals/", "/inbox/")
    partner.open(inbox)
    expect(REQUEST in partner.text and WORK in partner.text, "the partner does not see what was sent")
    expect(TALK not in partner.text and AGREED not in partner.text, "the partner sees what was not sent")
    partner.send(having="answer", answer="accepted", contact_person=CONTACT, planned_on=_in_days(9))
    story.worker.open(story.referral)
    expect(CONTACT in story.worker.text, "the answer did not reach the worker")
    story.worker.open("/")
    expect(story.referral in story.worker.text, "the answer is not on the worker's day")
    other = sign_in(story.port, "school")._go("GET", inbox, None)
    expect(other.status == 404, "another organisation can open the referral")
    return "The partner saw exactly the slice and accepted; the answer is on the worker's day; others get 404."


def looks_and_withdraws(story: Story) -> str:
    """The participant signs in with a code, sees own plan and who looked, withdraws; the partner's content is gone."""
    story.worker.open(f"{story.case}own-pages/").send(act="open", having="act")
    person = Browser(story.port).open("/sign-in/code/").send(having="address", address=MAIL)
    code = re.search(r"\b(\d{6})\b", re.sub(r"<[^>]+>", " ", person.text))
    expect(code is not None, "the demo shows no code")
    person.send(having="code", code=code[1] if code else "")
    expect(person.path.startswith("/me/"), "the participant does not reach the own pages")
    expect(GOAL in person.text and AGREED in person.text, "the own plan is not shown")
    expect(TALK not in person.text, "the worker's notes are shown")
    person.open("/me/access/")
    expect("Minna Lehtovaara" in person.text, "it is not shown who has looked")
    person.open("/me/letters/")
    expect("Alkuhaastattelu" in person.text, "the letter is not shown")
    partner = sign_in(story.port, "partner").open(story.referral.replace("/referrals/", "/inbox/"))
    expect(REQUEST in partner.text, "the partner lost the content too early")
    _withdraw(person)
    partner.open(story.referral.replace("/referrals/", "/inbox/"))
    expect(REQUEST not in partner.text, "the partner still sees the content")
    return "Sees goal, steps, letter and who looked; withdrew, and the partner's open page lost the content at once."


def _withdraw(person: Browser) -> None:
    person.open("/me/consents/")
    part = _part(person.text, "työllisyyspalveluille")
    address = re.search(r'action="(/me/consents/[^"]+)"', part)
    expect(address is not None, "there is no way to withdraw")
    person.send(address[1] if address else "")
    expect(person.status == 200, "withdrawing failed")
