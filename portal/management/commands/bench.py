"""`bench [NAME] [--json]`: the performance measurements, each a ratio measured in one run."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.core.management.base import BaseCommand, CommandError

Measure = Callable[[], list[Any]]


class Command(BaseCommand):
    """Measures what a paper and a page cost."""

    help = "Measures performance as ratios; NAME is P1 to P6 and so on, all of them without."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the names of the measurements and the form of the answer."""
        parser.add_argument("names", nargs="*", metavar="NAME", help="P1, P2, ...")
        parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")

    def handle(self, *_args: Any, names: list[str], **options: Any) -> None:
        """Measure, print each figure with its goal, and fail where a goal is missed."""
        known = measures()
        unknown = [name for name in names if name.upper() not in known]
        if unknown:
            raise CommandError(
                f"{', '.join(unknown)} is not measured; there is {', '.join(known)}."
            )
        results = []
        for name in [name.upper() for name in names] or list(known):
            for result in known[name]():
                results.append(result)
                if not options["json"]:
                    self.stdout.write(str(result))
        if options["json"]:
            rows = [{**asdict(each), "holds": each.holds} for each in results]
            self.stdout.write(json.dumps(rows, indent=1))
        missed = sum(not each.holds for each in results)
        if missed:
            raise CommandError(f"{missed} of {len(results)} goals are missed.")


def measures() -> dict[str, Measure]:
    """Return every measurement by name: what the modules of `tests.bench` call MEASURES.

    :raises CommandError: this installation came without its tests
    """
    try:
        room = import_module("tests.bench")
    except ModuleNotFoundError as missing:
        raise CommandError(
            "The measurements come with the tests, which are not here."
        ) from missing
    found: dict[str, Measure] = {}
    for each in iter_modules(room.__path__, "tests.bench."):
        found.update(getattr(import_module(each.name), "MEASURES", {}))
    return dict(sorted(found.items()))
