"""The picture beside a step: what it leads to, else the first word of what was agreed, else the path.

A picture says nothing that the words beside it do not say, and nothing about health.
"""

from pathways.models import PlanStep

STEP = "footprints"
GROUP, LETTER = "users", "file-text"
#: First words of requests as they are typed ("Tuo hygieniapassi"), Finnish, Swedish and English.
BY_VERB = {
    "phone": "soita vastaa ring svara call answer",
    "folder": "tuo ota ta bring",
    "users": "tule tapaa kom träffa come meet",
    "map-pin": "käy mene besök gå visit go",
    "pen-line": "kirjoita täytä skriv fyll write fill",
    "book-open": "lue harjoittele opiskele läs öva studera read practise study",
    "send": "lähetä palauta skicka send return",
    "message-circle": "kysy kerro fråga berätta ask tell",
    "calendar-check": "varaa sovi boka book",
    "smartphone": "kirjaudu lataa logga log",
}
_ICONS = {verb: icon for icon, verbs in BY_VERB.items() for verb in verbs.split()}


def picture_of(text: str, link: PlanStep | None) -> str:
    """The name of an icon."""
    if link is not None and link.group_id:
        return GROUP
    if link is not None and link.referral_id:
        return LETTER
    first = text.split(maxsplit=1)[0].strip(".,:!").lower() if text.strip() else ""
    return _ICONS.get(first, STEP)
