"""Whether the embedded database has the tables of this code: a note beside its data.

The note saves every command the two seconds that Django needs to find nothing to migrate.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from portal.start.environment import CHECKOUT, RUN_LOCK
from portal.start.places import Places
from portal.start.telling import CannotStart

CHANGED_BY = frozenset({"migrate", "restore", "flush", "sqlflush"})
MIGRATE = (
    *(sys.executable, "-X", "utf8", "manage.py", "migrate"),
    *("--no-input", "--verbosity", "0", "--skip-checks"),
)


def is_current(places: Places) -> bool:
    """Whether the embedded database was migrated with exactly these migrations and libraries."""
    try:
        return _note(places).read_text(encoding="utf-8") == _fingerprint(CHECKOUT)
    except OSError:
        return False


def mark_current(places: Places) -> None:
    """Note that the tables are those of this code."""
    _note(places).write_text(_fingerprint(CHECKOUT), encoding="utf-8")


def forget(places: Places) -> None:
    """Have the next start look again."""
    _note(places).unlink(missing_ok=True)


def make_current(places: Places) -> None:
    """Make the tables of the database that the environment names, if they may be missing.

    :raises CannotStart: the migrations failed
    """
    if is_current(places):
        return
    environment = {**os.environ, "PORTAL_NO_BOOTSTRAP": "1", "PORTAL_DEBUG": "1"}
    answer = subprocess.run(
        MIGRATE, check=False, cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )
    if answer.returncode:
        words = (answer.stderr or answer.stdout).strip().splitlines()[-1:]
        raise CannotStart(f"The database could not be prepared: {' '.join(words)}")
    mark_current(places)


def _note(places: Places) -> Path:
    return places.servers / "migrated"


def _fingerprint(checkout: Path) -> str:
    found = hashlib.sha256((checkout / RUN_LOCK).read_bytes())
    for path in sorted(checkout.glob("*/migrations/*.py")):
        found.update(str(path.relative_to(checkout)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
