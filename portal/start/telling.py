"""What start-up says: one line at a time, at once, and one sentence when it cannot go on."""

import sys
from typing import NoReturn

UNREADY = 2  # the machine cannot do it: port taken, no room, wrong Python


def say(line: str) -> None:
    """Print one line now, even into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def stop(sentence: str, code: int = 1) -> NoReturn:
    """Say on standard error why this cannot go on, and leave with `code`."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    sys.exit(code)


class CannotStart(Exception):
    """A reason, in one sentence for people, why the portal cannot start."""
