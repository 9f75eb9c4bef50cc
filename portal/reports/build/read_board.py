"""Reads what a committee asks of a board beside its priorities: members, voices, decisions."""

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from governance.models import Appointment, Board, Decision, Place, Seat, runs_on
from governance.periods import Period, in_words, period_from_slug, quarter_of
from governance.queries.wording import known_date
from governance.rules import decisions_seen
from governance.scope import PUBLIC
from impact.models import Engagement, YouSaid
from portal.reports.build import read_others
from portal.reports.build.facts import Found
from portal.reports.build.facts_board import BoardFound, Decided, Heard, Listened, SeatFound
from portal.reports.build.read_asked import asked
from portal.reports.build.reader import read
from portal.reports.build.sources import SourceList
from portal.reports.build.wording import upper_first
from priorities.models import ReportingRound

_YEARS_HEARD = 5  # what was said longer ago was said by other children


def read_board(board: Board, period: Period, *, on: date) -> BoardFound:
    """Return what papers about `board` may say, as it stood `on` that day of the period.

    For a whole year the priorities are those of its last quarter that had begun.
    """
    sources = SourceList()
    found = _read(board, period, on, sources)
    own = read_others.own_themes(board, on=on, ends_on=period.ends_on, sources=sources)
    seats = _seats(board, on, sources)
    listened = _listened(on, sources)
    heard = _heard(on, sources)
    decided = _decided(board, period, on, sources)
    return BoardFound(
        found=found,
        seats=seats,
        listened=listened,
        heard=heard,
        decided=decided,
        asked=asked(board, period=period, on=on),
        tracker=(*own, *found.followed),
        sources=sources.listed(),
    )


def _read(board: Board, period: Period, on: date, sources: SourceList) -> Found:
    """Return what a board report says; of a year, what the last quarter with a report says."""
    if not period.kind.endswith("year"):
        return read(board, period, on=on, sources=sources)
    reported = ReportingRound.objects.filter(
        board=board,
        starts_on__range=(period.starts_on, on),
        updates__signed_off_at__isnull=False,
    )
    last = reported.order_by("-starts_on").first()
    quarter = (
        period_from_slug(last.slug, board.calendar) if last else quarter_of(on, board.calendar)
    )
    found = read(board, quarter, on=on, sources=sources)
    words = upper_first(in_words(period))
    return replace(
        found,
        period=words,
        period_slug=period.slug,
        period_short=in_words(period).partition(",")[0],
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )


def _seats(board: Board, on: date, sources: SourceList) -> tuple[SeatFound, ...]:
    places = Place.objects.filter(runs_on(on))
    seats = (
        Seat.objects.filter(runs_on(on), board=board)
        .select_related("nominated_by", "source__document")
        .prefetch_related(Prefetch("places", places, to_attr="open_places"))
        .order_by("order", "pk")
    )
    held = dict(
        Appointment.objects.on(on)
        .filter(seat__board=board)
        .values_list("seat")
        .annotate(Count("place", distinct=True))
    )
    return tuple(
        SeatFound(
            title=seat.title,
            role="" if seat.role == Seat.Role.MEMBER else seat.get_role_display(),
            nominated_by=str(seat.nominated_by or ""),
            places=len(seat.open_places),
            held=held.get(seat.pk, 0),
            source=sources.key(seat),
            illustrative=seat.illustrative,
        )
        for seat in seats
    )


def _since(on: date) -> date:
    return on - timedelta(days=365 * _YEARS_HEARD)


def _told(on: date) -> Q:
    """Return the condition that something was said in the years before `on`.

    What has no day of its own was known when the paper was written that tells of it.
    """
    span = (_since(on), on)
    return Q(on__range=span) | Q(on=None, source__document__dated_on__range=span)


def _listened(on: date, sources: SourceList) -> tuple[Listened, ...]:
    rows = (
        Engagement.objects.filter(_told(on))
        .select_related("board", "organisation", "source__document")
        .order_by("on", "pk")
    )
    return tuple(
        Listened(
            title=row.title,
            by=str(row.board or row.organisation or ""),
            when=known_date(row.on, row.on_known) if row.on else "",
            what=row.what,
            source=sources.key(row),
            illustrative=row.illustrative,
        )
        for row in rows
    )


def _heard(on: date, sources: SourceList) -> tuple[Heard, ...]:
    told = YouSaid.objects.agreed_to(timezone.localdate()).filter(_told(on))
    rows = told.select_related("source__document").order_by("pk")
    return tuple(
        Heard(
            voice=row.voice,
            said=row.said,
            changed=row.changed,
            state=row.get_state_display(),
            reason=row.reason,
            source=sources.key(row),
            illustrative=row.illustrative,
        )
        for row in rows
    )


def _decided(board: Board, period: Period, on: date, sources: SourceList) -> tuple[Decided, ...]:
    """Return what was decided, as far as everybody may read it."""
    rows = (
        Decision.objects.filter(decisions_seen(PUBLIC), board=board)
        .filter(on__range=(period.starts_on, on))
        .select_related("source__document")
        .order_by("on", "number")
    )
    return tuple(
        Decided(
            number=f"{row.number} of {row.municipal_year}/{(row.municipal_year + 1) % 100:02}",
            on=known_date(row.on, row.on_known),
            text=row.text,
            source=sources.key(row),
            illustrative=row.illustrative,
        )
        for row in rows
    )
