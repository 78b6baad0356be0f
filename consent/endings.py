"""What follows when an answer ends: declared here, filled by each app, called by every verb that ends one.

So nothing outlives what it rested on, whoever ended it and wherever: no page has to remember it.
"""

import dataclasses
from collections.abc import Callable

from consent.history import Reason
from consent.models import Account, Subject


@dataclasses.dataclass(frozen=True)
class Ending:
    """One person's answers that ended in one act: `why` is a consent.history.Reason; `by` None where only time passed.

    Taken back is a withdrawal, also by answering otherwise; over is an expiry; never right is an error.
    """

    subject: Subject
    why: Reason
    by: Account | None = None


Follow = Callable[[Ending], object]
_following: list[Follow] = []


def add(follow: Follow) -> None:
    """Register what follows; it runs in the transaction of the ending and finds the answers already ended."""
    _following.append(follow)


def follow(ending: Ending) -> None:
    """Let everything follow, in the order of registration."""
    for each in _following:
        each(ending)
