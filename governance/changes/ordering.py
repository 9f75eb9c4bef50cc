"""Another order of a list: a row one place further, or past another row."""

from collections.abc import Sequence


def in_new_order(
    keys: Sequence[int], moved: int, *, up: bool, past: int | None = None
) -> list[int]:
    """Return `keys` with `moved` one place further up or down, or past the row `past`.

    At the end of the list, or where `past` is not on that side any more, nothing changes.

    >>> in_new_order([1, 2, 3], 3, up=True)
    [1, 3, 2]
    >>> in_new_order([1, 2, 3], 1, up=False, past=3)
    [2, 3, 1]
    >>> in_new_order([1, 2, 3], 1, up=False, past=4)
    [1, 2, 3]
    """
    stands = keys.index(moved)
    goes = stands + (-1 if up else 1)
    if past is not None:
        goes = keys.index(past) if past in keys else stands
    if goes not in (range(stands) if up else range(stands + 1, len(keys))):
        return list(keys)
    others = [key for key in keys if key != moved]
    return [*others[:goes], moved, *others[goes:]]
