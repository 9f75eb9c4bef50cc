"""Who approves is told that a paper waits, its writer what became of it: once for each event."""

from datetime import datetime

from django.utils import timezone

from governance.changes.telling import tell
from governance.models import Appointment, Subject, User
from governance.scope import CHAIRS
from portal.models import Report, ReportRun, ReportSection


def tell_who_approves(paper: Report, run: ReportRun, *, by: User, at: datetime) -> None:
    """Tell the chairs of the board that an edition of `paper` waits for them."""
    subject = _subject(paper, run.get_absolute_url())
    event = f"submitted {paper.submitted_at}"
    held = Appointment.objects.on(timezone.localdate(at)).filter(
        place__seat__board=paper.board_id, place__seat__role__in=CHAIRS
    )
    for each in held.select_related("holder__supporter").order_by("pk"):
        if each.holder_id != by.pk and not wrote_in(paper, each.holder_id):
            text = f"“{paper}” waits for your approval"
            tell(each.holder, subject=subject, event=event, text=text, mail=WAITS, at=at)


def tell_writer(paper: Report, *, done: str, because: str = "", by: User, at: datetime) -> None:
    """Tell who began `paper` and who submitted it that it is `done`, as “sent back”, and why."""
    subject = _subject(paper, paper.get_absolute_url())
    text = f"“{paper}” is {done}" + (f": {because}" if because else "")
    for person in dict.fromkeys((paper.written_by, paper.submitted_by)):
        if person is not None and person != by:
            event = f"{done} {at}"
            mail = f"A paper of yours is {done}"
            tell(person, subject=subject, event=event, text=text, mail=mail, at=at)


def wrote_in(paper: Report, person: int) -> bool:
    """Say whether somebody began a paper, or wrote a section of it, and so does not approve it."""
    events = ReportSection.pgh_event_model.objects  # type: ignore[attr-defined]
    wrote = events.filter(pgh_obj__report=paper, pgh_context__metadata__by=person)
    return paper.written_by_id == person or bool(wrote.exists())


WAITS = "A paper waits for your approval"


def _subject(paper: Report, address: str) -> Subject:
    known = {"kind": "paper", "title": str(paper)[:300], "board": paper.board}
    return Subject.objects.get_or_create(address=address, defaults=known)[0]
