"""Who notes something for themselves at an item of an agenda."""

import rules

from governance.models import AgendaItem
from governance.rules.board import is_deputy, may_read_item, reads_drafts, right
from governance.scope import Person


@rules.predicate
def notes_for_themselves(person: Person, item: AgendaItem) -> bool:
    """The person sits at the table, or keeps it, and reads the item."""
    inside = reads_drafts(person, item.meeting) or is_deputy(person, item.meeting)
    return bool(inside) and bool(may_read_item(person, item))


right(
    "governance.take_notes",
    notes_for_themselves,
    who="Who sits with the board and reads an item notes something for themselves.",
)
