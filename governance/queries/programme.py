"""The work programme of a board: what is planned for which month or meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, QuerySet

from governance.models import Board, Meeting, WorkProgrammeItem
from governance.queries.meetings import NOT_HELD, OVER, meeting_called
from governance.queries.wording import counted, known_date


@dataclass(frozen=True)
class PlannedRow:
    """One piece of planned business."""

    pk: int
    title: str
    kind: str
    purpose: str
    lead: str
    note: str
    item: str
    illustrative: bool


@dataclass(frozen=True)
class PlannedGroup:
    """Business planned for one meeting or month."""

    head: str
    address: str
    rows: Sequence[PlannedRow]


@dataclass(frozen=True)
class Programme:
    """The work programme, what lies ahead first; dropped business by itself."""

    groups: Sequence[PlannedGroup]
    dropped: Sequence[tuple[str, str]]

    @property
    def headline(self) -> str:
        """How much lies ahead."""
        many = sum(len(group.rows) for group in self.groups)
        if not many:
            return "Nothing is planned yet"
        return f"{counted(many, 'piece')} of business planned"


def programme(board: Board, *, on: date) -> Programme:
    """Return what `board` plans, by meeting or month; one query."""
    rows = board.work_programme.select_related("meeting__board", "lead", "item__meeting")
    ordered = list(rows.order_by(F("meeting__on").asc(nulls_last=True), "due_on", "pk"))
    open_ones = [each for each in ordered if not each.dropped_because and not _is_past(each, on)]
    open_ones.sort(key=lambda each: (_when(each), each.pk))
    return Programme(
        groups=[
            PlannedGroup(head, address, [_row(each) for each in group])
            for (head, address), group in groupby(open_ones, key=_head)
        ],
        dropped=[(each.title, each.dropped_because) for each in ordered if each.dropped_because],
    )


def meetings_to_plan_for(board: Board, *, on: date) -> "QuerySet[Meeting]":
    """Return the meetings of `board` to come, for which business can be planned."""
    ahead = Meeting.objects.filter(board=board, on__gte=on)
    ahead = ahead.exclude(state__in=[*NOT_HELD, *OVER])
    return ahead.order_by("on", "pk")


def _is_past(row: WorkProgrammeItem, on: date) -> bool:
    return row.meeting is not None and row.meeting.on < on


def _when(row: WorkProgrammeItem) -> date:
    if row.meeting is not None:
        return row.meeting.on
    return row.due_on or date.max


def _head(row: WorkProgrammeItem) -> tuple[str, str]:
    if row.meeting is not None:
        return meeting_called(row.meeting), row.meeting.get_absolute_url()
    return (known_date(row.due_on, row.due_known), "") if row.due_on else ("No date yet", "")


def _row(row: WorkProgrammeItem) -> PlannedRow:
    return PlannedRow(
        pk=row.pk,
        title=row.title,
        kind="" if row.kind == WorkProgrammeItem.Kind.ORDINARY else row.get_kind_display(),
        purpose=row.get_purpose_display(),
        lead=row.lead.called if row.lead else "",
        note=row.note,
        item=f"item {row.item.number} of the agenda" if row.item else "",
        illustrative=row.illustrative,
    )
