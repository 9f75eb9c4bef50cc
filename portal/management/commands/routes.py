"""Every address of the portal, with its name, the methods it takes and who may open it."""

import inspect
import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

from portal.rules import RULES

NOBODY = "nobody"
ANY = ("any",)


@dataclass(frozen=True)
class Route:
    """One address; `rule` is its row in the table of the default-deny middleware."""

    address: str
    name: str
    methods: tuple[str, ...]
    rule: str


class Command(BaseCommand):
    """`routes [--json]`."""

    help = "List every address with its name, methods and rule."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer JSON."""
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Write them in the order in which they are tried."""
        found = list(routes(get_resolver().url_patterns))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(route) for route in found], indent=1))
            return
        for route in found:
            methods = ",".join(route.methods)
            self.stdout.write(f"{route.address:50} {route.name:34} {methods:14} {route.rule}")


def routes(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "/", namespace: str = ""
) -> Iterator[Route]:
    """Yield every route below `patterns`; an unnamed one bears no rule and opens for nobody."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, address, inner)
        else:
            name = f"{namespace}{pattern.name or ''}"
            yield Route(address, name, methods(pattern.callback), RULES.get(name, NOBODY))


def methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """Return the methods that `view` says it takes, from its decorator or its class."""
    of_class = getattr(view, "view_class", None)
    if of_class is not None:
        named = [name for name in of_class.http_method_names if hasattr(of_class, name)]
        return tuple(sorted(name.upper() for name in named if name != "options"))
    layer: Callable[..., Any] | None = view
    while layer is not None:
        if inspect.isfunction(layer):
            taken = inspect.getclosurevars(layer).nonlocals.get("request_method_list")
            if taken is not None:
                return tuple(sorted(taken))
        layer = getattr(layer, "__wrapped__", None)
    return ANY
