"""Papers that officers write: a house format, their own words, and facts of a board."""

from portal.reports.papers.building import (
    build,
    build_typed,
    format_named,
    format_of,
    untyped,
)
from portal.reports.papers.compose import compose
from portal.reports.papers.kept import build_kept, typed_of
from portal.reports.papers.typed import Cleared, Composed, Finding, TypedPaper

__all__ = [
    "Cleared",
    "Composed",
    "Finding",
    "TypedPaper",
    "build",
    "build_kept",
    "build_typed",
    "compose",
    "format_named",
    "format_of",
    "typed_of",
    "untyped",
]
