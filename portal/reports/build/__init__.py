"""How a paper is made: the one reader, and what composes the sections from what it found."""

from portal.reports.build.reader import BUILT, UnknownFormat, build

__all__ = ["BUILT", "UnknownFormat", "build"]
