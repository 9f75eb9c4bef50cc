"""The demonstration partnership: what five real papers say, and what was added to bring it alive.

`walsall/` holds the facts of the papers and of official files as data; the modules beside this one
put each record where it belongs. `illustrative/` holds what the papers do not know; every row of
it is marked. Nothing here imports Django before it is called: the start-up reads the accounts.
"""

from datetime import date


def is_stale(today: date) -> bool:
    """Say whether a quarter or term has ended since the demonstration was laid around a day.

    False where no demonstration stands. Costs one query.
    """
    from portal.demo.standing import anchor
    from portal.demo.timing import Timing

    anchored_on = anchor()
    return anchored_on is not None and Timing(anchored_on).is_over(today)
