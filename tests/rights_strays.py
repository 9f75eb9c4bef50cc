"""What the walks of rights have in common: sendings, strays among them, and that none is taken."""

from collections.abc import Callable
from typing import Any

from governance.models import Board
from tests.rights import World, outcome, undone, written_tables

Thing = Callable[[Board, str], dict[str, Any]]
Sent = Callable[[dict[str, Any]], dict[str, Any]]
Sending = tuple[str, dict[str, Any]]
# Who sends, what is in its place, the same with a thing of somewhere else, and what that meets.
Stray = tuple[str, Sending, Sending, str]
Maker = Callable[[World], Stray]
WHO = "membership administrator"
NOT_THERE, REFUSED = "not there", "refused"


def always(**values: Any) -> Sent:
    """Return a sending that is the same whatever the thing."""
    return lambda thing: values


def of_board(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug}


def registering(
    strays: dict[tuple[str, str, str], Maker], *, within: str = ""
) -> Callable[[str, str, str], Any]:
    """Return what writes a maker of stray sendings down among `strays`.

    `within`: what all their addresses begin with.
    """

    def stray(address: str, deed: str, what: str) -> Callable[[Maker], Maker]:
        """Register a maker of a stray sending of `deed` that names `what`."""

        def register(maker: Maker) -> Maker:
            strays[f"{within}{address}", deed, what] = maker
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
