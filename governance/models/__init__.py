"""What is true on the ground storey."""

from governance.models.agenda import (
    AgendaItem,
    MeetingPaper,
    PaperClearance,
    PaperFile,
    Paragraph,
    PrivateNote,
)
from governance.models.boards import (
    BOARD_SEARCHED,
    NAME_TAKEN,
    Board,
    BoardLink,
    BoardName,
    DateRange,
    never_together,
)
from governance.models.closings import Closing, ClosingQuerySet, Succession
from governance.models.deciding import DECISION_SEARCHED, ActionPoint, Decision, Declaration, Vote
from governance.models.joining import AccessReview, Mentoring, Merger, NewAddress, Nomination
from governance.models.laws import append_only, law, no_loop, version_counts
from governance.models.meetings import MEETING_SEARCHED, Attendance, Meeting
from governance.models.messages import Message, Notification, SignedLink
from governance.models.minutes import Minutes, WrittenAnswer, WrittenProcedure
from governance.models.people import DatedQuerySet, Office, Organisation, Respondent, User
from governance.models.programme import CalendarFeed, WorkProgrammeItem
from governance.models.questions import Challenge, PublicQuestion, Referral
from governance.models.readings import ExemptReading
from governance.models.records import (
    GLOSSARY_SEARCHED,
    Classification,
    Document,
    Draft,
    GlossaryTerm,
    Known,
    Record,
    Source,
    Sourced,
    SourceNote,
    Span,
    Subject,
    Version,
    kept,
    known,
    runs_on,
)
from governance.models.sealing import Seal, SealedBatch
from governance.models.searched import searched, words_of
from governance.models.seats import Appointment, Place, Seat
from governance.models.terms import (
    BoardStatement,
    Pause,
    QuorumNeed,
    Signature,
    TermsOfReference,
)

__all__ = [
    "BOARD_SEARCHED",
    "DECISION_SEARCHED",
    "GLOSSARY_SEARCHED",
    "MEETING_SEARCHED",
    "NAME_TAKEN",
    "AccessReview",
    "ActionPoint",
    "AgendaItem",
    "Appointment",
    "Attendance",
    "Board",
    "BoardLink",
    "BoardName",
    "BoardStatement",
    "CalendarFeed",
    "Challenge",
    "Classification",
    "Closing",
    "ClosingQuerySet",
    "DateRange",
    "DatedQuerySet",
    "Decision",
    "Declaration",
    "Document",
    "Draft",
    "ExemptReading",
    "GlossaryTerm",
    "Known",
    "Meeting",
    "MeetingPaper",
    "Mentoring",
    "Merger",
    "Message",
    "Minutes",
    "NewAddress",
    "Nomination",
    "Notification",
    "Office",
    "Organisation",
    "PaperClearance",
    "PaperFile",
    "Paragraph",
    "Pause",
    "Place",
    "PrivateNote",
    "PublicQuestion",
    "QuorumNeed",
    "Record",
    "Referral",
    "Respondent",
    "Seal",
    "SealedBatch",
    "Seat",
    "Signature",
    "SignedLink",
    "Source",
    "SourceNote",
    "Sourced",
    "Span",
    "Subject",
    "Succession",
    "TermsOfReference",
    "User",
    "Version",
    "Vote",
    "WorkProgrammeItem",
    "WrittenAnswer",
    "WrittenProcedure",
    "append_only",
    "kept",
    "known",
    "law",
    "never_together",
    "no_loop",
    "runs_on",
    "searched",
    "version_counts",
    "words_of",
]
