"""Where a checkout keeps what runs: the data folder, the cluster's folder, the socket folder."""

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from portal.start.environment import CHECKOUT, ROOM, not_ours, require_room
from portal.start.lifeline import Account, run_as, server_account
from portal.start.telling import CannotStart

LONGEST_SOCKET = 90  # a unix socket's path may hold about 104 bytes


@dataclass(frozen=True)
class Places:
    """The folders of one checkout.

    `data` holds notes, logs and passwords; `servers` the embedded servers' files, which their
    account must be able to reach; `sockets` is short and private.
    """

    data: Path
    servers: Path
    sockets: Path
    account: Account | None

    @property
    def postgres(self) -> Path:
        """PostgreSQL's data."""
        return self.servers / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file."""
        return self.servers / "valkey"

    @property
    def log(self) -> Path:
        """One file for each process."""
        return self.data / "log"

    @property
    def programs(self) -> Path:
        """Where copies of programs go that the account could not reach otherwise."""
        return self.servers / "programs"


def of_this_checkout() -> Places:
    """Return the folders of this checkout, made where they are missing.

    :raises CannotStart: a folder belongs to somebody else, or the disk is nearly full
    """
    account = server_account()
    data = Path(os.environ.get("PORTAL_DATA_DIR") or CHECKOUT / "var").absolute()
    name = f"portal-{name_of(data)}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "log").mkdir(exist_ok=True)
        servers = _servers_folder(data, name, account)
        (data / "cluster").write_text(f"{servers}\n", encoding="utf-8")
        sockets = _socket_folder(name, account)
    except PermissionError as refusal:
        raise CannotStart(not_ours(data)) from refusal
    for folder in (data, servers):
        require_room(folder)
    return Places(data, servers, sockets, account)


def name_of(folder: Path) -> str:
    """Return a short name for `folder`, the same each time."""
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]


def give(folder: Path, account: Account | None, mode: int = 0o700) -> Path:
    """Make `folder` with `mode`, owned by `account`."""
    folder.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.user, account.group)
    folder.chmod(mode)
    return folder


def hand_over(folder: Path, account: Account | None) -> None:
    """Let `account` own what lies in `folder`, if another user ran the servers before."""
    if account and folder.exists() and folder.stat().st_uid != account.user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.user, account.group, follow_symlinks=False)


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path` for its owner alone, made at random the first time."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(9) + "\n")
    return path.read_text(encoding="utf-8").strip()


def throw_away(prefix: str, account: Account | None) -> Path:
    """Make a short private folder for servers that live as long as one test run."""
    shared_memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    roomy = shared_memory.is_dir() and shutil.disk_usage(shared_memory).free > 4 * ROOM
    base = shared_memory if roomy and os.access(shared_memory, os.W_OK) else None
    return give(Path(tempfile.mkdtemp(prefix=prefix, dir=base)), account)


def _servers_folder(data: Path, name: str, account: Account | None) -> Path:
    if account is None:
        return data
    reach = ["test", "-x", str(data), "-a", "-r", str(data)]
    if run_as(account, reach).returncode == 0:
        return data
    for base in (Path("/var/lib"), Path(tempfile.gettempdir())):
        folder = base / name
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        _require_own(folder)
        folder.chmod(0o755)
        return folder
    raise CannotStart(f"No folder was found where the account {account.name} can keep its data.")


def _socket_folder(name: str, account: Account | None) -> Path:
    """Return a private folder with a path short enough for a socket."""
    candidates = [Path("/run")] if account else []
    if os.environ.get("XDG_RUNTIME_DIR"):
        candidates.append(Path(os.environ["XDG_RUNTIME_DIR"]))
    for base in (*candidates, Path("/tmp")):  # noqa: S108 - ownership and mode are checked
        folder = base / name if base != Path("/tmp") else base / f"{name}-{os.getuid()}"  # noqa: S108
        if account and base != Path("/tmp") and not _can_enter(base, account):  # noqa: S108
            continue
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            continue
        _require_own(folder, account)
        if len(os.fsencode(folder)) <= LONGEST_SOCKET:
            return give(folder, account)
    raise CannotStart("No short private folder was found for the servers' sockets.")


def _can_enter(folder: Path, account: Account) -> bool:
    return run_as(account, ["test", "-x", str(folder)]).returncode == 0


def _require_own(folder: Path, account: Account | None = None) -> None:
    """Refuse a folder that somebody else laid out for us."""
    found = folder.lstat()
    owners = {os.getuid()} | ({account.user} if account else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise CannotStart(f"{folder} belongs to another user; remove it and start again.")
