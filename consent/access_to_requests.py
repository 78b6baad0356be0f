"""Who may what with requests: the officer of the programme decides them, and sees no content but the request's words.

Content opens under the request's own ground alone: it gives data (Art. 15, 20; 703/2023 §11), the identity of whoever
asks was checked, and it is not answered yet. Nothing else makes an officer a reader, and no officer makes the request:
one who wrote it down needs somebody else who has seen the person.
"""

import dataclasses
import uuid

from consent import exports, requests, restrictions
from consent.access import OFFICER, Oversight, oversight
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.keyring import Audience
from consent.models import DataRequest, RecipientNotice, Restriction, Role
from consent.periods import today

BASIS = "request"

__all__ = ["OFFICER", "Oversight", "oversight"]


def request_to_decide(actor: Actor, uid: uuid.UUID) -> Found:
    """A request of the officer's programmes: its words, and what was answered."""
    rows = requests.of_programmes(frozenset(actor.programmes(Role.OFFICER)))
    request = rows.select_related("subject", "identity_by", "recorded_by", "decided_by", "answered_by").filter(uid=uid)
    it = request.first()
    if it is None:
        raise NotFound
    return Found(
        it=it,
        opens=((it.scope, Audience.OFFICER),),
        subjects=(it.subject.uid,),
        basis=BASIS,
        kind=BASIS,
        uid=uid,
    )


def request_to_answer(actor: Actor, uid: uuid.UUID) -> Found:
    """The same with everything that the answer needs: all scopes of the person, opened for this request alone.

    Raises UnknownPerson before the identity is checked, OneHand where the reader alone stands behind the request, and
    NotFound where it needs no content or has ended.
    """
    found = request_to_decide(actor, uid)
    request: DataRequest = found.it
    if request.kind not in requests.GIVES_DATA or request.state not in requests.OPEN:
        raise NotFound(subjects=found.subjects)
    if not request.identity:
        raise requests.UnknownPerson
    if {request.recorded_by_id, request.identity_by_id} == {actor.account.pk}:
        raise requests.OneHand
    return dataclasses.replace(found, opens=exports.pairs_of(request.subject))


def restriction_to_lift(actor: Actor, uid: uuid.UUID) -> Found:
    """A restriction in the officer's programmes, in force or lifted."""
    rows = Restriction.objects.filter(subject__programme__in=actor.programmes(Role.OFFICER), uid=uid)
    it = rows.select_related("subject", "request", "placed_by", "lifted_by").first()
    if it is None:
        raise NotFound
    return Found(it=it, opens=((it.scope, Audience.OFFICER),), subjects=(it.subject.uid,), kind="restriction", uid=uid)


def notice_to_settle(actor: Actor, uid: uuid.UUID) -> Found:
    """A notice owed to a recipient about a person of the officer's programmes."""
    rows = RecipientNotice.objects.filter(subject__programme__in=actor.programmes(Role.OFFICER), uid=uid)
    it = rows.select_related("subject", "recipient", "disclosure").first()
    if it is None:
        raise NotFound
    return Found(it=it, subjects=(it.subject.uid,), kind="notice", uid=uid)


def open_requests(found: Oversight) -> int:
    """How many requests press: due within a week, or overdue; one query."""
    return requests.pressing(requests.of_programmes(found.programmes), today()).count()


def notices_to_send(found: Oversight) -> int:
    """How many recipients wait to be told; one query."""
    rows = RecipientNotice.objects.filter(subject__programme__in=found.programmes)
    return rows.filter(state=RecipientNotice.State.TO_SEND).count()


def live_restrictions(found: Oversight) -> int:
    """How many restrictions are in force; one query."""
    return restrictions.live().filter(subject__programme__in=found.programmes).count()
