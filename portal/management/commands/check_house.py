"""Every static check that a change must pass, in order, each named; all run even if one fails."""

import os
import secrets
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

SCRIPTS = Path(sysconfig.get_path("scripts"))
PACKAGES = ("governance", "priorities", "impact", "portal")
# In the paper's own parts a line break between two marks is a space in print: laid out by hand.
PAPER = ("reports/blocks/", "reports/paper.html")


@dataclass(frozen=True)
class Check:
    """One check: its name for people and the command that makes it."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def laid_out() -> list[str]:
    """Return the templates that the formatter lays out: all but the paper's."""
    templates = Path(settings.BASE_DIR) / "templates"
    pages = (path.relative_to(templates).as_posix() for path in templates.rglob("*.html"))
    return sorted(f"templates/{page}" for page in pages if not page.startswith(PAPER))


def checks() -> list[Check]:
    """Return the checks in the order they run, cheapest first."""
    python = sys.executable
    manage = (python, "-X", "utf8", "manage.py")
    deployment = {
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(50),
        "PORTAL_HOSTS": "portal.example.org",
        "PORTAL_DEBUG": "",
    }
    return [
        Check("ruff: faults", (str(SCRIPTS / "ruff"), "check", ".")),
        Check("ruff: format", (str(SCRIPTS / "ruff"), "format", "--check", ".")),
        Check("mypy: types", (python, "-m", "mypy", *PACKAGES, "manage.py")),
        Check("import-linter: storeys and rooms", (str(SCRIPTS / "lint-imports"),)),
        Check("djangofmt: templates", (str(SCRIPTS / "djangofmt"), "--check", *laid_out())),
        Check("migrations: none is missing", (*manage, "makemigrations", "--check", "--dry-run")),
        Check(
            "deployment: settings fit for the public",
            (*manage, "check", "--deploy", "--fail-level", "WARNING"),
            deployment,
        ),
    ]


class Command(BaseCommand):
    """`check_house`."""

    help = "Run every static check that a change must pass."
    requires_system_checks = ()

    def handle(self, *_: Any, **__: Any) -> None:
        """Run every check; exit 1 if any failed."""
        failed = [check.name for check in checks() if not self._passes(check)]
        if failed:
            self.stderr.write(f"{len(failed)} checks failed: {'; '.join(failed)}.")
            sys.exit(1)
        self.stdout.write("The house is in order.")

    def _passes(self, check: Check) -> bool:
        began = time.monotonic()
        answer = subprocess.run(  # noqa: S603 - our own commands
            check.command,
            check=False,
            cwd=settings.BASE_DIR,
            env={**os.environ, "NO_COLOR": "1", **check.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        word = "failed" if answer.returncode else "passed"
        self.stdout.write(f"{word}  {check.name} ({time.monotonic() - began:.1f} s)")
        if answer.returncode:
            self.stdout.write(answer.stdout)
        self.stdout.flush()
        return answer.returncode == 0
