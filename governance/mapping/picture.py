"""The map as a drawing: lines first, then their verbs, then the boxes, which are links."""

from collections.abc import Sequence
from typing import cast

from governance.drawing import Drawing, Geometry, Sheet, at, attribute
from governance.drawing.lettering import width
from governance.drawing.sheet import Anchor
from governance.mapping.bodies import (
    ADVISES,
    CONNECTED_WITH,
    FOLLOWED_BY,
    NOMINATES,
    SCRUTINISED_BY,
    BoardMap,
    told_once,
)
from governance.mapping.grid import LINE, Box, rows_of
from governance.mapping.layers import families
from governance.mapping.routes import Route, lay

DASHES = {ADVISES: "4 3", SCRUTINISED_BY: "4 3", NOMINATES: "1.5 3", FOLLOWED_BY: "9 4"}
HEAD = 8  # of an arrow, from its point to its back
BASE, BAR = 28, (28, 5)  # the first line of words in a box; the short bar on it


def draw_map(board_map: BoardMap, *, uid: str, geometry: Geometry) -> Drawing:
    """Draw the map; its boxes are links in reading order, its lines are told by the table."""
    bodies = {body.key: body for body in board_map.bodies}
    ties = told_once(board_map.ties)
    rows = rows_of(families(board_map.bodies, ties), bodies, geometry)
    sheet = Sheet(geometry)
    routes, height = lay(rows, ties, geometry) if rows else ([], 0.0)
    sheet.add('<g aria-hidden="true">')
    _lines(sheet, routes)
    _verbs(sheet, routes)
    sheet.add("</g>")
    for row in rows:
        for box in row.boxes:
            _box(sheet, box)
    return sheet.finish(
        kind="chart-map",
        uid=uid,
        title=board_map.title,
        description=board_map.description,
        height=height,
        role="group",
    )


def _lines(sheet: Sheet, routes: Sequence[Route]) -> None:
    for route in routes:
        soft = DASHES.get(route.tie.kind, "")
        (x, y), *others = route.points
        d = f"M{at(x)} {at(y)}" + "".join(f"L{at(x)} {at(y)}" for x, y in others)
        role, stroke = ("g-soft", "ink-2") if soft else ("g-link", "ink")
        sheet.path(role, d, stroke=stroke, width=1.3, dash=soft)
        if route.tie.kind != CONNECTED_WITH:
            _head(sheet, route.points if route.ends_last else route.points[::-1])


def _head(sheet: Sheet, points: Sequence[tuple[float, float]]) -> None:
    """Draw the arrow at the end of a line, pointing as its last stretch runs."""
    (x, y), before = points[-1], next(each for each in points[::-1] if each != points[-1])
    along = (x > before[0]) - (x < before[0]), (y > before[1]) - (y < before[1])
    back = x - along[0] * HEAD, y - along[1] * HEAD
    side = along[1] * HEAD / 2, along[0] * HEAD / 2
    d = (
        f"M{at(x)} {at(y)}L{at(back[0] + side[0])} {at(back[1] + side[1])}"
        f"L{at(back[0] - side[0])} {at(back[1] - side[1])}z"
    )
    sheet.path("g-head", d, fill="ink")


def _verbs(sheet: Sheet, routes: Sequence[Route]) -> None:
    """Write each verb on its line, with paper behind it where other lines pass."""
    size = sheet.geometry.size
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for route in routes:
        x, y, anchor = route.verb_at
        wide = width(route.tie.verb, size)
        left = x - wide * share[anchor]
        sheet.bar("c-under", left - 2, y - size + 1, wide + 4, size + 2, "paper")
        sheet.words(x, y, route.tie.verb, anchor=cast("Anchor", anchor))


def _box(sheet: Sheet, box: Box) -> None:
    """Draw a box: white with a short bar, the own body in ink; a link where it leads somewhere."""
    body = box.body
    frame = f"M{at(box.x)} {at(box.y)}h{at(box.width)}v{at(box.height)}h-{at(box.width)}z"
    called = attribute(body.called)
    if body.address:
        sheet.add(f"<a class='g-to' href={attribute(body.address)} aria-label={called}>")
    else:
        sheet.add(f"<g role='img' aria-label={called}>")
    role, fill = ("g-box-own", "ink") if body.is_own else ("g-box", "paper")
    sheet.path(role, frame, stroke="ink", fill=fill)
    if not body.is_own:
        sheet.bar("c-ink", box.x, box.y, *BAR, "ink")
    for n, line in enumerate((*box.name, *box.words)):
        sheet.words(
            box.x + box.inset,
            box.y + BASE + n * LINE,
            line,
            role="g-own" if body.is_own else "c-strong",
            size=sheet.geometry.label,
            bold=n < len(box.name),
        )
    sheet.add("</a>" if body.address else "</g>")
