"""Rows of a delivery plan edited in place: a row becomes its form and comes back as itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.contrib import messages
from django.forms import Textarea
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused, StaleEdit
from governance.forms import RecordForm
from governance.http import Request, allow, answer_part, may, number_in, signed_in
from governance.views.editing import Editor, edit_page
from priorities import queries
from priorities.forms.rows import RowForm
from priorities.models import DeliveryAction, DeliveryPlan, Milestone

Row: TypeAlias = DeliveryAction | Milestone
RIGHT = "priorities.change_deliveryplan"
PAGE, PART = "priorities/row_edit.html", "priorities/_row_edit.html"


@dataclass(frozen=True)
class Kind:
    """What this room needs to know of a kind of row.

    `noun`: what it is in ids, file names and sentences, with its article in `one`; `called(row)`
    names one within a sentence. `plan(row)`: the delivery plan on whose page it stands, in a
    table of `columns` at `anchor`; `shown(row)`: what that table shows; `options(plan, row)` go
    to its form. The others are its changes, each with what it takes by name.
    """

    noun: str
    one: str
    columns: int
    layout: str
    anchor: str
    form: type[RowForm]
    called: Callable[[Any], str]
    plan: Callable[[Any], DeliveryPlan]
    sheet: Callable[[DeliveryPlan, Any], Sheet]
    shown: Callable[[Any], Any]
    options: Callable[[DeliveryPlan, Any], Mapping[str, Any]]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., Any]
    bring_back: Callable[..., Any]
    move: Callable[..., Any]
    begins: Mapping[str, Any] = field(default_factory=dict)


def add_row(request: Request, kind: Kind, delivery: DeliveryPlan) -> HttpResponse:
    """Show the form of one more row; add what was typed."""

    def save(values: Mapping[str, Any], _: int, key: str, __: Mapping[str, Any]) -> Row:
        by, at = signed_in(request), timezone.now()
        added: Row = kind.add(delivery, values=values, by=by, at=at, key=key)
        return added

    return edit_page(
        request,
        Editor(
            form=kind.form,
            sheet=kind.sheet(delivery, None),
            save=save,
            done=str,
            heading=f"Add {kind.one}",
            initial=kind.begins,
            options=kind.options(delivery, None),
            template=PAGE,
            part=PART,
            context=_context(request, kind, delivery, None),
            answer=lambda row: _row(request, kind, row, "is added"),
        ),
    )


def edit_row(request: Request, kind: Kind, row: Row) -> HttpResponse:
    """Show a row as its form; take what was typed, or what is to be done with it."""
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is not None:
            return deed(request, kind, row)
    elif row.removed_at is not None:
        raise Http404

    def save(values: Mapping[str, Any], version: int, key: str, also: Mapping[str, Any]) -> Row:
        by, at = signed_in(request), timezone.now()
        kind.edit(row, version=version, values=values, by=by, at=at, key=key, **also)
        return row

    delivery = kind.plan(row)
    sheet = kind.sheet(delivery, row)
    return edit_page(
        request,
        Editor(
            form=kind.form,
            sheet=sheet,
            save=save,
            done=str,
            heading=sheet.title,
            row=row,
            options=kind.options(delivery, row),
            template=PAGE,
            part=PART,
            context=_context(request, kind, delivery, row),
            answer=lambda saved: _row(request, kind, saved, "is saved"),
            gone=lambda form: _removed(request, kind, row, typed=_typed(form), status=409),
        ),
    )


def _context(
    request: Request, kind: Kind, delivery: DeliveryPlan, row: Row | None
) -> dict[str, Any]:
    """Return what the templates of a row's form need beside the form."""
    return {
        "kind": kind,
        "delivery": delivery,
        "row": row,
        "called": kind.called(row) if row else f"a new {kind.noun}",
        "address": kind.sheet(delivery, row).address,
        "back": f"{delivery.get_absolute_url()}{kind.anchor}",
        "may_edit_plan": may(request, RIGHT, delivery),
        "earlier": SimpleLazyObject(lambda: queries.earlier_dates(row.slips.all()) if row else ()),
    }


def _typed(form: RecordForm) -> Sequence[tuple[str, str]]:
    """Return the texts that were sent with a form, each with its label."""
    texts = [name for name, each in form.fields.items() if isinstance(each.widget, Textarea)]
    sent = [(str(form.fields[name].label), str(form.data.get(name, ""))) for name in texts]
    return [(label, text) for label, text in sent if text]


def _removed(
    request: Request,
    kind: Kind,
    row: Row,
    *,
    typed: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Show what stands in the place of a removed row: the way back, and what was typed."""
    delivery = kind.plan(row)
    context = _context(request, kind, delivery, row) | {"typed": typed, "is_removed": True}
    context["heading"] = kind.sheet(delivery, row).title
    return answer_part(request, PART, page=PAGE, context=context, status=status)


def _remove(request: Request, kind: Kind, row: Row) -> HttpResponse:
    """Take the row out; what stands in its place brings it back."""
    if row.removed_at is None:
        by, at = signed_in(request), timezone.now()
        with suppress(StaleEdit):  # somebody else removed it at this moment
            kind.remove(row, version=row.version, by=by, at=at)
        drop_draft(kind.sheet(kind.plan(row), row), by=by)
    return _removed(request, kind, row)


def _bring_back(request: Request, kind: Kind, row: Row) -> HttpResponse:
    if row.removed_at is not None:
        try:
            kind.bring_back(row, by=signed_in(request), at=timezone.now())
        except Refused as reason:
            messages.error(request, str(reason))
            return redirect(f"{kind.plan(row).get_absolute_url()}{kind.anchor}")
    return _row(request, kind, row, "is back")


def _move(request: Request, kind: Kind, row: Row) -> HttpResponse:
    """Let the row change places; with the right on the whole plan, as the others move, too."""
    delivery = kind.plan(row)
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    up, past = request.POST["deed"] == "up", number_in(request.POST.get("past", ""))
    try:
        kind.move(row, up=up, past=past or None, by=signed_in(request))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(f"{delivery.get_absolute_url()}{kind.anchor}")


def _row(request: Request, kind: Kind, row: Any, done: str) -> HttpResponse:
    """Answer with the row as its table shows it; without JavaScript with the plan."""
    delivery = kind.plan(row)
    told = f"{capfirst(kind.called(row))} {done}."
    if not request.htmx:
        messages.success(request, told)
        return redirect(f"{delivery.get_absolute_url()}#{kind.noun}-{row.pk}")
    context = {
        kind.noun: kind.shown(row),
        "delivery": delivery,
        "may_edit": True,
        "may_move": may(request, RIGHT, delivery),
        "told": told,
    }
    return render(request, f"priorities/_{kind.noun}_row.html", context)


DEEDS: dict[str, Callable[[Request, Kind, Row], HttpResponse]] = {
    "remove": _remove,
    "bring back": _bring_back,
    "up": _move,
    "down": _move,
}
