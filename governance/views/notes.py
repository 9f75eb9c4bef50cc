"""Notes that a person keeps for themselves at an item: nobody else reads them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import notes as changes
from governance.changes.drafts import Sheet
from governance.forms.notes import NoteForm
from governance.http import Request, allow, number_in, signed_in
from governance.models import AgendaItem, PrivateNote
from governance.queries.notes import own_notes
from governance.scope import scope_of
from governance.views.editing import Editor, edit_page


@require_http_methods(["GET", "HEAD", "POST"])
def item_notes(request: Request, pk: int, item: int) -> HttpResponse:
    """Show one's notes at an item; `?note=` names the one that is changed or taken away."""
    row = get_object_or_404(queries.item_by(pk, item).filter(removed_at=None))
    allow(request, "governance.take_notes", row, board=row.meeting.board_id)
    own = own_notes(row, scope=scope_of(request.user))
    named = request.GET.get("note", "")
    note = get_object_or_404(own, pk=number_in(named)) if named else None
    place = reverse("governance:item-notes", args=[pk, row.pk])
    if request.method == "POST" and note is not None and request.POST.get("deed") == "remove":
        changes.take_away(note)
        messages.success(request, "The note is gone.")
        return redirect(place)
    return edit_page(request, _editor(request, row, note, place, list(own)))


def _editor(
    request: Request,
    item: AgendaItem,
    note: PrivateNote | None,
    place: str,
    own: list[PrivateNote],
) -> Editor:
    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> AgendaItem:
        at = timezone.now()
        if note is None:
            changes.keep_note(item, **values, by=signed_in(request), at=at)
        else:
            changes.change_note(note, **values, seen=also["seen"], at=at)
        return item

    meeting, initial = item.meeting, {}
    if note is not None:
        seen = note.noted_at.isoformat()
        initial = {"paragraph": note.paragraph, "text": note.text, "seen": seen}
    which = f"{item.pk}-{note.pk}" if note else f"new-at-{item.pk}"
    address = f"{place}?note={note.pk}" if note else place
    return Editor(
        form=NoteForm,
        sheet=Sheet("private-note", which, address, f"A note at {item.title}"),
        save=save,
        done=lambda _: place,
        heading=f"Your notes at item {item.number}",
        standfirst=item.title,
        initial=initial,
        button="Keep the note",
        told="The note is kept.",
        template="governance/item_notes.html",
        where="governance/agenda_crumbs.html",
        context={
            "board": meeting.board,
            "meeting": meeting,
            "item": item,
            "called": queries.meeting_called(meeting),
            "own": own,
            "changed": note,
            "place": place,
        },
    )
