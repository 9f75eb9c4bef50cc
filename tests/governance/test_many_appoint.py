"""Ten who appoint to the last place at one moment: one does, nine are told, nothing breaks."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from governance.models import Appointment, Place, User
from tests.factories import FIRST_DAY, AppointmentFactory, OfficeFactory, PlaceFactory, UserFactory
from tests.hands import at_once
from tests.plain_sql import insert_like
from tests.web import Page, Window, web, window

HANDS = 10
TAKEN = "Somebody holds this place then."

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
]


@pytest.fixture
def port(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the web server listens that `up` would run."""
    with web(tmp_path_factory.mktemp("web")) as port:
        yield port


@pytest.fixture
def rounds(full: bool) -> int:
    return 20 if full else 4


def administrators(port: int, place: Place) -> list[Window]:
    """Return ten who keep the membership, each in a window of their own."""
    office = {"kind": "membership_administrator", "board": place.seat.board}
    return [window(port, OfficeFactory(**office).person, script=False) for _ in range(HANDS)]


def test_through_the_page_one_is_appointed_and_nine_get_the_sentence(
    port: int, rounds: int
) -> None:
    place, people = PlaceFactory(), UserFactory.create_batch(HANDS)
    windows = administrators(port, place)
    address = f"{place.get_absolute_url()}appoint/"
    forms = [each.get(address).form("") for each in windows]

    def appoint(number: int) -> Page:
        sent = {**forms[number], "who": str(people[number].pk), "starts_on": "2024-04-01"}
        return windows[number].post(address, sent)

    for _ in range(rounds):
        answers = at_once(appoint, range(HANDS))
        assert sorted(each.status for each in answers) == [302] + [422] * (HANDS - 1)
        assert sum(TAKEN in each.text for each in answers) == HANDS - 1
        [made] = Appointment.objects.all()
        [holder] = [p for p, each in zip(people, answers, strict=True) if each.status == 302]
        assert made.holder == holder
        made.delete()
    for each in windows:
        each.close()


def test_a_double_click_at_one_moment_appoints_once(port: int, rounds: int) -> None:
    for _ in range(rounds):
        place, holder = PlaceFactory(), UserFactory()
        [first, *_] = administrators(port, place)
        address = f"{place.get_absolute_url()}appoint/"
        sent = {**first.get(address).form(""), "who": str(holder.pk)}
        windows = [first, *(Window(port, dict(first.cookies)) for _ in range(2))]
        answers = at_once(lambda each, to=address, sent=sent: each.post(to, sent), windows)
        assert {each.status for each in answers} == {302}
        assert Appointment.objects.get(place=place).holder == holder
        for each in windows:
            each.close()


def test_by_plain_sql_one_row_is_taken_and_nine_are_refused_by_name(rounds: int) -> None:
    for _ in range(rounds):
        place, people = PlaceFactory(), UserFactory.create_batch(HANDS)
        like = AppointmentFactory(starts_on=FIRST_DAY)

        def insert(holder: User, like: Appointment = like, place: Place = place) -> str:
            try:
                with transaction.atomic():
                    insert_like(like, place_id=place.pk, holder_id=holder.pk)
            except IntegrityError as refusal:
                return str(refusal.__cause__.diag.constraint_name)  # type: ignore[union-attr]
            return "taken"

        told = at_once(insert, people)
        assert sorted(told) == ["place_has_one_holder_at_a_time"] * (HANDS - 1) + ["taken"]
        assert Appointment.objects.filter(place=place).count() == 1
