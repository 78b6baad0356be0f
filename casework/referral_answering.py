"""From a filled-in answer to the one verb that it means."""

from collections.abc import Callable
from typing import Any

from casework import referral_moves
from casework.forms.referrals import AnswerForm
from casework.models import Referral, ReferralState
from consent.models import Account

State = ReferralState
VERBS: dict[str, tuple[Callable[..., Referral], dict[str, str]]] = {
    # answer: verb, its arguments by the names of the form's fields
    State.ACCEPTED: (referral_moves.accept, {"contact_person": "contact_person", "planned_on": "planned_on"}),
    State.IN_PROGRESS: (referral_moves.start, {"first_contact_on": "started_on"}),
    State.COMPLETED: (
        referral_moves.complete,
        {"outcome": "outcome", "text": "outcome_text", "first_contact_on": "met_on"},
    ),
    State.ON_HOLD: (referral_moves.hold, {"text": "question"}),
    State.REJECTED: (referral_moves.reject, {"reason": "reject_reason", "text": "reject_text"}),
    State.FAILED: (referral_moves.fail, {"reason": "fail_reason", "text": "fail_text"}),
}


def answer(form: AnswerForm, *, by: Account, referral: Referral) -> Referral:
    """Carry out the answer of a valid form; raises as the verbs of referral_moves."""
    verb, names = VERBS[form.cleaned_data["answer"]]
    arguments: dict[str, Any] = {argument: form.cleaned_data.get(name) for argument, name in names.items()}
    return verb(by=by, referral=referral, told=form.told(), **arguments)
