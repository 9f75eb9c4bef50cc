"""Rows of joining a board, of its terms, papers, minutes and questions, constant and boring."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from governance.models import (
    AccessReview,
    CalendarFeed,
    Declaration,
    ExemptReading,
    MeetingPaper,
    Mentoring,
    Merger,
    Minutes,
    NewAddress,
    Nomination,
    PaperClearance,
    PaperFile,
    Pause,
    PrivateNote,
    PublicQuestion,
    QuorumNeed,
    Referral,
    Signature,
    TermsOfReference,
    Vote,
    WorkProgrammeItem,
    WrittenAnswer,
    WrittenProcedure,
)
from tests.factories.governance import (
    FIRST_DAY,
    FIRST_INSTANT,
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    UserFactory,
)


class TermsOfReferenceFactory(DjangoModelFactory):
    """A draft of a board's terms."""

    class Meta:
        model = TermsOfReference

    board = factory.SubFactory(BoardFactory)
    number = 1
    text = "The board meets four times a year."


class SignatureFactory(DjangoModelFactory):
    """An organisation that signed the terms on the day they were signed off."""

    class Meta:
        model = Signature

    terms = factory.SubFactory(TermsOfReferenceFactory, signed_off_on=FIRST_DAY)
    organisation = factory.SubFactory(OrganisationFactory)
    signed_on = FIRST_DAY


class QuorumNeedFactory(DjangoModelFactory):
    """Somebody of the schools must be there."""

    class Meta:
        model = QuorumNeed

    board = factory.SubFactory(BoardFactory)
    sector = "schools"


class PauseFactory(DjangoModelFactory):
    """A school holiday."""

    class Meta:
        model = Pause

    board = factory.SubFactory(BoardFactory)
    why = "School holiday"
    starts_on = date(2024, 7, 22)
    ends_on = date(2024, 9, 2)


