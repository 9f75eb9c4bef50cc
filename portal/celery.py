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
# What happens by the clock, in seconds. Every task may come twice, or late.
app.conf.beat_schedule = {
    "report-sweep": {
        "task": "portal.tasks.sweep_reports",
        "schedule": 5.0,
        "options": {"expires": 30},  # sweeps of hours without a worker need not be made up for
    },
    "mail": {"task": "governance.tasks.send_mail", "schedule": 60.0},
    "forget-sessions": {"task": "portal.tasks.forget_sessions", "schedule": 86_400.0},
    "remind-of-challenges": {
        "task": "governance.tasks.remind_of_challenges",
        "schedule": 3600.0,
    },
    "ending-terms": {"task": "governance.tasks.tell_of_ending_terms", "schedule": 21_600.0},
    "forget-askers": {"task": "governance.tasks.forget_askers", "schedule": 86_400.0},
    "remind-of-procedures": {
        "task": "governance.tasks.remind_of_procedures",
        "schedule": 3600.0,
    },
    "seal-history": {
        "task": "governance.tasks.seal_history",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "tell-head": {"task": "governance.tasks.tell_head", "schedule": 86_400.0},
    "carry-out-closings": {
        "task": "portal.tasks.carry_out_closings",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "turn-rounds": {"task": "priorities.tasks.turn_rounds", "schedule": 3600.0},
}


WORKER = os.getpid()  # in a process forked from it this still names the worker


def leave_with_the_worker(**_: Any) -> None:
    """End a pool process, or the beat inside the worker, when the worker itself is killed."""
    die_with_parent(WORKER)


worker_process_init.connect(leave_with_the_worker, weak=False)
beat_embedded_init.connect(leave_with_the_worker, weak=False)
