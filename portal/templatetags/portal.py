"""Presentation only: marks, pictures, origins of facts, the masthead's words and links."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.defaulttags import querystring
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.http import day_passed_over
from governance.mapping import BoardMap, draw_map
from governance.periods import DayShown, periods_between, quarter_of
from governance.queries import Origin, Replies, day, number_word
from impact import charts
from impact.charts import MIDDLE, NARROW, WIDE, Drawing, Geometry, RunChart, Sparkline
from priorities.queries import DeliveryPage

register = template.Library()

OF_BOARDS = (
    *("/boards/", "/meetings/", "/decisions/", "/action-points/", "/written/"),
    *("/challenges/", "/referrals/"),
)
# Label, address by name, what its pages begin with, whether one signs in first.
PLACES = (
    ("Partnership", "portal:front", (), False),
    ("My desk", "portal:home", ("/home/",), True),
    ("Boards", "governance:board-list", OF_BOARDS, False),
    ("Plans", "priorities:plan-list", ("/plans/",), False),
    ("Measures", "impact:measure-list", ("/measures/",), False),
    ("Reports", "portal:reports", ("/reports/",), False),
)
ROOMS = (WIDE, MIDDLE, NARROW)


@register.simple_tag
def place() -> str:
    """Return the name of the place, as the masthead says it."""
    return settings.PLACE


@register.simple_tag
def partnership() -> str:
    """Return the name of the partnership without its place."""
    return settings.PARTNERSHIP


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[dict[str, str]]:
    """Return the links of the masthead: only pages that are there; `current` as aria-current."""
    request = context.get("request")
    if request is None:
        return []
    signed_in = request.user.is_authenticated if hasattr(request, "user") else False
    links = []
    for label, name, begins, only_signed_in in PLACES:
        if only_signed_in and not signed_in:
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        links.append(
            {
                "label": label,
                "address": address,
                "current": _current(request.path, address, begins),
            }
        )
    return links


def _current(path: str, address: str, begins: tuple[str, ...]) -> str:
    if path == address:
        return "page"
    return "true" if path.startswith(begins) else ""


@register.simple_tag(takes_context=True)
def turned(context: Context, name: str, number: int) -> str:
    """Return the page's own address, turned to page `number` of the list called `name`."""
    address: str = querystring(context, None, **{name: number})
    return address


@register.simple_tag(takes_context=True)
def dated(context: Context, address: str) -> str:
    """Return `address` with the day that this page shows, where that is not today."""
    day: DayShown | None = getattr(getattr(context, "request", None), "day_shown", None)
    return address + day.query if day else address


@register.simple_tag(takes_context=True)
def passed_over(context: Context) -> str:
    """Return the day, in words, that was asked for of a page that keeps no earlier days."""
    request = getattr(context, "request", None)
    day = day_passed_over(request) if request else None
    return day.words if day else ""


@register.simple_tag
def mark(code: str, title: str = "") -> SafeString:
    """Return the mark of a state; with a `title` where it stands without its word."""
    return _svg(charts.mark(code, title=title))


@register.simple_tag
def status(code: str, word: str) -> SafeString:
    """Return a state as its mark and its word."""
    return format_html('<span class="status">{} <span>{}</span></span>', mark(code), word)


@register.simple_tag
def pips(held: int, of: int) -> SafeString:
    """Return a row of squares, `held` of them filled; the words stand beside it."""
    return _svg(charts.pips(held, of))


@register.simple_tag
def run_chart(chart: RunChart, uid: str) -> SafeString:
    """Return a measure over time; `uid` makes its ids unique on the page."""
    return _in_all_widths(lambda room: charts.run_chart(chart, uid=uid, geometry=room))


@register.simple_tag
def spark(line: Sparkline, uid: str) -> SafeString:
    """Return a measure's shape for the cell of a table."""
    return _svg(charts.sparkline(line, uid=f"spark-{uid}").svg)


@register.simple_tag
def spark_wide(line: Sparkline, uid: str) -> SafeString:
    """Return a measure's shape for a card of the front page."""
    return _svg(charts.sparkline(line, uid=f"card-{uid}", width=260, height=72).svg)


@register.simple_tag
def area_bar(length: float, is_own: bool) -> SafeString:
    """Return the bar of an area, `length` being its share of the longest."""
    return _svg(charts.comparison_bar(length, high=1, own=is_own))


