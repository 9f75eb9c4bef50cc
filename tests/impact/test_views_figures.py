"""One figure typed or changed by an officer: judged at once, never changed without its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, Source, User
from impact.changes.figures import change_figure
from impact.models import Area, Measure, Observation, Revision
from tests.factories import (
    AppointmentFactory,
    AreaFactory,
    BoardFactory,
    MeasureFactory,
    ObservationFactory,
    OfficeFactory,
    PlanFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]

NEW = "/measures/m/figures/new/"
TYPED = {
    "period": "2023/24",
    "value": "27.5",
    "symbol": "",
    "state": "final",
    "kind": "official",
    "named": "DfE, Children in need 2024, table C2",
}


@pytest.fixture(autouse=True)
def home() -> Area:
    made: Area = AreaFactory(slug="home", name="Walsall", is_home=True, kind="authority")
    return made


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory()
    return made


@pytest.fixture
def measure(board: Board) -> Measure:
    made: Measure = MeasureFactory(
        code="m", board=board, unit="%", better="lower", year_type="Financial Year"
    )
    return made


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board, person__post="Officer").person
    client.force_login(person)
    return person


@pytest.fixture
def figure(measure: Measure, home: Area) -> Observation:
    made: Observation = ObservationFactory(measure=measure, area=home, value=Decimal("26.9"))
    return made


def at(figure: Observation) -> str:
    return f"/measures/m/figures/{figure.pk}/"


def changed(figure: Observation, **more: Any) -> dict[str, Any]:
    sent = {**TYPED, "reason": "Late records came in.", "version": figure.version, **more}
    del sent["period"]
    return sent


def test_a_figure_is_typed_with_period_and_source_and_judged_at_once(
    client: Client, officer: User, measure: Measure, home: Area
) -> None:
    ObservationFactory(
        measure=measure,
        area=home,
        starts_on=date(2022, 4, 1),
        ends_on=date(2023, 4, 1),
        label="2022/23",
        value=Decimal(30),
    )
    answer = client.post(NEW, TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/measures/m/")
    page = tidy(client.get("/measures/m/"))
    assert "27.5% for 2023/24 is kept." in page
    assert "27.5% in 2023/24, down from 30.0% in 2022/23" in page
    assert "Official file DfE, Children in need 2024, table C2" in page
    kept = Observation.objects.get(measure=measure, value="27.5")
    assert (kept.area, kept.starts_on, kept.ends_on, kept.state, kept.illustrative) == (
        home,
        date(2023, 4, 1),
        date(2024, 4, 1),
        "final",
        False,
    )
    first = Revision.objects.get(observation=kept)
    assert (first.by, first.before, first.reason) == (officer, {}, "typed the figure for 2023/24")


def test_records_of_a_partner_are_named(client: Client, officer: User, measure: Measure) -> None:
    client.post(NEW, {**TYPED, "kind": "records", "named": "Housing, 1 September 2024"})
    assert "Records: Housing, 1 September 2024" in tidy(client.get("/measures/m/"))
    assert str(Source.objects.get(kind="records")) == "Housing, 1 September 2024"


def test_a_symbol_is_kept_without_a_number(
    client: Client, officer: User, measure: Measure
) -> None:
    client.post(NEW, {**TYPED, "value": "", "symbol": "suppressed"})
    kept = Observation.objects.get(measure=measure)
    assert (kept.value, kept.symbol) == (None, "suppressed")
    assert "suppressed for 2023/24 is kept." in tidy(client.get("/measures/m/"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("12.5%", "12.5"), ("−3", "-3"), ("0", "0"), ("1e2", "100")],
)
def test_a_number_is_read_as_people_write_it(
    client: Client, officer: User, measure: Measure, text: str, value: str
) -> None:
    client.post(NEW, {**TYPED, "value": text})
    assert Observation.objects.get(measure=measure).value == Decimal(value)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"period": ""}, "Say for which period"),
        ({"period": "last spring or so"}, "last spring or so"),
        ({"period": "2030/31"}, "2030/31 has not begun yet."),
        ({"value": ""}, "Write the figure, or choose why there is none"),
        ({"value": "c"}, "Write the figure as a number, like 12.5"),
        ({"value": "NaN"}, "Write the figure as a number, like 12.5"),
        ({"value": "1234567890123"}, "Write at most 12 digits, and 8 after the point."),
        ({"value": "0.123456789"}, "Write at most 12 digits, and 8 after the point."),
        ({"symbol": "suppressed"}, "Give a figure or a symbol, not both."),
        ({"symbol": "zero"}, "This is not offered here"),
        ({"state": ""}, "Choose whether it is provisional or final"),
        ({"kind": ""}, "Choose where it is from"),
        ({"kind": "paper"}, "This is not offered here"),
        ({"named": " "}, "Name the publication or the records"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
    client: Client, officer: User, measure: Measure, wrong: dict[str, str], sentence: str
) -> None:
    sent = {**TYPED, "named": "Typed with care", **wrong}
    answer = client.post(NEW, sent)
    page = tidy(answer)
    assert answer.status_code == 422
    assert "One thing to put right" in page
    assert page.count(sentence) >= 2
    assert wrong.get("named") or "Typed with care" in page
    assert not Observation.objects.exists()


def test_a_period_has_one_figure_and_the_second_is_told(
    client: Client, officer: User, figure: Observation
) -> None:
    answer = client.post(NEW, TYPED)
    assert answer.status_code == 422
    assert "There is a figure for that period already." in tidy(answer)
    assert Observation.objects.get().value == Decimal("26.9")


def test_the_same_figure_sent_twice_is_kept_once(
    client: Client, officer: User, measure: Measure
) -> None:
    answers = [client.post(NEW, TYPED) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Observation.objects.filter(measure=measure).count() == 1
    assert Source.objects.filter(file_name=TYPED["named"]).count() == 1


def test_without_an_own_area_no_figure_can_be_typed(
    client: Client, officer: User, measure: Measure, home: Area
) -> None:
    Area.objects.update(is_home=False)
    answer = client.post(NEW, TYPED)
    assert answer.status_code == 422
    assert "own area is not recorded yet." in tidy(answer)


def test_a_changed_figure_keeps_what_it_said_who_changed_it_and_why(
    client: Client, officer: User, figure: Observation
) -> None:
    assert 'value="26.9"' in tidy(client.get(at(figure)))
    assert client.post(at(figure), changed(figure)).status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.version) == (Decimal("27.5"), 2)
    kept = Revision.objects.get(observation=figure)
    assert (kept.by, kept.reason) == (officer, "Late records came in.")
    assert (kept.before["value"], kept.after["value"]) == ("26.90000000", "27.50000000")
    page = tidy(client.get(at(figure)))
    assert "Officer: Late records came in." in page
    assert "Before: 26.9%" in page


def test_a_change_says_why(client: Client, officer: User, figure: Observation) -> None:
    answer = client.post(at(figure), changed(figure, reason=""))
    assert answer.status_code == 422
    assert tidy(answer).count("Say why it changes") == 2
    assert not Revision.objects.exists()


def test_of_two_who_change_a_figure_the_second_sees_both(
    client: Client, officer: User, figure: Observation, board: Board
) -> None:
    first = Client()
    first.force_login(OfficeFactory(board=board, person__post="Analyst").person)
    mine = changed(figure, value="25")
    assert first.post(at(figure), changed(figure, value="28.1")).status_code == 302
    answer = client.post(at(figure), mine)
    page = tidy(answer)
    assert answer.status_code == 409
    assert "Analyst saved meanwhile: 28.10000000" not in page
    assert "Analyst saved meanwhile: 28.1" in page
    assert 'name="value" value="25"' in page
    figure.refresh_from_db()
    assert figure.value == Decimal("28.1")
    assert client.post(at(figure), {**mine, "version": figure.version}).status_code == 302
    figure.refresh_from_db()
    assert figure.value == Decimal(25)


def test_a_version_that_never_was_is_shown_as_a_change_of_the_portals_own(
    client: Client, officer: User, figure: Observation
) -> None:
    answer = client.post(at(figure), changed(figure, value="25", version=0))
    assert answer.status_code == 409
    assert "The portal saved meanwhile" in tidy(answer)


def test_a_change_that_changes_nothing_keeps_no_revision(
    officer: User, measure: Measure, home: Area
) -> None:
    origin = (Source.Kind.RECORDS, "Housing, 1 September 2024")
    values = {"value": Decimal(5), "symbol": "", "state": "final"}
    figure = ObservationFactory(
        measure=measure,
        area=home,
        **values,
        source=Source.objects.create(kind=origin[0], place=origin[1]),
    )
    saved = change_figure(
        figure, version=1, values=values, origin=origin, reason="Checked.", by=officer
    )
    assert saved.changed == {}
    assert not Revision.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_however_often_the_figure_changed(
    client: Client, officer: User, figure: Observation, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        change_figure(
            figure,
            version=figure.version,
            values={"value": Decimal(number), "symbol": "", "state": "final"},
            origin=(Source.Kind.RECORDS, "Housing"),
            reason=f"Reason {number}.",
            by=officer,
        )
    # session, person, measure, rights, figure, its changes
    with django_assert_num_queries(6):
        page = tidy(client.get(at(figure)))
    assert page.count("Officer: Reason") == rows


def test_only_figures_of_the_own_area_are_typed_here(
    client: Client, officer: User, measure: Measure, home: Area
) -> None:
    elsewhere = ObservationFactory(measure=measure, area=AreaFactory())
    promised = ObservationFactory(measure=measure, area=home, kind="projection")
    other = ObservationFactory(area=home)
    for each in (elsewhere, promised, other):
        assert client.get(at(each)).status_code == 404


def test_a_closed_board_s_figures_are_read_only(
    client: Client, officer: User, figure: Observation, board: Board
) -> None:
    Board.objects.filter(pk=board.pk).update(ends_on=date(2024, 9, 1))
    answer = client.post(NEW, TYPED)
    assert answer.status_code == 403
    assert "while the board runs" in tidy(answer)
    assert "Type a figure" not in tidy(client.get("/measures/m/"))


def test_the_page_offers_typing_to_officers_alone(
    client: Client, officer: User, figure: Observation, board: Board
) -> None:
    offered = ('href="/measures/m/figures/new/"', f'href="{at(figure)}"')
    page = tidy(client.get("/measures/m/"))
    assert [address in page for address in offered] == [True, True]
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    page = tidy(client.get("/measures/m/"))
    assert [address in page for address in offered] == [False, False]


def test_a_plan_s_measure_is_typed_by_the_officer_of_the_plan_s_board(
    client: Client, officer: User, board: Board
) -> None:
    MeasureFactory(code="ours", plan=PlanFactory(board=board))
    MeasureFactory(code="theirs", plan=PlanFactory())
    assert client.get("/measures/ours/figures/new/").status_code == 200
    assert client.get("/measures/theirs/figures/new/").status_code == 404
