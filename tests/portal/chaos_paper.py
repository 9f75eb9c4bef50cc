"""The constant papers of the fault tests: they differ by board and period only."""

import os
from dataclasses import replace
from typing import Any

from portal.reports.content import PaperContent
from tests.bench.paper import content

PRIORITIES = int(os.environ.get("CHAOS_PRIORITIES", "1"))
PAPER = content(priorities=PRIORITIES, actions=4, measures=1, themes=0, card=0)


def compose(*, board: Any, period: Any, **_asked: Any) -> PaperContent:
    """Return a paper that differs by board and period only."""
    return replace(
        PAPER, board=board.name, board_slug=board.slug, period_slug=period.slug, edition=None
    )
