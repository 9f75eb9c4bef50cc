"""Who signed the terms of a board: recorded, put right, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.changes import removing
from governance.changes import signatures as changes
from governance.editing import RowGone
from governance.forms.signatures import NewSignatureForm, SignatureForm
from governance.http import Request, signed_in, today
from governance.models import Board, Record, Signature
from governance.queries import signatures as found
from governance.queries.terms_of_reference import in_force, was_signature
from governance.views.editing import Editor, edit_page
from governance.views.keeping import KEEP, TRAIL, board_of
from governance.views.terms_of_reference import above

Values = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def signature_add(request: Request, slug: str) -> HttpResponse:
    """Record that an organisation signed the terms in force."""
    board = board_of(request, slug, KEEP)
    terms = in_force(board, on=today())
    if terms is None:
        messages.info(request, "No terms are signed off yet: nothing can be signed.")
        return redirect("governance:terms-view", board.slug)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        return changes.add_signature(terms, values=values, by=signed_in(request), key=key)

    editor = Editor(
        form=NewSignatureForm,
        sheet=found.signature_sheet(board, None),
        save=save,
        heading="Record a signature",
        button="Record it",
        told="The signature is recorded.",
        standfirst=f"Under version {terms.number} of the terms of reference.",
        options={"organisations": found.at_the_table(board, on=today())},
        **_same(board, "Record a signature"),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def signature_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Put right when an organisation signed, or take its signature back."""
    board = board_of(request, slug, KEEP)
    of_board = Signature.objects.filter(terms__board=board)
    row = of_board.select_related("organisation", "terms__board").filter(pk=pk).first()
    if row is None and not (request.method == "POST" and was_signature(board, pk)):
        raise Http404
    if request.POST.get("deed") == "remove":
        return _take_back(request, board, row)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        if row is None:
            raise RowGone
        by = signed_in(request)
        return changes.edit_signature(row, version=version, values=values, by=by, key=key).row

    editor = Editor(
        form=SignatureForm,
        sheet=found.signature_sheet(board, row),
        save=save,
        heading=f"Signature of {row.organisation}" if row else "A signature",
        row=row,
        template="governance/part_edit.html",
        **_same(board, "A signature"),
    )
    return edit_page(request, editor)


def _take_back(request: Request, board: Board, row: Signature | None) -> HttpResponse:
    """Take a signature back; sent twice, it is taken back already."""
    if row is not None:
        removing.remove(row, by=signed_in(request), what=f"took back the signature of {row}")
    messages.success(request, "The signature is taken back.")
    return redirect("governance:terms-view", board.slug)


def _same(board: Board, here: str) -> Values:
    """Return what both pages of signatures have in common."""
    back = f"{reverse('governance:terms-view', args=[board.slug])}#signed"
    return {
        "done": lambda _: back,
        "back": back,
        "where": TRAIL,
        "context": {"trail": above(board), "here": here, "board": board},
    }
