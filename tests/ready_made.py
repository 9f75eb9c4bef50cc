"""A cluster that holds a migrated database already: kept between runs, copied for each.

Test databases are then copies of that one (`TEMPLATE`), where to migrate an empty one takes
many times as long. What is kept is named by all that it follows from, so nothing has to be
thrown away by hand.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from portal.start import postgres

CHECKOUT = Path(__file__).resolve().parents[1]
KEPT = CHECKOUT / "var" / "test-clusters"
TEMPLATE = "migrated"
NAMED_IN = "PORTAL_TESTS_TEMPLATE"  # how the workers of xdist learn of it
FOLLOWS_FROM = (
    *("*/migrations/*.py", "portal/reports/formats/*.yaml", "portal/settings.py"),
    *("requirements/*.txt", "tests/ready_made.py", "portal/start/postgres.py"),
)
NEWEST = 3  # as many are kept


def start(server: postgres.Server) -> None:
    """Start a throw-away server with the migrated database in it."""
    kept = KEPT / f"{_name(server)}.tar"
    if kept.exists():
        _lay_out(kept, server.data)
        server.start()
    else:
        server.start()
        _migrate(server)
        server.stop()
        _keep(server.data, kept)
        server.start()
    os.environ[NAMED_IN] = TEMPLATE


def _name(server: postgres.Server) -> str:
    """Return the hash of all files that a migrated database follows from."""
    told = hashlib.sha256(f"{server.programs.major} {sys.version_info[:2]}".encode())
    for pattern in FOLLOWS_FROM:
        for path in sorted(CHECKOUT.glob(pattern)):
            told.update(f"{path.relative_to(CHECKOUT)} ".encode())
            told.update(path.read_bytes())
    return told.hexdigest()[:32]


def _migrate(server: postgres.Server) -> None:
    server.tool("createdb", TEMPLATE)
    address = server.address.rpartition("/")[0] + f"/{TEMPLATE}"
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(  # noqa: S603 -- our own command
        command, cwd=CHECKOUT, env={**os.environ, **settings}, check=True
    )


def _keep(data: Path, kept: Path) -> None:
    """Put a stopped cluster away, whole or not at all; the oldest go."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_name(f"{kept.name}.{os.getpid()}")
    with tarfile.open(aside, "w") as packed:
        packed.add(data, arcname=".")
    aside.rename(kept)
    newest_first = sorted(KEPT.glob("*.tar"), key=lambda each: -each.stat().st_mtime)
    for old in newest_first[NEWEST:]:
        old.unlink(missing_ok=True)


def _lay_out(kept: Path, data: Path) -> None:
    data.mkdir(mode=0o700, parents=True)
    with tarfile.open(kept) as packed:
        packed.extractall(data, filter="data")
    data.chmod(0o700)
