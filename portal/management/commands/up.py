"""Run the whole portal on this machine; `manage.py` starts it before Django is there."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.start import supervisor


class Command(BaseCommand):
    """`up [--port 8000] [--no-demo]`."""

    help = "Run the whole portal on this machine, with the demonstration partnership."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the supervisor takes."""
        supervisor.arguments(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Run until told to stop."""
        supervisor.up(port=options["port"], demo=options["demo"])
