"""How wide words are in Public Sans, so that labels can be placed without a browser.

Advances are those of the font at weights 400 and 650, in thousandths of the type size, rounded
up; figures count with their tabular width, the wider of the two. A letter with an accent is as
wide as the letter; what the table does not know counts as a full em, so that nothing is cut.
"""

from functools import lru_cache
from unicodedata import normalize

_REGULAR = (
    *(243, 251, 426, 603, 700, 904, 709, 248, 303, 309, 394, 555, 300, 378, 300, 351),
    *(700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 226, 240, 546, 555, 546, 521),
    *(831, 710, 671, 689, 694, 621, 594, 733, 766, 283, 389, 682, 578, 886, 754, 734),
    *(637, 748, 677, 670, 594, 701, 673, 954, 688, 607, 637, 303, 351, 303, 473, 518),
    *(219, 553, 597, 544, 597, 567, 396, 623, 577, 248, 263, 562, 303, 865, 577, 566),
    *(596, 596, 391, 506, 389, 581, 505, 780, 565, 535, 481, 328, 263, 332, 568),
)
_BOLD = (
    *(230, 275, 468, 613, 700, 931, 767, 258, 326, 330, 455, 581, 300, 390, 300, 374),
    *(700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 260, 270, 570, 581, 571, 532),
    *(829, 723, 682, 712, 714, 632, 609, 753, 769, 302, 399, 709, 578, 911, 776, 755),
    *(649, 768, 692, 687, 611, 719, 697, 965, 711, 654, 662, 330, 374, 330, 482, 545),
    *(254, 564, 606, 546, 606, 574, 397, 627, 589, 263, 283, 576, 323, 889, 590, 574),
    *(605, 605, 408, 522, 410, 592, 517, 787, 583, 557, 493, 372, 267, 372, 602),
)
_MARKS = "£–—‘’“”…−≤≥·×°½æßøÆØ\u00a0"
_MARKS_REGULAR = (
    *(700, 555, 1117, 240, 232, 419, 411, 768, 555, 555, 555),
    *(230, 540, 463, 867, 914, 590, 586, 975, 751, 243),
)
_MARKS_BOLD = (
    *(700, 584, 1142, 258, 255, 466, 463, 866, 581, 581, 581),
    *(253, 568, 472, 894, 914, 619, 606, 1025, 770, 230),
)
_ASCII = "".join(map(chr, range(32, 127)))
_TABLES = {
    False: dict(zip(_ASCII + _MARKS, _REGULAR + _MARKS_REGULAR, strict=True)),
    True: dict(zip(_ASCII + _MARKS, _BOLD + _MARKS_BOLD, strict=True)),
}
_EM = 1000


@lru_cache(maxsize=4096)
def width(words: str, size: int, *, bold: bool = False) -> float:
    """How wide `words` stand at `size`, in the units of `size`; `bold` is weight 650.

    >>> width("Target", 10)
    31.17
    """
    table = _TABLES[bold]
    total = 0
    for letter in words:
        known = table.get(letter)
        total += table.get(normalize("NFD", letter)[0], _EM) if known is None else known
    return total * size / _EM


def cut(words: str, size: int, room: float, *, bold: bool = False) -> str:
    """`words`, or as many of them as fit into `room` with an ellipsis.

    >>> cut("Children and young people", 10, 90)
    'Children and…'
    """
    if width(words, size, bold=bold) <= room:
        return words
    short = words
    while short and width(short + "…", size, bold=bold) > room:
        whole, gap, _ = short.rpartition(" ")
        short = (whole if gap else short[:-1]).rstrip(" ,;:–-")
    return short + "…"


def wrap(
    words: str, size: int, room: float, *, bold: bool = False, most: int = 9
) -> tuple[str, ...]:
    """`words` broken into lines no wider than `room`, at most `most` of them.

    A word that is too wide alone, and what is left after the last line, is cut.

    >>> wrap("Schools closed to most pupils", 10, 90)
    ('Schools closed to', 'most pupils')
    """
    if words and width(words, size, bold=bold) <= room:
        return (words,)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        fits = width(longer, size, bold=bold) <= room
        if lines and (fits or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(cut(line, size, room, bold=bold) for line in lines)


def balanced(
    words: str, size: int, room: float, *, bold: bool = False, most: int = 9
) -> tuple[str, ...]:
    """`words` in as few lines as `wrap` needs, as equally long as may be.

    >>> balanced("Schools closed to most pupils in two springs", 10, 190)
    ('Schools closed to most', 'pupils in two springs')
    """
    lines = wrap(words, size, room, bold=bold, most=most)
    even = width(words, size, bold=bold) / max(len(lines), 1)
    for narrower in (even, even * 1.1, even * 1.25, even * 1.5):
        if narrower < room:
            closer = wrap(words, size, narrower, bold=bold)
            if len(closer) <= len(lines):
                return closer
    return lines


def widest(lines: tuple[str, ...], size: int, *, bold: bool = False) -> float:
    """The width of the widest of `lines`; none are nothing wide."""
    return max((width(line, size, bold=bold) for line in lines), default=0.0)
