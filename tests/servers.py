"""The pytest plugin that starts a throw-away PostgreSQL and Valkey before Django is read.

Named in `addopts`: a conftest would come too late, pytest-django has read the settings by then.
The workers of xdist inherit the servers of the process that started them.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from portal.start import binaries, postgres, valkey
from portal.start.lifeline import Account, server_account
from portal.start.places import name_of, throw_away
from tests import ready_made

CHECKOUT = Path(__file__).resolve().parents[1]
PREFIX = "portal-tests-"
running: list[postgres.Server | valkey.Server] = []
folders: list[Path] = []
# A file stays on one worker: what it lays out is laid out once. Those that take longest begin
# first: else one worker would end with them while the other has nothing left to do.
BEGIN_FIRST = (
    *("tests/journeys/", "tests/test_rights_hold.py", "tests/test_", "tests/portal/test_demo_"),
    "tests/portal/test_start_up.py",
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Have a database and a broker, before pytest-django reads the settings."""
    os.environ.setdefault("PORTAL_DEBUG", "1")
    # Making a test database takes longer on a busy machine than a page may.
    os.environ.setdefault("PORTAL_STATEMENT_TIMEOUT", "60s")
    if not os.environ.get("PORTAL_DATA_DIR"):
        os.environ["PORTAL_DATA_DIR"] = str(_folder(None))
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _database().address
    if not os.environ.get("CELERY_BROKER_URL"):
        os.environ["CELERY_BROKER_URL"] = _broker().address
    yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run keep to the tests whose result depends on the servers."""
    parser.addoption(
        "--touching-servers",
        action="store_true",
        help="run only the tests that touch the database or the broker, without a browser",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Do not look for waste while tests are found, nor at what was found as long as they run.

    Thousands of tests and what they import are made then and stay until the end.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--touching-servers` does not want; put long files before the others."""
    if config.getoption("--touching-servers"):
        wanted = [item for item in items if _touches(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted
    if hasattr(config, "workerinput"):  # on a worker of xdist
        items.sort(key=_turn)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop what this process started, and remove its files."""
    while running:
        running.pop().stop(patience=5)
    while folders:
        shutil.rmtree(folders.pop(), ignore_errors=True)


def _turn(item: pytest.Item) -> int:
    """Return when a test begins: those of files that take longest are the first."""
    early = (turn for turn, path in enumerate(BEGIN_FIRST) if item.nodeid.startswith(path))
    return next(early, len(BEGIN_FIRST))


def _touches(item: pytest.Item) -> bool:
    """Whether a test asks for the database or the broker, and for no browser."""
    asked = {"db", "transactional_db", "broker"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("broker")
    return bool(asked or marked) and item.get_closest_marker("browser") is None


def _database() -> postgres.Server:
    account = server_account()
    folder = _folder(account)
    programs = binaries.find_postgres(account, _copies())
    server = postgres.Server(
        programs,
        data=folder / "data",
        sockets=folder,
        log=folder / "postgres.log",
        account=account,
        careless=True,
    )
    ready_made.start(server)
    running.append(server)
    return server


def _broker() -> valkey.Server:
    account = server_account()
    folder = _folder(account)
    server = valkey.Server(
        binaries.find_valkey(account, _copies()),
        data=folder / "data",
        sockets=folder,
        log=folder / "valkey.log",
        account=account,
        careless=True,
    )
    server.start()
    running.append(server)
    return server


def _folder(account: Account | None) -> Path:
    _clear_after_the_killed()
    folder = throw_away(f"{PREFIX}{os.getpid()}-", account)
    folders.append(folder)
    return folder


def _clear_after_the_killed() -> None:
    """Remove what runs left that were killed before they could."""
    for base in {Path(tempfile.gettempdir()), Path("/dev/shm")}:  # noqa: S108 - where they lie
        for folder in base.glob(f"{PREFIX}*-*"):
            owner = folder.name.removeprefix(PREFIX).partition("-")[0]
            if owner.isdigit() and not _lives(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _copies() -> Path:
    """Where copies of the programs go if the servers' account cannot enter this checkout."""
    return Path("/var/lib") / f"portal-{name_of(CHECKOUT / 'var')}" / "programs"
