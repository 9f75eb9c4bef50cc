"""The Celery application: workers write reports and send mail."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, worker_process_init

from portal.start.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


WORKER = os.getpid()  # in a process forked from it this still names the worker


def leave_with_the_worker(**_: Any) -> None:
    """End a pool process, or the beat inside the worker, when the worker itself is killed."""
    die_with_parent(WORKER)


worker_process_init.connect(leave_with_the_worker, weak=False)
beat_embedded_init.connect(leave_with_the_worker, weak=False)
