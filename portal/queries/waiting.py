"""How long a job of the queue waits by the database's clock, and what that is called."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import (
    DurationField,
    Exists,
    ExpressionWrapper,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce, Now

from portal.changes.lease import TRIES
from portal.models import Job, JobQuerySet, Pack, ReportRun
from portal.models.jobs import ASKED, OPEN, WRITING

PATIENCE = timedelta(seconds=60)  # how long a job waits before the page says who is away
ORDINALS = {1: "first", 2: "second", 3: "third"}
Q_ = TypeVar("Q_", bound=JobQuerySet[Any])


def with_their_waiting(jobs: Q_) -> Q_:
    """Return jobs that know by the database's clock how long nobody worked on them.

    `waited`: since asked for, or since the lease lapsed; `ahead`: open ones asked for earlier;
    `is_served`: whether some worker works, or finished something within the last minute.
    """
    at_work = Q(state=WRITING, lease_until__gt=Now()) | Q(finished_at__gt=Now() - PATIENCE)
    rows = jobs.model._default_manager
    earlier = rows.filter(state__in=OPEN, asked_at__lt=OuterRef("asked_at"))
    ahead = earlier.order_by().values_list(Func("pk", function="COUNT"))
    waited = Now() - Coalesce("lease_until", "asked_at")
    return jobs.annotate(
        waited=ExpressionWrapper(waited, output_field=DurationField()),
        ahead=Subquery(ahead, output_field=IntegerField()),
        is_served=Exists(ReportRun.objects.filter(at_work)) | Exists(Pack.objects.filter(at_work)),
    )


@dataclass(frozen=True)
class Wait:
    """How long nobody has worked on an open job, and why that may be."""

    waited: timedelta
    ahead: int
    is_served: bool

    @classmethod
    def of(cls, job: Any) -> "Wait":
        """Return the wait of a job from `with_their_waiting`."""
        return cls(waited=job.waited, ahead=job.ahead, is_served=job.is_served)

    @property
    def is_away(self) -> bool:
        """Whether nobody took the job for a minute while nobody worked on any other."""
        return self.waited > PATIENCE and not self.is_served

    @property
    def look_again(self) -> int:
        """Seconds until it is worth looking again: soon at first, then ever less often."""
        return max(1, min(30, int(self.waited.total_seconds() / 4)))


def underway(job: Job, wait: Wait, *, thing: str = "report") -> tuple[str, str]:
    """Return what is happening to an open job: in a few words, and the sentence that explains."""
    if wait.is_away:
        return (
            "The service that writes papers is not running. Your request is kept.",
            f"The {thing} is written as soon as the service runs again. You need not wait here.",
        )
    if job.state == ASKED:
        if not wait.ahead:
            return "Asked for", "The next worker that is free begins within seconds."
        ahead = f"One {thing} is" if wait.ahead == 1 else f"{wait.ahead} {thing}s are"
        return "Asked for", f"{ahead} before it. You need not wait here."
    if wait.waited > timedelta():
        last = job.attempt >= TRIES
        return (
            f"The {ORDINALS[job.attempt]} try broke off",
            "It was the last." if last else "The next begins within seconds.",
        )
    nth = "" if job.attempt == 1 else f", {ORDINALS[job.attempt]} try"
    step = job.Step(job.step)
    return f"Being written{nth}", f"Step {_number(step)} of {len(job.Step)}: {step.label}."


def steps_of(job: Job) -> list[str]:
    """Return each step as done, now or empty (to come), for the bars; none once it is over."""
    if job.state not in OPEN:
        return []
    now = _number(job.Step(job.step)) if job.step else 0
    return ["done" if n < now else "now" if n == now else "" for n in range(1, len(job.Step) + 1)]


def _number(step: Any) -> int:
    every: Any = type(step)
    return 1 + [*every].index(step)
