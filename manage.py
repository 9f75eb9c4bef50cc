"""Django's command line; on a bare machine it first makes the environment it needs.

Written so that old Pythons can read it: they look for a newer one or say which is needed.
"""

# ruff: noqa: PTH100, PTH118, UP031, S605, S606, RUF005
# mypy: allow-untyped-defs, allow-untyped-calls

import os
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def find_newer_python():
    """Return the path of a Python that can run the portal, or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, "python3.%d" % minor)
            question = "import sys; sys.exit(sys.version_info[:2] < (3, 11))"
            if os.access(path, os.X_OK) and not os.system(
                "'%s' -c '%s' >/dev/null 2>&1" % (path.replace("'", "'\\''"), question)
            ):
                return path
    return None


def hand_over_to_newer_python():
    """Start again under a Python that is new enough, or say what is missing and leave."""
    path = find_newer_python()
    if path is None:
        sys.stderr.write(
            "The portal needs Python 3.11 or later; this is Python %d.%d and no newer one "
            "was found.\n" % sys.version_info[:2]
        )
        sys.exit(2)
    os.execv(path, [path, os.path.abspath(__file__)] + sys.argv[1:])


def main():
    """Run one command."""
    from portal.start import command_line

    command_line.run(sys.argv)


if __name__ == "__main__":
    if sys.version_info[:2] < OLDEST:
        hand_over_to_newer_python()
    main()
