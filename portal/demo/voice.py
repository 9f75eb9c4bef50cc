"""What children, young people and parents said, how they were asked, and what changed."""

from impact.models import Engagement, YouSaid
from portal.demo.dates import first_day, stretch
from portal.demo.plans import owner
from portal.demo.shelf import Shelf
from priorities.models import Outcome


def load_engagements(shelf: Shelf) -> None:
    """Add the pieces of listening; the working tools among them name their kind."""
    for entry in shelf.library.of("engagement"):
        said = entry.text("date")
        is_span = "/" in said
        on, on_known = first_day(said.partition("/")[0] or None)
        row = Engagement(
            slug=entry["id"],
            title=entry["title"],
            kind=entry.text("kind"),
            on=on,
            on_known=on_known,
            until=stretch(said).ends_on if is_span else None,
            as_written=said,
            what=entry["what"],
            **owner(shelf, entry["by"]),
        )
        shelf.add(row, of=entry)


def load_you_said(shelf: Shelf) -> None:
    """Add what was said and what changed."""
    for entry in shelf.library.of("you_said_we_changed"):
        row = YouSaid(
            slug=entry["id"],
            outcome=shelf.one(Outcome, entry["outcome"]),
            voice=entry["voice"],
            said=entry["said"],
            changed=entry["changed"],
            state=YouSaid.State.CHANGED,
        )
        shelf.add(row, of=entry)
