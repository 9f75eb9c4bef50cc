"""Every action on one sheet: how they stand by priority, and which are overdue."""

from portal.reports.build.facts import Found
from portal.reports.build.wording import counted, muted, plain, state
from portal.reports.content import (
    Cell,
    Column,
    Group,
    Part,
    Picture,
    Row,
    StateCount,
    StatesChart,
    StatesRow,
    Table,
)
from priorities.progress import date_in_words

_STATES_IN_BARS = (
    *("complete", "on_track", "at_risk", "off_track"),
    *("paused", "not_started", "no_update"),
)


def states(found: Found) -> list[Part]:
    """Return the picture of every action by state, where there are actions."""
    rows = tuple(
        StatesRow(
            label=each.short or each.title,
            number=str(each.number),
            counts=tuple(
                StateCount(state=code, count=number)
                for code in _STATES_IN_BARS
                if (number := sum(action.state == code for action in each.actions))
            ),
        )
        for each in found.priorities
        if each.actions
    )
    if not rows:
        return []
    total = sum(len(each.actions) for each in found.priorities)
    chart = StatesChart(title="Actions of each delivery plan by state", rows=rows)
    words = f"{total} actions in {counted(len(rows), 'delivery plan')}"
    made_up = all(action.illustrative for each in found.priorities for action in each.actions)
    caption = muted(f"{words}.{' Illustrative.' if made_up else ''}")
    return [
        Part(
            title="Every action, by state",
            blocks=(Picture(chart=chart, caption=caption),),
            wide=True,
        )
    ]


def overdue(found: Found) -> list[Part]:
    """Return the table of overdue actions, longest first, where there are any."""
    late = sorted(
        (action for each in found.priorities for action in each.actions if action.days_overdue),
        key=lambda action: (-action.days_overdue, action.number),
    )
    if not late:
        return []
    columns = (
        Column(title="Action"),
        Column(title="Lead", width=40),
        Column(title="Due", width=32),
        Column(title="Days overdue", width=22, number=True),
        Column(title="State", width=26),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(words=plain(f"{action.number}\u00a0 {action.what}")),
                Cell(words=plain(action.lead)),
                Cell(words=plain(action.due), sub=date_in_words(action.times_moved)),
                Cell(words=plain(str(action.days_overdue))),
                Cell(words=state(action.state)),
            )
        )
        for action in late
    )
    table = Table(title="Overdue actions", columns=columns, groups=(Group(rows=rows),))
    return [Part(title="Overdue actions", blocks=(table,), wide=True)]
