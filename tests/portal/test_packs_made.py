"""Packs of meetings as jobs: asked for once, made once, the same bytes, whatever breaks off."""

import logging
from datetime import timedelta
from io import BytesIO
from typing import Any

import page as validation
import pikepdf
import pytest
from django.db.models.functions import Now

from governance.models import AgendaItem, Meeting, MeetingPaper
from portal import tasks
from portal.changes import packs, ringing
from portal.changes.lease import LeaseLost, claim_of, write_as_held
from portal.changes.packs import ask_for_pack, write_pack
from portal.models import Pack, PackDocument
from portal.reports import pack as press
from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    MeetingPaperFactory,
    PackDocumentFactory,
    PackFactory,
    UserFactory,
    WrittenProcedureFactory,
)
from tests.plain_sql import insert_like, refused, update
from tests.portal.packs import (
    AT,
    EXEMPT,
    a_meeting,
    body_for,
    elements,
    made,
    pdf_of,
    send,
    sheets,
)

State, STEP = Pack.State, Pack.Step.PDF.label
pytestmark = pytest.mark.django_db


def jammed(*_: Any, **__: Any) -> bytes:
    raise ZeroDivisionError


def ask(meeting: Meeting) -> Pack:
    return ask_for_pack(meeting, by=None, at=AT)


# Asking


def test_whoever_asks_and_how_often_one_pack_waits() -> None:
    meeting = MeetingFactory()
    first = ask(meeting)
    assert ask_for_pack(meeting, by=UserFactory(), at=AT + timedelta(seconds=1)) == first
    assert (first.state, first.asked_by) == (State.ASKED, None)


def test_asked_again_of_the_same_agenda_it_is_the_same_row_and_the_same_bytes() -> None:
    meeting = MeetingFactory()
    pack = made(meeting)
    kept = body_for(pack, "whole")
    assert made(meeting) == pack
    assert Pack.objects.count() == 1
    assert body_for(pack, "whole") == kept


def test_a_changed_agenda_makes_the_next_edition() -> None:
    meeting = MeetingFactory()
    made(meeting)
    AgendaItemFactory(meeting=meeting)
    assert [made(meeting).edition, made(meeting).edition] == [2, 2]


