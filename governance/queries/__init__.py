"""What pages of the ground storey show, in a fixed number of queries."""

from governance.queries.about import BoardAbout, board_about
from governance.queries.agenda import (
    AgendaPage,
    Item,
    agenda_page,
    chairs_of,
    exempt_words,
    item_by,
    people_around,
)
from governance.queries.attendance import AttendancePage, Share, attendance
from governance.queries.boards import BoardList, board_by, board_list, places_in_words, with_places
from governance.queries.counting import how_many
from governance.queries.expected import Replies
from governance.queries.glossary import Glossary, abbreviations, glossary
from governance.queries.map import MapPage, board_map
from governance.queries.meetings import (
    BoardMeetings,
    MeetingPage,
    MeetingRow,
    board_meetings,
    goes_on,
    meeting_by,
    meeting_called,
    meeting_page,
    meeting_row,
    themes_of,
)
from governance.queries.members import Holder, Membership, SeatRow, membership
from governance.queries.missed import Missed, missed_in_a_row
from governance.queries.notice import Notice, notice_of
from governance.queries.notices import Notices, notices, people_with_news
from governance.queries.paging import WHOLE, Paged, few, paged
from governance.queries.search import Among, Looked, as_text, place, search
from governance.queries.sources import Origin, SourceLine, Sources
from governance.queries.standing import stood
from governance.queries.vacancies import MembershipDue, membership_due
from governance.queries.voices import voices_on
from governance.queries.wording import clock, counted, day, known_date, number_word, span, weekday

__all__ = [
    "WHOLE",
    "AgendaPage",
    "Among",
    "AttendancePage",
    "BoardAbout",
    "BoardList",
    "BoardMeetings",
    "Glossary",
    "Holder",
    "Item",
    "Looked",
    "MapPage",
    "MeetingPage",
    "MeetingRow",
    "Membership",
    "MembershipDue",
    "Missed",
    "Notice",
    "Notices",
    "Origin",
    "Paged",
    "Replies",
    "SeatRow",
    "Share",
    "SourceLine",
    "Sources",
    "abbreviations",
    "agenda_page",
    "as_text",
    "attendance",
    "board_about",
    "board_by",
    "board_list",
    "board_map",
    "board_meetings",
    "chairs_of",
    "clock",
    "counted",
    "day",
    "exempt_words",
    "few",
    "glossary",
    "goes_on",
    "how_many",
    "item_by",
    "known_date",
    "meeting_by",
    "meeting_called",
    "meeting_page",
    "meeting_row",
    "membership",
    "membership_due",
    "missed_in_a_row",
    "notice_of",
    "notices",
    "number_word",
    "paged",
    "people_around",
    "people_with_news",
    "place",
    "places_in_words",
    "search",
    "span",
    "stood",
    "themes_of",
    "voices_on",
    "weekday",
    "with_places",
]
