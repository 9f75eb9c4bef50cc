"""What the bundled type can draw: other letters would look as the machine's own fonts have it."""

from functools import cache
from pathlib import Path

import fontpkg_public_sans
from fontTools.ttLib import TTFont

_FONT = Path(fontpkg_public_sans.__file__).parent / "files" / "PublicSans[wght].ttf"


def undrawable(text: str) -> str:
    """Return the characters of `text` that the bundled type lacks, each once, in their order.

    >>> undrawable("naïve “≥ 20 °C” £5, Łódź")
    ''
    >>> undrawable("家 and 👪, 家")
    '家👪'
    """
    known = _letters()
    return "".join(
        dict.fromkeys(each for each in text if ord(each) not in known and not each.isspace())
    )


@cache
def _letters() -> frozenset[int]:
    with TTFont(_FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())
