"""What becomes of a line of a sheet: new, changed, the same or refused, as a preview tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

NEW, CHANGED, SAME, REFUSED = "new", "changed", "the same", "refused"


@dataclass(frozen=True)
class Told:
    """What became of a line, or would: which fields from what to what, or why it is refused."""

    line: int
    title: str
    kind: str
    why: str = ""
    fields: Sequence[tuple[str, str, str]] = ()