class NominationFactory(DjangoModelFactory):
    """A nominating organisation that was asked and has not answered."""

    class Meta:
        model = Nomination

    place = factory.SubFactory(PlaceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    asked = factory.SubFactory(UserFactory)
    asked_at = FIRST_INSTANT
    asked_by = factory.SubFactory(UserFactory)
    due_on = date(2024, 5, 1)


class MentoringFactory(DjangoModelFactory):
    """One representative helps the next."""

    class Meta:
        model = Mentoring

    seat = factory.SubFactory(SeatFactory)
    mentor = factory.SubFactory(UserFactory)
    successor = factory.SubFactory(UserFactory)
    starts_on = FIRST_DAY


class AccessReviewFactory(DjangoModelFactory):
    """A look at what somebody may see."""

    class Meta:
        model = AccessReview

    person = factory.SubFactory(UserFactory)
    reviewed_at = FIRST_INSTANT
    reviewed_by = factory.SubFactory(UserFactory)
    outcome = AccessReview.Outcome.KEPT


class MergerFactory(DjangoModelFactory):
    """Two records that became one."""

    class Meta:
        model = Merger

    stays = factory.SubFactory(UserFactory)
    gone = factory.SubFactory(UserFactory)
    merged_at = FIRST_INSTANT
    merged_by = factory.SubFactory(UserFactory)


class NewAddressFactory(DjangoModelFactory):
    """A change of address that neither side has confirmed."""

    class Meta:
        model = NewAddress

    person = factory.SubFactory(UserFactory)
    address = factory.Sequence("new-{}@example.org".format)
    old_sha256 = factory.Sequence("a{:063d}".format)
    new_sha256 = factory.Sequence("b{:063d}".format)
    asked_at = FIRST_INSTANT
    asked_by = factory.SelfAttribute("person")
    until = FIRST_INSTANT + timedelta(days=3)


class MeetingPaperFactory(DjangoModelFactory):
    """A paper written in the portal."""

    class Meta:
        model = MeetingPaper

    item = factory.SubFactory(AgendaItemFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Progress in the quarter"


class PaperFileFactory(DjangoModelFactory):
    """The first edition of a paper sent as a file."""

    class Meta:
        model = PaperFile

    paper = factory.SubFactory(MeetingPaperFactory)
    edition = 1
    name = "progress.pdf"
    content = b"%PDF-1.7"
    sha256 = "0" * 64
    pages = 1
    sent_at = FIRST_INSTANT
    sent_by = factory.SubFactory(UserFactory)


class ExemptReadingFactory(DjangoModelFactory):
    """Somebody read the minutes of a meeting with what is exempt in them."""

    class Meta:
        model = ExemptReading

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    address = factory.LazyAttribute(lambda row: f"/meetings/{row.meeting.pk}/minutes/")
    what = "the minutes"
    read_at = FIRST_INSTANT


class PaperClearanceFactory(DjangoModelFactory):
    """Finance looked a paper through."""

    class Meta:
        model = PaperClearance

    paper = factory.SubFactory(MeetingPaperFactory)
    kind = PaperClearance.Kind.FINANCE
    cleared_on = FIRST_DAY
    officer = "Finance Manager"


class PrivateNoteFactory(DjangoModelFactory):
    """What a member noted for themselves."""

    class Meta:
        model = PrivateNote

    person = factory.SubFactory(UserFactory)
    item = factory.SubFactory(AgendaItemFactory)
    paragraph = "3.1"
    text = "Ask about the figures."
    noted_at = FIRST_INSTANT


class DeclarationFactory(DjangoModelFactory):
    """An interest declared at a meeting."""

    class Meta:
        model = Declaration

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    kind = Declaration.Kind.OTHER
    interest = "A relative works there."


class VoteFactory(DjangoModelFactory):
    """A vote that carried."""

    class Meta:
        model = Vote

    meeting = factory.SubFactory(MeetingFactory)
    motion = "That the plan be agreed."
    votes_for = 5
    against = 2


class MinutesFactory(DjangoModelFactory):
    """A draft of the minutes of a meeting."""

    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory)
    opening = "The chair welcomed everybody."


class WrittenProcedureFactory(DjangoModelFactory):
    """A question that places are asked in writing."""

    class Meta:
        model = WrittenProcedure

    board = factory.SubFactory(BoardFactory)
    question = "Is the response agreed?"
    opened_at = FIRST_INSTANT
    opened_by = factory.SubFactory(UserFactory)
    closes_on = date(2024, 4, 15)


class WrittenAnswerFactory(DjangoModelFactory):
    """The holder of a place agrees."""

    class Meta:
        model = WrittenAnswer

    procedure = factory.SubFactory(WrittenProcedureFactory)
    place = factory.SubFactory(
        PlaceFactory, seat__board=factory.SelfAttribute("...procedure.board")
    )
    answer = WrittenAnswer.Answer.AGREE
    answered_at = FIRST_INSTANT
    answered_by = factory.SubFactory(UserFactory)


class ReferralFactory(DjangoModelFactory):
    """A recommendation that waits for its response."""

    class Meta:
        model = Referral

    from_board = factory.SubFactory(BoardFactory)
    to_board = factory.SubFactory(BoardFactory)
    what = "Consider the waiting times."
    referred_at = FIRST_INSTANT
    referred_by = factory.SubFactory(UserFactory)
    respond_by = date(2024, 6, 1)


class PublicQuestionFactory(DjangoModelFactory):
    """A question of the public that nobody has looked at."""

    class Meta:
        model = PublicQuestion

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "When does the centre open?"
    received_at = FIRST_INSTANT


class WorkProgrammeItemFactory(DjangoModelFactory):
    """Business planned for a month."""

    class Meta:
        model = WorkProgrammeItem

    board = factory.SubFactory(BoardFactory)
    title = "Early help"
    due_on = date(2024, 9, 1)
    due_known = "month"


class CalendarFeedFactory(DjangoModelFactory):
    """A person's own calendar."""

    class Meta:
        model = CalendarFeed

    person = factory.SubFactory(UserFactory)
    token_sha256 = factory.Sequence("c{:063d}".format)
    made_at = FIRST_INSTANT
