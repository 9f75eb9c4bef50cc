"""The front page and the desk: what the partnership shows first, and what is a person's own."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    AreaFactory,
    BoardFactory,
    MeetingFactory,
    ObservationFactory,
    PlanFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ReportRunFactory,
    SeatFactory,
    UserFactory,
    YouSaidFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_an_empty_portal_says_what_belongs_there(
    client: Client, settings: Any, is_demonstration: bool
) -> None:
    settings.DEMONSTRATION = is_demonstration
    page = tidy(client.get("/"))
    assert "<h1>Who answers for growing up in Walsall</h1>" in page
    assert "2 September 2024" in page
    assert "Nothing is published yet. A membership administrator sets up the boards" in page
    assert ("the demonstration is still loading" in page) is is_demonstration


def test_a_portal_with_a_board_at_work_is_not_empty(client: Client) -> None:
    YouSaidFactory(state="changed", said="We asked.", changed="They did.")
    assert "Nothing is published yet" not in tidy(client.get("/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_the_same_however_much_there_is(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    home = AreaFactory(is_home=True)
    for _ in range(rows):
        priority = PriorityFactory(plan__title="A plan of ours")
        SeatFactory(board=priority.plan.board)
        link = PriorityMeasureFactory(priority=priority)
        for year in (2022, 2023):
            ObservationFactory(
                measure=link.measure,
                area=home,
                starts_on=date(year, 1, 1),
                ends_on=date(year + 1, 1, 1),
                value=Decimal(year),
            )
        YouSaidFactory(state="changed", said="We asked.", changed="They did.")
        MeetingFactory(title="A meeting")
    # organisations, links to measures, figures, targets, plans, priorities, said, meetings
    with django_assert_num_queries(8):
        page = tidy(client.get("/"))
    assert page.count("measure-card") == rows
    assert page.count("A plan of ours") == rows
    assert page.count("We asked.") == rows
    assert page.count(">A meeting<") == rows


def test_the_headline_counts_who_answers(client: Client) -> None:
    board = BoardFactory()
    SeatFactory.create_batch(3, board=board)
    SeatFactory(board=BoardFactory(status="historic"))
    assert "<h1>Three organisations answer together" in tidy(client.get("/"))


def test_the_front_page_keeps_back_what_is_not_published(client: Client) -> None:
    PlanFactory(title="A draft", state="draft")
    PlanFactory(title="A closed one", state="closed")
    MeetingFactory(title="Only planned", state="planned")
    MeetingFactory(title="Next year", on=date(2025, 1, 1), state="published")
    YouSaidFactory(state="heard", said="Not yet answered")
    page = tidy(client.get("/"))
    for words in ("A draft", "A closed one", "Only planned", "Next year", "Not yet answered"):
        assert words not in page


def test_a_meeting_without_a_title_is_named_by_its_board(client: Client) -> None:
    MeetingFactory(board__name="The Alliance")
    assert ">The Alliance<" in tidy(client.get("/"))


def test_the_navigation_names_where_one_is(client: Client) -> None:
    page = tidy(client.get("/boards/"))
    assert '<a href="/boards/" aria-current="page">Boards</a>' in page
    assert "My desk" not in page
    client.force_login(UserFactory())
    assert '<a href="/home/" aria-current="page">My desk</a>' in tidy(client.get("/home/"))
    meeting = MeetingFactory(state="published")
    page = tidy(client.get(meeting.get_absolute_url()))
    assert '<a href="/boards/" aria-current="true">Boards</a>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_boards_reports_cost_the_same_however_many(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    board = BoardFactory(slug="b")
    for number in range(1, rows + 1):
        ReportRunFactory(board=board, state="published", edition=number)
    ReportRunFactory(state="published", edition=1)
    # The board, how many, the reports, those being written, the newest pack.
    with django_assert_num_queries(5):
        page = tidy(client.get("/boards/b/reports/"))
    assert f"{rows} report{'' if rows == 1 else 's'}</h2>" in page


def test_the_components_are_shown_in_the_demonstration_only(client: Client, settings: Any) -> None:
    assert "One thing to put right" in tidy(client.get("/styleguide/"))
    settings.DEMONSTRATION = False
    assert client.get("/styleguide/").status_code == 404


def test_what_everybody_may_ask_of_a_portal_stands_at_the_foot(client: Client) -> None:
    page = tidy(client.get("/"))
    for address, words in (
        ("/voice/", "What we heard and what changed"),
        ("/how-figures-are-judged/", "How figures are judged"),
        ("/accessibility/", "Accessibility"),
        ("/privacy/", "Privacy"),
    ):
        assert f'<a href="{address}">{words}</a>' in page
        assert client.get(address).status_code == 200
    assert "lasts 12 hours at most" in tidy(client.get("/privacy/"))
    assert "partly compliant" in tidy(client.get("/accessibility/"))


@pytest.mark.parametrize("by_htmx", [False, True])
def test_a_method_that_an_address_does_not_take_is_refused_in_words(
    client: Client, by_htmx: bool
) -> None:
    response = client.post("/boards/", headers={"HX-Request": "true"} if by_htmx else {})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    page = tidy(response)
    assert "This page cannot be asked for in that way" in page
    assert ('<div id="refusal"' in page, "<nav" in page) == (by_htmx, not by_htmx)
