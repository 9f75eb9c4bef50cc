"""The terms of reference of a board: everybody reads those signed off, its table the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import terms_of_reference as changes
from governance.forms.conflicts import paragraphs_differing
from governance.forms.terms_of_reference import SignOffForm, TermsForm
from governance.http import Request, allow, day_asked, may, signed_in
from governance.models import Board, Record
from governance.queries import terms_of_reference as found
from governance.queries.signatures import signers
from governance.queries.sources import Sources
from governance.views.boards import tab_of
from governance.views.editing import Editor, edit_page
from governance.views.keeping import KEEP, TRAIL, board_of

READ_DRAFT = "governance.read_terms"
Values = dict[str, Any]


@require_safe
def terms_view(request: Request, slug: str) -> HttpResponse:
    """Show the terms of a board that were in force on a day, and how they came about."""
    day = day_asked(request)
    board = get_object_or_404(queries.board_by(slug))
    sees_draft = day.is_today and may(request, READ_DRAFT, board)
    terms, sources = found.terms_on(board, on=day.on, sees_draft=sees_draft), Sources()
    holds = terms.in_force
    context = {
        **tab_of("about", board, day),
        "terms": terms,
        "signers": signers(holds, on=day.on, sources=sources) if holds else None,
        "sources": sources,
        "may_keep": day.is_today and may(request, KEEP, board),
    }
    return render(request, "governance/terms_view.html", context)


@require_safe
def terms_version(request: Request, slug: str, number: int) -> HttpResponse:
    """Show one version of the terms, and word by word what it changed."""
    board = get_object_or_404(queries.board_by(slug))
    row = get_object_or_404(board.terms.select_related("signed_off_in"), number=number)
    if row.signed_off_on is None:
        allow(request, READ_DRAFT, board, board=board.pk)
    before = found.version_before(row)
    context = {
        "board": board,
        "row": row,
        "signed": found.signed_off(row),
        "before": before,
        "changed": [*paragraphs_differing(before.text, row.text)] if before else [],
        "is_same": before is not None and before.text == row.text,
        "trail": above(board),
        "here": f"Version {row.number}",
    }
    return render(request, "governance/terms_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def terms_draft(request: Request, slug: str) -> HttpResponse:
    """Write the draft of the next version; it begins as the version in force."""
    board = board_of(request, slug, KEEP)
    draft = found.draft_of(board)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        by = signed_in(request)
        if draft is None:
            return changes.begin_terms(board, values=values, by=by, key=key)
        return changes.edit_terms(draft, version=version, values=values, by=by, key=key).row

    in_force = board.terms.order_by("-number").first() if draft is None else None
    editor = Editor(
        form=TermsForm,
        sheet=found.terms_sheet(board, "draft", draft),
        save=save,
        heading="Draft of the terms of reference",
        row=draft,
        initial={"text": in_force.text} if in_force else {},
        button="Save the draft",
        told="The draft is saved.",
        standfirst="The table and its officers read it. It holds once a meeting signed it off.",
        **_same(board, "Draft"),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def terms_sign_off(request: Request, slug: str) -> HttpResponse:
    """Record at which meeting the draft was signed off."""
    board = board_of(request, slug, KEEP)
    draft = found.draft_of(board)
    if draft is None:
        messages.info(request, "There is no draft to sign off.")
        return redirect("governance:terms-view", board.slug)

    def save(values: Values, version: int, key: str, also: Values) -> Record:
        by, meeting = signed_in(request), values["signed_off_in"]
        changes.sign_off(draft, at_meeting=meeting, version=version, by=by, key=key)
        return draft

    editor = Editor(
        form=SignOffForm,
        sheet=found.terms_sheet(board, "draft/sign-off", draft),
        save=save,
        heading="Sign off the terms of reference",
        row=draft,
        button="Record that they were signed off",
        told=f"Version {draft.number} is in force and frozen.",
        standfirst=f"Version {draft.number} stands then as it is; a change is a new version.",
        options={"meetings": found.meetings_to_sign_off_at(board)},
        **_same(board, "Sign off"),
    )
    return edit_page(request, editor)


def above(board: Board) -> list[tuple[str, str]]:
    """Return what the crumbs of a page of terms lead back to."""
    terms = reverse("governance:terms-view", args=[board.slug])
    return [(board.get_absolute_url(), board.name), (terms, "Terms of reference")]


def _same(board: Board, here: str) -> Values:
    """Return what the pages of writing terms have in common."""
    terms = reverse("governance:terms-view", args=[board.slug])
    return {
        "done": lambda _: terms,
        "back": terms,
        "where": TRAIL,
        "context": {"trail": above(board), "here": here, "board": board},
    }
