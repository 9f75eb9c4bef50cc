"""What the room offers and has taken down: people at the table, decisions, points, questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.models import Appointment, Board, Meeting, Office, User, runs_on
from governance.queries.wording import day


@dataclass(frozen=True)
class Recorded:
    """One line as it was taken down, and where it is changed."""

    what: str
    text: str
    note: str
    address: str


def people_at(board: Board, *, on: date) -> "QuerySet[User]":
    """Return who can be asked to act: those who sit at the board's table, and its officers."""
    seated = Appointment.objects.on(on).filter(seat__board=board).values("holder")
    offices = Office.objects.filter(runs_on(on), Q(board=board) | Q(board=None))
    kinds = [Office.Kind.PARTNERSHIP_OFFICER, Office.Kind.SCRUTINY_OFFICER]
    officers = offices.filter(kind__in=kinds).values("person")
    people = User.objects.filter(Q(pk__in=seated) | Q(pk__in=officers), is_active=True)
    return people.select_related("organisation").order_by("post", "distinction", "pk")


def recorded(meeting: Meeting) -> Sequence[Recorded]:
    """Return what was taken down at a meeting, newest first of each kind; three queries."""
    decisions = meeting.decisions.order_by("-municipal_year", "-number")
    points = meeting.action_points.select_related("who").order_by("-number")
    asked = meeting.challenges.select_related("put_to", "asked_by").order_by("-pk")
    return [
        *(
            Recorded(
                f"Decision {each.number}",
                each.text,
                each.get_kind_display().capitalize(),
                f"/decisions/{each.pk}/edit/",
            )
            for each in decisions
        ),
        *(
            Recorded(
                f"Action {each.number}",
                each.what,
                f"{each.who.called}{f', by {day(each.due_on)}' if each.due_on else ''}",
                f"{each.get_absolute_url()}edit/",
            )
            for each in points
        ),
        *(
            Recorded("Question", each.question_shown, str(each.put_to), each.get_absolute_url())
            for each in asked
        ),
    ]
