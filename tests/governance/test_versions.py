"""What a thing said when it was agreed or published."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from governance.models import User, Version
from governance.versions import Difference, as_at, checksum, differences, freeze, is_whole
from governance.versions import next_number as number_of_the_draft
from tests.factories import FIRST_INSTANT, SubjectFactory, UserFactory
from tests.hands import at_once
from tests.plain_sql import delete, update

pytestmark = pytest.mark.django_db

Event = Version.Event
CONTENT = {"title": "Early help", "actions": {"1": {"title": "Open a hub", "due": "2025-03-31"}}}


@pytest.fixture
def me() -> User:
    return UserFactory()


def test_versions_are_numbered_and_whole(me: User) -> None:
    subject = SubjectFactory()
    first = freeze(subject, event=Event.AGREED, content=CONTENT, by=me, at=FIRST_INSTANT)
    second = freeze(subject, event=Event.PUBLISHED, content=CONTENT, by=me, at=FIRST_INSTANT)
    assert (first.number, second.number, number_of_the_draft(subject)) == (1, 2, 3)
    assert number_of_the_draft(SubjectFactory()) == 1
    assert first.checksum == second.checksum == checksum(CONTENT)
    kept = Version.objects.get(pk=first.pk)
    assert is_whole(kept)
    kept.content["title"] = "Other"
    assert not is_whole(kept)


def test_the_same_frozen_again_is_the_version_that_is_there(me: User) -> None:
    subject = SubjectFactory()
    first = freeze(subject, event=Event.AGREED, content=CONTENT, by=me, at=FIRST_INSTANT)
    again = dict(reversed(CONTENT.items()))
    assert freeze(subject, event=Event.AGREED, content=again, by=me, at=FIRST_INSTANT) == first
    assert subject.versions.count() == 1


def test_a_day_reads_the_newest_version_that_stood_then(me: User) -> None:
    subject = SubjectFactory()
    night = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)  # 1 July in London
    agreed = freeze(subject, event=Event.AGREED, content=CONTENT, by=me, at=night)
    freeze(subject, event=Event.SUBMITTED, content={"title": "Draft"}, by=me, at=night)
    assert as_at(subject, date(2024, 6, 30)) is None
    assert as_at(subject, date(2024, 7, 1)) == agreed
    assert as_at(subject, date(2025, 1, 1)) == agreed


def test_two_versions_differ_place_by_place(me: User) -> None:
    later = {"title": "Early help", "actions": {"1": {"title": "Open two hubs"}, "2": {"a": 1}}}
    before, after = Version(content=CONTENT), Version(content=later)
    assert differences(before, after) == [
        Difference(("actions", "1", "due"), "2025-03-31", None),
        Difference(("actions", "1", "title"), "Open a hub", "Open two hubs"),
        Difference(("actions", "2"), None, {"a": 1}),
    ]
    assert differences(before, before) == []


def test_a_version_is_never_changed_nor_cut(me: User) -> None:
    version = freeze(
        SubjectFactory(), event=Event.AGREED, content=CONTENT, by=me, at=FIRST_INSTANT
    )
    connection.check_constraints()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        update(version, event="published")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        delete(version)


@pytest.mark.django_db(transaction=True)
def test_ten_who_freeze_at_once_get_ten_numbers() -> None:
    subject, me = SubjectFactory(), UserFactory()

    def keep(number: int) -> int:
        content = {"title": str(number)}
        return freeze(subject, event=Event.AGREED, content=content, by=me, at=FIRST_INSTANT).number

    assert sorted(at_once(keep, range(10))) == list(range(1, 11))
