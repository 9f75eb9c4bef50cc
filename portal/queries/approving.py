"""Who may approve a paper: the chairs of its board who did not write in it."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.models import Appointment, User
from governance.scope import CHAIRS
from portal.models import Report, ReportSection


def approvers(board: int, *, on: date, paper: Report | None = None) -> list[User]:
    """Return who may approve reports of `board` on a day, but who wrote `paper`; one query."""
    held = Appointment.objects.on(on).filter(seat__board=board, seat__role__in=CHAIRS)
    if paper is not None:
        held = held.exclude(Q(holder=paper.written_by_id) | Q(holder__in=_wrote(paper)))
    return [each.holder for each in held.select_related("holder__supporter").order_by("pk")]


def wrote_in(paper: Report, person: User) -> bool:
    """Say whether somebody began a paper or wrote a section of it; one query at most."""
    return paper.written_by_id == person.pk or _wrote(paper).filter(by=person.pk).exists()


def _wrote(paper: Report) -> QuerySet[Any]:
    """Return the keys of who wrote the sections, as their history tells."""
    by = Cast(KeyTextTransform("by", "pgh_context__metadata"), BigIntegerField())
    events = ReportSection.pgh_event_model.objects  # type: ignore[attr-defined]
    found = events.filter(pgh_obj__report=paper).annotate(by=by)
    wrote: QuerySet[Any] = found.filter(by__isnull=False).values("by")
    return wrote
