"""The virtual environment: made from the hashed locks, stamped with them, made again when stale.

It is built aside and renamed at the end, so an interrupted build leaves nothing half done.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from portal.start import installers
from portal.start.telling import CannotStart, say

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / "var" / "venv"
RUN_LOCK = "requirements/run.txt"
TEST_LOCK = "requirements/test.txt"
ROOM = 500 * 1024 * 1024  # bytes that must be free before anything starts
STAMP = "portal-locks.json"
TESTING = frozenset({"test", "check_house", "bench"})


def make_ready(arguments: Sequence[str]) -> None:
    """Return only when this process runs in the right environment; else build it and go there."""
    if os.environ.get("PORTAL_NO_BOOTSTRAP") == "1":
        return
    locks = [RUN_LOCK, TEST_LOCK] if arguments[1:2] and arguments[1] in TESTING else [RUN_LOCK]
    if not is_current(VENV, CHECKOUT, locks):
        build(CHECKOUT, locks)
    if not _is_inside(VENV):
        _enter(VENV, arguments)


def is_current(venv: Path, checkout: Path, locks: Sequence[str]) -> bool:
    """Whether `venv` was made from these `locks` as they stand now, and its Python is there."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return os.access(python_of(venv), os.X_OK) and all(
        stamp.get(lock) == _fingerprint(checkout / lock) for lock in locks
    )


def build(checkout: Path, locks: Sequence[str]) -> None:
    """Make `var/venv` from `locks`, keeping the test libraries where it already had them.

    :raises CannotStart: nothing could install it; nothing was changed
    """
    venv = checkout / "var" / "venv"
    try:
        venv.parent.mkdir(exist_ok=True)
        with _alone(venv.parent / "venv.lock"):
            if is_current(venv, checkout, locks):
                return
            if _had(venv, TEST_LOCK):
                locks = [RUN_LOCK, TEST_LOCK]
            _build_aside(checkout, venv, locks)
    except PermissionError as refusal:
        found = next(folder for folder in (venv.parent, checkout) if folder.exists())
        raise CannotStart(not_ours(found)) from refusal


def stamp(venv: Path, checkout: Path, locks: Sequence[str]) -> None:
    """Note in `venv` which locks it was made from."""
    marks = {lock: _fingerprint(checkout / lock) for lock in locks}
    (venv / STAMP).write_text(json.dumps(marks, indent=1) + "\n", encoding="utf-8")


def python_of(venv: Path) -> Path:
    """Return the path of the environment's own Python."""
    return venv / "bin" / "python"


def require_room(folder: Path) -> None:
    """Refuse to start on a disk that is nearly full.

    :raises CannotStart: less than 500 MB are free
    """
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise CannotStart(
            f"Only {free // 1024**2} MB are free in {folder}; the portal needs 500 MB to start."
        )


def not_ours(folder: Path) -> str:
    """Say how a folder that another user owns is made ours."""
    return (
        f"{folder} belongs to another user. Make it yours first: "
        f"sudo chown -R {os.getuid()}:{os.getgid()} '{folder}'"
    )


def _build_aside(checkout: Path, venv: Path, locks: Sequence[str]) -> None:
    require_room(venv.parent)
    began = time.monotonic()
    aside = venv.with_name("venv.building")
    shutil.rmtree(aside, ignore_errors=True)
    say(f"Making the Python environment in {venv} (first start or changed locks).")
    installers.make(aside, _base_python(), checkout / "var")
    for lock in locks:
        installers.install(aside, checkout / lock, checkout / "var")
    _correct_scripts(aside, venv)
    stamp(aside, checkout, locks)
    old = venv.with_name(f"venv.old-{os.getpid()}")
    if venv.exists():
        venv.rename(old)
    aside.rename(venv)
    for left in venv.parent.glob("venv.old-*"):
        shutil.rmtree(left, ignore_errors=True)
    say(f"The environment is ready ({time.monotonic() - began:.1f} s).")


def _had(venv: Path, lock: str) -> bool:
    try:
        return lock in json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _base_python() -> str:
    """Return the Python outside any virtual environment that this one came from."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def _correct_scripts(aside: Path, venv: Path) -> None:
    """Point the scripts' first lines at the place where the environment will stand."""
    before, after = os.fsencode(aside), os.fsencode(venv)
    for script in (aside / "bin").iterdir():
        if script.is_symlink() or not script.is_file() or script.stat().st_size > 100_000:
            continue
        text = script.read_bytes()
        if before in text:
            script.write_bytes(text.replace(before, after))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold `lock`; while another process builds, say so and wait."""
    with lock.open("a") as handle:
        waited = 0
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                say(f"  another command is making the environment ({waited} s)")
                time.sleep(2)
                waited += 2
        yield


def _is_inside(venv: Path) -> bool:
    inside = Path(sys.prefix).resolve() == venv.resolve()
    return inside and sys.flags.utf8_mode == 1 and sys.pycache_prefix == _bytecode_of(venv)


def _bytecode_of(venv: Path) -> str:
    """Where compiled modules are kept: out of the checkout's sight, and always written."""
    return str(venv.with_name("bytecode"))


def _enter(venv: Path, arguments: Sequence[str]) -> NoReturn:
    python = str(python_of(venv))
    for name in ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    os.environ["PYTHONPYCACHEPREFIX"] = _bytecode_of(venv)
    os.execv(python, [python, "-X", "utf8", *arguments])  # noqa: S606 - a list, no shell
