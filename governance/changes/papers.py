"""Papers to an item: asked for, written here or sent as a file, cleared, taken out of the pack."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from governance import audit
from governance.changes.holding import holding, only_while
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import AgendaItem, Meeting, MeetingPaper, PaperClearance, PaperFile, User

OPEN = (Meeting.State.PLANNED, Meeting.State.PUBLISHED, Meeting.State.POSTPONED)


@dataclass(frozen=True)
class Sent:
    """A file that was read whole and found to be a PDF."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The checksum of its content in 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


def add_paper(
    item: AgendaItem, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> MeetingPaper:
    """Ask for one more paper to an item; `key` recognises a second sending, which adds nothing.

    :raises Refused: the meeting is past, or a constraint forbids it
    """
    what = f"asked for a paper to item {item.number}"
    with refusals_in_words(MeetingPaper), holding(item.meeting, by=by, what=what, key=key):
        made: MeetingPaper | None = audit.made_by_form(item.papers.all(), key)
        if made is not None:
            return made
        only_while(item.meeting, OPEN, done="given papers")
        last: int | None = item.papers.aggregate(last=Max("number"))["last"]
        return MeetingPaper.objects.create(item=item, number=(last or 0) + 1, **values)


def edit_paper(
    paper: MeetingPaper, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a paper since `version`.

    :raises StaleEdit: somebody changed the same field first
    :raises Refused: the meeting is past, or a constraint forbids the outcome
    """
    _refuse_past(paper)
    what = f"edited the paper {paper.title}"
    return save_edit(paper, version=version, values=values, by=by, what=what, key=key)


def send_file(paper: MeetingPaper, *, sent: Sent, by: User, at: datetime) -> PaperFile:
    """Put a PDF in the place of the paper's last edition, which is kept; it is handed in by that.

    The same file sent again is the edition that is there.

    :raises Refused: the meeting is past
    """
    _refuse_past(paper)
    with audit.change(by=by, what=f"sent a file for the paper {paper.title}"):
        MeetingPaper.objects.select_for_update(no_key=True).get(pk=paper.pk)
        last = paper.files.order_by("-edition").first()
        if last is not None and last.sha256 == sent.sha256:
            return last
        edition = last.edition + 1 if last else 1
        made = PaperFile.objects.create(
            paper=paper,
            edition=edition,
            name=_name(paper, edition),
            content=sent.content,
            sha256=sent.sha256,
            pages=sent.pages,
            sent_at=at,
            sent_by=by,
        )
        _receive(paper, on=timezone.localdate(at))
        return made


def hand_in(paper: MeetingPaper, *, by: User, at: datetime) -> None:
    """Put what was written here into the pack; done before, nothing happens.

    :raises Refused: nothing is written yet, or the meeting is past
    """
    _refuse_past(paper)
    if not paper.text and not paper.files.exists():
        raise Refused("Nothing is written yet.")
    with audit.change(by=by, what=f"handed in the paper {paper.title}"):
        _receive(paper, on=timezone.localdate(at))


def take_out(paper: MeetingPaper, *, because: str, by: User, at: datetime) -> None:
    """Take a paper out of the pack; it is kept, and can be put back. Done before: nothing.

    :raises Refused: without a reason
    """
    if not because:
        raise Refused("Say why the paper is taken out.")
    with audit.change(by=by, what=f"took the paper {paper.title} out of the pack"):
        standing = MeetingPaper.objects.filter(pk=paper.pk, withdrawn_on=None)
        standing.update(withdrawn_on=timezone.localdate(at), withdrawn_because=because)
        paper.refresh_from_db()


def put_back(paper: MeetingPaper, *, by: User) -> None:
    """Undo that a paper was taken out of the pack."""
    with audit.change(by=by, what=f"put the paper {paper.title} back into the pack"):
        MeetingPaper.objects.filter(pk=paper.pk).update(withdrawn_on=None, withdrawn_because="")
        paper.refresh_from_db()


def clear_paper(
    paper: MeetingPaper,
    *,
    kind: PaperClearance.Kind,
    cleared_on: date,
    officer: str,
    by: User,
    note: str = "",
) -> PaperClearance:
    """Note that a paper was looked through; of a kind once, the later words stand."""
    said = {"cleared_on": cleared_on, "officer": officer, "note": note}
    with refusals_in_words(PaperClearance), audit.change(by=by, what=f"cleared {paper.title}"):
        cleared, _ = PaperClearance.objects.update_or_create(paper=paper, kind=kind, defaults=said)
        return cleared


def take_clearance_back(paper: MeetingPaper, *, kind: str, by: User) -> None:
    """Take a clearance back; done before, nothing happens."""
    with audit.change(by=by, what=f"took back a clearance of {paper.title}"):
        paper.clearances.filter(kind=kind).delete()


def _refuse_past(paper: MeetingPaper) -> None:
    only_while(paper.item.meeting, OPEN, done="given papers")


def _receive(paper: MeetingPaper, *, on: date) -> None:
    MeetingPaper.objects.filter(pk=paper.pk, received_on=None).update(received_on=on)
    paper.refresh_from_db()


def _name(paper: MeetingPaper, edition: int) -> str:
    """Return our own name of a file: nothing of what the sender's browser called it."""
    stem = slugify(paper.title)[:80].strip("-") or "paper"
    return f"{stem}.pdf" if edition == 1 else f"{stem}-edition-{edition}.pdf"
