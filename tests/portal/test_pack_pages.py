"""The page of a meeting's pack: asking, waiting, what changed with each edition, whose it is."""

from datetime import date

import pytest
from django.db.models.functions import Now
from django.test import Client

from governance.models import (
    AgendaItem,
    Appointment,
    ExemptReading,
    Meeting,
    MeetingPaper,
    Seat,
)
from portal.changes.packs import ask_for_pack, write_pack
from portal.models import Pack
from portal.models.packs import Circle
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    MeetingFactory,
    MeetingPaperFactory,
    PrivateNoteFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.portal.packs import AT, EXEMPT, a_meeting, made, sheets

pytestmark = pytest.mark.django_db


def place(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/pack/"


def sitting(meeting: Meeting, role: str = Seat.Role.MEMBER) -> Appointment:
    seat = {"place__seat__role": role, "place__seat__voting": role == Seat.Role.MEMBER}
    held: Appointment = AppointmentFactory(place__seat__board=meeting.board, **seat)
    return held


# Asking and waiting


def test_a_pack_is_asked_for_and_its_page_says_where_it_stands_until_it_is_there(
    client: Client,
) -> None:
    meeting = MeetingFactory()
    assert "Nobody has asked for it yet." in tidy(client.get(place(meeting)))
    assert client.post(place(meeting)).headers["Location"] == place(meeting)
    waiting = client.get(place(meeting))
    assert "Asked for" in tidy(waiting)
    assert f'href="{place(meeting)}"' in waiting.text
    assert "<form" not in waiting.text.partition("<main")[2]
    part = client.get(place(meeting), headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith(f'<div id="pack-{meeting.pk}"')
    write_pack(Pack.objects.get().pk)
    there = client.get(place(meeting))
    assert "The agenda, its papers and what is open are as edition 1 has them." in tidy(there)
    assert "hx-trigger" not in there.text
    given = client.get(f"{place(meeting)}1/public/")
    assert given.headers["Content-Type"] == "application/pdf"
    assert "private, no-store" in given.headers["Cache-Control"]


@pytest.mark.parametrize("illustrative", [True, False])
def test_the_pack_of_a_meeting_that_was_added_says_so(client: Client, illustrative: bool) -> None:
    meeting = MeetingFactory(illustrative=illustrative)
    mark = '<span class="made-up">illustrative</span>'
    assert (mark in tidy(client.get(place(meeting)))) is illustrative


def test_a_pack_that_could_not_be_made_says_why_and_is_asked_for_again(client: Client) -> None:
    meeting = MeetingFactory()
    asked = ask_for_pack(meeting, by=None, at=AT)
    Pack.objects.filter(pk=asked.pk).update(state="failed", reason="No room.", attempt=3)
    page = tidy(client.get(place(meeting)))
    assert "It could not be made" in page
    assert "No room." in page
    assert "Ask again" in page
    client.post(place(meeting))
    assert Pack.objects.filter(state="asked").count() == 1


def test_a_try_that_broke_off_is_said(client: Client) -> None:
    meeting = MeetingFactory()
    asked = ask_for_pack(meeting, by=None, at=AT)
    Pack.objects.filter(pk=asked.pk).update(
        state="writing", step="pdf", attempt=1, lease_until=Now()
    )
    assert "The first try broke off" in tidy(client.get(place(meeting)))


# Editions


def test_each_edition_says_what_changed_with_it(client: Client) -> None:
    meeting = MeetingFactory()
    first = AgendaItemFactory(meeting=meeting, number=1, title="Early help")
    made(meeting)
    AgendaItemFactory(meeting=meeting, number=4, title="A late item")
    said = {"title": "The plan", "text": "Words.", "received_on": "2024-09-01"}
    paper = MeetingPaperFactory(item=first, **said)
    assert "Make the next edition" in tidy(client.get(place(meeting)))
    made(meeting)
    MeetingPaper.objects.filter(pk=paper.pk).update(text="Other words.")
    made(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(on=date(2031, 1, 2))
    meeting.refresh_from_db()
    made(meeting)
    page = tidy(client.get(place(meeting)))
    for news in (
        "Item 4, “A late item”, was added.",
        "“The plan” was added to item 1.",
        "“The plan” of item 1 was changed.",
        "When, where or what kind of meeting it is changed.",
    ):
        assert page.count(news) == 1
    assert [f"Edition {n}" in page for n in (1, 2, 3, 4, 5)] == [True] * 4 + [False]


@pytest.mark.parametrize("editions", [1, 3])
def test_the_page_costs_the_same_queries_however_many_editions(
    client: Client,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
    editions: int,
) -> None:
    meeting = MeetingFactory()
    for number in range(1, editions + 1):
        AgendaItemFactory(meeting=meeting, number=number)
        made(meeting)
    client.force_login(sitting(meeting).holder)
    with django_assert_num_queries(17):
        response = client.get(place(meeting))
    assert response.text.count("Is my file this one?") == editions


# Whose they are


def test_a_member_has_the_whole_pack_and_the_one_to_pass_on(client: Client) -> None:
    meeting = a_meeting()
    made(meeting)
    client.force_login(sitting(meeting).holder)
    page = client.get(place(meeting)).text
    assert f'href="{place(meeting)}1/whole/"' in page
    assert f'href="{place(meeting)}1/public/"' in page
    whole, public = (client.get(f"{place(meeting)}1/{each}/") for each in ("whole", "public"))
    assert "Secret sheet 1" in " ".join(sheets(whole.content))
    assert "Secret sheet 1" not in " ".join(sheets(public.content))
    name = 'inline; filename="papers-alliance-2024-09-12-edition-1'
    assert whole.headers["Content-Disposition"] == f'{name}-board-only.pdf"'
    assert public.headers["Content-Disposition"] == f'{name}.pdf"'


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (None, {"public"}),
        (Seat.Role.MEMBER, {"whole", "public"}),
        (Seat.Role.OBSERVER, {"board", "public"}),
        (Seat.Role.YOUNG_PERSON, {"suitable", "public"}),
    ],
)
def test_a_guessed_address_gives_nobody_more_than_their_circle_has(
    client: Client, role: str | None, given: set[str]
) -> None:
    meeting = a_meeting()
    made(meeting)
    if role:
        client.force_login(sitting(meeting, role).holder)
    answers = {
        circle: client.get(f"{place(meeting)}1/{circle}/").status_code
        for circle in ("public", "suitable", "board", "whole", "all")
    }
    assert {circle for circle, code in answers.items() if code == 200} == given
    assert answers["all"] == 404
    page = client.get(place(meeting)).text
    assert [f"/1/{each}/" in page for each in {*answers} - given] == [False] * (5 - len(given))


def test_who_lost_their_seat_between_asking_and_fetching_does_not_get_the_whole(
    client: Client,
) -> None:
    meeting = a_meeting()
    held = sitting(meeting)
    client.force_login(held.holder)
    client.post(place(meeting))
    write_pack(Pack.objects.get().pk)
    assert client.get(f"{place(meeting)}1/whole/").status_code == 200
    Appointment.objects.filter(pk=held.pk).update(ends_on=held.starts_on.replace(day=2))
    assert client.get(f"{place(meeting)}1/whole/").status_code == 404
    assert "/whole/" not in client.get(place(meeting)).text


def test_what_became_exempt_or_was_taken_out_is_given_out_in_no_old_edition(
    client: Client,
) -> None:
    meeting = a_meeting()
    made(meeting)
    assert client.get(f"{place(meeting)}1/public/").status_code == 200
    AgendaItem.objects.filter(title="Early help").update(exempt=True, **EXEMPT)
    gone = client.get(f"{place(meeting)}1/public/")
    assert gone.status_code == 410
    assert "made exempt since" in tidy(gone)
    page = client.get(place(meeting))
    assert "it is no longer given out" in tidy(page)
    assert "/1/public/" not in page.text
    made(meeting)
    assert client.get(f"{place(meeting)}2/public/").status_code == 200
    page = tidy(client.get(place(meeting)))
    assert "A paper was taken out of item 1." in page
    assert "The plan" not in page
    client.force_login(sitting(meeting).holder)
    assert client.get(f"{place(meeting)}1/whole/").status_code == 200
    MeetingPaper.objects.filter(title="The price").update(
        withdrawn_on="2024-09-03", withdrawn_because="Wrong."
    )
    assert client.get(f"{place(meeting)}1/whole/").status_code == 410


def test_who_has_a_pack_with_what_is_exempt_is_written_down_and_nobody_else(
    client: Client,
) -> None:
    meeting = a_meeting()
    made(meeting)
    member = sitting(meeting).holder
    for person, circle in (
        (None, Circle.PUBLIC),
        (sitting(meeting, Seat.Role.OBSERVER).holder, Circle.BOARD),
        (member, Circle.PUBLIC),
        (member, Circle.WHOLE),
        (member, Circle.WHOLE),
    ):
        if person:
            client.force_login(person)
        assert client.get(f"{place(meeting)}1/{circle}/").status_code == 200
    (entry,) = ExemptReading.objects.all()
    assert (entry.person, entry.what) == (member, "the pack, edition 1")
    assert entry.address == f"{place(meeting)}1/whole/"


def test_a_pack_made_before_an_item_was_exempt_is_read_with_a_note(client: Client) -> None:
    meeting = a_meeting()
    AgendaItem.objects.update(exempt=False)
    made(meeting)
    client.force_login(sitting(meeting).holder)
    client.get(f"{place(meeting)}1/whole/")
    assert not ExemptReading.objects.exists()
    AgendaItem.objects.filter(title="Early help").update(exempt=True, **EXEMPT)
    client.get(f"{place(meeting)}1/whole/")
    assert ExemptReading.objects.count() == 1


def test_the_pack_of_a_planned_meeting_is_there_for_its_board_alone(client: Client) -> None:
    meeting = MeetingFactory(state="planned")
    made(meeting)
    assert client.get(place(meeting)).status_code == 404
    assert client.get(f"{place(meeting)}1/whole/").status_code == 404
    client.force_login(sitting(meeting).holder)
    assert f"{place(meeting)}1/whole/" in client.get(place(meeting)).text
    assert client.get(f"{place(meeting)}1/public/").status_code == 403


def test_the_pack_is_nobody_s_notes(client: Client) -> None:
    meeting = a_meeting()
    held = sitting(meeting)
    item = AgendaItem.objects.get(title="Early help")
    note = PrivateNoteFactory(item=item, person=held.holder, text="Ask about it.")
    made(meeting)
    AgendaItemFactory(meeting=meeting, number=9)
    pack = made(meeting)
    note.refresh_from_db()
    assert (note.item, note.text) == (item, "Ask about it.")
    assert "Ask about it." not in str(pack.content)


# Where it is linked from


def test_the_meeting_and_the_board_link_to_the_newest_pack_with_date_and_pages(
    client: Client,
) -> None:
    meeting = a_meeting()
    pages = (meeting.get_absolute_url(), f"/boards/{meeting.board.slug}/reports/")
    assert "Agenda and papers" not in tidy(client.get(pages[1]))
    pack = made(meeting)
    Pack.objects.filter(pk=pack.pk).update(finished_at=AT)
    public = pack.documents.get(circles__contains=["public"]).pages
    whole = pack.documents.get(circles__contains=["whole"]).pages
    assert whole > public
    for page in pages:
        shown = client.get(page)
        assert f"made 2 September 2024, 10.00, {public} pages" in tidy(shown)
        assert f'href="{place(meeting)}"' in shown.text
    client.force_login(sitting(meeting).holder)
    for page in pages:
        assert f"made 2 September 2024, 10.00, {whole} pages" in tidy(client.get(page))


def test_a_pack_of_a_planned_meeting_is_not_named_to_everybody(client: Client) -> None:
    meeting = MeetingFactory(state="planned")
    made(meeting)
    client.force_login(UserFactory())
    assert "Agenda and papers" not in tidy(client.get(f"/boards/{meeting.board.slug}/reports/"))
