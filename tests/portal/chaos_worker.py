"""A worker whose papers are composed from constants: what the fault tests start, kill and freeze.

All else is the portal's own: the rows, the lease, the bell, the printers, Celery's settings.
Only a worker's own process imports this: it changes how reports are composed there.
"""

from functools import partial

import django

from portal.celery import app

django.setup()

from portal.changes import writing  # noqa: E402 - Django first
from tests.portal.chaos_paper import compose  # noqa: E402

__all__ = ["app"]

writing.write_report = partial(writing.write_report, compose=compose)
