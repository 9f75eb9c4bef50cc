"""Those who owe a paper are reminded: one mail a person, meeting and day."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from governance.changes.mail import write_to
from governance.models import Meeting, MeetingPaper, Message, User
from governance.queries.wording import counted, day


@transaction.atomic
def remind_of_papers(
    meeting: Meeting, papers: Iterable[MeetingPaper], *, by: User, at: datetime
) -> list[User]:
    """Remind who owes `papers` of the meeting, that are not in; return those reminded now.

    The mail is the log: it says who asked, and the same day nobody gets a second. It names no
    paper: one to an exempt item would be told by its title.
    """
    Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    owed: dict[User, list[MeetingPaper]] = {}
    for paper in papers:
        if paper.lead is not None and paper.received_on is None and paper.withdrawn_on is None:
            owed.setdefault(paper.lead, []).append(paper)
    return [who for who, theirs in owed.items() if _remind(meeting, who, theirs, by=by, at=at)]


def _remind(
    meeting: Meeting, who: User, papers: list[MeetingPaper], *, by: User, at: datetime
) -> bool:
    key = f"{meeting.get_absolute_url()} papers {timezone.localdate(at)}"
    if Message.objects.filter(person=who, key=key).exists():
        return False
    many = counted(len(papers), "paper")
    when = f"{meeting.board}, {day(meeting.on)}"
    due = min((each.due_on for each in papers if each.due_on), default=meeting.papers_due_on)
    by_when = f" by {day(due)}" if due else ""
    title = f"A reminder: {many} for {when}"
    places = "\n".join(f"{_address(each)}" for each in papers)
    asked = f"{by.called} asks you for {many} for the meeting of {when}{by_when}."
    body = f"{asked} Hand in at:\n{places}\n"
    board = meeting.board
    return write_to(who, key=key, title=title, body=body, at=at, board=board) is not None


def _address(paper: MeetingPaper) -> str:
    return f"{settings.ADDRESS.rstrip('/')}{paper.get_absolute_url()}"
