"""How far a referral has come: each function tells the story up to a point, with the real verbs."""

import contextlib
import dataclasses
from collections.abc import Iterator

from casework import access, access_to_inbox, referral_moves, referrals
from casework.access import OpenCase
from casework.models import CaseFile, Referral
from casework.referral_content import content_of
from consent import consents, default_grounds, keyring
from consent.actors import acting
from consent.models import Account, Consent, LegalGround, Organisation
from consent.periods import today
from tests.people import Cast, actor, with_grounds

PAPER = b"%PDF-1.7 paper of a test"
HEADING = "Alkuhaastattelu ja työkokeilu"
REQUEST = "Pyydän alkuhaastattelua ja selvitystä työkokeilusta keittiössä."
WORK = "Kuuden vuoden kokemus suurkeittiöstä."
ASIDE = "Tämä kirjoitettiin mutta jäi valitsematta."
APPROVED = referrals.Answer.APPROVED


def ground_of(cast: Cast) -> LegalGround:
    """The ground of referrals in the programme: a waiver, asked for each recipient."""
    programme = cast.house.programme
    found = LegalGround.objects.filter(programme=programme, purpose__code="referral").first()
    return found or with_grounds(programme)["referral"]


def permit(cast: Cast, recipient: Organisation, *, case: CaseFile | None = None, state: str = "given") -> Consent:
    """The participant answers the question about one recipient."""
    ground = ground_of(cast)
    question = ground.questions.filter(recipient=recipient).order_by("pk").first()
    if question is None:
        texts = {"fi": ("Lähete", "Saammeko kertoa tietojasi vastaanottajalle?")}
        (question,) = default_grounds.ask(ground, texts, recipient=recipient)
    subject = (case or cast.case).subject
    return consents.answer(
        by=cast.minna, subject=subject, question=question, state=state, language="fi", channel="in_person"
    )


@contextlib.contextmanager
def case_open(account: Account, case: CaseFile) -> Iterator[OpenCase]:
    """The case file as its door opens it."""
    found = access.case_to_work(actor(account), case.uid)
    with acting(account), keyring.fresh() as ring:
        ring.open(found.opens)
        yield found.it


@contextlib.contextmanager
def referral_open(account: Account, referral: Referral) -> Iterator[access.OpenReferral]:
    """The referral as the sender's door opens it."""
    found = access.referral_to_work(actor(account), referral.uid)
    with acting(account), keyring.fresh() as ring:
        ring.open(found.opens)
        yield found.it


@contextlib.contextmanager
def received(account: Account, referral: Referral) -> Iterator[access_to_inbox.ReceivedReferral]:
    """The referral as the recipient's door opens it."""
    found = access_to_inbox.referral_received(actor(account), referral.uid)
    with acting(account), keyring.fresh() as ring:
        ring.open(found.opens)
        yield found.it


def begun(cast: Cast, *, recipient: Organisation | None = None, case: CaseFile | None = None) -> Referral:
    """Minna begins a referral; the permission is given."""
    recipient, case = recipient or cast.house.employment, case or cast.case
    with case_open(cast.minna, case) as opened:
        if referrals.letter_choices.in_force_for(opened, recipient) is None:
            permit(cast, recipient, case=case)
        return referrals.draft(by=cast.minna, opened=opened, recipient=recipient)


def written(cast: Cast, *, codes: frozenset[str] = frozenset({"birth_date", "work"}), **where: object) -> Referral:
    """Minna writes it."""
    referral = begun(cast, **where)  # type: ignore[arg-type]
    with referral_open(cast.minna, referral) as it:
        content = dataclasses.replace(
            content_of(it.referral),
            heading=HEADING,
            request=REQUEST,
            codes=codes,
            typed={"work": WORK, "support": ASIDE},
        )
        return referrals.compose(
            by=cast.minna, referral=it.referral, opened=it.opened, content=content, version=it.referral.version
        )


def waiting(cast: Cast, **where: object) -> Referral:
    """Minna asks for approval."""
    referral = written(cast, **where)  # type: ignore[arg-type]
    with referral_open(cast.minna, referral) as it:
        return referrals.ask_approval(by=cast.minna, referral=it.referral, opened=it.opened)


def approved(cast: Cast, **where: object) -> Referral:
    """Nasrin approves it in person."""
    referral = waiting(cast, **where)
    return referrals.record_approval(by=cast.minna, referral=referral, answer=APPROVED, channel="in_person")


def send(cast: Cast, referral: Referral, *, by: Account | None = None, paper: bytes = PAPER) -> Referral:
    """Minna sends it as it stands."""
    by = by or cast.minna
    with referral_open(by, referral) as it:
        printed = referrals.printed(it.referral, it.opened, paper)
        return referrals.send(by=by, referral=it.referral, opened=it.opened, paper=printed, version=it.referral.version)


def sent(cast: Cast, **where: object) -> Referral:
    """The recipient has it."""
    return send(cast, approved(cast, **where))


def accepted(cast: Cast, **where: object) -> Referral:
    """Petri has taken it on."""
    referral = sent(cast, **where)
    with received(cast.petri, referral) as it:
        return referral_moves.accept(
            by=cast.petri, referral=it.referral, contact_person="Petri Laakso", planned_on=today()
        )


def held(cast: Cast, **where: object) -> Referral:
    """Petri has asked for more."""
    referral = sent(cast, **where)
    with received(cast.petri, referral) as it:
        return referral_moves.hold(by=cast.petri, referral=it.referral, text="Mikä on kielitaito?")


def withdraw(cast: Cast, consent: Consent) -> None:
    """Nasrin takes the permission back."""
    consents.withdraw(consents.Consent.objects.get(pk=consent.pk), by=cast.nasrin, channel="portal")
