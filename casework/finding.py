"""Finding people as one types, among those whom the searcher may list, and exactly, among all.

No prefixes are kept at rest: names of the searcher's own register are decrypted for the moment and compared in memory
(security review §2.3: 5 µs a person, at most 5,000). Beyond the register see `known_people`.
"""

import contextlib
import dataclasses
import datetime
import functools
import re
import uuid
from typing import Any

from casework import known_people
from casework.access import Register
from casework.details_in_words import language_name
from casework.models import CaseFile, Participant
from casework.models.cases import CaseFileQuerySet
from casework.register_rows import Binding, opened
from consent import folding, identity_codes, keyring, phones, typed_dates
from consent.actors import Actor
from consent.fields import readable
from consent.keyring import Audience
from consent.lookup import SearchKeys
from consent.periods import today

CAP = 5_000
SHOWN = 20
LONGEST = 200
MOST_WORDS = 5

_NUMBER = re.compile(r"[A-Z]-\d{4}-\d{4,}", re.ASCII)
_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII)
_COLUMNS = ("uid", "number", "state", "subject__uid", "subject__participant__uid", "subject__participant__scope")
_SEALED = ("first_name", "last_name", "language")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What was typed, as it is understood."""

    text: str = ""
    name: str = ""
    birth_date: datetime.date | None = None
    identity_code: str = ""
    phone: str = ""
    mail: str = ""
    number: str = ""

    @functools.cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words of the name."""
        return folding.parts(self.name)

    @functools.cached_property
    def written(self) -> list[str]:
        """The words as they are written, with å, ä and ö."""
        return folding.exact(self.name).split()

    @property
    def keys(self) -> tuple[SearchKeys, ...]:
        """Its readings for the exact lookup: codes and contacts, and the name in either order, cut at any word."""
        found = [SearchKeys(identity_code=self.identity_code, phone=self.phone, mail=self.mail)]
        words, born = self.words[:MOST_WORDS], self.birth_date
        if born and words:
            whole = " ".join(words)
            found += [SearchKeys(first_name=whole, birth_date=born), SearchKeys(last_name=whole, birth_date=born)]
        for cut in range(1, len(words)):
            one, other = " ".join(words[:cut]), " ".join(words[cut:])
            found += [SearchKeys(one, other, born), SearchKeys(other, one, born)]
        return tuple(each for each in found if each.values())


@dataclasses.dataclass(frozen=True)
class Hit:
    """A case file of the searcher's register; `language` is a code, "" for those who see names only."""

    case: uuid.UUID
    subject: uuid.UUID
    number: str
    is_open: bool
    name: str
    language: str
    reads: bool
    rank: int = 0
    last_name: str = dataclasses.field(default="", repr=False)

    @property
    def in_order(self) -> tuple[Any, ...]:
        """Best first, then by name, last name first."""
        return self.rank, folding.finnish_sort_key(f"{self.last_name} {self.name}")

    @property
    def language_name(self) -> str:
        """The language in the language of the page."""
        return language_name(self.language)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a search tells: own hits, best first; whom to ask about others; whether one more word is needed.

    `subjects` is everybody whom it touched, hidden people too, for the log.
    """

    hits: tuple[Hit, ...] = ()
    ask: tuple[str, ...] = ()
    needs_word: bool = False
    subjects: frozenset[uuid.UUID] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.hits or self.ask or self.needs_word)


def understand(text: str) -> Asked:
    """Read what was typed: codes, phone, mail, a full date and a file's number are recognised, the rest is a name."""
    text = " ".join(text[:LONGEST].replace(",", " ").replace("\0", " ").split())
    found: dict[str, Any] = {}
    rest = []
    for word in text.split():
        kind, value = _recognised(word)
        if kind and kind not in found:
            found[kind] = value
        else:
            rest.append(word)
    digits = [word for word in rest if not (any(c.isalpha() for c in word) or _FULL_DATE.fullmatch(word))]
    with contextlib.suppress(phones.PhoneRefused):
        found["phone"] = phones.parse(" ".join(digits))
        rest = [word for word in rest if word not in digits]
    name = " ".join(rest)
    return Asked(text=text, name=name, **found)


def _recognised(word: str) -> tuple[str, Any]:
    if "@" in word:
        return "mail", folding.mail(word)
    if _NUMBER.fullmatch(word.upper()):
        return "number", word.upper()
    try:
        if _FULL_DATE.fullmatch(word):
            return "birth_date", typed_dates.parse(word, today=today())
        return "identity_code", identity_codes.parse(word, today=today()).text
    except (typed_dates.DateRefused, identity_codes.IdentityCodeRefused):
        return "", None


