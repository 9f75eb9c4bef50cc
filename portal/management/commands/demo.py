"""Load the demonstration partnership; again changes nothing."""

import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.changes.sealing import seal_all
from portal.demo import is_stale, standing
from portal.demo.illustrative.papers import publish_papers
from portal.demo.load import Outcome, load
from portal.models import DemonstrationLoad
from portal.start import accounts
from portal.start.places import kept_secret


class Command(BaseCommand):
    """`demo [--reset]`."""

    help = "Load the demonstration partnership; again changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to start afresh."""
        parser.add_argument("--reset", action="store_true", help="take away what stands first")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day it hangs on, as 2024-04-01 (today)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, or say that it stands already."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is refused where people work: it needs demonstration mode"
                " (PORTAL_DEBUG=1)."
            )
        day = options["on"] or timezone.localdate()
        try:
            outcome = load(on=day, password=password(), reset=options["reset"])
        except standing.Refused as reason:
            raise CommandError(str(reason)) from reason
        if outcome:
            publish_papers(on=outcome.load.anchored_on)
            seal_all(at=timezone.now())
            self._tell(outcome)
        else:
            self._say_it_stands(timezone.localdate())
        if self.stdout.isatty():  # `up` prints them itself
            self.stdout.write("\n".join(accounts.lines(password())))

    def _tell(self, outcome: Outcome) -> None:
        records = sum(outcome.load.records.values())
        if outcome.deleted:
            self.stdout.write(f"Took away {outcome.deleted} rows; the history keeps them.")
        self.stdout.write(
            f"The demonstration stands: {records} records of {len(outcome.load.records)} files"
            f" in {outcome.rows} rows, {outcome.illustrative} of them illustrative,"
            f" around {written(outcome.load.anchored_on)} ({outcome.seconds:.1f} s)."
        )
        self._name_homeless(outcome.load)

    def _name_homeless(self, load: DemonstrationLoad) -> None:
        if not load.homeless:
            self.stdout.write("Every record has its place.")
        for each in load.homeless:
            self.stdout.write(f"Without a place: {each['record']}, {each['why']}.")

    def _say_it_stands(self, today: date) -> None:
        stands = standing.found()
        if stands is None:
            return
        self.stdout.write(
            f"The demonstration stands already, around {written(stands.anchored_on)};"
            " nothing was changed."
        )
        if standing.set_password(password()):
            self.stdout.write("The accounts have the password that was given now.")
        if is_stale(today):
            self.stdout.write(
                "A quarter has ended since: `python3 manage.py demo --reset` starts it afresh."
            )


def password() -> str:
    """Return the one password of the accounts: the environment's, else the kept one."""
    given = os.environ.get("PORTAL_DEMO_PASSWORD")
    return given or kept_secret(Path(settings.DATA_DIR) / "demo_password")


def written(day: date) -> str:
    """Return a day as people write it."""
    return f"{day.day} {day:%B %Y}"
