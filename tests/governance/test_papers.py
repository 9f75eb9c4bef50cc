"""Papers to an item: asked for, written, sent as a file, read by whom, chased and cleared."""

import hashlib
import io
from datetime import date
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import (
    Board,
    Meeting,
    MeetingPaper,
    Message,
    PaperClearance,
    PaperFile,
    User,
)
from governance.rules import papers_seen
from governance.scope import scope_of
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    PaperFileFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.principals import PRINCIPALS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
IN = {"received_on": date(2024, 8, 1)}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board, person__post="Officer").person
    client.force_login(person)
    return person


@pytest.fixture
def meeting(board: Board) -> Meeting:
    due = date(2024, 8, 30)
    made: Meeting = MeetingFactory(
        board=board, on=date(2024, 9, 12), state="planned", papers_due_on=due
    )
    return made


@pytest.fixture
def paper(meeting: Meeting) -> MeetingPaper:
    made: MeetingPaper = MeetingPaperFactory(item__meeting=meeting, title="How it goes")
    return made


def pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    """Return a PDF of blank pages, locked where a password is given."""
    made, kept = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    lock = pikepdf.Encryption(owner="owner", user=password) if password is not None else False
    made.save(kept, encryption=lock)
    return kept.getvalue()


def send(client: Client, paper: MeetingPaper, content: bytes, name: str = "x.pdf") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(f"{paper.get_absolute_url()}send/", {"file": file})


def test_a_paper_is_asked_for_once_and_stands_at_its_item(
    client: Client, meeting: Meeting, officer: User
) -> None:
    item = AgendaItemFactory(meeting=meeting)
    lead = AppointmentFactory(place__seat__board=meeting.board, holder__post="Director").holder
    values = {"title": "How it goes", "lead": lead.pk, "key": "of-this-form"}
    for _ in range(2):
        answer = client.post(f"/meetings/{meeting.pk}/agenda/{item.pk}/papers/add/", values)
    paper = MeetingPaper.objects.get()
    assert answer["Location"] == paper.get_absolute_url()
    assert (paper.number, paper.lead) == (1, lead)
    page = tidy(client.get(f"/meetings/{meeting.pk}/agenda/"))
    assert f'<a href="{paper.get_absolute_url()}">How it goes</a>' in page
    assert "late, due 30 August 2024" in page
    assert "Director hands it in." in tidy(client.get(paper.get_absolute_url()))


