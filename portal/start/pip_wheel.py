"""pip where Python came without it: its wheel, fetched from the configured index, hash checked."""

import configparser
import hashlib
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SETTINGS = (
    "/etc/pip.conf",
    "/etc/xdg/pip/pip.conf",
    "~/.pip/pip.conf",
    "~/.config/pip/pip.conf",
)


def fetch(lock: Path, folder: Path) -> Path | None:
    """Return pip's wheel in `folder`, or None where no configured index has the locked one."""
    version, hashes = locked(lock)
    wheel = folder / f"pip-{version}-py3-none-any.whl"
    if _is_right(wheel, hashes):
        return wheel
    for index in indexes():
        try:
            data = _download(index, wheel.name)
        except (OSError, ValueError):
            continue
        if hashlib.sha256(data).hexdigest() in hashes:
            wheel.write_bytes(data)
            return wheel
    return None


def locked(lock: Path) -> tuple[str, frozenset[str]]:
    """Return the version of pip that `lock` names, and its SHA-256 hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(line for line in text.splitlines() if line.startswith("pip=="))
    return line.split()[0][5:], frozenset(re.findall(r"sha256:([0-9a-f]{64})", line))


def indexes() -> list[str]:
    """Return the package indexes this machine is set up for, in the order pip reads them."""
    found = [os.environ.get(name, "") for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX")]
    found += os.environ.get("PIP_EXTRA_INDEX_URL", "").split()
    for path in (os.environ.get("PIP_CONFIG_FILE", ""), *SETTINGS):
        settings = configparser.RawConfigParser()
        if path:
            settings.read(Path(path).expanduser(), encoding="utf-8")
        found.append(settings.get("global", "index-url", fallback=""))
        found += settings.get("global", "extra-index-url", fallback="").split()
    return list(dict.fromkeys(index.rstrip("/") for index in found if index))


def _download(index: str, name: str) -> bytes:
    page_address = f"{index}/pip/"
    if page_address.startswith("file:"):
        page_address += "index.html"
    page = _read(page_address).decode("utf-8", "replace")
    for link in re.findall(r'href="([^"]+)"', page):
        address = urllib.parse.urljoin(page_address, link)
        if urllib.parse.urlsplit(address).path.endswith(f"/{name}"):
            return _read(address)
    raise ValueError(name)


def _read(address: str) -> bytes:
    if not address.startswith(("https:", "http:", "file:")):
        raise ValueError(address)
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - schemes above
        data: bytes = answer.read()
    return data


def _is_right(wheel: Path, hashes: frozenset[str]) -> bool:
    return wheel.exists() and hashlib.sha256(wheel.read_bytes()).hexdigest() in hashes
