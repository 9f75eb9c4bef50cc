"""What sendings that name a thing of somewhere else are made of, and that none is taken."""

from collections.abc import Callable
from typing import Any

from tests.rights import World, outcome, undone, written_tables

Sent = tuple[str, dict[str, Any]]
# Who sends, what is in its place, the same with a thing of somewhere else, and what that meets.
Stray = tuple[str, Sent, Sent, str]
Maker = Callable[[World], Stray]
NOT_THERE, REFUSED = "not there", "refused"


def registering(strays: dict[tuple[str, str, str], Maker]) -> Callable[[str, str, str], Any]:
    """Return what writes a maker of stray sendings down among `strays`."""

    def stray(address: str, deed: str, what: str) -> Callable[[Maker], Maker]:
        """Register a maker of a stray sending of `deed` that names `what`."""

        def register(maker: Maker) -> Maker:
            strays[address, deed, what] = maker
            return maker

        return register

    return stray


def check_not_taken(world: World, maker: Maker) -> None:
    """Check that a thing of somewhere else is not taken, and what is in its place is."""
    with undone():
        who, right, wrong, expected = maker(world)
        with written_tables() as written:
            met = outcome(world.browser(who).post(*wrong))
        assert (met, written) == (expected, set()), wrong
        assert outcome(world.browser(who).post(*right)) == "may", right