def test_what_is_written_here_is_in_the_pack_once_it_is_handed_in(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    address = paper.get_absolute_url()
    client.post(address, {"deed": "hand in"})
    paper.refresh_from_db()
    assert paper.received_on is None
    words = {"title": "How it goes", "text": "## Waits\n\nThey **fell**.", "version": 1}
    assert client.post(f"{address}edit/", words).status_code == 302
    member = AppointmentFactory(place__seat__board=paper.item.meeting.board).holder
    reader = Client()
    reader.force_login(member)
    assert reader.get(address).status_code == 403
    for _ in range(2):
        client.post(address, {"deed": "hand in"})
    paper.refresh_from_db()
    assert paper.received_on == date(2024, 9, 2)
    page = tidy(reader.get(address))
    assert "They <b>fell</b>." in page.replace("They<b>", "They <b>").replace("</b>.", "</b>.")
    assert "Edit" not in page
    assert "written here" in tidy(reader.get(paper.item.meeting.get_absolute_url()))


def test_a_pdf_is_read_whole_counted_and_given_out_as_it_was_sent(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    content = pdf(3)
    answer = send(client, paper, content, "../../../etc/passwd\u202e.pdf")
    assert answer["Location"] == paper.get_absolute_url()
    file = PaperFile.objects.get()
    assert (file.pages, file.edition, file.name) == (3, 1, "how-it-goes.pdf")
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    paper.refresh_from_db()
    assert paper.received_on == date(2024, 9, 2)
    given = client.get(f"{paper.get_absolute_url()}1/")
    assert given.content == content
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == 'attachment; filename="how-it-goes.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    again = client.get(f"{paper.get_absolute_url()}1/", headers={"If-None-Match": given["ETag"]})
    assert again.status_code == 304


def test_a_later_edition_takes_the_place_of_the_former_and_both_are_kept(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    first, second = pdf(1), pdf(2)
    for content in (first, second, second):
        send(client, paper, content)
    assert list(PaperFile.objects.order_by("edition").values_list("edition", "pages")) == [
        (1, 1),
        (2, 2),
    ]
    page = tidy(client.get(paper.get_absolute_url()))
    assert "Download the PDF, 2 pages" in page
    assert "Edition 2</a>, 2 pages, in the pack" in page
    assert client.get(f"{paper.get_absolute_url()}1/").content == first
    assert client.get(f"{paper.get_absolute_url()}2/").content == second
    assert client.get(f"{paper.get_absolute_url()}3/").status_code == 404
    assert "PDF, 2 pages, edition 2" in tidy(client.get(paper.item.meeting.get_absolute_url()))


BROKEN = {
    "a web page": (b"<html><script>alert(1)</script></html>", "This is not a PDF"),
    "cut off": (b"%PDF-1.7\n1 0 obj\n<<", "The PDF cannot be read: it is cut off or broken."),
    "empty": (b"", "The file is empty."),
    "locked": (pdf(password="secret"), "The PDF is locked: send it without a password."),
    "locked for its owner": (pdf(password=""), "The PDF is locked: send it without a password."),
    "without a page": (pdf(0), "A paper has between 1 and 2,000 pages."),
    "too large": (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "The file is larger than 10 MB."),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_whole_pdf_is_refused_and_nothing_kept(
    client: Client, paper: MeetingPaper, officer: User, what: str
) -> None:
    content, sentence = BROKEN[what]
    answer = send(client, paper, content)
    assert answer.status_code == 422
    assert sentence in tidy(answer)
    assert not PaperFile.objects.exists()
    paper.refresh_from_db()
    assert paper.received_on is None


def test_who_owes_a_paper_writes_its_words_and_sends_it_and_no_more(
    client: Client, paper: MeetingPaper
) -> None:
    lead = UserFactory()
    MeetingPaper.objects.update(lead=lead)
    client.force_login(lead)
    address = paper.get_absolute_url()
    form = tidy(client.get(f"{address}edit/"))
    assert 'name="text"' in form
    assert 'name="lead"' not in form
    sent = {"text": "Words.", "title": "Another", "is_suitable": "on", "version": 2}
    client.post(f"{address}edit/", sent)
    paper.refresh_from_db()
    assert (paper.text, paper.title, paper.is_suitable) == ("Words.", "How it goes", False)
    assert client.post(address, {"deed": "hand in"}).status_code == 302
    assert send(client, paper, pdf()).status_code == 302
    assert client.post(address, {"deed": "take out", "because": "No."}).status_code == 403


def test_a_paper_is_cleared_by_posts_and_dates(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    address = paper.get_absolute_url()
    wrong = client.post(address, {"deed": "clear", "kind": "finance", "cleared_on": "2024-09-01"})
    assert wrong.status_code == 422
    assert "Say who cleared it" in tidy(wrong)
    sent = {"deed": "clear", "kind": "finance", "cleared_on": "2024-09-01", "officer": "Finance"}
    for officer_ in ("Finance", "Head of Finance"):
        client.post(address, {**sent, "officer": officer_})
    assert PaperClearance.objects.get().officer == "Head of Finance"
    page = tidy(client.get(address))
    assert "<b>Finance</b>, Head of Finance, 1 September 2024" in page
    client.post(address, {"deed": "take clearance back", "kind": "finance"})
    assert not PaperClearance.objects.exists()


def test_a_paper_is_taken_out_of_the_pack_for_a_reason_and_put_back(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    MeetingPaper.objects.update(text="Words.", **IN)
    Meeting.objects.update(state="published")
    address, visitor = paper.get_absolute_url(), Client()
    assert visitor.get(address).status_code == 200
    assert client.post(address, {"deed": "take out"}).status_code == 422
    client.post(address, {"deed": "take out", "because": "It names a child."})
    assert visitor.get(address).status_code == 404
    assert "How it goes" not in tidy(visitor.get(paper.item.meeting.get_absolute_url()))
    assert "It names a child." in tidy(client.get(address))
    client.post(address, {"deed": "put back"})
    assert visitor.get(address).status_code == 200


def test_the_page_of_an_exempt_paper_says_that_it_is_not_for_publication(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    address = paper.get_absolute_url()
    assert "Not for publication" not in tidy(client.get(address))
    why = {"exempt_reason": "It names a child.", "exempt_by": "The chair"}
    paper.item.meeting.items.update(exempt=True, exempt_paragraphs="2", **why)
    page = tidy(client.get(address))
    assert "<dt>Not for publication</dt><dd>Exempt under paragraph 2 of Schedule 12A" in page


def test_once_a_meeting_was_held_its_papers_stand(
    client: Client, paper: MeetingPaper, officer: User
) -> None:
    Meeting.objects.update(state="held")
    answer = send(client, paper, pdf())
    assert "The meeting is held: it cannot be given papers." in tidy(answer)
    assert not PaperFile.objects.exists()


# Who reads a paper that is in, by what it is: to an open item, an exempt one, marked suitable.
READERS = {
    ("published", False, False): {
        *("public", "no seat", "member", "chair", "observer", "deputy", "officer", "approver"),
        "former",
    },
    ("published", False, True): {
        *("public", "no seat", "member", "chair", "observer", "deputy", "officer", "approver"),
        "former",
        "young person",
    },
    ("published", True, False): {"member", "chair", "deputy", "officer"},
    ("published", True, True): {"member", "chair", "deputy", "officer"},
    ("planned", False, False): {"member", "chair", "observer", "deputy", "officer"},
    ("planned", False, True): {
        *("member", "chair", "observer", "deputy", "officer", "young person")
    },
    ("planned", True, False): {"member", "chair", "deputy", "officer"},
}
ASKING = sorted(set().union(*READERS.values()) | {"young person", "former"})


@pytest.mark.parametrize("of", READERS, ids=str)
def test_a_paper_opens_to_whom_it_is_for_and_the_list_shows_the_same(
    board: Board, of: tuple[str, bool, bool]
) -> None:
    state, exempt, suitable = of
    hidden = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "F.", "exempt_by": "C."}
    people = {who: PRINCIPALS[who](board) for who in ASKING}
    meeting = Meeting.objects.get(register__deputy=people["deputy"])
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    item = AgendaItemFactory(meeting=meeting, **(hidden if exempt else {}))
    paper = MeetingPaperFactory(item=item, is_suitable=suitable, text="Hidden words", **IN)
    file = PaperFileFactory(paper=paper, content=pdf())
    opened, listed, given = set(), set(), set()
    for who, person in people.items():
        browser = Client()
        if person.is_authenticated:
            browser.force_login(person)
        if browser.get(paper.get_absolute_url()).status_code == 200:
            opened.add(who)
        if browser.get(f"{paper.get_absolute_url()}{file.edition}/").status_code == 200:
            given.add(who)
        if MeetingPaper.objects.filter(papers_seen(scope_of(person))).exists():
            listed.add(who)
        page = browser.get(meeting.get_absolute_url())
        if page.status_code == 200:
            assert (paper.title in tidy(page)) is (who in READERS[of]), who
    assert opened == listed == given == READERS[of]


def test_papers_to_a_late_item_wait_with_it(client: Client, meeting: Meeting) -> None:
    Meeting.objects.update(state="published")
    item = AgendaItemFactory(meeting=meeting, late_reason="Urgent.")
    paper = MeetingPaperFactory(item=item, text="Words.", **IN)
    assert client.get(paper.get_absolute_url()).status_code == 404
    member = AppointmentFactory(place__seat__board=meeting.board).holder
    client.force_login(member)
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_who_owes_a_paper_is_reminded_once_a_day_without_its_title(
    client: Client, meeting: Meeting, officer: User
) -> None:
    lead, other = UserFactory(post="Director"), UserFactory(post="Analyst")
    item = AgendaItemFactory(meeting=meeting)
    for who, title in ((lead, "Secret fees"), (lead, "The plan"), (other, "Figures")):
        MeetingPaperFactory(item=item, lead=who, title=title)
    MeetingPaperFactory(item=item, lead=lead, title="In already", **IN)
    due = f"/meetings/{meeting.pk}/papers/"
    page = tidy(client.get(due))
    assert "<h1>3 papers late</h1>" in page
    first = MeetingPaper.objects.get(title="Figures")
    client.post(due, {"remind": first.pk})
    assert Message.objects.get().person == other
    for _ in range(2):
        client.post(due)
    assert Message.objects.count() == 2
    mail = Message.objects.get(person=lead)
    assert mail.title == "A reminder: 2 papers for The Alliance, 12 September 2024"
    assert "Secret" not in mail.title + mail.body
    assert mail.body.startswith("Officer asks you for 2 papers for the meeting of The Alliance,")
    assert "Reminded: Analyst, 2 September 2024, 12.00; Director" in tidy(client.get(due))
    with time_machine.travel("2024-09-03T12:00:00+01:00", tick=False):
        client.force_login(officer)
        client.post(due)
    assert Message.objects.count() == 4


def test_nobody_can_be_reminded_where_no_paper_is_owed(
    client: Client, meeting: Meeting, officer: User
) -> None:
    paper = MeetingPaperFactory(item__meeting=meeting, lead=UserFactory())
    place = f"{meeting.get_absolute_url()}papers/"
    assert "Remind all who owe a paper" in tidy(client.get(place))
    MeetingPaper.objects.filter(pk=paper.pk).update(received_on="2024-09-01", text="Words.")
    assert "Remind" not in tidy(client.get(place)).replace('"vh">Remind<', "")


def test_nobody_is_reminded_of_a_paper_of_another_meeting(
    client: Client, meeting: Meeting, officer: User
) -> None:
    other = MeetingPaperFactory(lead=UserFactory())
    answer = client.post(f"/meetings/{meeting.pk}/papers/", {"remind": other.pk})
    assert answer.status_code == 404
    assert not Message.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_papers_of_a_meeting_cost_the_same_however_many(
    client: Client, meeting: Meeting, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    papers = MeetingPaperFactory.create_batch(rows, item__meeting=meeting, lead=UserFactory())
    for paper in papers:
        PaperFileFactory(paper=paper)
    with django_assert_num_queries(6):  # session, person, meeting, standing, papers, reminders
        page = tidy(client.get(f"/meetings/{meeting.pk}/papers/"))
    assert page.count('<tr role="row" id="paper-') == rows
