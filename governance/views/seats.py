"""The seats and places of a board that exists, for who keeps its membership."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.changes import seats as changes
from governance.changes.drafts import Sheet
from governance.forms.seats import NewSeatForm, PlaceEndForm, SeatEditForm
from governance.http import Request, number_in, signed_in, today
from governance.models import Board, Place, Record, Seat
from governance.queries import seats as queries
from governance.queries.organisations import organisations_now
from governance.queries.places import place_by
from governance.views.editing import Editor, edit_page
from governance.views.keeping import KEEP, TRAIL, board_of, trail

Values = dict[str, Any]
HEADING = "Seats and places"
FURTHEST = 999  # a line that is past every table's end


@require_http_methods(["GET", "HEAD", "POST"])
def seat_list(request: Request, slug: str) -> HttpResponse:
    """List the seats in their order; by POST put one at another line."""
    board = board_of(request, slug, KEEP)
    if request.method == "POST":
        return _move(request, board)
    rows = queries.seat_rows(board, on=today())
    context = {**trail(board, HEADING), "rows": rows}
    return render(request, "governance/seat_list.html", context)


def _move(request: Request, board: Board) -> HttpResponse:
    seat = get_object_or_404(queries.seat_by(board, number_in(request.POST.get("seat", ""))))
    deed, line = request.POST.get("deed", ""), request.POST.get("line", "")
    if deed not in ("up", "down", "line"):
        raise Http404
    back = _list(board)
    if deed == "line" and not number_in(line):
        messages.error(request, f"Write the line at which “{seat}” is to stand, like 3.")
        return redirect(back)
    to = min(number_in(line), FURTHEST) if deed == "line" else None
    changes.move_seat(seat, up=deed == "up", line=to, by=signed_in(request))
    return redirect(f"{back}#seat-{seat.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def seat_add(request: Request, slug: str) -> HttpResponse:
    """Add a seat to a board's table."""
    board = board_of(request, slug, KEEP)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        by, many = signed_in(request), also["many"]
        return changes.add_seat(board, values=values, places=many, by=by, key=key)

    editor = Editor(
        form=NewSeatForm,
        sheet=queries.seat_sheet(board, None),
        save=save,
        done=lambda row: f"{_list(board)}#seat-{row.pk}",
        heading="Add a seat",
        button="Add",
        told=lambda row: f"“{row}” is added.",
        initial={"voting": True},
        options={"organisations": organisations_now()},
        where=TRAIL,
        back=_list(board),
        context=trail(board, "Add a seat", (_list(board), HEADING)),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change a seat, give it more places or its last day."""
    board = board_of(request, slug, KEEP)
    seat: Seat = get_object_or_404(queries.seat_by(board, pk))

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        terms: Values = {"more": also["more"] or 0, "ends_terms": bool(also["ends_terms"])}
        by, on = signed_in(request), today()
        changes.edit_seat(seat, version=version, values=values, **terms, by=by, on=on, key=key)
        return seat

    editor = Editor(
        form=SeatEditForm,
        sheet=queries.seat_sheet(board, seat),
        save=save,
        done=lambda row: f"{_list(board)}#seat-{row.pk}",
        heading=str(seat),
        told=lambda row: f"“{row}” is saved.",
        standfirst=queries.who_sits(Q(seat=seat.pk), on=today()),
        row=seat,
        options={"organisations": organisations_now(), "row": seat},
        where=TRAIL,
        back=_list(board),
        context=trail(board, str(seat), (_list(board), HEADING)),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def place_end(request: Request, slug: str, pk: int) -> HttpResponse:
    """Give one place its last day, or take it back."""
    board = board_of(request, slug, KEEP)
    place: Place = get_object_or_404(place_by(slug, pk))
    heading = f"The last day of {place}"

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        ends_on = values.get("ends_on", place.ends_on)
        terms, by = bool(also["ends_terms"]), signed_in(request)
        changes.end_place(
            place, version=version, ends_on=ends_on, ends_terms=terms, by=by, key=key
        )
        return place

    address = reverse("governance:place-end", args=[slug, pk])
    editor = Editor(
        form=PlaceEndForm,
        sheet=Sheet("place-end", str(pk), address, heading[:300]),
        save=save,
        done=lambda row: f"{_list(board)}#seat-{place.seat_id}",
        heading=heading,
        told="It is saved.",
        standfirst=queries.who_sits(Q(pk=place.pk), on=today()),
        row=place,
        where=TRAIL,
        back=_list(board),
        context=trail(board, str(place), (_list(board), HEADING)),
    )
    return edit_page(request, editor)


def _list(board: Board) -> str:
    return reverse("governance:seat-list", args=[board.slug])
