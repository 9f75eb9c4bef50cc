"""Papers in work: what the database refuses by itself."""

import pytest

from portal.models import Report
from portal.reports.formats import named
from tests.factories import (
    FIRST_INSTANT,
    ReportClearanceFactory,
    ReportFactory,
    ReportRunFactory,
    ReportSectionFactory,
)
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db
TYPED_ALONE = [
    each.code
    for each in named("scrutiny-2014").typed()
    if each.required and each.source == ("typed",) and not each.takes
]


def complete() -> Report:
    """Return a draft in which every section that must be typed is."""
    paper = ReportFactory()
    for code in TYPED_ALONE:
        ReportSectionFactory(report=paper, code=code, text="Words.")
    return paper


def submitted() -> Report:
    paper = complete()
    who = {"submitted_by_id": paper.written_by_id, "submitted_at": FIRST_INSTANT}
    update(paper, state="submitted", **who)
    return paper


def test_a_submission_names_who_and_when() -> None:
    with refused("submission_names_who_and_when"):
        update(ReportFactory(), submitted_at=FIRST_INSTANT)


def test_a_paper_beyond_a_draft_was_submitted() -> None:
    with refused("paper_beyond_a_draft_was_submitted"):
        update(complete(), state="submitted")


def test_a_paper_has_a_title() -> None:
    with refused("paper_has_a_title"):
        update(ReportFactory(), title="")


@pytest.mark.parametrize("state", ["approved", "published", "withdrawn"])
def test_a_paper_goes_from_draft_to_published(state: str) -> None:
    with refused("paper_goes_from_draft_to_published"):
        update(complete(), state=state)


@pytest.mark.parametrize("text", ["", " \n "])
def test_equality_implications_left_empty_keep_a_paper_from_being_submitted(text: str) -> None:
    paper = complete()
    update(paper.sections.get(code="equality"), text=text)
    who = {"submitted_by_id": paper.written_by_id, "submitted_at": FIRST_INSTANT}
    with refused("submitted_paper_has_what_its_format_requires"):
        update(paper, state="submitted", **who)
    update(paper.sections.get(code="equality"), text="None")
    update(paper, state="submitted", **who)


@pytest.mark.parametrize("code", TYPED_ALONE)
def test_a_submitted_paper_has_what_its_format_requires(code: str) -> None:
    paper = complete()
    delete(paper.sections.get(code=code))
    with refused("submitted_paper_has_what_its_format_requires"):
        update(paper, state="submitted")


def test_a_paper_stands_as_its_edition_does() -> None:
    paper = submitted()
    with refused("paper_stands_as_its_edition"):
        update(paper, state="approved")
    run = ReportRunFactory(report=paper, state="approved", edition=1)
    update(paper, state="approved")
    with refused("paper_stands_as_its_edition"):
        update(paper, state="published")
    who = {"published_by_id": run.approved_by_id, "published_at": FIRST_INSTANT}
    update(run, state="published", **who)
    update(paper, state="published")


def test_a_submitted_paper_keeps_its_head() -> None:
    paper = submitted()
    for column, value in {"title": "Another", "wards": "All", "sources": '["plan"]'}.items():
        with refused("submitted_paper_keeps_its_head"):
            update(paper, **{column: value})
    update(paper, state="draft", sent_back_because="Say what it costs.")
    update(paper, title="Another")


def test_a_section_of_a_paper_is_written_once() -> None:
    with refused("section_of_a_paper_is_written_once"):
        insert_like(ReportSectionFactory())


def test_wording_stays_once_a_paper_is_submitted() -> None:
    paper = submitted()
    section = paper.sections.first()
    with refused("wording_stays_once_submitted"):
        update(section, text="Other words.")
    with refused("wording_stays_once_submitted"):
        delete(section)
    with refused("wording_stays_once_submitted"):
        insert_like(section, code="new")
    draft = ReportSectionFactory(report__board=paper.board)
    with refused("wording_stays_once_submitted"):
        update(draft, report_id=paper.pk)


def test_a_paper_is_cleared_once_for_each_kind() -> None:
    with refused("paper_is_cleared_once_for_each_kind"):
        insert_like(ReportClearanceFactory())


def test_a_clearance_names_a_post() -> None:
    with refused("clearance_names_a_post"):
        update(ReportClearanceFactory(), post="")


def test_a_clearance_stays_once_a_paper_is_submitted() -> None:
    paper = complete()
    cleared = ReportClearanceFactory(report=paper)
    who = {"submitted_by_id": paper.written_by_id, "submitted_at": FIRST_INSTANT}
    update(paper, state="submitted", **who)
    with refused("clearance_stays_once_submitted"):
        update(cleared, post="Somebody else")


def test_nobody_approves_what_they_wrote() -> None:
    paper = submitted()
    run = ReportRunFactory(report=paper, state="ready", edition=1)
    with refused("nobody_approves_what_they_wrote"):
        update(run, approved_by_id=paper.written_by_id, approved_at=FIRST_INSTANT)


def test_one_edition_of_a_paper_stands() -> None:
    run = ReportRunFactory(report=submitted(), state="approved", edition=1)
    with refused("one_edition_of_a_paper_stands"):
        insert_like(run, edition=2)


def test_two_papers_of_a_format_board_and_quarter_count_their_own_editions() -> None:
    first = ReportRunFactory(report=ReportFactory(), state="ready", edition=1)
    other = ReportFactory(board=first.report.board)
    insert_like(first, report_id=other.pk)
    with refused("edition_is_its_own"):
        insert_like(first)


def test_approval_publication_and_withdrawal_each_name_who_and_when() -> None:
    run = ReportRunFactory(state="ready", edition=1)
    with refused("approval_names_who_and_when"):
        update(run, approved_at=FIRST_INSTANT)
    with refused("publication_names_who_and_when"):
        update(run, published_at=FIRST_INSTANT)
    with refused("withdrawal_names_who_when_and_why"):
        update(run, withdrawn_at=FIRST_INSTANT)
    gone = ReportRunFactory(state="withdrawn", edition=1)
    with refused("withdrawal_names_who_when_and_why"):
        update(gone, withdrawn_because="")


def test_what_stands_was_approved_what_is_shown_published_what_is_gone_withdrawn() -> None:
    run = ReportRunFactory(state="ready", edition=1)
    with refused("standing_report_was_approved"):
        update(run, state="approved")
    with refused("withdrawn_report_was_withdrawn_by_somebody"):
        update(run, state="withdrawn")
    approved = ReportRunFactory(state="approved", edition=1)
    with refused("shown_report_was_published"):
        update(approved, state="published")
