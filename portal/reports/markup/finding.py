"""What was not understood in a typed text, and where."""

from dataclasses import dataclass

MOST = 40  # of one text: whoever has more to mend mends these first


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A sentence for the writer about a line of the text, counted from 1."""

    line: int
    words: str


class Findings:
    """The findings of one text: each said once a line, in the order of the lines."""

    def __init__(self) -> None:
        """Begin without any."""
        self._said: set[Finding] = set()

    def say(self, line: int, words: str) -> None:
        """Note `words` about `line`."""
        self._said.add(Finding(line, words))

    def listed(self) -> tuple[Finding, ...]:
        """Return them in order; of very many the first, and how many more there are."""
        every = sorted(self._said)
        rest = every[MOST:]
        if not rest:
            return tuple(every)
        return (*every[:MOST], Finding(rest[0].line, f"{len(rest)} more things like these."))
