"""The words of the illustrative rows, kept as data beside these modules."""

from functools import cache
from pathlib import Path
from typing import Any

from portal.demo.files import parse

FOLDER = Path(__file__).parent


@cache
def words(name: str) -> dict[str, Any]:
    """Return what the file `name` says; callers read it and change nothing."""
    content: dict[str, Any] = parse((FOLDER / f"{name}.yaml").read_bytes())
    return content
