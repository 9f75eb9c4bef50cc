"""Two people in one row: what merges, what is a conflict, and that nothing is lost."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from governance import audit
from governance.editing import Refused, RowGone, Saved, StaleEdit, save_edit
from governance.models import Board, User
from governance.models.people import HIDDEN, YOUNG_PERSON
from tests.factories import BoardFactory, ObservationFactory, OrganisationFactory, UserFactory
from tests.hands import at_once
from tests.plain_sql import delete, update


def edit(row: Any, by: User, version: int = 1, key: str = "", **values: Any) -> Saved:
    return save_edit(row, version=version, values=values, by=by, what="edited it", key=key)


@pytest.fixture
def board(db: None) -> Board:
    return BoardFactory(name="Read", purpose="Read", note="Read")


@pytest.fixture
def me(db: None) -> User:
    return UserFactory(post="Sponsor")


@pytest.fixture
def other(db: None) -> User:
    return UserFactory(post="Officer")


def said(board: Board) -> list[tuple[str, str]]:
    """Return who did what to the board since it was made."""
    return [(entry.who, entry.what) for entry in audit.trail(board)[1:]]


def test_a_save_writes_what_changed_and_raises_the_version(board: Board, me: User) -> None:
    saved = edit(board, me, name="Mine", purpose="Read")
    assert saved.changed == {"name": ("Read", "Mine")}
    assert (board.name, board.version) == ("Mine", 2)
    assert Board.objects.get() == board
    assert Board.objects.get().version == 2
    assert said(board) == [("Sponsor", "edited it")]


def test_a_save_that_changes_nothing_leaves_version_and_history(board: Board, me: User) -> None:
    assert edit(board, me, name="Read", purpose="Read").changed == {}
    assert Board.objects.get().version == 1
    assert said(board) == []


def test_line_ends_of_a_browser_are_no_change(board: Board, me: User) -> None:
    update(board, purpose="One\nTwo")
    assert edit(board, me, version=2, purpose="One\r\nTwo").changed == {}


def test_different_fields_merge_by_themselves(board: Board, me: User, other: User) -> None:
    edit(board, other, name="Theirs", purpose="Read")
    saved = edit(board, me, name="Read", purpose="Mine")
    assert saved.changed == {"purpose": ("Read", "Mine")}
    assert Board.objects.values_list("name", "purpose", "version").get() == ("Theirs", "Mine", 3)


def test_a_field_that_both_changed_is_told_with_both_hands(
    board: Board, me: User, other: User
) -> None:
    edit(board, other, name="Theirs")
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, name="Mine", purpose="Mine too")
    (conflict,) = stale.value.conflicts
    assert (conflict.name, conflict.label) == ("name", "name")
    assert (conflict.base, conflict.theirs, conflict.mine) == ("Read", "Theirs", "Mine")
    assert (conflict.by, conflict.at) == ("Officer", audit.trail(board)[-1].at)
    assert stale.value.merged == {"purpose": "Mine too"}
    assert Board.objects.values_list("name", "purpose").get() == ("Theirs", "Read")


def test_the_version_of_a_conflict_lets_the_next_try_through(
    board: Board, me: User, other: User
) -> None:
    edit(board, other, name="Theirs")
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, name="Mine")
    edit(board, me, version=stale.value.row.version, name="Both")
    assert Board.objects.get().name == "Both"


def test_a_third_who_saves_meanwhile_is_met_the_same_way(
    board: Board, me: User, other: User
) -> None:
    edit(board, other, name="Theirs")
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, name="Mine")
    seen = stale.value.row.version
    edit(board, UserFactory(post="Chair"), version=seen, name="Third")
    with pytest.raises(StaleEdit) as again:
        edit(board, me, version=seen, name="Mine")
    (conflict,) = again.value.conflicts
    assert (conflict.base, conflict.theirs, conflict.by) == ("Theirs", "Third", "Chair")


def test_the_same_words_by_both_are_no_conflict(board: Board, me: User, other: User) -> None:
    edit(board, other, name="Agreed")
    assert edit(board, me, name="Agreed").changed == {}
    assert said(board) == [("Officer", "edited it")]


def test_a_field_that_went_and_came_back_is_no_conflict(
    board: Board, me: User, other: User
) -> None:
    edit(board, other, name="Theirs")
    edit(board, other, version=2, name="Read")
    assert edit(board, me, name="Mine").changed == {"name": ("Read", "Mine")}


def test_a_bulk_write_between_is_seen_like_any_other(board: Board, me: User) -> None:
    Board.objects.update(name="By script", note="By script")
    assert edit(board, me, note="Read", purpose="Mine").changed == {"purpose": ("Read", "Mine")}
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, name="Mine")
    assert stale.value.conflicts[0].by == ""


def test_a_form_sent_twice_is_saved_once(board: Board, me: User, other: User) -> None:
    edit(board, me, key="form-1", name="Mine")
    edit(board, other, version=2, name="Theirs after")
    assert edit(board, me, key="form-1", name="Mine").changed == {}
    assert Board.objects.get().name == "Theirs after"
    with pytest.raises(StaleEdit):
        edit(board, me, key="form-2", name="Mine")


def test_rows_days_and_numbers_compare_as_the_column_holds_them(me: User) -> None:
    parent = OrganisationFactory()
    body = OrganisationFactory(parent=parent, starts_on=date(2024, 4, 1))
    assert edit(body, me, parent=parent, starts_on="2024-04-01").changed == {}
    assert edit(body, me, parent=None).changed == {"parent": (parent.pk, None)}
    figure = ObservationFactory(value="26.9")
    assert edit(figure, me, value="26.90").changed == {}


def test_where_no_history_is_kept_every_difference_may_be_anothers(me: User, other: User) -> None:
    figure = ObservationFactory(value="26.9", note="")
    edit(figure, other, note="Theirs")
    with pytest.raises(StaleEdit) as stale:
        edit(figure, me, value="30", note="Theirs")
    (conflict,) = stale.value.conflicts
    assert (conflict.base, str(conflict.theirs), conflict.by) == (None, "26.90000000", "")


def test_a_row_that_is_gone_is_said_to_be(board: Board, me: User) -> None:
    delete(board)
    with pytest.raises(RowGone):
        edit(board, me, name="Mine")


def test_what_a_constraint_refuses_is_said_in_its_words(board: Board, me: User) -> None:
    with pytest.raises(Refused, match=r"^A quorum is a share between 0 and 1\.$"):
        edit(board, me, quorum_fraction="2")
    with pytest.raises(Refused, match=r"^The change breaks a rule that always holds"):
        edit(board, me, stands_for=0)
    assert Board.objects.get().version == 1


def test_what_a_law_refuses_is_said_in_its_words(me: User) -> None:
    body = OrganisationFactory()
    with pytest.raises(Refused, match=r"^It would stand below itself\.$"):
        edit(body, me, parent=body)


def test_two_edits_that_only_together_break_a_rule_are_refused(
    board: Board, me: User, other: User
) -> None:
    edit(board, other, starts_on=date(2024, 4, 1))
    with pytest.raises(Refused, match=r"^It must end after it starts\.$"):
        edit(board, me, ends_on=date(2024, 4, 1))


WRITERS = range(20)


def kept(board: Board, name: str) -> list[Any]:
    return [getattr(event, name) for event in audit.events_of(board)]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_writers_of_one_field_one_is_acknowledged_and_the_others_are_told() -> None:
    board, people = BoardFactory(name="Read"), UserFactory.create_batch(len(WRITERS))

    def write(number: int) -> str:
        try:
            edit(Board.objects.get(), people[number], name=f"Text {number}")
        except StaleEdit as stale:
            return f"told of {stale.conflicts[0].theirs}"
        return f"Text {number}"

    answers = at_once(write, WRITERS)
    (saved,) = [answer for answer in answers if answer.startswith("Text")]
    assert answers.count(f"told of {saved}") == len(WRITERS) - 1
    assert kept(board, "name") == ["Read", saved]


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_who_read_what_they_are_told_are_all_kept() -> None:
    board, people = BoardFactory(name="Read"), UserFactory.create_batch(len(WRITERS))

    def write(number: int) -> str:
        version, text = 1, f"Text {number}"
        while True:
            try:
                edit(Board.objects.get(), people[number], version=version, name=text)
            except StaleEdit as stale:
                version = stale.row.version
            else:
                return text

    acknowledged = at_once(write, WRITERS)
    first, *saved = kept(board, "name")
    assert first == "Read"
    assert sorted(saved) == sorted(acknowledged)
    assert Board.objects.get().version == len(WRITERS) + 1
    assert sorted(who for who, _ in said(board)) == sorted(map(str, people))


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_of_ten_fields_meet_only_in_their_own_field() -> None:
    texts = ("name", "purpose", "accountability", "reporting", "meets", "note", "planned_for")
    fields = (*texts, "stands_for", "quorum_number", "deputies_count")
    board, people = BoardFactory(stands_for=1, deputies_count=True), UserFactory.create_batch(10)
    new = {**{name: f"New {name}" for name in texts}, "stands_for": 9, "quorum_number": 9}
    new["deputies_count"] = False

    def write(number: int) -> None:  # two hands a field, the same value: no conflict
        name = fields[number % len(fields)]
        edit(Board.objects.get(), people[number % len(fields)], **{name: new[name]})

    at_once(write, WRITERS)
    assert Board.objects.values(*fields).get() == new
    assert Board.objects.get().version == len(fields) + 1
    assert len(kept(board, "name")) == len(fields) + 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_removal_at_once_end_in_one_of_two_ways() -> None:
    board, me = BoardFactory(name="Read"), UserFactory()

    def act(edits: bool) -> str:
        if not edits:
            Board.objects.all().delete()
            return "removed"
        try:
            edit(Board(pk=board.pk), me, name="Mine")
        except RowGone:
            return "told that it is gone"
        return "saved"

    answers = at_once(act, [True, False])
    labels = [event.pgh_label for event in audit.events_of(board)]
    assert (answers[0], labels) in [
        ("saved", ["insert", "update", "delete"]),
        ("told that it is gone", ["insert", "delete"]),
    ]
    assert not Board.objects.exists()


@pytest.mark.django_db
def test_a_save_waits_for_a_lock_two_seconds_at_most() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("2s",)


def test_who_saved_first_is_shown_by_no_more_than_being_under_18(board: Board, me: User) -> None:
    edit(board, UserFactory(young=True, distinction="of a named school"), name="Theirs")
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, name="Mine")
    (conflict,) = stale.value.conflicts
    assert (conflict.by, conflict.theirs_shown) == (YOUNG_PERSON, "Theirs")


def test_words_of_theirs_are_hidden_where_consent_was_taken_back_whoever_put_them_otherwise(
    board: Board, me: User, other: User
) -> None:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    edit(board, young, purpose="Our words", starts_on=date(2024, 1, 1))
    edit(board, other, version=2, purpose="Our words, put better", note="Theirs")
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on=date(2024, 5, 1))
    with pytest.raises(StaleEdit) as stale:
        edit(board, me, purpose="Mine", starts_on=date(2024, 2, 1), note="Mine")
    shown = {each.name: each.theirs_shown for each in stale.value.conflicts}
    assert shown == {"purpose": HIDDEN, "starts_on": date(2024, 1, 1), "note": "Theirs"}
