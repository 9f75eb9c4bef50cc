"""Which things a person holds on a day or will hold: the rows of each kind."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from governance.models import (
    ActionPoint,
    AgendaItem,
    Appointment,
    Attendance,
    Challenge,
    MeetingPaper,
    Nomination,
    Office,
    Respondent,
    User,
    WorkProgrammeItem,
)
from governance.queries.nominations import OPEN
from priorities.models import ActionState, DeliveryAction, HandedOn, Sponsorship

Rows = QuerySet[Any]


def _lasts(on: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=on)


def seats(person: User, on: date) -> Rows:
    """Return the appointments."""
    rows = Appointment.objects.filter(_lasts(on), holder=person)
    return rows.select_related("place__seat__board", "place__seat__nominated_by").order_by("pk")


def sponsorships(person: User, on: date) -> Rows:
    """Return what the places they hold sponsor."""
    held = Appointment.objects.filter(_lasts(on), holder=person).values("place")
    rows = Sponsorship.objects.filter(_lasts(on), place__in=held)
    return rows.select_related("priority__plan__board", "place__seat").order_by("pk")


def offices(person: User, on: date) -> Rows:
    """Return their offices."""
    rows = Office.objects.filter(_lasts(on), person=person)
    return rows.select_related("board", "assists").order_by("pk")


def aides(person: User, on: date) -> Rows:
    """Return the offices of who assists them."""
    rows = Office.objects.filter(_lasts(on), assists=person)
    return rows.select_related("person").order_by("pk")


def answers(person: User, on: date) -> Rows:
    """Return for whom they answer."""
    rows = Respondent.objects.filter(_lasts(on), person=person)
    return rows.select_related("organisation", "board").order_by("pk")


def actions(person: User, on: date) -> Rows:
    """Return the open actions that they lead."""
    rows = DeliveryAction.objects.filter(lead_person=person, removed_at=None)
    open_ones = rows.exclude(state=ActionState.COMPLETE)
    return open_ones.select_related("plan__priority__plan").order_by("plan", "number")


def items(person: User, on: date) -> Rows:
    """Return the parts of open rounds that were handed on to them."""
    rows = HandedOn.objects.filter(handed_to=person, round__closed_at=None)
    return rows.select_related("round__board", "commitment__action", "commitment__organisation")


def points(person: User, on: date) -> Rows:
    """Return the action points that nobody has settled."""
    rows = ActionPoint.objects.filter(who=person, state=ActionPoint.State.OPEN)
    return rows.select_related("item", "meeting__board", "meeting__convened_by").order_by("pk")


def papers(person: User, on: date) -> Rows:
    """Return the papers that they still owe."""
    rows = MeetingPaper.objects.filter(lead=person, received_on=None, item__meeting__on__gte=on)
    return rows.select_related("item__meeting__board").order_by("pk")


def business(person: User, on: date) -> Rows:
    """Return the items that they bring to meetings to come."""
    rows = AgendaItem.objects.filter(lead=person, meeting__on__gte=on)
    return rows.select_related("meeting__board").order_by("pk")


def programme(person: User, on: date) -> Rows:
    """Return the planned business that they lead."""
    rows = WorkProgrammeItem.objects.filter(lead=person, dropped_because="", item=None)
    return rows.select_related("board").order_by("pk")


def supported(person: User, on: date) -> Rows:
    """Return the people under 18 who are written to through them."""
    stays = Q(left_on=None) | Q(left_on__gt=on)
    rows = User.objects.filter(stays, supporter=person, is_young=True)
    return rows.select_related("organisation").order_by("pk")


def deputising(person: User, on: date) -> Rows:
    """Return where they come in somebody's place."""
    rows = Attendance.objects.filter(deputy=person, meeting__on__gte=on)
    return rows.select_related("meeting__board", "place__seat").order_by("pk")


def challenges(person: User, on: date) -> Rows:
    """Return the questions they asked that are not closed."""
    mine = Challenge.objects.filter(asked_by=person).exclude(state=Challenge.State.CLOSED)
    return mine.select_related("board", "put_to", "asked_by").order_by("pk")


def nominations(person: User, on: date) -> Rows:
    """Return the nominations that they are asked for."""
    rows = Nomination.objects.filter(asked=person, state__in=OPEN)
    return rows.select_related("place__seat__board", "organisation").order_by("pk")
