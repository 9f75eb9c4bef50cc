"""Environment variables as a deployment sets them, read as what they mean."""

import os


def text(name: str, default: str = "") -> str:
    """Return the environment variable `name`, or `default` where it is unset or empty."""
    return os.environ.get(name, "") or default


def flag(name: str) -> bool:
    """Return whether the environment variable `name` says yes."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of the environment variable `name`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
