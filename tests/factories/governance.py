"""Rows of the ground storey, with constant and boring values."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from governance.models import (
    ActionPoint,
    AgendaItem,
    Appointment,
    Attendance,
    Board,
    BoardLink,
    BoardName,
    BoardStatement,
    Challenge,
    Closing,
    Decision,
    Document,
    Draft,
    GlossaryTerm,
    Meeting,
    Message,
    Notification,
    Office,
    Organisation,
    Place,
    Respondent,
    Seat,
    SignedLink,
    Source,
    SourceNote,
    Subject,
    Succession,
    User,
    Version,
)

# The day on which everything begins that needs a first day, and an instant on it.
FIRST_DAY = date(2024, 4, 1)
FIRST_INSTANT = datetime(2024, 4, 1, 9, 0, tzinfo=UTC)


# What becomes of a meeting without a reason.
AS_PLANNED = {"planned", "published", "held", "inquorate"}


class DocumentFactory(DjangoModelFactory):
    """A paper that facts were taken from."""

    class Meta:
        model = Document

    slug = factory.Sequence("paper-{}".format)
    title = "Report to the board"


class SourceFactory(DjangoModelFactory):
    """A line of a paper."""

    class Meta:
        model = Source

    kind = Source.Kind.PAPER
    document = factory.SubFactory(DocumentFactory)
    place = "paragraph 1"
    line = 1


class SourceNoteFactory(DjangoModelFactory):
    """A slip of a paper."""

    class Meta:
        model = SourceNote

    slug = factory.Sequence("note-{}".format)
    kind = SourceNote.Kind.DISCREPANCY
    what = "Two totals differ."


class OrganisationFactory(DjangoModelFactory):
    """A partner without a parent."""

    class Meta:
        model = Organisation

    slug = factory.Sequence("organisation-{}".format)
    name = factory.Sequence("Organisation {}".format)


class UserFactory(DjangoModelFactory):
    """A person of an organisation who can be signed in by the test client."""

    class Meta:
        model = User

    class Params:
        young = factory.Trait(
            is_young=True,
            email=None,
            post="Young people's representative",
            distinction=factory.Sequence("number {}".format),
            supporter=factory.SubFactory("tests.factories.UserFactory"),
        )

    email = factory.Sequence("person-{}@example.org".format)
    post = factory.Sequence("Post {}".format)
    password = "no hash of any password"
    organisation = factory.SubFactory(OrganisationFactory)


class BoardFactory(DjangoModelFactory):
    """A partnership board that reports by financial quarters."""

    class Meta:
        model = Board

    slug = factory.Sequence("board-{}".format)
    name = factory.Sequence("Board {}".format)
    kind = Board.Kind.PARTNERSHIP_BOARD


class BoardNameFactory(DjangoModelFactory):
    """Another name of a board."""

    class Meta:
        model = BoardName

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence("Other name {}".format)


class BoardStatementFactory(DjangoModelFactory):
    """A promise of a board."""

    class Meta:
        model = BoardStatement

    board = factory.SubFactory(BoardFactory)
    kind = BoardStatement.Kind.PROMISE
    number = factory.Sequence(lambda n: n + 1)
    text = "We listen."


class BoardLinkFactory(DjangoModelFactory):
    """One board reports to another."""

    class Meta:
        model = BoardLink

    from_board = factory.SubFactory(BoardFactory)
    to_board = factory.SubFactory(BoardFactory)
    kind = BoardLink.Kind.REPORTS_TO


class SuccessionFactory(DjangoModelFactory):
    """One board follows another."""

    class Meta:
        model = Succession

    from_board = factory.SubFactory(BoardFactory)
    to_board = factory.SubFactory(BoardFactory)
    on = FIRST_DAY


class ClosingFactory(DjangoModelFactory):
    """A board is to close; who follows is not said."""

    class Meta:
        model = Closing

    board = factory.SubFactory(BoardFactory)
    ends_on = date(2024, 9, 1)
    agreed_at = FIRST_INSTANT
    agreed_by = factory.SubFactory(UserFactory)


class SeatFactory(DjangoModelFactory):
    """A voting member's line of a board's membership."""

    class Meta:
        model = Seat

    board = factory.SubFactory(BoardFactory)
    title = factory.Sequence("Seat {}".format)
    represents = factory.SubFactory(OrganisationFactory)


class PlaceFactory(DjangoModelFactory):
    """The only chair of its seat."""

    class Meta:
        model = Place

    seat = factory.SubFactory(SeatFactory)


class AppointmentFactory(DjangoModelFactory):
    """A member of a board from the first day on."""

    class Meta:
        model = Appointment

    place = factory.SubFactory(PlaceFactory)
    holder = factory.SubFactory(UserFactory)
    seat = factory.SelfAttribute("place.seat")
    starts_on = FIRST_DAY


class OfficeFactory(DjangoModelFactory):
    """A partnership officer of one board."""

    class Meta:
        model = Office

    person = factory.SubFactory(UserFactory)
    kind = Office.Kind.PARTNERSHIP_OFFICER
    board = factory.SubFactory(BoardFactory)
    starts_on = FIRST_DAY


class RespondentFactory(DjangoModelFactory):
    """Who answers for an organisation on a board."""

    class Meta:
        model = Respondent

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    board = factory.SubFactory(BoardFactory)
    starts_on = FIRST_DAY


class SubjectFactory(DjangoModelFactory):
    """Something of a board that people may ask about."""

    class Meta:
        model = Subject

    kind = "priority"
    title = "Early help"
    address = factory.Sequence("/plans/plan/{}/".format)
    board = factory.SubFactory(BoardFactory)


class VersionFactory(DjangoModelFactory):
    """What a thing said when it was agreed."""

    class Meta:
        model = Version

    subject = factory.SubFactory(SubjectFactory)
    number = factory.Sequence(int)
    event = Version.Event.AGREED
    content = factory.LazyFunction(lambda: {"title": "Early help"})
    checksum = "0" * 64
    made_at = FIRST_INSTANT
    made_by = factory.SubFactory(UserFactory)


class NotificationFactory(DjangoModelFactory):
    """Something a person was told."""

    class Meta:
        model = Notification

    person = factory.SubFactory(UserFactory)
    subject = factory.SubFactory(SubjectFactory)
    event = "due"
    text = "An answer is due."
    at = FIRST_INSTANT


class MessageFactory(DjangoModelFactory):
    """A mail that waits."""

    class Meta:
        model = Message

    person = factory.SubFactory(UserFactory)
    key = factory.Sequence("message-{}".format)
    title = "Two answers are due"
    body = "Please answer by 12 July."
    written_at = FIRST_INSTANT


class SignedLinkFactory(DjangoModelFactory):
    """A link to what a person is asked."""

    class Meta:
        model = SignedLink

    token_sha256 = factory.Sequence("{:064d}".format)
    person = factory.SubFactory(UserFactory)
    purpose = SignedLink.Purpose.ANSWER
    made_at = FIRST_INSTANT
    until = FIRST_INSTANT + timedelta(days=30)


class DraftFactory(DjangoModelFactory):
    """What somebody typed and has not saved."""

    class Meta:
        model = Draft

    person = factory.SubFactory(UserFactory)
    form = "action"
    key = factory.Sequence(str)
    values = factory.LazyFunction(lambda: {"title": "Typed"})
    kept_at = FIRST_INSTANT


class GlossaryTermFactory(DjangoModelFactory):
    """An abbreviation."""

    class Meta:
        model = GlossaryTerm

    term = factory.Sequence("ABC{}".format)
    meaning = "A better childhood"


class MeetingFactory(DjangoModelFactory):
    """An ordinary meeting that was held."""

    class Meta:
        model = Meeting

    board = factory.SubFactory(BoardFactory)
    slug = factory.Sequence("meeting-{}".format)
    on = date(2024, 6, 12)
    state = Meeting.State.HELD
    state_reason = factory.LazyAttribute(lambda o: "" if o.state in AS_PLANNED else "Snow.")


class AgendaItemFactory(DjangoModelFactory):
    """An item that is not exempt."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Progress"


class AttendanceFactory(DjangoModelFactory):
    """A place whose holder came."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    place = factory.SubFactory(PlaceFactory, seat__board=factory.SelfAttribute("...meeting.board"))
    came = Attendance.Came.PRESENT


class DecisionFactory(DjangoModelFactory):
    """What a board decided at a meeting."""

    class Meta:
        model = Decision

    board = factory.SubFactory(BoardFactory)
    meeting = factory.SubFactory(MeetingFactory, board=factory.SelfAttribute("..board"))
    municipal_year = 2024
    number = factory.Sequence(lambda n: n + 1)
    text = "The plan was agreed."
    on = date(2024, 6, 12)


class ActionPointFactory(DjangoModelFactory):
    """What a meeting asked somebody to do."""

    class Meta:
        model = ActionPoint

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    what = "Circulate the figures."
    who = factory.SubFactory(UserFactory)


class ChallengeFactory(DjangoModelFactory):
    """A question that waits for its answer."""

    class Meta:
        model = Challenge

    board = factory.SubFactory(BoardFactory)
    question = "Why is it late?"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = FIRST_INSTANT
    put_to = factory.SubFactory(OrganisationFactory)
    due_on = date(2024, 4, 15)