def test_what_was_asked_for_and_changed_back_meanwhile_ends_as_the_edition_it_is() -> None:
    meeting = MeetingFactory(venue="Town hall")
    first = made(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(venue="Elsewhere")
    asked = ask(Meeting.objects.get(pk=meeting.pk))
    Meeting.objects.filter(pk=meeting.pk).update(venue="Town hall")
    assert write_pack(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.same_as, asked.edition) == (State.SAME, first, None)


# Making


def test_delivered_twice_it_is_made_once() -> None:
    pack = ask(MeetingFactory())
    assert write_pack(pack.pk)
    assert not write_pack(pack.pk, draw=jammed)
    assert Pack.objects.get(pk=pack.pk).state == State.READY


def test_a_worker_in_whose_hands_it_is_is_left_alone() -> None:
    pack = ask(MeetingFactory())
    claim_of(Pack, pack.pk)
    assert not write_pack(pack.pk)


def test_the_pack_of_a_killed_worker_is_sent_again_once_its_lease_has_ended() -> None:
    pack, sent = ask(MeetingFactory()), []
    held = claim_of(Pack, pack.pk)
    ringing.sweep(send=sent.append, of=Pack)
    assert sent == []
    Pack.objects.filter(pk=pack.pk).update(lease_until=Now())
    ringing.sweep(send=sent.append, of=Pack)
    assert sent == [pack.pk]
    assert write_pack(pack.pk)
    with pytest.raises(LeaseLost, match=f"Attempt 1 at pack {pack.pk} was taken over"):
        write_as_held(held, step="pdf")


def test_a_second_try_prints_what_the_first_froze() -> None:
    meeting = MeetingFactory(venue="Town hall")
    pack = ask(meeting)
    assert not write_pack(pack.pk, draw=jammed)
    Meeting.objects.filter(pk=meeting.pk).update(venue="Elsewhere")
    Pack.objects.filter(pk=pack.pk).update(lease_until=Now())
    assert write_pack(pack.pk)
    words = " ".join(sheets(body_for(pack, "whole")))
    assert "Town hall" in words
    assert "Elsewhere" not in words


def test_the_third_fault_fails_it_with_its_reason_and_it_can_be_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    meeting = MeetingFactory()
    pack = ask(meeting)
    with caplog.at_level(logging.CRITICAL):
        for _ in range(3):
            write_pack(pack.pk, draw=jammed)
            Pack.objects.filter(pk=pack.pk, state="writing").update(lease_until=Now())
    pack.refresh_from_db()
    assert (pack.state, pack.edition, pack.reason) == (
        State.FAILED,
        None,
        f"The third try broke off while {STEP} (ZeroDivisionError); the log says where.",
    )
    again = made(meeting)
    assert (again.state, again.edition) == (State.READY, 1)
    assert again != pack


def test_a_pack_that_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MOST", 10)
    pack = made(a_meeting())
    assert (pack.state, pack.reason) == (State.FAILED, packs.TOO_MUCH)


@pytest.mark.parametrize(
    ("body", "pages", "said"),
    [(b"no PDF", 1, "it is no PDF"), (None, 7, "has other pages than were counted")],
)
def test_a_file_that_cannot_be_bound_in_is_named(body: Any, pages: int, said: str) -> None:
    meeting = a_meeting()
    paper = MeetingPaper.objects.get(title="The plan")
    sent = body or bytes(paper.files.get(edition=2).content)
    send(paper, sent, edition=3, pages=pages)
    pack = made(meeting)
    assert pack.state == State.FAILED
    assert "“The plan”" in pack.reason
    assert said in pack.reason


def test_the_queue_tells_the_worker_of_a_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(packs, "write_pack", done.append)
    tasks.write_pack(pack_id=7, priority="high")
    assert done == [7]


# What is in it


def test_the_pack_holds_the_newest_papers_in_order_with_page_numbers_throughout() -> None:
    pages = sheets(body_for(made(a_meeting()), "whole"))
    many = len(pages)
    assert [f"Page {n} of {many}" in text for n, text in enumerate(pages, 1)] == [True] * many
    found = ("Plan sheet 1", "Secret sheet 1", "It is written here.", "Wide sheet 1")
    begins = [
        next(number for number, text in enumerate(pages, 1) if words in text) for words in found
    ]
    assert begins == [begins[0], begins[0] + 2, begins[0] + 3, begins[0] + 4]
    contents = pages[1]
    for title, begin in zip(
        (
            "Item 1: The plan",
            "Item 2, not for publication: The price",
            "Item 3: A word",
            "Item 3: A wide table",
        ),
        begins,
        strict=True,
    ):
        assert f"{title} {begin}" in contents
    assert "Still to come" not in contents


def test_two_prints_of_what_is_frozen_have_the_same_bytes() -> None:
    meeting = a_meeting()
    pack = made(meeting)
    first = {tuple(each.circles): each.sha256 for each in pack.documents.all()}
    other = Pack(pk=pack.pk, edition=pack.edition)
    content = packs.pack_from(pack.content)
    again = {
        tuple(each.circles): each.sha256
        for each in packs._printed(other, content, press.render)  # noqa: SLF001
    }
    assert again == first


def test_it_fails_no_rule_of_pdf_ua() -> None:
    body = body_for(made(a_meeting()), "whole")
    profile = validation.ValidationProfile.PDF_UA_1
    report = validation.validate_pdf_bytes(body, profile=profile)
    assert [str(each.message) for each in report.failures] == []
    assert report.is_compliant


def test_each_paper_is_a_heading_and_a_bookmark_and_nothing_acts_by_itself() -> None:
    body = body_for(made(a_meeting()), "whole")
    assert b"app.alert" not in body
    with pikepdf.open(BytesIO(body)) as opened:
        assert len(list(elements(opened, "/H2"))) == 6  # contents, agenda, four papers
        assert "/OpenAction" not in opened.Root
        assert [sheet.get("/AA") for sheet in opened.pages] == [None] * len(opened.pages)
        with opened.open_outline() as outline:
            heads = [each.title for head in outline.root for each in head.children]
    assert heads[2:] == [
        "Item 1: The plan",
        "Item 2, not for publication: The price",
        "Item 3: A word",
        "Item 3: A wide table",
    ]


def test_a_page_that_lies_across_has_a_sheet_that_does() -> None:
    with pikepdf.open(BytesIO(body_for(made(a_meeting()), "whole"))) as opened:
        *upright, last = (list(map(float, each.mediabox)) for each in opened.pages)
    assert last[2] > last[3]
    assert [each[2] > each[3] for each in upright] == [False] * len(upright)


def test_each_circle_has_its_own_file_from_one_snapshot() -> None:
    pack = made(a_meeting())
    kept = [sorted(each.circles) for each in pack.documents.order_by("pk")]
    assert kept == [["board", "public"], ["suitable"], ["whole"]]
    public, suitable, whole = (
        " ".join(sheets(body_for(pack, circle))) for circle in ("public", "suitable", "whole")
    )
    assert "Secret sheet 1" in whole
    for words in ("Secret", "The price"):
        assert words not in public
        assert words.encode() not in body_for(pack, "public")
    assert "2. A contract" in public
    assert "Exempt under paragraph 3 of Schedule 12A" in public
    assert "Plan sheet 1" in public
    assert "Plan sheet 1" not in suitable  # no paper is marked


def test_what_is_exempt_is_marked_on_the_cover_in_the_contents_and_on_each_of_its_pages() -> None:
    meeting = a_meeting()
    hidden = meeting.items.get(number=2)
    typed = {"title": "The case", "text": "Anna is nine.", "received_on": "2024-09-01"}
    MeetingPaperFactory(item=hidden, number=9, **typed)
    sent = MeetingPaper.objects.get(title="The price")
    send(sent, pdf_of("Secret", pages=3), edition=3, pages=3)
    pack = made(meeting)
    pages = sheets(body_for(pack, "whole"))
    assert "Not for publication" in pages[0]
    assert "Item 2, exempt under Schedule 12A of the Local Government Act 1972" in pages[0]
    exempt = [text for text in pages[2:] if "Secret sheet" in text or "Anna is nine" in text]
    assert len(exempt) == 4
    assert all("not for publication" in text.lower() for text in exempt)
    assert not any("for publication" in text for text in sheets(body_for(pack, "public")))


def test_a_planned_meeting_has_no_pack_for_everybody() -> None:
    pack = made(MeetingFactory(state="planned"))
    assert not pack.documents.filter(circles__contains=["public"]).exists()


def test_the_board_s_agenda_reports_what_was_decided_in_writing() -> None:
    meeting = MeetingFactory()
    closed = {"closed_at": "2024-09-02T12:00:00Z", "closed_by": UserFactory()}
    Meeting.objects.filter(pk=meeting.pk).update(on="2024-09-12")
    said = {"state": "refused", "reason": "1 wants it at a meeting.", **closed}
    WrittenProcedureFactory(board=meeting.board, question="That it be agreed.", **said)
    pack = made(meeting)
    public, board = (" ".join(sheets(body_for(pack, each))) for each in ("public", "board"))
    assert "That it be agreed." not in public
    assert "That it be agreed." in board
    assert "Not agreed in writing: 1 wants it at a meeting." in board


def test_the_pack_of_a_meeting_that_is_called_off_says_so_on_its_cover() -> None:
    meeting = a_meeting()
    off = {"state": "postponed", "state_reason": "Snow."}
    Meeting.objects.filter(pk=meeting.pk).update(**off)
    meeting.refresh_from_db()
    assert "Ordinary meeting, postponed" in sheets(body_for(made(meeting), "whole"))[0]


def test_a_meeting_without_an_agenda_has_its_cover() -> None:
    words = " ".join(sheets(body_for(made(MeetingFactory()), "public")))
    assert "No agenda is recorded." in words


def test_an_item_that_became_exempt_is_in_no_later_file_for_everybody() -> None:
    meeting = a_meeting()
    made(meeting)
    AgendaItem.objects.filter(title="Early help").update(exempt=True, **EXEMPT)
    later = made(meeting)
    assert later.edition == 2
    assert "Plan sheet 1" not in " ".join(sheets(body_for(later, "public")))


# What the database refuses


def test_one_open_pack_a_meeting() -> None:
    with refused("one_open_pack_a_meeting"):
        insert_like(PackFactory())


def test_an_edition_of_a_pack_is_its_own() -> None:
    with refused("pack_edition_is_its_own"):
        insert_like(PackDocumentFactory().pack)


def test_a_finished_pack_is_an_edition_a_repeat_names_one_and_a_failure_says_why() -> None:
    pack = PackFactory()
    for state, law in (
        ("ready", "finished_pack_is_an_edition"),
        ("same", "repeated_pack_names_its_edition"),
        ("failed", "failed_pack_says_why"),
    ):
        with refused(law):
            update(pack, state=state)


def test_a_pack_being_made_has_a_lease_and_frozen_content_its_checksum() -> None:
    pack = PackFactory()
    with refused("pack_being_made_has_a_lease"):
        update(pack, state="writing", attempt=1)
    with refused("frozen_pack_has_its_checksum"):
        update(pack, content="{}")


def test_what_is_frozen_and_kept_never_changes() -> None:
    document = PackDocumentFactory()
    with refused("frozen_content_never_changes"):
        update(document.pack, checksum="b" * 64)
    with refused("kept_document_never_changes"):
        update(document, body=b"other")
    with refused("pack_is_kept_once_a_circle"):
        insert_like(document)
    assert PackDocument.objects.count() == 1
