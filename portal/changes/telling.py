"""Who approves is told that a paper waits, its writer what became of it: once for each event."""

from datetime import datetime

from django.utils import timezone

from governance.changes.telling import tell
from governance.models import Subject, User
from portal.models import Report, ReportRun
from portal.queries.approving import approvers


def tell_who_approves(paper: Report, run: ReportRun, *, by: User, at: datetime) -> None:
    """Tell the chairs of the board that an edition of `paper` waits for them."""
    subject = _subject(paper, run.get_absolute_url(), kind="paper")
    event = f"submitted {paper.submitted_at}"
    text = f"“{paper}” waits for your approval"
    for each in approvers(paper.board_id, on=timezone.localdate(at), paper=paper):
        if each != by:
            tell(each, subject=subject, event=event, text=text, mail=WAITS, at=at)


def tell_writer(paper: Report, *, done: str, because: str = "", by: User, at: datetime) -> None:
    """Tell who began `paper` and who submitted it that it is `done`, as “sent back”, and why."""
    subject = _subject(paper, paper.get_absolute_url(), kind="draft")
    text = f"“{paper}” is {done}" + (f": {because}" if because else "")
    for person in dict.fromkeys((paper.written_by, paper.submitted_by)):
        if person is not None and person != by:
            event = f"{done} {at}"
            mail = f"A paper of yours is {done}"
            tell(person, subject=subject, event=event, text=text, mail=mail, at=at)


WAITS = "A paper waits for your approval"


def _subject(paper: Report, address: str, *, kind: str) -> Subject:
    known = {"kind": kind, "title": str(paper)[:300], "board": paper.board}
    return Subject.objects.get_or_create(address=address, defaults=known)[0]
