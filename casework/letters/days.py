"""Days as a letter writes them: by when an answer is asked, and when the letter was dated.

Tables, not translated strings: Finnish needs the case of the weekday and an order of its own, and code adds no ending.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

MONTHS_SV: Final = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: The weekday after "until": Finnish illative, Swedish definite form.
UNTIL: Final[dict[str, tuple[str, ...]]] = {
    "fi": ("maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin", "perjantaihin", "lauantaihin", "sunnuntaihin"),
    "sv": ("måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_PLAIN: Final[dict[str, Callable[[date], str]]] = {
    "fi": lambda day: f"{day.day}.{day.month}.{day.year}",
    "sv": lambda day: f"{day.day}.{day.month}.{day.year}",
    "en": lambda day: f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}",
}
_AFTER_WEEKDAY: Final[dict[str, Callable[[date], str]]] = {
    **_PLAIN,
    "sv": lambda day: f"den {day.day} {MONTHS_SV[day.month - 1]} {day.year}",
}


def letter_day(day: date, language: str) -> str:
    """The day a letter is dated: "17.11.2026", "17 November 2026"."""
    return _PLAIN[language](day)


def until_day(day: date, language: str) -> str:
    """The day as it stands in "by …": "tiistaihin 1.12.2026", "tisdagen den 1 december 2026"."""
    return f"{UNTIL[language][day.weekday()]} {_AFTER_WEEKDAY[language](day)}"
