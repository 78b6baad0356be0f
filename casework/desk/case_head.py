"""What stands on top of every page of a case file: whose it is, what may be done, and the tabs."""

import uuid
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import appointments, assignments, tabs
from casework.access import OpenCase
from casework.models import Appointment, Assignment
from consent import languages, wording
from consent.fields import readable

PREFERRED_CONTACTS = ("safe_contact", "phone", "mail")


def head(opened: OpenCase, current: str, *, facts: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The context of components/person_head.html, whole, for the page named `current`.

    Only the summary gives `facts` (they cost two queries); every page shows the safety prohibition.
    """
    case, person = opened.case, opened.participant
    line = _("%(number)s, since %(day)s") % {"number": case.number, "day": wording.day_full(case.opened_on)}
    if opened.restricted:
        line = _("%(line)s. Restricted: for reading only.") % {"line": line}
    return {
        "line": line,
        "name": person.name,
        "actions": actions(opened),
        "safety_prohibition": person.safety_prohibition is True,
        "facts": facts or [],
        "tabs": tabs.links(opened, current),
        "tabs_label": _("Case file"),
    }


def actions(opened: OpenCase) -> list[dict[str, Any]]:
    """What may be done here; recording is the one filled button. Nothing while the use is restricted."""
    uid = opened.case.uid
    if opened.restricted:
        return []
    working = [
        (_("Book a meeting"), "appointment-new", "calendar-days", False),
        (_("Make a referral"), "referral-new", "send", False),
    ]
    recording = [(_("Record a meeting"), "session-new", "pen-line", True)]
    offered = (working if opened.works else []) + recording
    return [
        {"label": label, "href": href, "icon": icon, "primary": primary}
        for label, name, icon, primary in offered
        if (href := address(name, uid))
    ]


def facts(opened: OpenCase, upcoming: Appointment | None) -> list[dict[str, Any]]:
    """What a colleague needs first: language, how to make contact, who is in charge, when they meet next."""
    return [_language(opened), _contact(opened), _workers(opened), _next_meeting(upcoming)]


def address(name: str, *args: uuid.UUID) -> str:
    """The address of a page, or "" when this installation has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _language(opened: OpenCase) -> dict[str, Any]:
    code, wish = opened.participant.language, opened.participant.interpreter
    known = readable(code) and code in languages.CODES
    note = _("Interpreter: %(wish)s") % {"wish": wish} if wish else _("No interpreter needed")
    return {"label": _("Language"), "value": languages.name(code) if known else code or _("Not known"), "note": note}


def _contact(opened: OpenCase) -> dict[str, Any]:
    person = opened.participant
    known = [(name, value) for name in PREFERRED_CONTACTS if (value := getattr(person, name))]
    shown = [
        format_html('<bdi dir="ltr">{}</bdi>', wording.phone(value)) if name == "phone" else value
        for name, value in known
    ]
    first, second = [*shown, "", ""][:2]
    return {"label": _("How to make contact"), "value": first or _("Not known"), "note": second}


def _workers(opened: OpenCase) -> dict[str, Any]:
    rows = assignments.in_force(opened.case)
    names = {role: [row.account.name for row in rows if row.role == role] for role in Assignment.Role}
    others = ", ".join(names[Assignment.Role.CO_WORKER])
    note = _("Co-worker: %(names)s") % {"names": others} if others else ""
    return {"label": _("Lead worker"), "value": ", ".join(names[Assignment.Role.LEAD]) or _("Not known"), "note": note}


def _next_meeting(upcoming: Appointment | None) -> dict[str, Any]:
    label = pgettext("guidance", "Next meeting")
    if upcoming is None:
        return {"label": label, "value": _("Not agreed"), "note": ""}
    when = wording.moment(upcoming.starts_at)
    return {"label": label, "value": when[:1].upper() + when[1:], "note": upcoming.place}


def next_meeting(opened: OpenCase) -> Appointment | None:
    """The next meeting that this reader may know of."""
    return appointments.next_of(opened.case, with_health=opened.opens_health)
