"""The demonstration accounts as `up` prints them; `portal.demo.accounts` keeps the list."""

import importlib
from collections.abc import Iterator


def lines(password: str) -> Iterator[str]:
    """Yield one line an account, and the one password of them all."""
    try:
        known: dict[str, str] = importlib.import_module("portal.demo.accounts").ACCOUNTS
    except ModuleNotFoundError:
        return
    yield "Demonstration accounts:"
    for address, post in known.items():
        yield f"  {address:24} {post}"
    yield f"Password of them all: {password}"
