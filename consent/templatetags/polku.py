"""Tags and filters of every page: icons, fields, the shell's navigation, days and clocks as the house writes them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.constants import WARNING
from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from consent import icons, navigation, wording

register = template.Library()

for _name in (
    *("date_short", "date_full", "day", "day_full", "day_named", "day_on", "day_by", "day_long", "day_near"),
    *("day_near_named", "month", "clock", "clock_bare", "moment", "minutes", "minutes_spoken", "hours", "number"),
    *("quote", "phone", "phone_link"),
):
    register.filter(_name, getattr(wording, _name))


@register.filter
def clock_spoken(value: wording.Clock) -> str:
    """kello 9.00, for participants."""
    return wording.clock(value, spoken=True)


@register.filter
def moment_spoken(value: dt.datetime) -> str:
    """tiistai 24.11. kello 9.00, for participants."""
    return wording.moment(value, spoken=True)


@register.simple_tag
def span(start: wording.Clock, end: wording.Clock, *, spoken: bool = False) -> str:
    """{% span start end %}: klo 13–15."""
    return wording.clock_span(start, end, spoken=spoken)


@register.simple_tag
def meeting(start: dt.datetime, end: dt.datetime, *, spoken: bool = False) -> str:
    """{% meeting start end %}: ti 24.11. klo 13–15."""
    return wording.meeting(start, end, spoken=spoken)


@register.filter
def ltr(value: object) -> SafeString:
    """A phone number, a code or a time, kept in its own direction inside a right-to-left text."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def finnish(value: object) -> SafeString:
    """A Finnish name or word inside a text of another language: read out and broken as Finnish."""
    return format_html('<bdi lang="fi">{}</bdi>', value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "pen-line" %}: a drawing beside words, hidden from screen readers; an unknown name raises."""
    turns = " turns" if name in icons.TURNING else ""
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}"/></svg>', turns, icons.href(name))


@register.inclusion_tag("components/tag.html")
def tag(kind: str, text: str, icon: str = "") -> dict[str, str]:
    """{% tag "wait" text %}: a state as icon and word; kind "", "go", "wait", "stop" or "off"."""
    return {"kind": kind, "text": text, "icon": icon or {"go": "check", "wait": "clock-4", "stop": "ban"}.get(kind, "")}


# Forms


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    look: str = "",
    short: bool = False,
    hide_label: bool = False,
) -> dict[str, Any]:
    """{% field form.day %}: label, hint, error and widget, tied together for eye and ear.

    `look` of choices: "seg" (one of a few), "chips" (some of many), "choice" (big rows), "list" (plain); default by
    widget. `short` narrows the box, `hide_label` keeps the label for screen readers only.
    """
    widget = bound.field.widget
    choices = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    default_look = "chips" if isinstance(widget, CheckboxSelectMultiple) else "seg" if choices else ""
    hint = hint or str(bound.help_text)
    base = bound.auto_id or bound.html_name
    described = [f"{base}_helptext"] * bool(hint) + [f"{base}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    return {
        "field": bound,
        "base": base,
        "kind": "choices" if choices else "check" if isinstance(widget, CheckboxInput) else "box",
        "look": look or default_look,
        "label": label or bound.label,
        "hint": hint,
        "described": " ".join(described),
        "widget": "" if choices else bound.as_widget(attrs=attrs),
        "short": short,
        "hide_label": hide_label,
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm, *more: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """{% form_errors form %}: what to check, each line a link to its field; nothing when nothing is wrong.

    Further forms, or lists of forms (rows), may follow.
    """
    rows = []
    general = []
    for each in (form, *(one for forms in more for one in ([forms] if isinstance(forms, BaseForm) else forms))):
        general += [str(error) for error in each.non_field_errors()]
        for bound in each:
            if bound.errors and not bound.is_hidden:
                rows.append({"target": _first_id(bound), "label": bound.label, "error": bound.errors[0]})
            elif bound.errors:
                general += [str(error) for error in bound.errors]
    return {"rows": rows, "general": general}


def _first_id(bound: BoundField) -> str:
    """The id of the field's first control: a group of choices has none of its own."""
    first = f"{bound.auto_id}_0"
    return first if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple) else bound.id_for_label


# The shell


@register.inclusion_tag("components/navigation.html", takes_context=True, name="navigation")
def navigation_(context: Context, audience: navigation.Audience = "desk", label: str = "") -> dict[str, Any]:
    """{% navigation %}: the links of the reader's roles; a bar on the desk, a thumb bar on the phone."""
    request = context.get("request")
    shown = navigation.links(request, audience, addresses=_addresses(context))
    more = any(not link.phone for link in shown)
    return {"links": shown, "label": label, "more": more, "more_current": _on_more(request)}


@register.inclusion_tag("components/more_links.html", takes_context=True)
def more_links(context: Context, audience: navigation.Audience = "desk") -> dict[str, Any]:
    """{% more_links %}: the links that the thumb bar has no room for."""
    shown = navigation.links(context.get("request"), audience)
    return {"links": [link for link in shown if not link.phone]}


@register.inclusion_tag("components/who_am_i.html", takes_context=True)
def who_am_i(context: Context) -> dict[str, Any]:
    """{% who_am_i %}: own name and title, a link to the page "More"; nothing when nobody is signed in."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None:
        return {"actor": None}
    membership = actor.membership()
    title = actor.account.title or (membership.get_role_display() if membership else "")
    return {"actor": actor, "name": actor.account.name, "title": title}


@register.inclusion_tag("components/find.html", takes_context=True)
def find_participant(context: Context) -> dict[str, Any]:
    """{% find_participant %}: the search of the app bar, where the page's context says `show_find`."""
    return {"show": bool(context.get("show_find")), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: Context) -> dict[str, Any]:
    """{% languages %}: the languages of the interface, each named in itself, each a button."""
    request = context.get("request")
    return {
        "languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "next": request.path if request else "/",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/sign_out.html", takes_context=True)
def sign_out(context: Context) -> dict[str, Any]:
    """{% sign_out %}: the button that ends the session."""
    return {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/messages.html", takes_context=True)
def messages(context: Context) -> dict[str, Any]:
    """{% messages %}: what just happened; a passing one as a toast, a warning as a notice that stays."""
    request = context.get("request")
    said = list(get_messages(request)) if request is not None else []
    return {
        "toasts": [message for message in said if message.level < WARNING],
        "notices": [message for message in said if message.level >= WARNING],
    }


@register.simple_tag
def demo_accounts() -> list[dict[str, Any]]:
    """{% demo_accounts as accounts %}: the invented accounts, in the demo alone: uid, name, role, email."""
    from consent.sign_in import demo

    return demo.accounts()


def _addresses(context: Context) -> dict[str, str]:
    found: Mapping[str, Any] = {name: context.get(name) for name in navigation.context_urls()}
    return {name: str(address) for name, address in found.items() if address}


def _on_more(request: Any) -> bool:
    match = getattr(request, "resolver_match", None)
    return bool(match and match.url_name == "more")
