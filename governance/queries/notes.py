"""What a person noted for themselves at the items of a meeting: read by nobody else."""

from django.db.models import QuerySet

from governance.models import AgendaItem, Meeting, PrivateNote
from governance.scope import Scope


def own_notes(item: AgendaItem, *, scope: Scope) -> "QuerySet[PrivateNote]":
    """Return the query for the person's notes at an item."""
    return item.private_notes.filter(person=scope.person).order_by("paragraph", "pk")


def notes_at(meeting: Meeting, *, scope: Scope) -> dict[int, list[PrivateNote]]:
    """Return the person's notes at the items of `meeting`, by item; one query, none for others."""
    found: dict[int, list[PrivateNote]] = {}
    if scope.person is None:
        return found
    rows = PrivateNote.objects.filter(item__meeting=meeting, person=scope.person)
    for each in rows.order_by("paragraph", "pk"):
        found.setdefault(each.item_id, []).append(each)
    return found
