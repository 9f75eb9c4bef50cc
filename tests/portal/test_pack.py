"""Agenda and papers as one PDF: in order, numbered throughout, with what the reader may read."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest
from django.test import Client

from governance.models import Meeting
from portal.reports import pack
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    MeetingPaperFactory,
    PaperFileFactory,
    UserFactory,
    WrittenProcedureFactory,
)

pytestmark = pytest.mark.django_db
EXEMPT = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}


def pdf_of(words: str, *, pages: int, turned: int = 0) -> bytes:
    """Return a PDF that says `words` on each page, and runs a script when it is opened."""
    made = pymupdf.open()
    for number in range(pages):
        sheet = made.new_page(width=595, height=842)
        sheet.insert_text((72, 100), f"{words} sheet {number + 1}")
        sheet.set_rotation(turned)
    with pikepdf.open(BytesIO(made.tobytes())) as read:
        act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        read.pages[0].obj["/AA"] = pikepdf.Dictionary(O=act)
        out = BytesIO()
        read.save(out)
    return out.getvalue()


@pytest.fixture
def meeting() -> Meeting:
    board = BoardFactory(name="The Alliance", slug="alliance")
    meeting = MeetingFactory(board=board, on=date(2024, 9, 12), state="published")
    first, hidden, last = (
        AgendaItemFactory(meeting=meeting, number=number, title=title, **more)
        for number, title, more in (
            (1, "Early help", {}),
            (2, "A contract", {"exempt": True, **EXEMPT}),
            (3, "Any other business", {}),
        )
    )
    papers = [
        (first, "The plan", "", pdf_of("Plan", pages=2)),
        (hidden, "The price", "", pdf_of("Secret", pages=1)),
        (last, "A word", "## Why\n\nIt is written here.", None),
        (last, "A wide table", "", pdf_of("Wide", pages=1, turned=90)),
    ]
    for number, (item, title, text, body) in enumerate(papers, 1):
        said = {"title": title, "text": text, "number": number, "received_on": "2024-09-01"}
        paper = MeetingPaperFactory(item=item, **said)
        if body:
            PaperFileFactory(paper=paper, content=b"older", edition=1, sha256="0" * 64)
            PaperFileFactory(paper=paper, content=body, edition=2, sha256="1" * 64)
    MeetingPaperFactory(item=first, title="Still to come", number=9, received_on=None)
    return meeting


def sheets(response: Any) -> list[str]:
    with pymupdf.open(stream=response.content, filetype="pdf") as printed:
        return [" ".join(page.get_text().split()) for page in printed]


def first_page(pages: list[str], words: str) -> int:
    return next(number for number, text in enumerate(pages, 1) if words in text)


def test_the_pack_holds_the_newest_papers_in_order_with_page_numbers_throughout(
    client: Client, meeting: Meeting
) -> None:
    client.force_login(AppointmentFactory(place__seat__board=meeting.board).holder)
    response = client.get(f"/meetings/{meeting.pk}/pack/")
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="papers-alliance-2024-09-12.pdf"' in response.headers["Content-Disposition"]
    pages = sheets(response)
    assert [f"Page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    found = ("Plan sheet 1", "Secret sheet 1", "It is written here.", "Wide sheet 1")
    begins = [first_page(pages, words) for words in found]
    assert begins == [begins[0], begins[0] + 2, begins[0] + 3, begins[0] + 4]
    contents = " ".join(pages[: begins[0] - 1])
    for line in (
        f"Item 1: The plan, page {begins[0]}",
        f"Item 2: The price, page {begins[1]}",
        f"Item 3: A word, page {begins[2]}",
        f"Item 3: A wide table, page {begins[3]}",
    ):
        assert line in contents
    assert "Still to come" not in contents
    assert b"app.alert" not in response.content


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_is_turned_has_its_number_at_its_foot(turned: int) -> None:
    sheet = pikepdf.open(BytesIO(pdf_of("Plan", pages=1, turned=turned)))
    pack.number(sheet.pages[0], "Page 1 of 1")
    out = BytesIO()
    sheet.save(out)
    with pymupdf.open(stream=out.getvalue(), filetype="pdf") as printed:
        page = printed[0]
        place = page.search_for("Page 1 of 1")[0] * page.rotation_matrix
        assert page.rect.width - 60 < place.x1 < page.rect.width - 40
        assert page.rect.height - 30 < place.y1 < page.rect.height - 10
        assert place.width > place.height


def test_who_reads_no_exempt_paper_gets_the_pack_without_it(
    client: Client, meeting: Meeting
) -> None:
    pages = sheets(client.get(f"/meetings/{meeting.pk}/pack/"))
    whole = " ".join(pages)
    assert "Secret" not in whole
    assert "The price" not in whole
    assert "2. A contract" in whole
    assert "Exempt under paragraph 3 of Schedule 12A" in whole
    assert "Plan sheet 1" in whole


def test_the_board_s_agenda_reports_what_was_decided_in_writing(
    client: Client, meeting: Meeting
) -> None:
    closed = {"closed_at": "2024-09-02T12:00:00Z", "closed_by": UserFactory()}
    said = {"state": "refused", "reason": "1 wants it at a meeting.", **closed}
    WrittenProcedureFactory(board=meeting.board, question="That it be agreed.", **said)
    place = f"/meetings/{meeting.pk}/pack/"
    assert "That it be agreed." not in " ".join(sheets(client.get(place)))
    client.force_login(AppointmentFactory(place__seat__board=meeting.board).holder)
    whole = " ".join(sheets(client.get(place)))
    assert "That it be agreed." in whole
    assert "Not agreed in writing: 1 wants it at a meeting." in whole


def test_a_pack_that_is_too_large_says_so(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.views.pack.MOST", 10)
    response = client.get(f"/meetings/{meeting.pk}/pack/")
    assert response.status_code == 413
    assert "larger than 60 MB" in response.content.decode()


def test_a_meeting_without_an_agenda_has_its_cover(client: Client) -> None:
    pages = sheets(client.get(f"/meetings/{MeetingFactory().pk}/pack/"))
    assert "No agenda is recorded." in " ".join(pages)
