"""Run the test suite on throw-away servers: all that this machine can test."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

WORKERS = ("-n", "2")
CHOOSES_WORKERS = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--collect-only", "--co")


class Command(BaseCommand):
    """`test [pytest arguments] [--full]`."""

    help = "Run the tests; --full runs the heavy ones whole. Other arguments go to pytest."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Take every argument but `--full` as pytest's own."""
        arguments = argv[2:]
        if arguments in (["--help"], ["-h"]):
            super().run_from_argv(argv)
        else:
            sys.exit(run(arguments))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may stand on the command line."""
        parser.add_argument("--full", action="store_true", help="run heavy tests whole")
        parser.add_argument("pytest", nargs="*", help="arguments for pytest")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run pytest when another program calls this command."""
        sys.exit(run([*options["pytest"], *(["--full"] if options["full"] else [])]))


def run(arguments: list[str]) -> int:
    """Run pytest with `arguments` and return its exit code."""
    environment = dict(os.environ)
    if "--full" in arguments:
        environment["PORTAL_FULL"] = "1"
    wanted = [argument for argument in arguments if argument != "--full"]
    chosen = any(argument.startswith(CHOOSES_WORKERS) for argument in wanted)
    command = [sys.executable, "-X", "utf8", "-m", "pytest"]
    command += [*([] if chosen else WORKERS), *wanted]
    return subprocess.call(command, env=environment)  # noqa: S603 - a person's own arguments
