"""What every answer of the house carries, and what no page holds."""

import re
from typing import Any

from django.conf import settings

POLICY = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
WANTED = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
UNWANTED = {"Server", "X-Powered-By", "Access-Control-Allow-Origin", "ETag", "Last-Modified"}
IN_MARKUP = {
    "script without a file": r"<script\b(?![^>]*\bsrc=)(?![^>]*type=.application/json)",
    "style in the page": r"<style\b|\sstyle\s*=\s*[\"']",
    "handler in the page": r"<[^>]*\son[a-z]+\s*=",
    "another server": r"\b(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "javascript address": r"(?i)javascript:",
    "form that is not posted": r"(?i)<form\b(?![^>]*\bmethod=.(?:post|dialog))",
}
#: Kept by browsers for ever under the digest in its address; holds drawings only.
CACHED = {"icons"}


def faults(name: str, response: Any) -> list[str]:
    """What is wrong with an answer of the address of this name."""
    found = [f"{name}: {header} is {response.headers.get(header)!r}" for header, value in WANTED.items()
             if response.headers.get(header) != value]  # fmt: skip
    found += [f"{name}: {header}" for header in UNWANTED & set(response.headers)]
    cached = response.headers.get("Cache-Control", "")
    if name not in CACHED and "no-store" not in cached:
        found.append(f"{name}: may be cached: {cached!r}")
    found += [f"{name}: {fault}" for fault in cookie_faults(response)]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        page = response.content.decode()
        found += [f"{name}: {what}" for what, pattern in IN_MARKUP.items() if re.search(pattern, page)]
    return found


def cookie_faults(response: Any) -> list[str]:
    """Cookies that another site, a script or an open line could have."""
    found = []
    for key, cookie in response.cookies.items():
        if cookie.value and not (cookie["secure"] and cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}):
            found.append(f"cookie {key} is too open")
        if cookie["domain"] or (key.startswith("__Host-") and cookie["path"] != "/"):
            found.append(f"cookie {key} is of more than this host")
    return found
