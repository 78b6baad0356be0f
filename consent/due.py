"""Periodic work: declared here, filled by each app; every job is idempotent, `run_due` runs them all."""

import datetime
import logging
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured

from consent import drafts
from consent.keystore import keys, standing
from consent.models import Submission
from consent.periods import now, today
from consent.proof import sealing
from consent.sign_in import codes

logger = logging.getLogger(__name__)
Job = Callable[[], int]
_jobs: dict[str, Job] = {}


def add(name: str, job: Job) -> None:
    """Register a job; it gives how many things it did."""
    _jobs[name] = job


def run() -> dict[str, int]:
    """Run every job in the order of registration; what it did, by name."""
    return {name: job() for name, job in _jobs.items()}


def _expire_consents() -> int:
    from consent import consents

    return consents.expire(today())


def _finish_erasing() -> int:
    from consent import erasure

    return erasure.finish_all()


def _drop_submissions() -> int:
    return Submission.objects.filter(at__lt=now() - datetime.timedelta(days=7)).delete()[0]


def _drop_sessions() -> int:
    return Session.objects.filter(expire_date__lt=now()).delete()[0]


def _drop_unused_keys() -> int:
    from consent.scopes import named_scopes

    return keys.drop_unused(named_scopes, before=now() - datetime.timedelta(days=1))


def _seal_log() -> int:
    """A log that cannot be sealed keeps no other work from being done; the proof's page shows since when."""
    try:
        return sealing.seal()
    except (sealing.SealRefused, ImproperlyConfigured) as refusal:
        logger.error("the log cannot be sealed: %s", refusal)  # noqa: TRY400  (the reason says all; no trace)
        return 0


add("consents expired", _expire_consents)
add("old drafts dropped", drafts.drop_old)
add("old codes dropped", codes.drop_old)
add("old submissions dropped", _drop_submissions)
add("ended sessions dropped", _drop_sessions)
add("unused keys dropped", _drop_unused_keys)
add("erasures noted beside the data", standing.note_ledger)
add("erasing finished", _finish_erasing)
add("log rows sealed", _seal_log)
