"""A participant's one-time code: six digits, ten minutes, five tries, stored as a keyed digest.

The account holds no address: what is typed (mail or phone) is found by exact token, verified, and the address is
opened for the moment of sending. Whether anybody was found is not shown.
"""

import datetime
import secrets
import uuid

from django.db import transaction
from django.utils.crypto import salted_hmac

from consent import folding, lookup, phones
from consent.models import Account, SignInCode, Subject
from consent.periods import now
from consent.sign_in import addresses

LIFETIME = datetime.timedelta(minutes=10)


def _digest(uid: uuid.UUID, code: str) -> str:
    return salted_hmac("polku.sign_in_code", f"{uid}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def issue(account: Account | None) -> tuple[SignInCode, str]:
    """A new code; for None one that opens nothing, so that a miss looks like a hit. Earlier codes end."""
    if account is not None:
        SignInCode.objects.filter(account=account, used_at__isnull=True).update(used_at=now())
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = SignInCode(account=account, expires_at=now() + LIFETIME)
    row.digest = _digest(row.uid, code)
    row.save()
    return row, code


def find(typed: str) -> tuple[Account | None, str]:
    """The participant's account behind a mail address or phone number, and the mail address for the code."""
    keys = _keys(typed)
    scopes = lookup.candidates(keys) if keys else []
    subjects = Subject.objects.filter(scope__in=scopes, account__isnull=False).select_related("account").order_by("pk")
    for subject in subjects:
        address = addresses.mail_address(subject, keys.phone or keys.mail if keys else "")
        if address is not None and subject.account is not None:
            return subject.account, address
    return None, ""


def who(typed: str) -> str:
    """What was typed in one form, however it is written: by this tries are counted."""
    keys = _keys(typed)
    return (keys.phone or keys.mail) if keys else typed


def _keys(typed: str) -> lookup.SearchKeys | None:
    if "@" in typed:
        return lookup.SearchKeys(mail=folding.mail(typed))
    try:
        return lookup.SearchKeys(phone=phones.parse(typed))
    except phones.PhoneRefused:
        return None


@transaction.atomic
def redeem(uid: uuid.UUID, code: str) -> Account | None:
    """The account of a right, unused, unexpired code; every wrong one costs a try."""
    row = SignInCode.objects.select_for_update(of=("self",)).filter(uid=uid).select_related("account").first()
    if row is None or row.used_at is not None or row.tries_left == 0 or row.expires_at < now():
        return None
    if not secrets.compare_digest(row.digest, _digest(row.uid, code)):
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return None
    row.used_at = now()
    row.save(update_fields=["used_at"])
    return row.account


def drop_old() -> int:
    """Drop codes that ended a day ago; returns how many."""
    return SignInCode.objects.filter(expires_at__lt=now() - datetime.timedelta(days=1)).delete()[0]
