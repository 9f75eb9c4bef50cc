"""Whether a page that a visitor holds is still as it would be made anew.

A page for everybody follows from the database, the code and the day. What a reader sees of the
database is told by its snapshot: two alike see the same rows, and every change that commits makes
the next one differ. So the mark of a page is a keyed hash of all that and its address.
"""

import hashlib
import hmac
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

STOREYS = ("governance", "priorities", "impact", "portal", "templates", "static")
SEEN = "SELECT pg_current_snapshot()::text || pg_postmaster_start_time()::text"


def mark(request: HttpRequest) -> str:
    """Return the strong ETag of the page that this address gives everybody now; one query.

    Read before the page is made: a change in between makes it differ from the next mark. The
    cursor is the driver's own, which costs half of Django's; its faults are Django's.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        (seen,) = cursor.execute(SEEN).fetchone()
    parts = (seen, release(), str(timezone.localdate()), request.META.get("HTTP_HOST", ""))
    told = "\n".join((*parts, request.scheme or "", request.get_full_path()))
    digest = hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256)
    return f'"{digest.hexdigest()}"'


@cache
def release() -> str:
    """Return what tells this code from any other: names, sizes and times of its files."""
    found = hashlib.sha256(f"{settings.PLACE}\n{settings.PARTNERSHIP}".encode())
    for path in sorted(
        path for name in STOREYS for path in (Path(settings.BASE_DIR) / name).rglob("*.*")
    ):
        if "__pycache__" not in path.parts:
            known = path.stat()
            found.update(f"{path}\n{known.st_size}\n{known.st_mtime_ns}\n".encode())
    return found.hexdigest()