def as_typed(register: Register, asked: Asked) -> Answer:
    """Names of the register that begin with what was typed: the rows that appear while somebody is typing."""
    hits, too_many = _scan(register, asked)
    shown = tuple(hits[:SHOWN])
    return Answer(shown, needs_word=too_many, subjects=frozenset(hit.subject for hit in shown))


def search(actor: Actor, register: Register, asked: Asked) -> Answer:
    """Both ways: own people first, then whom to ask about others."""
    hits, too_many = _scan(register, asked)
    known = known_people.find(actor, register, asked.keys)
    hits = _exact(register, known.cases - {hit.case for hit in hits}) + hits
    return Answer(
        tuple(hits[:SHOWN]),
        ask=known.ask,
        needs_word=too_many and not hits and len(asked.words) < 2,
        subjects=known.subjects | {hit.subject for hit in hits[:SHOWN]},
    )


def duplicates(actor: Actor, register: Register, keys: SearchKeys) -> Answer:
    """Who may already be the person about to be created."""
    known = known_people.find(actor, register, [keys])
    hits = _exact(register, known.cases)
    return Answer(tuple(hits[:SHOWN]), ask=known.ask, subjects=known.subjects)


def _exact(register: Register, cases: frozenset[uuid.UUID]) -> list[Hit]:
    if not cases:
        return []
    hits, _more = _opened(register.own.filter(uid__in=cases), Audience.WORKER, SHOWN, reads=True)
    if register.coordinates:
        others = register.programme.filter(uid__in=cases - {hit.case for hit in hits})
        hits += _opened(others, Audience.COORDINATOR, SHOWN, reads=False)[0]
    return sorted(hits, key=lambda hit: hit.in_order)


def _scan(register: Register, asked: Asked) -> tuple[list[Hit], bool]:
    """Hits of the register, best first; and whether it is too large to be searched by a few letters."""
    if not (asked.words or asked.number):
        return [], False
    hits, too_many = _opened(register.own, Audience.WORKER, CAP, reads=True, asked=asked)
    if register.coordinates:
        others = register.programme.exclude(pk__in=register.own.values("pk"))
        more, even_more = _opened(others, Audience.COORDINATOR, CAP, reads=False, asked=asked)
        hits, too_many = hits + more, too_many or even_more
    return ([], True) if too_many else (sorted(hits, key=lambda hit: hit.in_order), False)


def _rank(name: str, number: str, asked: Asked) -> int | None:
    """0 is best: every word is a whole part of the name as written; None: a word fits no part, or the name is gone."""
    if not readable(name):
        return None
    if asked.number:
        return 0 if number == asked.number else None
    parts, written = folding.parts(name), folding.exact(name).split()
    rank = 0
    for plain, exact in zip(asked.words, asked.written, strict=False):
        if exact in written:
            continue
        if plain in parts:
            rank += 1
        elif any(part.startswith(exact) for part in written):
            rank += 2
        elif any(part.startswith(plain) for part in parts):
            rank += 3
        else:
            return None
    return rank


def _opened(
    cases: CaseFileQuerySet, audience: Audience, limit: int, *, reads: bool, asked: Asked | None = None
) -> tuple[list[Hit], bool]:
    """Case files whose person's name fits what was asked (all when nothing was), in two queries; and whether there are
    more than the limit, in which case none is opened."""
    sealed = [f"subject__participant__{name}" for name in _SEALED]
    rows = list(cases.order_by("-pk").values_list(*_COLUMNS, *sealed)[: limit + 1])
    if len(rows) > limit:
        return [], True
    first_field, last_field, language_field = (Participant._meta.get_field(name) for name in _SEALED)
    hits = []
    with keyring.also((row[5], audience) for row in rows):
        for case, number, state, subject, person, scope, sealed_first, sealed_last, sealed_language in rows:
            binding = Binding(person, scope)
            first, last = opened(first_field, binding, sealed_first), opened(last_field, binding, sealed_last)
            name = f"{first} {last}" if last and readable(first) else first
            rank = _rank(name, number, asked) if asked else 0
            if rank is None:
                continue
            language = opened(language_field, binding, sealed_language)
            shown = language if readable(language) else ""
            is_open = state == CaseFile.State.OPEN
            hits.append(Hit(case, subject, number, is_open, name, shown, reads, rank, last))
    return hits, False
