"""One page edits one record: form, draft, conflict, refusal; the same for every kind of record.

A view fetches and allows, describes its `Editor`, and answers with `edit_page`. A new record is
one without a row. What was typed comes back with every refusal.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused, RowGone, StaleEdit
from governance.forms import RecordForm
from governance.forms.conflicts import SEEN, answered, questions, sent_values, typed_in
from governance.http import Request, answer_part, sent_in, signed_in
from governance.models import Record
from governance.views import drafts

GONE = "It was removed while you were writing. What you typed is below; nothing was saved."


@dataclass(frozen=True)
class Editor:
    """What a page of editing needs to know of its record.

    `save(values, version, key, also)` writes and returns the row; `values` are the clean values
    of the record's columns, `also` those of the form's other fields; `options` go to the form;
    `done(row)` says where to go on, `told` (or `told(row)`) what was done, `back` where one leaves
    it as it was; `heading` and `button` stand on the page, `where` names the template of its
    crumbs and `context` is for that. Where the record is edited in its place on another page,
    `part` is the template that stands there, `answer(row)` what comes back once it is saved, and
    `gone(form)` what stands there once somebody removed it.
    """

    form: type[RecordForm]
    sheet: Sheet
    save: Callable[[dict[str, Any], int, str, dict[str, Any]], Record]
    done: Callable[[Record], str]
    heading: str
    row: Record | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    button: str = "Save"
    told: str | Callable[[Any], str] = "It is saved."
    standfirst: str = ""
    where: str = ""
    back: str = ""
    template: str = "governance/edit.html"
    context: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    answer: Callable[[Record], HttpResponse] | None = None
    gone: Callable[[RecordForm], HttpResponse] | None = None

    @property
    def leaving(self) -> str:
        """What the link says that leads away from the form."""
        return "Leave it as it was" if self.row is not None else "Leave without saving"


def edit_page(request: Request, editor: Editor) -> HttpResponse:
    """Show the form of a record; by POST save it, keep it as a draft, or forget the draft."""
    me = signed_in(request)
    if request.method != "POST":
        return form_page(request, editor)
    deed = request.POST.get("deed", "")
    if deed == "keep":
        return drafts.keep(request, me, editor.sheet)
    if deed == "forget":
        return drafts.forget(request, me, editor.sheet)
    return _save(request, editor)


def typed_so_far(request: Request, editor: Editor, form: RecordForm) -> HttpResponse:
    """Show the form with what was sent, unjudged: something in it was only to be looked up."""
    return _page(request, editor, form)


def form_page(request: Request, editor: Editor, *, status: int = 200) -> HttpResponse:
    """Show the form as it begins, with what was typed before and kept."""
    kept = drafts.drafting(signed_in(request), editor.sheet)
    form = editor.form(initial={**_initial(editor), **_typed(editor, kept)}, **editor.options)
    return _page(request, editor, form, kept=kept, status=status)


def _initial(editor: Editor) -> dict[str, Any]:
    of_row = editor.form.begins_with(editor.row) if editor.row is not None else {}
    return {**of_row, **editor.initial, "key": secrets.token_hex(8)}


def _typed(editor: Editor, kept: drafts.Drafting) -> dict[str, str]:
    return typed_in(kept.values, editor.form.edited(), also=editor.form.also)


def _save(request: Request, editor: Editor) -> HttpResponse:
    sent = sent_in(request)
    names = editor.form.edited()
    chosen = answered(sent, names)
    form = _bound(request, editor, chosen or sent)
    if not form.is_valid():
        return _again(request, editor, form)
    version = form.cleaned_data["version"] or 0
    also = {name: form.cleaned_data.get(name) for name in editor.form.also}
    try:
        row = editor.save(form.values, version, form.cleaned_data["key"], also)
    except StaleEdit as stale:
        return _conflict(request, editor, stale, chosen or sent, version)
    except RowGone:
        return _gone(request, editor, form)
    except Refused as refusal:
        form.refuse(str(refusal))
        return _again(request, editor, form)
    drop_draft(editor.sheet, by=signed_in(request))
    return _saved(request, editor, row)


def _saved(request: Request, editor: Editor, row: Record) -> HttpResponse:
    if editor.answer is not None:
        return editor.answer(row)
    messages.success(request, editor.told if isinstance(editor.told, str) else editor.told(row))
    return redirect(editor.done(row))


def _gone(request: Request, editor: Editor, form: RecordForm) -> HttpResponse:
    """Say that somebody removed the record, and give back what was typed."""
    if editor.gone is not None:
        return editor.gone(form)
    form.add_error(None, GONE)
    return _page(request, editor, form, status=409)


def _bound(request: Request, editor: Editor, sent: Mapping[str, str]) -> RecordForm:
    """Return the form of what was sent; the rest of a page of conflicts is as it stands."""
    if SEEN not in sent or editor.row is None:
        return editor.form(request.POST, **editor.options)
    stood = sent_values(editor.form.initial_of(editor.row), editor.form)
    form = editor.form({**stood, **sent}, **editor.options)
    form.only_given(sent)
    return form


def _again(request: Request, editor: Editor, form: RecordForm) -> HttpResponse:
    """Show the form with what is to be put right; refused values no longer stand in the row."""
    if editor.row is not None:
        editor.row.refresh_from_db()
    return _page(request, editor, form, status=422)


def _conflict(
    request: Request, editor: Editor, stale: StaleEdit, sent: Mapping[str, str], version: int
) -> HttpResponse:
    asked = questions(
        stale,
        sent,
        version=version,
        names=editor.form.edited(),
        form=editor.form,
        also=editor.form.also,
    )
    return _page(request, editor, None, status=409, questions=asked)


def _page(
    request: Request,
    editor: Editor,
    form: Form | None,
    *,
    status: int = 200,
    kept: drafts.Drafting | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        **editor.context,
        "editor": editor,
        "form": form,
        "drafting": kept or drafts.drafting(signed_in(request), editor.sheet),
        **more,
    }
    if editor.part:
        template, part = editor.template, editor.part
        return answer_part(request, part, page=template, context=context, status=status)
    return render(request, editor.template, context, status=status)
