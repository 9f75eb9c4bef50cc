"""Environment variables as a deployment sets them, read as what they mean."""

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit


def text(name: str, default: str = "") -> str:
    """Return the environment variable `name`, or `default` where it is unset or empty."""
    return os.environ.get(name, "") or default


def flag(name: str) -> bool:
    """Return whether the environment variable `name` says yes."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of the environment variable `name`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


@dataclass(frozen=True)
class Provider:
    """An organisation that vouches for its people by OpenID Connect, and for which addresses."""

    code: str
    name: str
    server: str
    client: str
    secret: str
    domains: tuple[str, ...]

    @property
    def origin(self) -> str:
        """Where its sign-in page is: scheme, host and port."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"


def providers(*, secure: bool) -> list[Provider]:
    """Return the organisations named in PORTAL_OPENID, each with its own variables.

    `secure`: take none that is not spoken to by https.

    :raises ValueError: a variable is missing or means nothing; says which
    """
    return [_provider(code, secure=secure) for code in words("PORTAL_OPENID")]


def _provider(code: str, *, secure: bool) -> Provider:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", code):
        raise ValueError(f"PORTAL_OPENID: {code!r} is not made of small letters, digits and -.")
    server = _needed(code, "SERVER").rstrip("/")
    if not re.match("https://." if secure else "https?://.", server):
        raise ValueError(f"{_named(code, 'SERVER')}: {server!r} does not begin with https://.")
    domains = [each.strip().lower().lstrip("@") for each in _needed(code, "DOMAINS").split(",")]
    return Provider(
        code=code,
        name=_needed(code, "NAME"),
        server=server,
        client=_needed(code, "CLIENT"),
        secret=_needed(code, "SECRET"),
        domains=tuple(each for each in domains if each),
    )


def _named(code: str, what: str) -> str:
    return f"PORTAL_OPENID_{code.upper().replace('-', '_')}_{what}"


def _needed(code: str, what: str) -> str:
    value = text(_named(code, what))
    if not value:
        raise ValueError(f"Set {_named(code, what)}: PORTAL_OPENID names {code!r}.")
    return value
