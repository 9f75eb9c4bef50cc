"""One command from start to end: the environment first, then the servers it needs, then Django."""

import gc
import os
from collections.abc import Sequence

from portal.start import environment, schema, servers, supervisor
from portal.start.places import kept_secret, of_this_checkout
from portal.start.telling import UNREADY, CannotStart, stop

WITHOUT_DATABASE = frozenset(
    {
        *("", "help", "version", "--help", "--version", "-h"),
        *("test", "check_house", "routes", "check_paper", "check", "makemigrations"),
        *("collectstatic", "findstatic", "diffsettings"),
    }
)
WITHOUT_SECRETS = frozenset({"test", "check_house", "routes", "makemigrations"})


def run(arguments: Sequence[str]) -> None:
    """Run the command named in `arguments` (as `sys.argv`)."""
    command = arguments[1] if len(arguments) > 1 else ""
    try:
        environment.make_ready(arguments)
        if command == "up":
            supervisor.main(arguments[2:])
        elif command in WITHOUT_DATABASE or os.environ.get(servers.DATABASE):
            hand_to_django(arguments)
        else:
            with_embedded_servers(arguments)
    except CannotStart as reason:
        stop(str(reason), UNREADY if command == "up" else 1)
    except KeyboardInterrupt:
        stop("Stopped.", 130)


def with_embedded_servers(arguments: Sequence[str]) -> None:
    """Run a Django command on the embedded database, started for it if nobody runs it yet."""
    places = of_this_checkout()
    os.environ.setdefault("PORTAL_DATA_DIR", str(places.data))
    os.environ.setdefault("PORTAL_DEMO_PASSWORD", kept_secret(places.data / "demo_password"))
    os.environ.setdefault("PORTAL_STATEMENT_TIMEOUT", "120s")
    with servers.joined(places) as addresses:
        os.environ.update(addresses)
        if set(arguments[1:2]) & schema.CHANGED_BY:
            schema.forget(places)
        else:
            schema.make_current(places)
        hand_to_django(arguments)


def hand_to_django(arguments: Sequence[str]) -> None:
    """Let Django run its command."""
    embedded = os.environ.get(servers.DATABASE, "").startswith(f"postgres://{servers.NAME}@%2F")
    if embedded or set(arguments[1:2]) & WITHOUT_SECRETS:
        os.environ.setdefault("PORTAL_DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if set(arguments[1:2]) == {"migrate"}:
        gc.disable()  # it makes models by the thousand and frees few: a fifth of its time
    from django.core.management import execute_from_command_line

    execute_from_command_line(list(arguments))
