"""Referrals from board to board: making one, acknowledging it, responding with a reason."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import referrals as changes
from governance.changes.drafts import Sheet
from governance.forms.questions import ReferForm, RespondForm
from governance.http import Request, allow, may, said_in, signed_in, today
from governance.models import Referral
from governance.queries import referrals as found
from governance.scope import scope_of
from governance.views import drafts
from governance.views.editing import Editor, edit_page
from governance.views.tables import asked_form, rows_asked, table_file

COLUMNS = ("What", "From", "To", "Referred", "Respond by", "State", "Illustrative")
USUAL = timedelta(days=60)  # two months to respond in


@require_safe
def referral_list(request: Request) -> HttpResponse:
    """Show what the person's boards refer to others and others to them."""
    board = said_in(request.GET, "board")
    scope, page = scope_of(request.user), rows_asked(request)
    referrals = found.referral_list(scope, board=board, on=today(), page=page)
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.what, row.sender, row.receiver, row.referred, row.due, row.state),
                "illustrative" if row.illustrative else "",
            )
            for row in referrals.rows.rows
        ]
        return table_file(form, name="referrals", head=COLUMNS, rows=rows)
    return render(request, "governance/referral_list.html", {"referrals": referrals})


@require_http_methods(["GET", "HEAD", "POST"])
def referral_view(request: Request, pk: int) -> HttpResponse:
    """Show a referral to both its boards; by POST the receiver acknowledges it."""
    referral = get_object_or_404(found.referral_by(pk))
    allow(request, "governance.view_referral", referral, board=_inside(request, referral))
    if request.method == "POST":
        allow(request, "governance.answer_referral", referral, board=_inside(request, referral))
        changes.acknowledge(referral, by=signed_in(request), at=timezone.now())
        messages.success(request, "The referral is acknowledged.")
        return redirect(referral.get_absolute_url())
    may_answer = not referral.response and may(request, "governance.answer_referral", referral)
    context = {
        "referral": referral,
        "page": found.referral_page(referral, on=today()),
        "may_answer": may_answer,
    }
    return render(request, "governance/referral_view.html", context)


def _inside(request: Request, referral: Referral) -> int:
    """Return the one of the two boards that is the person's, so that a refusal is a 403 there."""
    inside = scope_of(request.user).is_inside
    return referral.heard_by_id if inside(referral.heard_by_id) else referral.from_board_id


@require_http_methods(["GET", "HEAD", "POST"])
def referral_add(request: Request, slug: str) -> HttpResponse:
    """Refer something to another board."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.refer", board, board=board.pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Referral:
        by, at = signed_in(request), timezone.now()
        return changes.refer(board, **values, by=by, at=at, key=key)

    address = f"{board.get_absolute_url()}referrals/add/"
    editor = Editor(
        form=ReferForm,
        sheet=Sheet("referral", f"new-of-{board.pk}", address, f"A referral of {board}"),
        save=save,
        done=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        heading="Refer to another board",
        initial={"respond_by": today() + USUAL},
        options={"boards": found.boards_to_refer_to(board)},
        button="Refer it",
        told="It is referred. The chair and the officers of the other board are told.",
        where="governance/referral_crumbs.html",
        context={"board": board},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_respond(request: Request, pk: int) -> HttpResponse:
    """Respond for the board that was asked."""
    referral = get_object_or_404(found.referral_by(pk))
    allow(request, "governance.answer_referral", referral, board=_inside(request, referral))
    address = f"{referral.get_absolute_url()}respond/"
    sheet = Sheet("referral-respond", str(referral.pk), address, "A response to a referral")
    if referral.response and drafts.comes_too_late(request, sheet):
        messages.info(request, "The board has responded: its response stands.")
        return redirect(referral)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Referral:
        by, at = signed_in(request), timezone.now()
        changes.respond(referral, version=version, **values, by=by, at=at, key=key)
        return referral

    editor = Editor(
        form=RespondForm,
        sheet=sheet,
        save=save,
        done=lambda row: referral.get_absolute_url(),
        heading="Respond to the referral",
        standfirst=referral.what_shown,
        row=referral,
        button="Send the response",
        told="The board has responded. Who referred it is told.",
        where="governance/referral_crumbs.html",
        context={"board": referral.passed_to or referral.to_board, "referral": referral},
    )
    return edit_page(request, editor)
