"""Numbers put to sections and paragraphs by machine, once everything stands in its order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.reports.content import Block, Para, Paras, Part


def numbered(blocks: Iterable[Block], section: str) -> tuple[Block, ...]:
    """Return `blocks` with their paragraphs numbered in `section`: 3.1, 3.2 and so on.

    What stands in tables and lists belongs to the paragraph above it and has no number.
    """
    return tuple(_walked(blocks, _Count(section)))


class _Count:
    def __init__(self, section: str) -> None:
        self._section = section
        self._last = 0

    def next(self, para: Para) -> Para:
        self._last += 1
        return replace(para, number=f"{self._section}.{self._last}")


def _walked(blocks: Iterable[Block], count: _Count) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paras():
                yield replace(block, paras=tuple(map(count.next, block.paras)))
            case Part():
                yield replace(block, blocks=tuple(_walked(block.blocks, count)))
            case _:
                yield block
