"""Attendance: who came, board by board and seat by seat."""

from portal.reports.build.facts import Attended, Found, Register
from portal.reports.build.wording import (
    counted,
    muted,
    percent_of,
    plain,
    source,
    strong,
)
from portal.reports.content import (
    Block,
    Cell,
    Column,
    Group,
    Lead,
    Note,
    Part,
    Picture,
    Row,
    Section,
    Share,
    SharesChart,
    Table,
)

LOW_ATTENDANCE = 60


def attendance(found: Found, number: str) -> Section:
    """Return the section of who came, board by board."""
    blocks: list[Block] = [Lead(words=plain(_total(found.registers[0])))]
    if len(found.registers) > 1:
        blocks.append(_bars(found))
    blocks.extend(map(_register, found.registers))
    return Section(number=number, title="Attendance", anchor="attendance", blocks=tuple(blocks))


def percent(attended: Attended) -> int:
    """Return present and deputies over expected, in whole per cent, halves up."""
    return percent_of(attended.present + attended.deputies, attended.expected)


def _total(register: Register) -> str:
    total = register.total
    came = total.present + total.deputies
    return (
        f"The {register.board} filled {percent(total)}% of its places: {came} of"
        f" {total.expected}, over {counted(register.meetings, 'meeting')},"
        f" {register.span}, deputies counted."
    )


def _share(register: Register) -> Share:
    total = register.total
    return Share(
        label=register.board, present=total.present + total.deputies, expected=total.expected
    )


def _bars(found: Found) -> Part:
    rows = tuple(map(_share, found.registers))
    chart = SharesChart(title="Attendance by board", rows=rows, low=LOW_ATTENDANCE)
    caption = muted(
        f"Per cent of places filled, deputies counted. Below {LOW_ATTENDANCE}% marked."
    )
    return Part(title="Board by board", blocks=(Picture(chart=chart, caption=caption),), wide=True)


def _register(register: Register) -> Part:
    """Return the table of one board, seat by seat."""
    columns = (
        Column(title="Seat"),
        Column(title="Present", width=24, number=True),
        Column(title="Deputy", width=24, number=True),
        Column(title="Expected", width=24, number=True),
        Column(title="Share", width=24, number=True),
    )
    rows = tuple(_attended(each) for each in (*register.rows, register.total))
    table = Table(
        title=f"Attendance of the {register.board}, seat by seat",
        columns=columns,
        groups=(Group(rows=rows),),
    )
    blocks: list[Block] = [table]
    if all(each.illustrative for each in register.rows):
        blocks.append(Note(words=muted("The register is illustrative.")))
    return Part(title=register.board, blocks=tuple(blocks), wide=True)


def _attended(each: Attended) -> Row:
    share = f"{percent(each)}%" if each.expected else "–"
    return Row(
        cells=(
            Cell(words=(*plain(each.label), *source(each.source))),
            Cell(words=plain(str(each.present))),
            Cell(words=plain(str(each.deputies))),
            Cell(words=plain(str(each.expected))),
            Cell(words=strong(share) if percent(each) < LOW_ATTENDANCE else plain(share)),
        )
    )
