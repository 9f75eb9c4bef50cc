"""Where a link of a paper may lead: the web, a mailbox, a page of the portal."""

import re
from urllib.parse import quote, urlsplit

_MAILBOX = re.compile(r"mailto:[^@\s?&:/]+@[^@\s?&:/]+\.[^@\s?&:/]+", re.IGNORECASE)
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"


def allowed(address: str) -> str:
    """Return `address` fit for a paper, or nothing where no link may lead there.

    >>> allowed("HTTPS://example.org/a b"), allowed("/plans/"), allowed("mailto:a@example.org")
    ('https://example.org/a%20b', '/plans/', 'mailto:a@example.org')
    >>> allowed("javascript:alert(1)"), allowed("//example.org"), allowed("https://a@b.org/")
    ('', '', '')
    """
    address = address.strip()
    if _MAILBOX.fullmatch(address):
        return quote(f"mailto:{address[7:]}", safe=_KEPT)
    if address.startswith("/"):
        inside = not address.startswith("//") and "\\" not in address
        return quote(address, safe=_KEPT) if inside else ""
    return _on_the_web(address)


def _on_the_web(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return ""
    where = f"{parts.hostname}:{port}" if port else parts.hostname
    if not re.fullmatch(r"[\w.-]+(:\d+)?", where):
        return ""
    rest = address.partition("//")[2][len(parts.netloc) :]
    return quote(f"{parts.scheme}://{where}{rest}", safe=_KEPT)
