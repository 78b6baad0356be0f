"""A day on which everything is used: every form of every page is sent with canaries, by whoever may."""

import re
from typing import Any

from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from casework.models import Referral
from tests.conftest import Browser
from tests.journeys.canaries import FORMS, Cage
from tests.matrix.forms import Form, forms_of
from tests.matrix.table import ROWS, Row
from tests.matrix.test_access import ADDRESSES
from tests.matrix.world import World
from tests.people import sign_in

#: Their texts stand in clear by design: the catalogue of services, names of recipients.
ABOUT_NOBODY = {
    "service-edit",
    "service-new",
    "organisation-edit",
    "organisation-new",
    "notice-new",
    "privacy-log-names",
}
WORKERS = ("minna", "eeva", "onni", "raija", "kaisa", "petri", "nasrin", "anna", "kirsi")


class Recorder(Browser):
    """A browser that keeps every answer."""

    def __init__(self, answers: list[Any], **options: Any) -> None:
        super().__init__(raise_request_exception=False, **options)
        self.answers = answers

    def request(self, **environ: Any) -> Any:
        response = super().request(**environ)
        self.answers.append(response)
        return response


class Day:
    """The world, its canaries, and every answer that somebody got."""

    def __init__(self, world: World, cage: Cage) -> None:
        self.world, self.cage, self.answers = world, cage, list[Any]()

    def browser(self, person: str = "") -> Recorder:
        client = Recorder(self.answers)
        if person:
            sign_in(client, getattr(self.world.cast, person))
        return client

    def url(self, name: str, of: str = "-") -> str:
        return reverse(name, kwargs=self.world.address_parts(of))

    def form(self, client: Recorder, url: str, having: str) -> Form:
        forms = forms_of(client.get(url).content.decode())
        return next(form for form in forms if having in form.fields)

    def send(self, client: Recorder, url: str, having: str, **typed: str) -> Any:
        """Fill the form that has a field, and send it where it goes."""
        form = self.form(client, url, having)
        return client.post(form.action or url, form.fields | typed)

    # What is done

    def live(self) -> None:
        """The story first, then every form there is."""
        for part in (self.signs_in, self.searches, self.records, self.refers, self.goes_wrong):
            part()
        for person in WORKERS:
            self.sends_every_form(person)
        self.runs_tasks()

    def word(self, field_id: str) -> str:
        return self.cage.hatch(field_id)

    def signs_in(self) -> None:
        """The participant, by a code that is mailed; once wrongly."""
        for typed in (
            FORMS["person.mail"][0],
            FORMS["person.phone"][0],
            self.word("typed at sign-in") + "@example.org",
        ):
            person = self.browser()
            page = person.post(reverse("code-request"), {"address": typed}, follow=True)
            url = page.request["PATH_INFO"]
            person.post(url, {"code": "000000"})
        code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert code is not None
        assert mail.outbox[-1].to == [FORMS["person.mail"][0]]

    def searches(self) -> None:
        worker = self.browser("minna")
        names = self.cage.of("person.first_name", "person.last_name")
        for typed in [*names, *FORMS["person.phone"], *FORMS["person.identity_code"], *FORMS["person.birth_date"]]:
            for name in ("participant-search", "participant-pick"):
                worker.post(reverse(name), {"q": typed})
        new = {"first_name": self.word("person.first_name"), "last_name": self.word("person.last_name"), "then": "open",
               "phone": FORMS["person.phone"][0], "language": "fi"}  # fmt: skip
        for anyway in ({}, {"anyway": "1"}):
            started = worker.post(reverse("participant-new"), {"searched": self.word("typed")})
            form = next(form for form in forms_of(started.content.decode()) if "first_name" in form.fields)
            assert worker.post(reverse("participant-new"), form.fields | new | anyway).status_code in {200, 302}
        self.send(worker, self.url("participant-identity-code", "case"), "reason", reason=self.word("access.reason"))

    def records(self) -> None:
        """A draft, a second device, a session, an amendment, a message to health, the group's evening."""
        worker, url = self.browser("minna"), self.url("session-new", "case")
        names = {"narrative": "session.narrative", "for_participant": "session.for_participant",
                 "place": "session.place", "agreed-0-text": "agreed.text"}  # fmt: skip
        text = {"kind": "meeting"} | {name: self.word(field) for name, field in names.items()}
        draft = self.form(worker, url, "narrative")
        assert worker.post(self.url("session-draft", "case"), draft.fields | text).status_code == 200
        assert text["narrative"] in self.browser("minna").get(url).content.decode()
        assert worker.post(url, draft.fields | text).status_code == 302
        for name, of, field, having in (
            ("session-amend", "session", "amendment.text", "text"),
            ("health-message-new", "case", "health.narrative", "text"),
            ("goal-set", "case", "goal.words", "words"),
        ):
            self.send(worker, self.url(name, of), having, **{having: self.word(field)})
        leader, evening = self.browser("raija"), self.url("attendance", "meeting")
        leader.post(self.url("attendance-draft", "meeting"), {"note": self.word("group_session.note")})
        self.send(leader, evening, "note", note=self.word("group_session.note"))

    def refers(self) -> None:
        """Composed, previewed, approved, printed, sent, answered, read by all three."""
        worker, edit = self.browser("minna"), self.url("referral-edit", "draft-referral")
        text = {"heading": self.word("referral.heading"), "request": self.word("referral.request"), "act": "ask",
                "fields_told": "work", "typed_work": self.word("referral.slice")}  # fmt: skip
        form = self.form(worker, edit, "heading")
        worker.post(self.url("referral-preview", "draft-referral"), form.fields | text)
        worker.post(form.action or edit, form.fields | text)
        detail = self.url("referral-detail", "draft-referral")
        self.send(worker, detail, "answer", answer="approved", channel="in_person")
        sending = next(f for f in forms_of(worker.get(detail).content.decode()) if f.action.endswith("/send/"))
        worker.post(sending.action, sending.fields)
        referral = Referral.objects.get(uid=self.world.parts["draft-referral"])
        assert referral.sent_at is not None, "the letter was not sent"
        partner = self.browser("petri")
        self.send(partner, self.url("inbox-detail", "referral"), "answer", answer="accepted",
                  contact_person=self.word("referral.contact_person"), planned_on="1.12.2026")  # fmt: skip
        for client, name in ((worker, "referral-letter"), (self.browser("nasrin"), "me-letter-pdf")):
            response = client.get(self.url(name, "draft-referral"))
            assert response["Content-Type"] == "application/pdf", name

    def goes_wrong(self) -> None:
        """Forms that are too old, too large or somebody else's; pages that are not there; a host that is not ours."""
        text = {
            "narrative": self.word("session.narrative"),
            "version": "0",
            "first_name": self.word("person.first_name"),
        }
        url, edit = self.url("session-new", "case"), self.url("participant-edit", "case")
        strict = Recorder(self.answers, enforce_csrf_checks=True)
        sign_in(strict, self.world.cast.minna)
        strict.post(url, text)
        worker = self.browser("minna")
        worker.post(edit, self.form(worker, edit, "safe_contact").fields | text)
        worker.post(url, text | {"padding": "x" * 1_100_000})
        sign_in(Browser(), self.world.cast.minna).get("/no-such-page/", {"q": text["narrative"]})
        worker.post(url, text, headers={"host": "evil.example"})
        self.browser("sari").post(url, text)
        self.browser().post(url, text)
        session = worker.session
        session["polku_seen"] = 0
        session.save()
        worker.post(url, text)

    def sends_every_form(self, person: str) -> None:
        """Each form of each page that somebody may open: what is long to write, then everything that is typed."""
        client = self.browser(person)
        for row in self.rows(person):
            first = next(each for each in WORKERS if row.status[each] == 200)
            if first != person or row.name in ABOUT_NOBODY:
                continue
            url = self.url(row.name, row.of)
            for form in forms_of(client.get(url).content.decode(errors="replace")):
                if form.action.endswith(("/sign-out/", "/end/", "/error/", "/withdraw/")):
                    continue
                for names in (form.long, form.typed):
                    typed = {name: self.word(f"typed: {row.name} {name}") for name in names}
                    client.post(form.action or url, form.fields | typed)

    def rows(self, person: str) -> list[Row]:
        return [r for r in ROWS if r.method == "G" and r.status[person] == 200 and ADDRESSES[r.name].rule]

    def runs_tasks(self) -> None:
        """What waits in the queue: mail about letters and accounts."""
        for waiting in DBTaskResult.objects.order_by("pk"):
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
