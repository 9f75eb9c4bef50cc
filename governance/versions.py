"""Versions: what a thing said when it was agreed or published, frozen, and how two differ."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from governance import audit
from governance.models import Subject, User, Version

STANDING = (Version.Event.AGREED, Version.Event.PUBLISHED)


@dataclass(frozen=True)
class Difference:
    """One place where two versions differ; a side without it holds None."""

    path: tuple[str, ...]
    before: Any
    after: Any


def freeze(
    subject: Subject,
    *,
    event: Version.Event,
    content: Mapping[str, Any],
    by: User,
    at: datetime,
    schema: int = 1,
) -> Version:
    """Keep `content` (what JSON can hold) as the next version of `subject`.

    Asked again with the same event and content it returns the version that is there.
    """
    with audit.change(by=by, what=f"{event.label} {subject}"):
        Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
        last = subject.versions.order_by("-number").first()
        frozen = checksum(content)
        if last is not None and (last.event, last.checksum) == (event, frozen):
            return last
        return Version.objects.create(
            subject=subject,
            number=last.number + 1 if last else 1,
            event=event,
            schema=schema,
            content=content,
            checksum=frozen,
            made_at=at,
            made_by=by,
        )


def checksum(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content's canonical JSON, in 64 hex digits.

    >>> checksum({"b": 1, "a": "é"}) == checksum({"a": "é", "b": 1})
    True
    """
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(version: Version) -> bool:
    """Say whether a version still says what it said when it was frozen."""
    return checksum(version.content) == version.checksum


def as_at(subject: Subject, day: date) -> Version | None:
    """Return the newest version of `subject` agreed or published on or before `day`."""
    standing = subject.versions.filter(event__in=STANDING, made_at__date__lte=day)
    return standing.order_by("-number").first()


def next_number(subject: Subject) -> int:
    """Return the number that the draft being written will have."""
    last: int | None = subject.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def differences(before: Version, after: Version) -> list[Difference]:
    """Return where two versions differ, in the order of their paths."""
    return sorted(_differences(before.content, after.content, ()), key=lambda each: each.path)


def _differences(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from _differences(before.get(name), after.get(name), (*path, name))
    elif before != after:
        yield Difference(path, before, after)