@register.simple_tag
def quorum(replies: Replies) -> SafeString:
    """Return the replies for a meeting as a row of squares with its quorum."""
    stands, rule = replies.standing, replies.rule
    chart = charts.Quorum(
        title=replies.title,
        needed=stands.needed,
        coming=stands.present,
        remote=stands.remote,
        deputies=stands.deputies,
        no_reply=stands.no_answer,
        apologies=stands.apologies,
        not_counted=tuple(
            name
            for name, counts in (("deputy", rule.deputies_count), ("remote", rule.remote_counts))
            if not counts
        ),
        is_after=replies.verb == "here",
        verdict="" if stands.is_quorate else stands.verdict,
    )
    return _in_all_widths(lambda room: charts.quorum_row(chart, uid="quorum", geometry=room))


@register.simple_tag(takes_context=True)
def board_map(context: Context, drawn: BoardMap, uid: str) -> SafeString:
    """Return boards and how they stand to each other; their boxes lead to the day shown.

    `uid` makes its ids unique on the page.
    """
    bodies = tuple(
        replace(body, address=dated(context, body.address)) if body.address else body
        for body in drawn.bodies
    )
    then = replace(drawn, bodies=bodies)
    return _in_all_widths(lambda room: draw_map(then, uid=uid, geometry=room))


@register.simple_tag
def delivery_timeline(page: DeliveryPage) -> SafeString:
    """Return the actions of a delivery plan over the quarters they run in."""
    rows = tuple(
        charts.Bar(
            name=charts.RowName(action.title, number=action.number),
            starts_on=action.starts_on or action.due_on,
            due_on=action.due_on,
            state=action.state,
            first_due_on=action.first_due_on,
            printed=action.due,
        )
        for action in page.actions
        if action.due_on
    )
    if not rows:
        return SafeString("")
    chart = charts.Timeline(
        title=f"Timeline of priority {page.priority.number}",
        spans=tuple(
            _quarters(min(row.starts_on for row in rows), max(row.due_on for row in rows))
        ),
        rows=rows,
        today=page.on,
        today_words=f"Today, {day(page.on)}",
    )
    return _in_all_widths(lambda room: charts.timeline(chart, uid="timeline", geometry=room))


def _quarters(first: date, last: date) -> Iterator[charts.Span]:
    """Return the financial quarters from that of `first` to that of `last`."""
    for quarter in periods_between(quarter_of(first), quarter_of(last)):
        year, name = quarter.label.split(" ", 1)
        yield charts.Span(name, year.replace("-", "/"), quarter.starts_on, quarter.ends_on)


def _in_all_widths(draw: Callable[[Geometry], Drawing]) -> SafeString:
    """Draw for three rooms; the stylesheet shows the one that fits."""
    return _svg("".join(draw(room).svg for room in ROOMS))


def _svg(drawn: str) -> SafeString:
    """Trust our own drawing: the one place where markup is not escaped again.

    What draws on `governance.drawing` escapes every word it is given.
    """
    return SafeString(drawn)


@register.simple_tag
def origin(fact: Origin | None) -> SafeString:
    """Return where a fact is from: the number of its source, and the word illustrative."""
    if fact is None:
        return SafeString("")
    parts: list[Any] = []
    if fact.number:
        parts.append(
            format_html(
                ' <a class="from" href="#source-{}" title="{}">[{}]'
                '<span class="vh"> where this is from: {}</span></a>',
                fact.number,
                fact.words,
                fact.number,
                fact.words,
            )
        )
    if fact.illustrative:
        parts.append(format_html(' <span class="made-up">{}</span>', "illustrative"))
    return format_html("{}" * len(parts), *parts)


@register.filter
def marked(parts: Sequence[tuple[str, bool]]) -> SafeString:
    """Return a text whose parts say whether they were looked for, those marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", each) if hit else each,) for each, hit in parts)
    )


register.filter("number_word", number_word)


@register.filter
def things_to_put_right(count: int) -> str:
    """Say how many things a form asks to be put right.

    >>> things_to_put_right(2)
    'Two things to put right'
    """
    return f"{number_word(count)} thing{'' if count == 1 else 's'} to put right".capitalize()


@register.filter(is_safe=True)
def squeezed(drawn: str) -> str:
    """Return a fragment with each run of white space as one space: half of it is indentation.

    >>> squeezed("<td\\n   role='cell'>  Two   hubs</td>")
    "<td role='cell'> Two hubs</td>"
    """
    return " ".join(drawn.split())


@register.filter
def at(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under `key`; nothing where nothing does."""
    return found.get(key)
