"""`check_history [--json] [--head NUMBER:DIGEST]`: whether the history is whole."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.queries.sealing import Checked, check_history

PRINTED = 50  # findings: the rest are counted


class Command(BaseCommand):
    """Finds a changed, missing or cut record of the history."""

    help = "Check every seal of the history and every record; fails where one is not as it was."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer, and a seal that was noted elsewhere."""
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
        parser.add_argument("--head", default="", help="a seal as a mail or /history/ gave it")

    def handle(self, *_: Any, **options: Any) -> None:
        """Check, say what was found, and fail where the history is not whole."""
        checked = check_history(noted=options["head"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(checked), indent=1))
        else:
            self._tell(checked)
        if checked.findings:
            many = len(checked.findings)
            raise CommandError(
                f"The history is not whole: {many} thing{'' if many == 1 else 's'} found."
            )

    def _tell(self, checked: Checked) -> None:
        for finding in checked.findings[:PRINTED]:
            self.stdout.write(finding.words)
        if len(checked.findings) > PRINTED:
            self.stdout.write(f"... and {len(checked.findings) - PRINTED} more.")
        waits = f"{checked.waiting} entries wait for the next seal."
        if checked.head is None:
            self.stdout.write(f"Nothing is sealed yet; {waits}")
            return
        self.stdout.write(
            f"{checked.head.number} seals over {checked.entries} entries, the last of"
            f" {checked.head.made}: {checked.head.noted}. {waits}"
        )
        if not checked.findings:
            self.stdout.write("The history is whole.")


def as_json(checked: Checked) -> dict[str, Any]:
    """Return what was found as one JSON object."""
    return {
        "whole": not checked.findings,
        "head": checked.head.noted if checked.head else None,
        "entries": checked.entries,
        "waiting": checked.waiting,
        "findings": [asdict(finding) for finding in checked.findings],
    }
