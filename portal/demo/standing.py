"""Whether the demonstration stands here, and taking it away again."""

from collections.abc import Iterable
from datetime import date

import pghistory.models
import pghistory.trigger
import pgtrigger
from django.apps import apps
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from governance.models import Board, Organisation, User
from portal.demo.accounts import ACCOUNTS
from portal.models import DemonstrationLoad, ReportFormat
from priorities.models import Plan

STOREYS = ("governance", "priorities", "impact", "portal")
LOCK = 0x64656D6F  # one loader at a time


class Refused(Exception):
    """The demonstration was not touched; the message says why."""


def found() -> DemonstrationLoad | None:
    """Return what was noted when the demonstration was loaded, if it was."""
    return DemonstrationLoad.objects.filter(pk=1).first()


def anchor() -> date | None:
    """Return the day that the demonstration hangs on, if it stands here."""
    return DemonstrationLoad.objects.filter(pk=1).values_list("anchored_on", flat=True).first()


def set_password(password: str) -> bool:
    """Give every demonstration account `password`; return False where they have it already."""
    accounts = User.objects.filter(email__in=ACCOUNTS)
    known = accounts.order_by("pk").values_list("password", flat=True).first()
    if known is None or check_password(password, known):
        return False
    accounts.update(password=make_password(password))
    return True


def take_turn() -> None:
    """Keep other loaders out until the transaction ends.

    :raises Refused: another process is loading
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        row = cursor.fetchone()
    if not (row and row[0]):
        raise Refused("The demonstration is being loaded by another process.")


def refuse_where_people_work() -> None:
    """Refuse a database that holds records of a partnership of its own.

    :raises Refused: there are boards, plans or organisations, and no demonstration
    """
    kinds: Iterable[type[models.Model]] = (Board, Plan, Organisation)
    if any(kind._default_manager.exists() for kind in kinds):
        raise Refused("This database holds a partnership of its own; the demonstration needs one"
                      " that is empty.")  # fmt: skip


def clear() -> int:
    """Delete every row of the four storeys; return how many there were.

    The history keeps them all, and that they were deleted. The laws that hold a closed round or
    agreed minutes as they are would refuse; only here, for the demonstration, they are not asked.
    """
    doomed = _doomed()
    laws = [
        f"{model._meta.label}:{trigger.name}"
        for model in doomed
        for trigger in getattr(model._meta, "triggers", ())
        if not isinstance(trigger, pghistory.trigger.Event)
    ]
    # Keys are checked when the transaction ends, so the order of the tables does not matter.
    with pgtrigger.ignore(*laws), connection.cursor() as cursor:
        return sum(_delete_all(cursor, model._meta.db_table) for model in doomed)


def make_room() -> None:
    """Take away the formats of the house: the demonstration brings them with their sources.

    Where no board is, no report was ever written in one.
    """
    ReportFormat.objects.all().delete()


def _doomed() -> list[type[models.Model]]:
    """Return the models of the four storeys and those that point at them, but for the history."""
    every = [model for model in apps.get_models(include_auto_created=True) if _is_table(model)]
    own = [model for model in every if model._meta.app_label in STOREYS]
    others = [model for model in every if model not in own]
    return own + [
        model for model in others if any(each.related_model in own for each in model._meta.fields)
    ]


def _is_table(model: type[models.Model]) -> bool:
    """Say whether `model` has a table of its own that does not keep history."""
    is_history = issubclass(model, pghistory.models.Event) or hasattr(model, "keeps_history")
    return bool(model._meta.managed and not model._meta.proxy and not is_history)


def _delete_all(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)).as_string(None))
    return int(cursor.rowcount)
