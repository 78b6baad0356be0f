"""What the invented people ask by right, and what the officer has before them: requests, a restriction, an incident."""

import datetime

from casework import break_glass, told
from casework.access import case_to_work
from casework.config.demo.heroine import days_ago
from casework.config.demo.household import Household
from casework.config.demo.people import at
from casework.models import CaseFile
from consent import breaches, erasure, keyring, requests, restrictions
from consent.actors import acting, actor_of
from consent.models import Account, Channel, DataRequest, Disposal, Restriction, Subject
from consent.periods import now, pretending

Led = list[tuple[CaseFile, Account]]


def ask(house: Household, nasrin: CaseFile, led: Led) -> None:
    """A request of Nasrin's, one for the log, one to erase, one restriction; what was said by phone; an emergency."""
    officer = house.staff["officer"]
    _request(nasrin.subject, nasrin.subject.account or officer, DataRequest.Kind.ACCESS, days_ago(24), Channel.PORTAL)
    others = [case for case, _worker in reversed(led)]
    _request(others[0].subject, house.staff["worker"], DataRequest.Kind.LOG, days_ago(9), Channel.IN_PERSON)
    _request(others[1].subject, officer, DataRequest.Kind.ERASURE, days_ago(3), Channel.PAPER)
    with keyring.also(sealing=[others[2].subject.scope]), acting(officer):
        why, reason = Restriction.Why.CONTESTED, "Henkilö sanoo, että työhistoria on väärä."
        restrictions.place(by=officer, subject=others[2].subject, why=why, reason=reason)
    _by_phone(house, nasrin)
    _emergency(house, led)
    with acting(house.staff["worker"]):
        words = "Ryhmäkutsu lähti väärään sähköpostiosoitteeseen. Kutsussa oli etunimi ja aika."
        breaches.report(
            by=house.staff["worker"],
            programme=house.programme,
            noticed_at=now() - datetime.timedelta(hours=5),
            words=words,
        )
    _proposal(officer, others[3])


def _request(subject: Subject, by: Account, kind: str, day: datetime.date, channel: str) -> None:
    with keyring.also(sealing=[subject.scope]), acting(by):
        requests.receive(by=by, subject=subject, kind=kind, channel=channel, received_on=day)


def _by_phone(house: Household, nasrin: CaseFile) -> None:
    """Two taps after a call to the employment services."""
    worker = house.staff["worker"]
    actor = actor_of(worker)
    assert actor is not None
    with acting(worker), pretending(at(days_ago(2), 10, 5)):
        found = case_to_work(actor, nasrin.uid)
        with keyring.also(found.opens):
            told.tell(
                by=worker,
                opened=found.it,
                recipient=house.employment,
                items=["situation"],
                channel="phone",
                words="Kertoi, että hygieniapassi on suoritettu.",
            )


def _emergency(house: Household, led: Led) -> None:
    """Somebody opened a file that is not theirs, yesterday; nobody has reviewed it yet."""
    opener = house.staff["third"]
    foreign = next(case for case, worker in led if worker != opener and case.programme_id == house.programme.pk)
    with acting(opener), pretending(at(days_ago(1), 15, 40)), keyring.also(sealing=[foreign.scope]):
        reason = "Osallistuja soitti hätääntyneenä, eikä oma työntekijä vastannut."
        break_glass.open_in_emergency(by=opener, case=foreign, reason=reason)


def _proposal(officer: Account, case: CaseFile) -> None:
    """A closed compartment that waits for a second person."""
    actor = actor_of(officer)
    assert actor is not None
    with acting(officer):
        erasure.propose(
            by=actor,
            kind=Disposal.Kind.HEALTH,
            why=Disposal.Why.WITHDRAWN,
            subject=case.subject,
            programme=case.programme,
            case_uid=case.uid,
        )
