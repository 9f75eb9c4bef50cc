"""A fresh clone under a private folder makes its own environment and runs, for root and others."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portal.start.environment import CHECKOUT, RUN_LOCK, STAMP
from portal.start.lifeline import Account, run_as
from tests.portal.running import OURS, Up, free_port, left_of, remove_servers_of

pytestmark = pytest.mark.processes

FULL = os.environ.get("PORTAL_FULL") == "1"
NOBODY = Account("nobody", 65534, 65534)
LEFT_OUT = shutil.ignore_patterns("var", ".git", "__pycache__", ".*_cache", ".hypothesis")


@pytest.fixture
def clone():
    """What a fresh clone holds, in a private folder with a space in its long name."""
    base = Path(tempfile.mkdtemp(prefix="portal-clone-"))
    folder = base / "a private folder" / ("long name " * 6).strip()
    shutil.copytree(CHECKOUT, folder, ignore=LEFT_OUT, symlinks=True)
    yield folder
    remove_servers_of(folder / "var")
    shutil.rmtree(base)


def environment(home):
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    inherited.pop("PORTAL_NO_BOOTSTRAP", None)
    return {**inherited, "HOME": str(home)}


def test_a_fresh_clone_makes_its_environment_from_the_lock(clone):
    python = getattr(sys, "_base_executable", sys.executable)
    answer = subprocess.run(  # noqa: S603 - our own words
        [python, "manage.py", "version"],
        cwd=clone,
        env=environment(Path.home()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1].startswith("5.2")
    assert list(json.loads((clone / "var" / "venv" / STAMP).read_text())) == [RUN_LOCK]


def python_for(account):
    """Return a Python that `account` may run."""
    for path in (
        getattr(sys, "_base_executable", ""),
        *map(str, Path("/usr/bin").glob("python3*")),
    ):
        question = "import sys; sys.exit(sys.version_info[:2] < (3, 11))"
        if path and run_as(account, [path, "-c", question]).returncode == 0:
            return path
    return None


USERS = [None, NOBODY] if os.getuid() == 0 else [None]


@pytest.mark.skipif(not FULL, reason="a first start of a clone: only with --full")
@pytest.mark.parametrize("account", USERS, ids=lambda account: account.name if account else "us")
def test_one_command_on_a_fresh_clone_serves_the_first_page(clone, account):
    python = python_for(account)
    assert python, "no Python 3.11 that an ordinary user may run"
    how = {}
    if account:
        for path in (clone.parents[1], *clone.parents[1].rglob("*")):
            os.chown(path, account.user, account.group, follow_symlinks=False)
        how = {"user": account.user, "group": account.group, "extra_groups": []}
    house = Up(
        clone.parents[1] / "up.txt",
        free_port(),
        environment={**environment(clone.parents[1]), "PATH": f"{Path(python).parent}:/bin"},
        checkout=clone,
        python=python,
        **how,
    )
    house.wait_until_it_says("Ctrl-C stops all of it.", 240)
    assert house.page() == 200
    code, family = house.end(signal.SIGINT)
    assert (code, left_of(family)) == (0, set())
