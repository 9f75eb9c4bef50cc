"""The parts of a board, each on a page: names, links, pauses, its quorum, what it says."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.changes import board_parts as changes
from governance.changes import removing, statements
from governance.editing import RowGone
from governance.forms.board_parts import (
    LinkForm,
    NameForm,
    NeedForm,
    NewLinkForm,
    NewStatementForm,
    PauseForm,
    StatementForm,
    link_ends,
)
from governance.forms.fields import RecordForm
from governance.http import Request, signed_in
from governance.models import Board, BoardName, Pause, QuorumNeed, Record
from governance.queries import keeping
from governance.queries.organisations import organisations_now
from governance.views.editing import Editor, edit_page
from governance.views.keeping import KEEP, TRAIL, board_of, trail

Values = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of part: its forms, and how a page speaks of it."""

    form: type[RecordForm]
    new_form: type[RecordForm]
    add: str
    edit: str
    said: str = ""


KINDS = {
    "names": Kind(NameForm, NameForm, "Add another name", "Another name"),
    "links": Kind(
        LinkForm,
        NewLinkForm,
        "Link it to another body",
        "A link",
        "Who is tied to whom, and how, stays as it is: take the link out and make another.",
    ),
    "pauses": Kind(
        PauseForm,
        PauseForm,
        "Add a time without chasing",
        "A time without chasing",
        "The clock reminds nobody of the board’s rounds then; what would go out waits.",
    ),
    "quorum": Kind(
        NeedForm,
        NeedForm,
        "Add whom the quorum asks for",
        "Whom the quorum asks for",
        "Besides the bare number: a seat, or anybody of a sector.",
    ),
    "statements": Kind(
        StatementForm,
        NewStatementForm,
        "Add a statement",
        "A statement",
        "A text that changes is not signed off any more, until a meeting does it again.",
    ),
}
MODELS: dict[str, Any] = {"names": BoardName, "pauses": Pause, "quorum": QuorumNeed}


def _kind(part: str) -> Kind:
    if part not in KINDS:
        raise Http404
    return KINDS[part]


@require_http_methods(["GET", "HEAD", "POST"])
def part_add(request: Request, slug: str, part: str) -> HttpResponse:
    """Add a part to a board."""
    kind, board = _kind(part), board_of(request, slug, KEEP)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        by = signed_in(request)
        if part == "links":
            verb, board_, body = also["verb"], also["board"], also["organisation"]
            whole = {**values, **link_ends(board, verb, board_, body)}
            return changes.add_link(board=board, values=whole, by=by, key=key)
        if part == "statements":
            return statements.add_statement(board, values=values, by=by, key=key)
        made: Record = changes.add_part(MODELS[part], board=board, values=values, by=by, key=key)
        return made

    options: Values = {"board": board}
    if part == "links":
        options["organisations"] = organisations_now()
    editor = Editor(
        form=kind.new_form,
        sheet=keeping.part_sheet(board, part, None),
        save=save,
        done=lambda row: _back(board, part),
        heading=kind.add,
        button="Add",
        told="It is added.",
        standfirst=kind.said if part not in {"links", "statements"} else "",
        options=options,
        where=TRAIL,
        back=_back(board, part),
        context=trail(board, kind.add),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def part_edit(request: Request, slug: str, part: str, pk: int) -> HttpResponse:
    """Change a part of a board, or take it out."""
    kind, board = _kind(part), board_of(request, slug, KEEP)
    row = keeping.part_by(part, board, pk).first()
    if row is None and not (request.method == "POST" and keeping.was_removed(part, board, pk)):
        raise Http404
    if request.POST.get("deed") == "remove":
        return _remove(request, board, part, row)

    if row and part == "statements" and request.POST.get("deed") in {"up", "down"}:
        return _move(request, board, row)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        if row is None:
            raise RowGone
        by = signed_in(request)
        edit = statements.edit_statement if part == "statements" else changes.edit_part
        edit(row, version=version, values=values, by=by, key=key)
        saved: Record = row
        return saved

    editor = Editor(
        form=kind.form,
        sheet=keeping.part_sheet(board, part, row),
        save=save,
        done=lambda row: _back(board, part),
        heading=str(row) if row and part == "links" else kind.edit,
        told="It is saved.",
        standfirst=kind.said,
        row=row,
        options={"board": board, "row": row},
        where=TRAIL,
        back=_back(board, part),
        template="governance/part_edit.html",
        context={**trail(board, kind.edit), "is_moved": part == "statements"},
    )
    return edit_page(request, editor)


def _remove(request: Request, board: Board, part: str, row: Any) -> HttpResponse:
    """Take a part out; sent twice, it is out already."""
    if row is not None:
        removing.remove(row, by=signed_in(request), what=f"removed {row}")
    messages.success(request, "It is removed. It can be brought back here.")
    return redirect(f"{_back(board, part).partition('#')[0]}#removed")


def _move(request: Request, board: Board, row: Any) -> HttpResponse:
    """Put a statement one place further among those of its kind."""
    is_up = request.POST.get("deed") == "up"
    statements.move_statement(row, up=is_up, by=signed_in(request))
    messages.success(request, f"It stands one place further {'up' if is_up else 'down'}.")
    return redirect("governance:part-edit", board.slug, "statements", row.pk)


def _back(board: Board, part: str) -> str:
    return f"{reverse('governance:board-keep', args=[board.slug])}#{part}"
