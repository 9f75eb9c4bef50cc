"""Whether PDF papers can be written here: Pango and a font, looked for in a process of its own.

WeasyPrint raises at import without Pango and crashes the process where there is no font at all.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.start import lifeline
from portal.start.telling import say

LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
FONTS = ("fontconfig", "fonts-dejavu-core")
TRIAL = "from weasyprint import HTML; HTML(string='<p>a').write_pdf()"
NO_PANGO = "Papers cannot be written as PDF: Pango is missing."
NO_FONT = "Papers cannot be written as PDF: no font is installed."


def reason_against_pdf(returncode: int, words: str) -> str:
    """Return why no PDF can be written, in one sentence; empty when it can."""
    if returncode == 0:
        return ""
    if returncode < 0:
        return NO_FONT
    if "cannot load library" in words:
        return NO_PANGO
    return f"Papers cannot be written as PDF: {words.strip().splitlines()[-1:] or ['no reason']}"


def remedy(reason: str) -> tuple[str, ...]:
    """Return the Debian packages that mend `reason`."""
    return {NO_PANGO: LIBRARIES, NO_FONT: FONTS}.get(reason, ())


@dataclass
class PaperCheck:
    """The trial beside `up`; where it may, it installs what is missing, after saying so."""

    log: Path
    may_install: bool = False
    process: subprocess.Popen[bytes] | None = None
    installing: tuple[str, ...] = ()

    def start(self) -> None:
        """Try to write a PDF, at the lowest priority."""
        self._run([sys.executable, "-X", "utf8", "-c", f"import os; os.nice(10); {TRIAL}"])

    def is_over(self) -> bool:
        """Whether the trial, or the installation after it, has come to its end."""
        if self.process is None or self.process.poll() is None:
            return False
        packages = remedy(self._reason()) if not self.installing else ()
        if packages and self.may_install:
            say(f"{self._reason()} Installing {' '.join(packages)} with apt-get.")
            self.installing = packages
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            install = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
            self._run(["sh", "-c", f"{install} || (apt-get update && {install})"], environment)
            return False
        return True

    def stop(self, patience: float = 1.0) -> None:
        """Give it up."""
        if self.process is not None:
            lifeline.end(self.process, 15, patience=patience)

    def outcome(self) -> str:
        """Say whether papers can be written as PDF, and if not what would help."""
        code = self.process.returncode if self.process else 0
        if self.installing:
            return "PDF papers: installed." if code == 0 else f"apt-get failed: {self._words()}"
        reason = self._reason()
        if not reason:
            return "Papers can be written as PDF."
        packages = " ".join(remedy(reason))
        return f"{reason} To mend it: sudo apt-get install {packages}" if packages else reason

    def _run(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        with self.log.open("wb") as log:
            self.process = lifeline.start(command, log=log, environment=environment)

    def _reason(self) -> str:
        code = self.process.returncode if self.process else 0
        return reason_against_pdf(code, self._words())

    def _words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace").strip()


def may_install() -> bool:
    """Whether this process may add packages to the system: root, on Debian, not in an image."""
    in_image = os.environ.get("PORTAL_NO_BOOTSTRAP") == "1"
    return not in_image and os.getuid() == 0 and shutil.which("apt-get") is not None
