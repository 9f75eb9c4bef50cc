"""The demonstration's files, read whole: each record knows its file and its place there."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "walsall"
# Lists that stand beside the records of a file and are records too.
BESIDE = {"school_improvement": ("next_steps", "role_of_the_authority")}
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Entry:
    """One record of one file; `shelf` is the list it stands in, usually "records"."""

    file: str
    shelf: str
    number: int
    values: dict[str, Any] = field(hash=False, compare=False)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return what the record says under `key`, or `default`."""
        return self.values.get(key, default)

    def text(self, key: str) -> str:
        """Return what the record says under `key` as text; nothing said gives an empty text."""
        return str(self.values.get(key) or "")

    @property
    def name(self) -> str:
        """How a person finds the record again."""
        said = self.values
        within = "" if self.shelf == "records" else f"{self.shelf} "
        return f"{self.file}: {within}{said.get('id') or said.get('term') or self.number + 1}"


@dataclass(frozen=True)
class Library:
    """All files by name."""

    entries: dict[str, tuple[Entry, ...]]
    heads: dict[str, dict[str, Any]]
    sha256: str

    def of(self, file: str, shelf: str = "records") -> Iterator[Entry]:
        """Yield the records of `file` in their order."""
        return (entry for entry in self.entries[file] if entry.shelf == shelf)


def read(folder: Path = FOLDER) -> Library:
    """Read every file of `folder`."""
    entries, heads, digest = {}, {}, hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        content = parse(data)
        heads[path.stem] = content
        entries[path.stem] = tuple(
            Entry(path.stem, shelf, number, values)
            for shelf in ("records", *BESIDE.get(path.stem, ()))
            for number, values in enumerate(content[shelf])
        )
    return Library(entries, heads, digest.hexdigest())


def parse(data: bytes) -> Any:
    """Return what a file of ours says."""
    return yaml.load(data, Loader=Loader)  # noqa: S506 - the safe loader, in C where it is there
