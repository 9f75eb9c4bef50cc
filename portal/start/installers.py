"""The tools that make an environment, tried in order: uv, then pip from wherever it is.

Every installation checks the hashes of its lock. Nothing here names a package index: uv and
pip use the one the machine is set up for.
"""

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from portal.start import pip_wheel
from portal.start.telling import CannotStart, say

PATIENCE = 2.0  # seconds: the longest silence while something installs
TOOLS_LOCK = Path(__file__).resolve().parents[2] / "requirements" / "start.txt"


def make(venv: Path, python: str, tools: Path) -> None:
    """Make an empty virtual environment at `venv` for `python`.

    :raises CannotStart: this Python cannot make one
    """
    uv = find_uv(python, tools)
    attempts = [[*uv, "venv", "--quiet", "--python", python, str(venv)]] if uv else []
    attempts += [
        [python, "-m", "venv", str(venv)],
        [python, "-m", "venv", "--without-pip", str(venv)],
    ]
    for attempt in attempts:
        shutil.rmtree(venv, ignore_errors=True)
        if run(attempt, quiet=True) == 0:
            return
    raise CannotStart(
        f"{python} cannot make a virtual environment; install its venv module "
        "(Debian: sudo apt-get install python3-venv) and start again."
    )


def install(venv: Path, lock: Path, tools: Path) -> None:
    """Install every package of `lock` into `venv`, hashes checked.

    :raises CannotStart: no installer could do it
    """
    python = str(venv / "bin" / "python")
    wanted = ["--no-deps", "--require-hashes", "-r", str(lock)]  # a lock names all there is
    uv = find_uv(python, tools)
    attempts = []
    if uv:
        by_uv = [*uv, "pip", "install", "--python", python, *wanted]
        attempts += [by_uv, [*by_uv, "--system-certs"]]
    for pip in pips(venv, tools):
        attempts.append([*pip, "install", "--no-input", "--progress-bar", "off", *wanted])
    for attempt in attempts:
        say(f"  installing {lock.name} with {'uv' if attempt[: len(uv)] == uv and uv else 'pip'}")
        if run(attempt) == 0:
            return
    raise CannotStart(
        f"The packages of {lock.name} could not be installed; the lines above say why. "
        "Check that pip can reach its package index, and start again."
    )


def find_uv(python: str, tools: Path) -> list[str]:
    """Return the command that starts uv, fetching it into `tools` if need be; [] if none."""
    private = tools / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(private)):
        if candidate and run([candidate, "--version"], quiet=True) == 0:
            return [candidate]
    marker = tools / "uv.unavailable"
    if marker.exists() and time.time() - marker.stat().st_mtime < 600:
        return []
    say("  fetching uv, which installs faster than pip")
    fetch = [python, "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    alone = ["--no-deps", "--no-compile", "--target", str(tools / "uv")]
    if run([*fetch, *alone, *_lines_of("uv", tools)], quiet=True) == 0:
        return [str(private)]
    marker.touch()
    return []


def pips(venv: Path, tools: Path) -> list[list[str]]:
    """Return the ways to call pip for `venv`, best first."""
    python = str(venv / "bin" / "python")
    ways = []
    if run([python, "-m", "pip", "--version"], quiet=True) == 0:
        ways.append([python, "-m", "pip"])
    outside = str(getattr(sys, "_base_executable", "") or sys.executable)
    if run([outside, "-m", "pip", "--python", python, "--version"], quiet=True) == 0:
        ways.append([outside, "-m", "pip", "--python", python])
    if not ways:
        wheel = pip_wheel.fetch(TOOLS_LOCK, tools)
        ways += [[python, f"{wheel}/pip"]] if wheel else []
    return ways


def run(command: Sequence[str], *, quiet: bool = False) -> int:
    """Run `command`, passing its lines on; never silent for longer than `PATIENCE`."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_COLOR": "1"}
    environment.pop("VIRTUAL_ENV", None)
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
        )
    except OSError:
        return 127
    with process:
        try:
            _pass_on(process, quiet=quiet)
        except BaseException:
            process.terminate()
            raise
        return process.wait()


def _pass_on(process: subprocess.Popen[str], *, quiet: bool) -> None:
    began = time.monotonic()
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=PATIENCE)
        except queue.Empty:
            say(f"  still working ({time.monotonic() - began:.0f} s)")
            continue
        if line is None:
            return
        if not quiet:
            say(f"  {line.rstrip()}")


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)


def _lines_of(name: str, folder: Path) -> list[str]:
    """Return pip's arguments for the one package `name` of the tools' lock."""
    text = TOOLS_LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
    wanted = [line for line in text.splitlines() if line.startswith(f"{name}==")]
    lock = folder / f"{name}.lock"
    lock.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    return ["--require-hashes", "-r", str(lock)]
