"""How a paper is kept: to JSON and back, its checksum, and its words fit to print."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from portal.reports.content.blocks import Section
from portal.reports.content.paper import SCHEMA, PaperContent
from portal.reports.content.words import Run

# What XML cannot hold (so Word and PDF's metadata break on it), and what turns text round unseen.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


class UnknownSchema(ValueError):
    """The content was frozen by a later release than this one."""


def to_data(content: PaperContent) -> dict[str, Any]:
    """Return `content` as what a JSON column holds, defaults left out.

    Leaving defaults out lets a later release add a field without changing the checksum of an
    equal paper; so a default is never changed, only added.
    """
    data: dict[str, Any] = plain(PaperContent, content)
    return data


def from_data(data: dict[str, Any]) -> PaperContent:
    """Return the content that `to_data` wrote.

    :raises UnknownSchema: it was written with a later schema
    """
    if data.get("schema", SCHEMA) > SCHEMA:
        raise UnknownSchema(f"This paper has schema {data['schema']}; known are 1 to {SCHEMA}.")
    read: PaperContent = built(PaperContent, data)
    return read


def to_json(content: PaperContent) -> str:
    """Return `content` as canonical JSON: sorted keys, no spaces, defaults left out."""
    return canonical(to_data(content))


def canonical(data: Any) -> str:
    """Return data as JSON in the one way it is written: sorted keys, no spaces."""
    return json.dumps(
        data,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def from_json(text: str) -> PaperContent:
    """Return the content that `to_json` wrote."""
    return from_data(json.loads(text))


def checksum(content: PaperContent) -> str:
    """Return the SHA-256 of the canonical JSON without the edition, in 64 hex digits."""
    whole = to_json(replace(content, edition=None))
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()


def printed_checksum(content: PaperContent) -> str:
    """Return the checksum as it stands on each sheet: its first twelve digits in groups."""
    first = checksum(content)[:12]
    return f"{first[:4]} {first[4:8]} {first[8:]}"


def only(content: PaperContent, anchor: str) -> PaperContent:
    """Return one section alone, without cover and links, for a look before the whole is printed.

    :raises KeyError: no section has that anchor
    """
    sections = tuple(each for each in content.sections if each.anchor == anchor)
    if not sections:
        raise KeyError(anchor)
    alone: tuple[Section, ...] = _mapped(sections, _unlinked)
    return replace(content, opening="section", front=(), sections=alone, data=(), sources=())


def printable(content: PaperContent) -> PaperContent:
    """Return `content` without characters that no paper can carry (control, half pairs)."""
    clean: PaperContent = _mapped(content, _cleaned)
    return clean


def texts(value: Any) -> Iterator[str]:
    """Yield the texts of a paper or a part of it in order; the runs of a paragraph as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and value and isinstance(value[0], Run):
        yield "".join(run.text for run in value)
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def clean_text(text: str) -> str:
    """Return `text` without characters that no paper can carry; tabs and line ends stay.

    >>> clean_text("early\\x0b help")
    'early help'
    """
    return _UNPRINTABLE.sub("", text)


@cache
def _layout(kind: type) -> tuple[tuple[str, Any, Any], ...]:
    """Return name, type and default of each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name], each.default) for each in fields(kind))


def plain(hint: Any, value: Any) -> Any:
    """Return `value`, of the type `hint`, as what JSON can hold; of a union, with its name."""
    if isinstance(value, tuple):
        return [plain(get_args(hint)[0], each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and float in (hint, *get_args(hint)):
        return float(value)  # 5 and 5.0 are one figure and must have one checksum
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kept: dict[str, Any] = {"is": type(value).__name__} if _is_union(hint) else {}
    for name, each, default in _layout(type(value)):
        held = getattr(value, name)
        if default is MISSING or held != default:
            kept[name] = plain(each, held)
    return kept


def built(hint: Any, data: Any) -> Any:
    """Return `data` as the type `hint` says: the way back from `plain`."""
    if get_origin(hint) is tuple:
        (item, _ellipsis) = get_args(hint)
        return tuple(built(item, each) for each in data)
    if _is_union(hint):
        return built(_chosen(get_args(hint), data), data)
    if hint is date:
        return date.fromisoformat(data)
    if isinstance(hint, type) and is_dataclass(hint):
        known = {name: each for name, each, _default in _layout(hint)}
        return hint(**{name: built(known[name], data[name]) for name in data if name != "is"})
    if hint is float:
        return float(data)
    return data


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in {Union, UnionType}


def _chosen(kinds: tuple[Any, ...], data: Any) -> Any:
    """Return the member of a union that wrote `data`."""
    if data is None:
        return NoneType
    named = data["is"] if isinstance(data, dict) else None
    for kind in kinds:
        if kind is not NoneType and (named is None or kind.__name__ == named):
            return kind
    raise UnknownSchema(f"This paper holds a part that is not known here: {named}.")


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return `value` with `change` made to it and to everything within it."""
    if isinstance(value, tuple):
        return tuple(_mapped(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: _mapped(getattr(value, each.name), change) for each in fields(value)}
        return change(replace(value, **held))
    return change(value)


def _cleaned(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _unlinked(value: Any) -> Any:
    inner = isinstance(value, Run) and value.href.startswith("#")
    return replace(value, href="") if inner else value
