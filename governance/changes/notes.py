"""Notes that somebody keeps for themselves at an item: they stay whatever becomes of its papers.

No history is kept of them: they are one person's own.
"""

from datetime import datetime

from django.db import transaction

from governance.editing import Refused, RowGone, refusals_in_words
from governance.models import AgendaItem, PrivateNote, User

TAKEN = "You have a note there already: change that one."
ELSEWHERE = "You changed this note meanwhile, in another window. Open the page again to go on."


@transaction.atomic
def keep_note(
    item: AgendaItem, *, paragraph: str, text: str, by: User, at: datetime
) -> PrivateNote:
    """Keep a new note of `by` at an item; the same words sent again are the same note.

    :raises Refused: another note of theirs stands at the paragraph
    """
    with refusals_in_words(PrivateNote):
        note, is_new = PrivateNote.objects.get_or_create(
            person=by, item=item, paragraph=paragraph, defaults={"text": text, "noted_at": at}
        )
    if not is_new and note.text != text:
        raise Refused(TAKEN)
    return note


@transaction.atomic
def change_note(
    note: PrivateNote, *, paragraph: str, text: str, seen: str, at: datetime
) -> PrivateNote:
    """Change a note that stood as it was `seen`.

    :raises Refused: it was changed meanwhile, or another stands at the paragraph
    :raises RowGone: it was taken away meanwhile
    """
    kept = PrivateNote.objects.select_for_update().filter(pk=note.pk).first()
    if kept is None:
        raise RowGone
    if (kept.paragraph, kept.text) == (paragraph, text):
        return kept
    if kept.noted_at.isoformat() != seen:
        raise Refused(ELSEWHERE)
    others = PrivateNote.objects.filter(person=kept.person_id, item=kept.item_id)
    if others.filter(paragraph=paragraph).exclude(pk=kept.pk).exists():
        raise Refused(TAKEN)
    kept.paragraph, kept.text, kept.noted_at = paragraph, text, at
    kept.save(update_fields=["paragraph", "text", "noted_at"])
    return kept


@transaction.atomic
def take_away(note: PrivateNote) -> None:
    """Take a note away; done before, nothing happens."""
    PrivateNote.objects.filter(pk=note.pk).delete()
