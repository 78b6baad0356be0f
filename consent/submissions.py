"""Double posts: a form carries an id; the second post of the same id has the first one's answer and no effect."""

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from consent.models import Account, Submission

FIELD = "submission"


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponseBase:
    """Carry out `act` once per submission id and go where it says (a URL); a repeated post only goes there.

    A form without an id, or with one that is not a UUID, is carried out as a form of its own.
    """
    account = request.user
    assert isinstance(account, Account)
    try:
        key = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        key = uuid.uuid4()
    with transaction.atomic():  # an act that is refused leaves no trace of the form, which may be sent again
        try:
            with transaction.atomic():
                row = Submission.objects.create(account=account, key=key, result="")
        except IntegrityError:
            earlier = Submission.objects.filter(account=account, key=key).first()
            if earlier is None:  # not the second of two: the database refused for a reason of its own
                raise
            return redirect(earlier.result or "/")
        row.result = act()
        row.save(update_fields=["result"])
    return redirect(row.result)
