"""The icons of the interface: one sprite, built from the lucide package when the server starts.

An SVG drawn into every row breaks the page budget of 40 kB, so pages only point at a symbol of the sprite. Its address
holds a hash of its content: a browser fetches it once and keeps it until we change it.
"""

import functools
import hashlib
import re
from importlib import resources
from zipfile import ZipFile

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

# Ours: the path from a ring ("now") to a filled dot ("there").
_BRAND = (
    '<circle cx="5.5" cy="19" r="2.5"/><path d="M8 19h7.5a3.5 3.5 0 0 0 0-7h-7a3.5 3.5 0 0 1 0-7H15"/>'
    '<circle cx="18.5" cy="5" r="2.5" fill="currentColor"/>'
)

NAMES = frozenset(
    """
    arrow-left arrow-right badge-check ban bell book-open briefcase-business building-2 calendar-check calendar-days
    chart-column check chevron-down chevron-right circle circle-alert circle-check circle-dot circle-minus
    circle-question-mark circle-user-round clipboard-check clipboard-list clock-4 download ellipsis external-link eye
    eye-off file-text flag folder folder-open footprints globe graduation-cap hand-helping heart-handshake heart-pulse
    history hourglass house id-card inbox info key-round languages laptop link list list-filter lock lock-open log-in
    log-out mail mail-open map-pin message-circle message-square-text minus monitor-smartphone pen-line phone plus
    printer qr-code refresh-cw repeat reply rotate-ccw route save scale search send settings shield shield-alert
    shield-check signpost smartphone sun trash-2 triangle-alert undo-2 upload user-check user-minus user-plus
    user-round users users-round video volume-2 x
    """.split()
)

# Icons that point along the line of text, and turn with it in a right-to-left language.
TURNING = frozenset(
    "arrow-left arrow-right chevron-right external-link log-in log-out reply send undo-2 list-filter list".split()
)

_YEAR_SECONDS = 365 * 24 * 3600


class UnknownIcon(LookupError):
    """The name is not among NAMES: add it there, so that the sprite carries it."""


@functools.cache
def sprite() -> bytes:
    """All icons of NAMES and "brand" as one SVG document of symbols."""
    with resources.files("lucide").joinpath("lucide.zip").open("rb") as archive, ZipFile(archive) as drawings:
        symbols = {name: _strokes(drawings.read(f"{name}.svg").decode()) for name in NAMES}
    symbols["brand"] = _BRAND
    body = "".join(f'<symbol id="{name}" viewBox="0 0 24 24">{symbols[name]}</symbol>' for name in sorted(symbols))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'.encode()


@functools.cache
def digest() -> str:
    """The first 12 hex digits of the sprite's SHA-256."""
    return hashlib.sha256(sprite()).hexdigest()[:12]


def href(name: str) -> str:
    """The address of one icon in the sprite; raises UnknownIcon."""
    if name != "brand" and name not in NAMES:
        raise UnknownIcon(name)
    return f"{reverse('icons', args=[digest()])}#{name}"


@require_safe
def icons(request: HttpRequest, version: str) -> HttpResponse:
    """The sprite; kept for ever under its own hash, never under another (two versions may serve during an update)."""
    response = HttpResponse(sprite(), content_type="image/svg+xml")
    if version == digest():
        patch_cache_control(response, public=True, max_age=_YEAR_SECONDS, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


def _strokes(svg: str) -> str:
    """What is inside the drawing; its outer attributes (stroke, width) are set by our stylesheet."""
    inner = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>").strip()
