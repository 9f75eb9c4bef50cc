"""What happens to papers: begun, written, cleared, copied, submitted, approved, withdrawn."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from governance.editing import Refused, StaleEdit
from governance.models import Message, Notification, User
from portal.changes.asking import CannotAsk, ask_by_name, ask_for_paper
from portal.changes.papers import (
    NotReady,
    begin_paper,
    copy_paper,
    send_back,
    submit,
    write_head,
    write_section,
)
from portal.changes.standing import approve, publish, withdraw
from portal.changes.writing import write_report
from portal.models import Report, ReportFormat, ReportRun
from portal.queries import approvers
from portal.reports.formats import named
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    ReportFactory,
    ReportRunFactory,
    UserFactory,
)
from tests.portal.papers import ANSWERS

pytestmark = pytest.mark.django_db
PERIOD = "2024-25-q1"


@pytest.fixture
def writer() -> User:
    made: User = UserFactory(post="Partnership officer")
    return made


def now() -> datetime:
    return timezone.now()


def begun(writer: User, code: str = "scrutiny-2014", **head: object) -> Report:
    wanted = {"title": "How the plan is going", "authors": "Partnership officer", **head}
    if "board" not in wanted:
        wanted["board"] = BoardFactory(name="The Board")
    return begin_paper(
        format=ReportFormat.objects.get(code=code),
        period=PERIOD,
        by=writer,
        at=now(),
        **wanted,
    )


def fill(paper: Report, writer: User) -> Report:
    """Write every section of `paper`, and have it cleared."""
    for section in paper.sections.all():
        text = ANSWERS.get(section.code, f"Words on {section.code}.")
        write_section(section, version=section.version, text=text, by=writer)
    made_of = named(paper.format.code)
    kinds = [kind for each in made_of.sections for kind in each.needs]
    cleared = {str(kind): (f"Head of {kind}", date(2024, 7, 1)) for kind in kinds}
    values = {"title": paper.title}
    write_head(paper, version=paper.version, values=values, cleared=cleared, before={}, by=writer)
    return paper


def in_for_approval(writer: User) -> ReportRun:
    """Return the edition of a paper that was written, submitted and set."""
    paper = fill(begun(writer), writer)
    run = submit(paper, version=paper.version, by=writer, at=now())
    assert write_report(run.pk)
    run.refresh_from_db()
    return run


def test_a_paper_begins_with_its_sections_empty_and_the_facts_its_format_takes(writer) -> None:
    paper = begun(writer, sources=["measures", "plan"])
    assert [each.code for each in named("scrutiny-2014").typed()] == [
        *paper.sections.order_by("pk").values_list("code", flat=True)
    ]
    assert (paper.sources, paper.state) == (["plan", "measures"], Report.State.DRAFT)
    assert begun(writer, board=paper.board) == paper


def test_nobody_begins_a_paper_for_a_quarter_to_come(writer) -> None:
    with pytest.raises(CannotAsk):
        begin_paper(
            format=ReportFormat.objects.get(code="hwb-2023"),
            board=BoardFactory(),
            period="2099-00-q1",
            by=writer,
            at=now(),
            title="Too soon",
        )


def test_two_who_write_in_one_section_lose_nothing(writer) -> None:
    section = begun(writer).sections.get(code="purpose")
    other = type(section).objects.get(pk=section.pk)
    write_section(section, version=1, text="Mine.", by=writer)
    with pytest.raises(StaleEdit) as stale:
        write_section(other, version=1, text="Theirs.", by=UserFactory())
    (conflict,) = stale.value.conflicts
    assert (conflict.theirs, conflict.mine, conflict.by) == ("Mine.", "Theirs.", str(writer))


def test_the_same_form_sent_twice_is_saved_once(writer) -> None:
    section = begun(writer).sections.get(code="purpose")
    for _ in range(2):
        write_section(section, version=1, text="Mine.", by=writer, key="a")
    assert (section.text, section.version) == ("Mine.", 2)


def test_a_clearance_that_is_taken_away_is_gone(writer) -> None:
    paper = fill(begun(writer), writer)
    assert paper.clearances.count() == 3
    taken = {"cleared": {"legal": None}, "before": {"legal": "2024-07-01 Head of legal"}}
    write_head(paper, version=paper.version, values={}, **taken, by=writer)
    assert set(paper.clearances.values_list("kind", flat=True)) == {"finance", "director"}


def test_a_copy_takes_over_what_has_a_section_in_the_other_format(writer) -> None:
    paper = fill(begun(writer, sources=["measures"]), writer)
    other = ReportFormat.objects.get(code="scrutiny-2023")
    copy = copy_paper(paper, format=other, by=writer, at=now())
    assert copy_paper(paper, format=other, by=writer, at=now()) == copy
    texts = dict(copy.sections.values_list("code", "text"))
    assert texts["finance"] == "Words on finance."
    assert texts["decide"] == ""
    assert "environment" not in texts
    assert (copy.title, copy.sources, copy.state) == (paper.title, ["measures"], "draft")


@pytest.mark.parametrize("code", ["equality", "purpose"])
def test_an_empty_section_that_is_required_keeps_a_paper_from_being_submitted(
    writer, code
) -> None:
    paper = fill(begun(writer), writer)
    section = paper.sections.get(code=code)
    write_section(section, version=section.version, text="", by=writer)
    with pytest.raises(NotReady) as refusal:
        submit(paper, version=paper.version, by=writer, at=now())
    (finding,) = refusal.value.findings
    assert finding.section == code
    assert Report.objects.get(pk=paper.pk).state == Report.State.DRAFT


def test_equality_implications_that_say_none_can_be_submitted(writer) -> None:
    paper = fill(begun(writer), writer)
    assert paper.sections.get(code="equality").text == "None."
    run = submit(paper, version=paper.version, by=writer, at=now())
    assert (paper.state, run.report, run.state) == ("submitted", paper, "asked")
    assert submit(paper, version=1, by=writer, at=now()) == run


def test_a_paper_whose_head_changed_since_it_was_read_is_not_submitted(writer) -> None:
    paper = fill(begun(writer), writer)
    with pytest.raises(StaleEdit):
        submit(paper, version=paper.version - 1, by=writer, at=now())


def test_what_was_submitted_is_not_written_in_until_it_is_sent_back(writer) -> None:
    paper = fill(begun(writer), writer)
    submit(paper, version=paper.version, by=writer, at=now())
    section = paper.sections.get(code="purpose")
    with pytest.raises(Refused, match="is taken back before its words change"):
        write_section(section, version=section.version, text="Late.", by=writer)
    send_back(paper, because="Say what it costs.", by=UserFactory(), at=now())
    assert (paper.state, paper.sent_back_because) == ("draft", "Say what it costs.")
    write_section(section, version=section.version, text="In time.", by=writer)


def told() -> list[tuple[str, str, str]]:
    """Return who was told what, and where it leads."""
    found = Notification.objects.order_by("pk").select_related("person", "subject")
    return [(each.person.post, each.text, each.subject.address) for each in found]


def test_the_chair_is_told_that_a_paper_waits_and_its_writer_what_became_of_it(writer) -> None:
    paper = fill(begun(writer), writer)
    seat = {"place__seat__board": paper.board, "place__seat__role": "chair"}
    chair = AppointmentFactory(holder__post="Chair", **seat).holder
    for _ in range(2):
        run = submit(paper, version=paper.version, by=writer, at=now())
    waits = ("Chair", f"“{paper}” waits for your approval", run.get_absolute_url())
    assert told() == [waits]
    write_report(run.pk)
    send_back(paper, because="Say what it costs.", by=chair, at=now())
    sent_back = f"“{paper}” is sent back: Say what it costs."
    back = ("Partnership officer", sent_back, paper.get_absolute_url())
    again = submit(paper, version=paper.version, by=writer, at=now())
    write_report(again.pk)
    run.refresh_from_db()
    for _ in range(2):
        approve(run, by=chair, at=now())
    approved = ("Partnership officer", f"“{paper}” is approved", paper.get_absolute_url())
    waits_again = (*waits[:2], again.get_absolute_url())
    assert told() == [waits, back, waits_again, approved]
    assert [*Message.objects.order_by("pk").values_list("title", flat=True)] == [
        "A paper waits for your approval",
        "A paper of yours is sent back",
        "A paper waits for your approval",
        "A paper of yours is approved",
    ]


def test_a_chair_who_wrote_in_a_paper_is_not_told_that_it_waits(writer) -> None:
    paper = fill(begun(writer), writer)
    seat = {"place__seat__board": paper.board, "place__seat__role": "vice_chair"}
    vice_chair = AppointmentFactory(holder__post="Vice chair", **seat).holder
    section = paper.sections.get(code="purpose")
    write_section(section, version=section.version, text="Better words.", by=vice_chair)
    submit(paper, version=paper.version, by=writer, at=now())
    assert told() == []
    assert approvers(paper.board_id, on=timezone.localdate(), paper=paper) == []
    assert approvers(paper.board_id, on=timezone.localdate()) == [vice_chair]


def test_somebody_else_approves_and_then_it_is_published_and_withdrawn(writer) -> None:
    run = in_for_approval(writer)
    with pytest.raises(Refused, match="Somebody else than the writer approves"):
        approve(run, by=writer, at=now())
    chair = UserFactory()
    with pytest.raises(Refused, match="Only what is approved is published"):
        publish(run, by=writer, at=now())
    for _ in range(2):
        approve(run, by=chair, at=now())
    assert Report.objects.get(pk=run.report_id).state == "approved"
    for _ in range(2):
        publish(run, by=writer, at=now())
    assert Report.objects.get(pk=run.report_id).state == "published"
    assert ask_for_paper(run.report, by=writer, at=now()).pk == run.pk
    with pytest.raises(Refused, match="Say why"):
        withdraw(run, because=" ", by=writer, at=now())
    withdraw(run, because="A figure was wrong.", by=writer, at=now())
    paper = Report.objects.get(pk=run.report_id)
    assert (paper.state, run.state, run.withdrawn_by) == ("withdrawn", "withdrawn", writer)
    with pytest.raises(CannotAsk):
        ask_for_paper(paper, by=writer, at=now())


def test_who_wrote_a_section_does_not_approve_the_paper(writer) -> None:
    paper, helper = fill(begun(writer), writer), UserFactory()
    section = paper.sections.get(code="purpose")
    write_section(section, version=section.version, text="Better words.", by=helper)
    run = submit(paper, version=paper.version, by=writer, at=now())
    write_report(run.pk)
    run.refresh_from_db()
    with pytest.raises(Refused, match="Somebody else than the writer approves"):
        approve(run, by=helper, at=now())


def test_an_edition_from_before_the_paper_was_submitted_is_not_approved(writer) -> None:
    paper = fill(begun(writer), writer)
    early = ask_for_paper(paper, by=writer, at=now())
    write_report(early.pk)
    section = paper.sections.get(code="purpose")
    write_section(section, version=section.version, text="Better words.", by=writer)
    submit(paper, version=paper.version, by=writer, at=now())
    early.refresh_from_db()
    with pytest.raises(Refused, match="Only the edition that was submitted"):
        approve(early, by=UserFactory(), at=now())


def test_an_edition_that_was_written_before_and_says_the_same_is_approved(writer) -> None:
    paper = fill(begun(writer), writer)
    early = ask_for_paper(paper, by=writer, at=now())
    write_report(early.pk)
    again = submit(paper, version=paper.version, by=writer, at=now())
    write_report(again.pk)
    again.refresh_from_db()
    assert (again.state, again.same_as) == (ReportRun.State.SAME, early)
    assert approve(again.same_as, by=UserFactory(), at=now()).state == "approved"


def test_a_report_that_nobody_typed_goes_the_same_way() -> None:
    run = ReportRunFactory(state="ready", edition=1)
    approve(run, by=UserFactory(), at=now())
    publish(run, by=UserFactory(), at=now())
    withdraw(run, because="A figure was wrong.", by=UserFactory(), at=now())
    assert run.state == ReportRun.State.WITHDRAWN
    with pytest.raises(Refused, match="Only an edition that is written"):
        approve(run, by=UserFactory(), at=now())


def test_by_name_the_newest_paper_is_asked_for_and_without_one_it_says_what_is_missing(
    writer,
) -> None:
    paper = begun(writer)
    board, when = paper.board, {"period": PERIOD, "at": now()}
    assert ask_by_name(format=paper.format, board=board, **when).report == paper
    hwb = ReportFormat.objects.get(code="hwb-2023")
    with pytest.raises(CannotAsk) as refusal:
        ask_by_name(format=hwb, board=board, **when)
    assert str(refusal.value) == (
        "Nobody has begun a “Health and Wellbeing Board report” of The Board for quarter 1 of"
        " 2024/25, April to June 2024: an officer of the board writes it at /reports/write/."
    )
    annual = ReportFormat.objects.get(code="annual")
    run = ask_by_name(format=annual, board=board, period="2023-24", at=now())
    assert run.report is None


def test_an_example_says_so_in_the_paper() -> None:
    paper = ReportFactory(illustrative=True)
    run = ask_for_paper(paper, by=None, at=now())
    write_report(run.pk)
    run.refresh_from_db()
    assert run.content["illustrative"] is True
