"""The history as sentences: who did what, when and to what, for those who may read it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance import audit
from governance.changes.sealing import seal_history
from governance.models import Board, Office, Organisation, User
from portal.models import ReportFormat
from portal.queries.history import KINDS, reading
from portal.queries.history import page as pages
from portal.rules.history import ACCOUNTS, HIDDEN, MEMBERSHIP, PEOPLE, RECORDS
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    BoardLinkFactory,
    DecisionFactory,
    MeetingFactory,
    OfficeFactory,
    OrganisationFactory,
    UserFactory,
    VersionFactory,
    YouSaidFactory,
)
from tests.pages import tidy
from tests.plain_sql import delete, update

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 9, 2, 11, 0, tzinfo=UTC)


@pytest.fixture
def officer() -> User:
    return person(Office.Kind.PARTNERSHIP_OFFICER)


def person(kind: str, **rest: Any) -> User:
    made: User = OfficeFactory(board=None, kind=kind, **rest).person
    return made


@pytest.fixture
def reader(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def shown(client: Client, address: str = "/history/", status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return tidy(response)


def sentences(text: str) -> list[str]:
    """Return who did what on a page, newest first."""
    begin = text.partition("Changes, newest first")[2]
    return [
        each.partition("<ul")[0].replace("<b>", "").replace("</b>", " ").strip()
        for each in begin.split('<div class="small muted">')[1:]
        for each in [each.partition("</div><div>")[2]]
    ]


def renamed(by: User | None = None, name: str = "Second") -> Board:
    with audit.change(by=by, what="renamed the board"):
        board: Board = BoardFactory(name="First")
        update(board, name=name, calendar="academic")
    return board


def test_a_change_says_who_did_what_to_which_record_and_from_what_to_what(
    reader: Client,
) -> None:
    board = renamed(UserFactory(post="Clerk of the boards"))
    text = shown(reader)
    assert "Clerk of the boards renamed the board." in sentences(text)
    link = f'Board<a href="/history/board/{board.pk}/">'
    assert f"{link}“First”</a>added." in text
    assert (
        f"{link}“Second”</a>changed: name from “First” to “Second”;"
        " calendar from “financial year, April to March” to “academic year, by terms”."
    ) in text


def test_what_a_changed_column_points_at_is_named(reader: Client) -> None:
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="Trust")
    team = OrganisationFactory(parent=council)
    update(team, parent_id=trust.pk)
    update(team, parent_id=None, starts_on=date(2024, 4, 1), version=99)
    text = shown(reader)
    assert "changed: parent from “Council” to “Trust”." in text
    assert "first day: “1 April 2024”; parent emptied, was “Trust”." in text


def test_a_meeting_without_a_title_goes_by_its_kind_and_day_and_its_times_are_printed_as_elsewhere(
    reader: Client,
) -> None:
    meeting = MeetingFactory(
        title="", kind="deep_dive", on=date(2024, 12, 12), what="All of it.", starts_at="14:00"
    )
    update(meeting, starts_at="09:30")
    place = f'Meeting<a href="/history/meeting/{meeting.pk}/">“Deep dive, 12 December 2024”</a>'
    assert f"{place}changed: starts at from “2 pm” to “9.30 am”." in shown(reader)
    attendance = AttendanceFactory(meeting=meeting)
    kept = f'<a href="/history/attendance/{attendance.pk}/">“Deep dive, 12 December 2024”</a>'
    assert kept in shown(reader)


def test_days_are_said_as_people_say_them_and_as_far_as_they_are_known(reader: Client) -> None:
    board = BoardFactory()
    update(board, ends_on=date(2025, 1, 1))
    assert "changed: last day: “31 December 2024”." in shown(reader)
    update(board, ends_known="year")
    update(board, ends_on=date(2026, 1, 1))
    assert "last day from “2024” to “2025”." in shown(reader)


def test_what_was_written_outside_any_change_stands_there_too(reader: Client) -> None:
    board = BoardFactory(name="By hand")
    delete(board)
    assert {"The portal removed it.", "The portal added it."} <= {*sentences(shown(reader))}


def test_content_and_answers_are_told_in_words(reader: Client) -> None:
    board = BoardFactory(deputies_count=True)
    update(board, deputies_count=False)
    kept = VersionFactory()
    assert kept.pk
    text = shown(reader)
    assert "changed: deputies count as present from “yes” to “no”." in text
    update(ReportFormat.objects.first(), sections="[]")
    assert "from “other content” to “other content”." in shown(reader)


def test_a_change_of_very_many_records_is_told_in_few_lines(reader: Client) -> None:
    with audit.change(by=None, what="laid them out"):
        BoardFactory.create_batch(reading.SHOWN + 3)
    text = shown(reader)
    assert text.count("</a>added.") >= reading.SHOWN
    assert "And 3 more records." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_costs_the_same_queries_however_long(
    reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    source = OrganisationFactory()
    for number in range(rows):
        with audit.change(by=UserFactory(), what="moved it"):
            update(OrganisationFactory(name=f"Team {number}"), parent_id=source.pk)
    with django_assert_num_queries(10):
        # session, person, scope; changes, entries, contents, young, names of two kinds, seal
        text = shown(reader)
    assert text.count("parent: ") == rows


def test_older_changes_stand_on_the_next_page_and_none_is_left_out(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHANGES", 2)
    monkeypatch.setattr(pages, "CHANGES", 2)
    for number in range(5):
        with audit.change(by=None, what=f"made number {number}"):
            BoardFactory()
    BoardFactory(name="Outside any change")
    address, met = "/history/?kind=board", []
    for _ in range(4):
        text = shown(reader, address)
        met += sentences(text)
        if "Older changes" not in text:
            break
        more = text.partition('<a rel="next" href="')[2].partition('"')[0]
        address = "/history/" + more.replace("&amp;", "&")
    assert sorted(met) == sorted(
        [*(f"The portal made number {n}." for n in range(5)), "The portal added it."]
    )


@pytest.mark.parametrize("place", ["soon", "2024-09-02T11:00:00/x", "/", "9999"])
def test_a_place_that_is_none_begins_at_the_newest(reader: Client, place: str) -> None:
    renamed()
    assert "renamed the board." in shown(reader, f"/history/?before={place}")


def test_changes_are_chosen_by_kind_person_and_days(reader: Client) -> None:
    with time_machine.travel(NOW - timedelta(days=9), tick=False):
        renamed(UserFactory(post="Clerk (50%)"), name="Long ago")
    with time_machine.travel(NOW, tick=False), audit.change(by=None, what="wrote it down"):
        BoardLinkFactory()
    whole = {
        "kind=boardlink": "The portal wrote it down.",
        "who=clerk (50%25)": "Clerk (50%) renamed the board.",
        "kind=board&who=the+portal": "The portal wrote it down.",
    }
    for query, sentence in whole.items():
        assert sentences(shown(reader, f"/history/?{query}")) == [sentence], query
    assert sentences(shown(reader, "/history/?who=50%")) != []
    assert sentences(shown(reader, "/history/?who=clerk_(50")) == []
    assert "No change fits all of that." in shown(reader, "/history/?who=nobody+at+all")
    assert "Show all" in shown(reader, "/history/?who=clerk")


def test_a_span_of_days_holds_its_first_and_its_last(
    reader: Client, django_db_blocker: Any
) -> None:
    renamed()
    today = datetime.now(UTC).astimezone().date()
    day = timedelta(days=1)
    spans = {
        (today, today): True,
        (today - day, today): True,
        (today + day, today + day): False,
        (today - day, today - day): False,
    }
    for (first, last), there in spans.items():
        text = shown(reader, f"/history/?kind=board&first={first}&last={last}")
        assert ("renamed the board" in text) == there, (first, last)


def test_a_choice_that_cannot_be_is_told_at_its_field(reader: Client) -> None:
    text = shown(reader, "/history/?first=soon&kind=user", status=422)
    assert "Two things to put right" in text
    assert "Enter a real date, like 31 December 2013" in text
    assert 'value="soon"' in text
    text = shown(reader, "/history/?first=2024-09-02&last=2024-09-01", status=422)
    assert "The span ends before it begins: choose a later day." in text


def test_the_history_of_one_record_stands_by_itself(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, other = renamed(), BoardFactory(name="Another")
    text = shown(reader, f"/history/board/{board.pk}/")
    assert "What was done to board “Second”" in text
    assert sentences(text) == ["The portal renamed the board."] * 2
    assert other.name not in text
    monkeypatch.setattr(reading, "CHANGES", 1)
    monkeypatch.setattr(pages, "CHANGES", 1)
    text = shown(reader, f"/history/board/{board.pk}/")
    assert len(sentences(text)) == 1
    more = text.partition('<a rel="next" href="')[2].partition('"')[0]
    assert "“First”</a>added." in shown(reader, f"/history/board/{board.pk}/{more}")
    delete(other)
    assert "“Another”</a>removed." in shown(reader, f"/history/board/{other.pk}/")
    for nothing in (f"/history/board/{board.pk + 1000}/", "/history/nothing/1/"):
        assert reader.get(nothing).status_code == 404


def test_a_record_without_a_name_goes_by_what_it_ties(reader: Client) -> None:
    head = UserFactory(post="Head teacher")
    made = AppointmentFactory(holder=head, place__seat__title="Schools")
    text = shown(reader, f"/history/appointment/{made.pk}/")
    assert '<h1 class="h-sub">What was done to appointment “Head teacher as Schools”</h1>' in text
    text = shown(reader, f"/history/place/{made.place_id}/")
    assert "What was done to place “Schools, place 1”" in text
    young = UserFactory(young=True, distinction="of a named school")
    made = AppointmentFactory(holder=young, place__seat__title="Youth")
    text = shown(reader, f"/history/appointment/{made.pk}/")
    assert "appointment “Young people’s representative as Youth”" in text
    assert "of a named school" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_naming_records_by_their_ties_costs_the_same_however_many(
    reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    AppointmentFactory.create_batch(rows)
    with django_assert_num_queries(10):
        # session, person, scope; changes, entries, contents, young, seats, holders, seal
        text = shown(reader, "/history/?kind=appointment")
    assert text.count(" as ") >= rows


def test_the_newest_seal_stands_on_the_page(reader: Client) -> None:
    assert "Nothing is sealed yet." in shown(reader)
    seal = seal_history(at=NOW)
    assert seal is not None
    text = shown(reader)
    assert f'<code class="digest">1:{seal.digest}</code>' in text
    assert "Seal 1 of 2 September 2024" in text


def test_every_kind_of_record_has_its_readers_or_none() -> None:
    groups = (MEMBERSHIP, PEOPLE, RECORDS, HIDDEN)
    assert set(KINDS) == frozenset().union(*groups)
    assert sum(map(len, groups)) == len(KINDS)
    assert ACCOUNTS < MEMBERSHIP | PEOPLE


def test_each_reader_reads_their_kinds_and_no_other(client: Client) -> None:
    board = BoardFactory(name="A board")
    meeting = MeetingFactory(board=board)
    exempt = DecisionFactory(board=board, meeting=meeting, text="A secret decision")
    somebody = UserFactory(post="Somebody", name="A. Name")
    quoted = YouSaidFactory()
    records = (board, exempt, somebody, quoted)
    read = {}
    for who, reader in {
        "officer": person(Office.Kind.PARTNERSHIP_OFFICER),
        "membership": person(Office.Kind.MEMBERSHIP_ADMINISTRATOR),
        "system": UserFactory(is_staff=True),
        "officer of a board": OfficeFactory(kind="partnership_officer", board=board).person,
    }.items():
        client.force_login(reader)
        read[who] = [
            client.get(f"/history/{row._meta.model_name}/{row.pk}/").status_code for row in records
        ]
    assert read == {
        "officer": [200, 200, 403, 403],
        "membership": [200, 403, 200, 403],
        "system": [403, 403, 200, 403],
        "officer of a board": [403, 403, 403, 403],
    }


def test_the_list_shows_no_kind_that_its_reader_may_not_read(client: Client) -> None:
    with audit.change(by=None, what="did it all at once"):
        BoardFactory(name="A board")
        DecisionFactory(text="A secret decision")
        UserFactory(post="Somebody")
    client.force_login(person(Office.Kind.MEMBERSHIP_ADMINISTRATOR))
    text = shown(client)
    assert ("“A board”" in text, "“Somebody”" in text) == (True, True)
    assert "A secret decision" not in text
    assert "Decision" not in text
    assert client.get("/history/?kind=decision").status_code == 422


def test_nobody_under_18_is_named_by_more_than_what_they_are(client: Client) -> None:
    young = UserFactory(young=True, distinction="of a named school")
    with audit.change(by=young, what="said something"):
        BoardFactory()
    client.force_login(person(Office.Kind.MEMBERSHIP_ADMINISTRATOR))
    text = shown(client)
    assert "Young people’s representative said something." in sentences(text)
    assert "of a named school" not in text


def test_a_page_leads_to_its_history_for_who_may_read_it(client: Client, officer: User) -> None:
    board = BoardFactory(slug="b")
    address = f"/history/board/{board.pk}/"
    assert address not in shown(client, "/boards/b/")
    client.force_login(UserFactory())
    assert address not in shown(client, "/boards/b/")
    assert "/history/" not in shown(client, "/home/")
    client.force_login(officer)
    assert address in shown(client, "/boards/b/")
    assert '<a href="/history/">Who did what: the history</a>' in shown(client, "/home/")


def test_words_of_people_stay_words(reader: Client) -> None:
    board = BoardFactory(name="<script>x</script>")
    Organisation.objects.create(slug="o", name="O", note="<b>")
    update(board, purpose="<img src=x>")
    text = shown(reader)
    assert "<script>x" not in text
    assert "<img" not in text
