"""Questions of the public: put to a meeting without an account, settled by its officers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from governance import audit
from governance.changes.meeting_news import subject_of_meeting
from governance.changes.telling import tell
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Meeting, Office, PublicQuestion, User
from governance.queries.asking import has_asker, is_over, stale_askers, takes_questions

State = PublicQuestion.State
CLOSED = "Questions to this meeting are closed."
STILL_OPEN = "Answer the question first, or refuse it: who asked is told what becomes of it."


def ask_publicly(
    meeting: Meeting, *, text: str, called: str, contact: str, at: datetime, key: str = ""
) -> PublicQuestion:
    """Keep a question of somebody of the public, and tell the officers; sent again it is the same.

    :raises Refused: the meeting takes none any more
    """
    what = "put a question of the public to a meeting"
    with refusals_in_words(PublicQuestion), audit.change(by=None, what=what, key=key):
        _hold(meeting)
        made: PublicQuestion | None = audit.made_by_form(meeting.public_questions.all(), key)
        if made is not None:
            return made
        if not takes_questions(meeting, on=timezone.localdate(at)):
            raise Refused(CLOSED)
        # Gone back to, the page begins anew with another mark, and the browser's old words.
        said = {"text": text, "called": called, "contact": contact}
        again = meeting.public_questions.filter(state=State.RECEIVED, **said).first()
        if again is not None:
            return again
        question = PublicQuestion.objects.create(
            meeting=meeting,
            number=_next(meeting),
            received_at=at,
            **said,
        )
        _tell_officers(question, at=at)
        return question


def settle_question(
    question: PublicQuestion,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Accept a question, refuse it with a reason, answer it, or put it to another meeting.

    :raises StaleEdit: somebody else settled it otherwise first
    :raises Refused: without the reason or the answer, or its minutes are agreed
    """

    def follows(row: PublicQuestion) -> dict[str, Any]:
        if row.meeting.minutes_agreed_on is not None:
            raise Refused("The minutes are agreed: what they say of the question stands.")
        is_open = values.get("state", row.state) == State.RECEIVED
        who = {"settled_at": None if is_open else at, "settled_by": None if is_open else by}
        target: Meeting = values.get("meeting", row.meeting)
        if target.pk == row.meeting_id:
            return who
        _hold(target)
        return {**who, "number": _next(target)}

    return save_edit(
        question,
        version=version,
        values=values,
        by=by,
        what=f"settled question {question.number} of the public",
        key=key,
        follows=follows,
    )


def forget_asker(question: PublicQuestion, *, by: User, at: datetime) -> bool:
    """Forget who asked a question that is answered or refused; False where nobody is known.

    :raises Refused: the question is still open: its asker is told what becomes of it
    """
    with audit.change(by=by, what=f"forgot who asked question {question.number} of the public"):
        row = PublicQuestion.objects.select_for_update().get(pk=question.pk)
        if not is_over(row):
            raise Refused(STILL_OPEN)
        return bool(_forget(PublicQuestion.objects.filter(pk=row.pk), at=at))


def forget_askers(*, on: date, at: datetime) -> int:
    """Forget who asked what was over long ago; return of how many. Safe twice: the row decides."""
    with audit.change(by=None, what="forgot who asked questions of the public"):
        return _forget(stale_askers(on=on), at=at)


def _forget(rows: "QuerySet[PublicQuestion]", *, at: datetime) -> int:
    return rows.filter(has_asker()).update(called="", contact="", forgotten_at=at)


def _hold(meeting: Meeting) -> None:
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    meeting.refresh_from_db(from_queryset=rows.select_related("board"))


def _next(meeting: Meeting) -> int:
    last: int | None = meeting.public_questions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _tell_officers(question: PublicQuestion, *, at: datetime) -> None:
    meeting = question.meeting
    offices = Office.objects.on(timezone.localdate(at)).filter(board=meeting.board_id)
    keepers = offices.filter(kind=Office.Kind.PARTNERSHIP_OFFICER).values("person")
    text = f"Somebody of the public asks {meeting.board} a question."
    subject = subject_of_meeting(meeting)
    for person in User.objects.filter(pk__in=keepers, is_active=True).order_by("pk"):
        event = f"public question {question.pk}"
        tell(person, subject=subject, event=event, text=text, mail=text.rstrip("."), at=at)
