"""An action point: said what came of it, or put in other words."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import deciding
from governance.changes.drafts import Sheet
from governance.forms.minutes import PointForm, SettleForm
from governance.http import Request, allow, may, signed_in
from governance.models import ActionPoint
from governance.queries.points import point_called
from governance.rules import reads_point
from governance.scope import scope_of
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read_of
from governance.views.room import of_meeting, offers

CHANGE, VIEW = "governance.change_meeting", "governance.view_meeting"


@require_http_methods(["GET", "HEAD", "POST"])
def point_settle(request: Request, pk: int) -> HttpResponse:
    """Say what came of an action point."""
    point = get_object_or_404(_points(), pk=pk)
    meeting = point.meeting
    allow(request, "governance.settle_point", point, board=meeting.board_id)

    reads = reads_point(scope_of(request.user), point)
    unread = "" if reads else point.outcome
    if reads:
        is_read_of(request, meeting, point.item, f"action point {point.number}")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> ActionPoint:
        by, at = signed_in(request), timezone.now()
        if unread:  # what stands is neither shown nor lost, so there is no conflict to show either
            version = point.version
            values["outcome"] = "\n\n".join(filter(None, [unread, values["outcome"]]))
        deciding.settle_point(point, version=version, by=by, at=at, key=key, **values)
        return point

    editor = Editor(
        form=SettleForm,
        sheet=Sheet("settle", str(point.pk), point.get_absolute_url(), "An action point"),
        save=save,
        heading=f"What came of action point {point.number}",
        standfirst=point_called(point, reads=reads),
        row=point,
        initial={"outcome": ""} if unread else {},
        options={"adds": bool(unread)},
        told="What came of it is kept.",
        template="governance/point_settle.html",
        **of_meeting(
            request,
            meeting,
            may_change=may(request, CHANGE, meeting),
            point=point,
            called=queries.meeting_called(meeting) if may(request, VIEW, meeting) else "",
            here=f"Action point {point.number}",
        ),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def point_edit(request: Request, pk: int) -> HttpResponse:
    """Change what somebody is asked to do, who, or by when."""
    point = get_object_or_404(_points(), pk=pk)
    meeting = point.meeting
    allow(request, CHANGE, meeting, board=meeting.board_id)
    is_read_of(request, meeting, point.item, f"action point {point.number}")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> ActionPoint:
        by = signed_in(request)
        deciding.edit_point(point, version=version, values=values, by=by, key=key)
        return point

    address = reverse("governance:point-edit", args=[point.pk])
    editor = Editor(
        form=PointForm,
        sheet=Sheet("point", str(point.pk), address, "An action point"),
        save=save,
        heading=f"Action point {point.number}",
        row=point,
        options={"people": offers(meeting)["people"]},
        told="The action point is saved.",
        **of_meeting(request, meeting),
    )
    return edit_page(request, editor)


def _points() -> "QuerySet[ActionPoint]":
    return ActionPoint.objects.select_related("item", "meeting__board", "who", "passed_to")
