"""Starting and changing groups and their meetings, and who runs them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import typed_dates, wording
from consent.door import PageRequest, nobody, page
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.models import Programme, Role
from consent.periods import HELSINKI, today
from consent.records import StaleWrite
from pathways import groups, meetings
from pathways.access import SEES_GROUPS, STARTS_GROUPS, OpenGroup, OpenMeeting, group_to_change, meeting_to_change
from pathways.desk import kept
from pathways.forms.groups import CancelForm, FacilitatorForm, GroupForm, MeetingForm, NewGroupForm
from pathways.models import Facilitation, GroupSession
from pathways.own_people import uuid_in

GROUP_FIELDS = ("title", "theme", "place", "capacity")


@page(may=STARTS_GROUPS, about=nobody, purpose="none")
def group_new(request: PageRequest) -> HttpResponseBase:
    """A group with its weekly meetings; whoever is named runs it."""
    actor = request.actor
    programme = Programme.objects.filter(pk__in=actor.programmes(*STARTS_GROUPS)).order_by("pk").first()
    if programme is None:
        raise NotFound
    runs = actor.has(Role.WORKER, Role.FACILITATOR)
    form = NewGroupForm(
        request.POST or None, programme=programme, initial={"leader": actor.account.pk if runs else None}
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            values = dict(form.cleaned_data)
            leader = values.pop("leader")
            series = groups.create(by=actor.account, programme=programme, **values)
            if leader is not None:
                role = Facilitation.Role.FACILITATOR
                groups.facilitate(by=actor.account, series=series, account=leader, role=role, starts_on=today())
            messages.success(request, _("The group is started"))
            return reverse("group-detail", args=[series.uid])

        if answer := kept.carried_out(request, form, act):
            return answer
    context = {"form": form, "submission": kept.submission()}
    return TemplateResponse(request, "pathways/desk/group_new.html", context)


@page(may=SEES_GROUPS, about=group_to_change, purpose="groups")
def group_edit(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """Name, place, places; the theme for those who may read it."""
    series = group.series
    names = tuple(name for name in GROUP_FIELDS if name != "theme" or readable(series.theme))
    form = GroupForm(request.POST or None, initial={name: getattr(series, name) for name in names})
    if "theme" not in names:
        del form.fields["theme"]
    version, conflict = series.version, None
    if request.method == "POST" and form.is_valid():
        read = kept.version_read(request, series)
        try:
            groups.change(series, by=request.actor.account, version=read, **form.cleaned_data)
        except StaleWrite as stale:
            conflict = kept.conflict(stale, form, names, read=read)
            version = conflict["version"]
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The group is saved"))
            return redirect("group-detail", series.uid)
    context = {"form": form, "series": series, "conflict": conflict, "version": version}
    return TemplateResponse(request, "pathways/desk/group_edit.html", context)


@page(may=SEES_GROUPS, about=group_to_change, purpose="groups")
def group_facilitators(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """Who runs the group: add somebody, end somebody's part."""
    series, account = group.series, request.actor.account
    rows = groups.in_force(series)
    form = FacilitatorForm(request.POST if "account" in request.POST else None, programme=series.programme)
    if request.method == "POST" and (ended := uuid_in(request.POST.get("end", ""))):
        for row in rows:
            if row.uid == ended:
                groups.end_facilitation(row, by=account)
                messages.success(request, _("The part in running the group has ended"))
        return _after_ending(request, group)
    if request.method == "POST" and form.is_valid():
        try:
            groups.facilitate(by=account, series=series, starts_on=today(), **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Added to those who run the group"))
            return redirect("group-facilitators", series.uid)
    context = {"series": series, "rows": rows, "form": form}
    return TemplateResponse(request, "pathways/desk/group_facilitators.html", context)


def _after_ending(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """Whoever ended their own part may see the page no more."""
    coordinates = group.series.programme_id in request.actor.programmes(Role.COORDINATOR)
    if coordinates or any(row.account_id == request.actor.account.pk for row in groups.in_force(group.series)):
        return redirect("group-facilitators", group.series.uid)
    return redirect("group-list")


# Meetings


@page(may=SEES_GROUPS, about=group_to_change, purpose="groups")
def meeting_new(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """One more meeting beside the series."""
    series = group.series
    last = meetings.of(series).last()
    form = MeetingForm(request.POST or None, initial=_when(last) | {"day": None, "place": ""} if last else None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            meetings.add(by=request.actor.account, series=series, **form.cleaned_data)
            messages.success(request, _("The meeting is added"))
            return reverse("group-detail", args=[series.uid])

        if answer := kept.carried_out(request, form, act):
            return answer
    context = {"series": series, "meeting": None, "form": form, "version": 0, "submission": kept.submission()}
    return TemplateResponse(request, "pathways/desk/meeting_form.html", context)


def _when(meeting: GroupSession) -> dict[str, Any]:
    start = meeting.starts_at.astimezone(HELSINKI)
    return {
        "day": typed_dates.shown(start.date()),
        "starts_at": wording.clock_bare(start),
        "length_minutes": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        "place": meeting.place,
    }


@page(may=SEES_GROUPS, about=meeting_to_change, purpose="groups")
def meeting_move(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """Another day, clock or place for one meeting; the series stays."""
    meeting = opened.meeting
    form = MeetingForm(request.POST or None, initial=_when(meeting))
    if request.method == "POST" and form.is_valid():
        read = kept.version_read(request, meeting)
        try:
            meetings.move(meeting, by=request.actor.account, version=read, **form.cleaned_data)
        except StaleWrite:
            form.add_error(None, _("Somebody else changed this meeting while you were writing. Check and save again."))
            meeting.refresh_from_db()
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
            meeting.refresh_from_db()
        else:
            messages.success(request, _("The meeting is moved"))
            return redirect("group-detail", meeting.series.uid)
    context = {
        "series": meeting.series,
        "meeting": meeting,
        "form": form,
        "version": meeting.version,
        "submission": kept.submission(),
    }
    return TemplateResponse(request, "pathways/desk/meeting_form.html", context)


@page(may=SEES_GROUPS, about=meeting_to_change, purpose="groups")
def meeting_cancel(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """A meeting that does not take place stays on the rail with its reason."""
    meeting = opened.meeting
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.cancel(meeting, by=request.actor.account, reason=form.cleaned_data["reason"])
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The meeting is cancelled"))
            return redirect("group-detail", meeting.series.uid)
    context = {"series": meeting.series, "meeting": meeting, "form": form}
    return TemplateResponse(request, "pathways/desk/meeting_cancel.html", context)


@page(may=SEES_GROUPS, about=meeting_to_change, purpose="groups", methods=("POST",))
def meeting_restore(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """A cancelled meeting takes place after all."""
    try:
        meetings.restore(opened.meeting, by=request.actor.account)
        messages.success(request, _("The meeting takes place after all"))
    except NotNow as refusal:
        messages.error(request, str(refusal.message))
    return redirect("group-detail", opened.meeting.series.uid)
