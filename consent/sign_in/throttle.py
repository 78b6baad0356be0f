"""A bound on tries: by network and by what was typed, in the shared cache, whose keys are keyed digests."""

import hashlib

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def cache_key(key: str, prefix: str, version: int) -> str:
    """KEY_FUNCTION of the cache: what was typed at sign-in must not stand in a cache table in clear."""
    digest = salted_hmac("polku.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
    return f"polku:{digest}"


def tried(kind: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one try; True while no more than `most` were made within the window that began with the first."""
    key = f"tries:{kind}:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ended between the two calls
        return True


def enough(request_address: str, who: str) -> bool:
    """Whether a code may be asked for once more in ten minutes.

    20 per network; 5 per person from one network, and 15 from all: whoever knows somebody's address can neither fill
    their mailbox nor easily keep them out.
    """
    window = 600
    by_network = tried("code-network", request_address, most=20, seconds=window)
    by_both = tried("code-both", f"{request_address} {who}", most=5, seconds=window)
    by_person = not by_both or tried("code-person", who, most=15, seconds=window)
    return by_network and by_both and by_person
