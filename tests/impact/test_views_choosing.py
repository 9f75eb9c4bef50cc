"""The measures chosen from: by board, plan, priority and judgement."""

from decimal import Decimal

import pytest
from django.test import Client

from impact.models import Area
from impact.queries import choosing
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeasureFactory,
    PlanFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    TargetFactory,
)
from tests.impact.yearly import figures, priority
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


def shown(client: Client, **asked: str) -> set[str]:
    """Return the titles of the measures that a choice leaves."""
    page = client.get("/measures/", asked).content.decode()
    return {title for title in ("Ours", "Theirs", "Wanted") if f">{title}<" in page}


def test_the_list_is_chosen_from_by_board_plan_priority_and_judgement(
    client: Client, home: Area
) -> None:
    board = BoardFactory(slug="ours", name="Board of ours")
    ours = MeasureFactory(title="Ours", board=board, better="lower")
    figures(ours, home, *[5, 6] * 6, 20)
    theirs = MeasureFactory(title="Theirs", plan=PlanFactory(slug="theirs", board__slug="b"))
    figures(theirs, home, 5, 6)
    TargetFactory(measure=theirs, area=home, value=Decimal(1))
    MeasureFactory(title="Wanted")
    PriorityMeasureFactory(measure=ours, priority=priority(), order=1)
    assert shown(client) == {"Ours", "Theirs", "Wanted"}
    assert shown(client, board="ours") == {"Ours"}
    assert shown(client, board="b") == {"Theirs"}
    assert shown(client, serves="plan") == {"Ours"}
    assert shown(client, serves="plan/1") == {"Ours"}
    assert shown(client, judged="concern") == {"Ours"}
    assert shown(client, judged="few") == {"Theirs"}
    assert shown(client, judged="missed") == {"Theirs"}
    assert shown(client, judged="wanted") == {"Wanted"}
    assert shown(client, judged="met") == set()
    assert shown(client, board="ours", judged="few") == set()
    assert shown(client, board="none", judged="of course") == {"Ours", "Theirs", "Wanted"}


def test_of_many_plans_only_the_chosen_one_offers_its_priorities(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    PriorityMeasureFactory(measure=MeasureFactory(title="Ours"), priority=priority(), order=1)
    offered = '<option value="plan/1"'
    assert offered in tidy(client.get("/measures/"))
    monkeypatch.setattr(choosing, "PLANS", 0)
    assert offered not in tidy(client.get("/measures/"))
    assert offered in tidy(client.get("/measures/?serves=plan"))
    assert shown(client, serves="plan/1") == {"Ours"}


def test_of_too_many_boards_and_plans_the_name_is_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = MeasureFactory(title="Ours", board=BoardFactory(slug="ours", name="Board of ours"))
    MeasureFactory(title="Theirs", plan=PlanFactory(title="Theirs alone", board__slug="b"))
    PriorityMeasureFactory(measure=ours, priority=priority(), order=1)
    monkeypatch.setattr(choosing, "OFFERED", 1)
    page = tidy(client.get("/measures/?board=OF+OURS"))
    assert 'name="board" value="OF OURS" placeholder="All boards"' in page
    assert 'name="serves" value="" placeholder="All plans"' in page
    assert shown(client, board="OF OURS") == {"Ours"}
    assert shown(client, board="ours", serves="plan/1") == {"Ours"}
    assert shown(client, serves="plan/2") == set()
    assert shown(client, serves="theirs al") == {"Theirs"}
    assert shown(client, board="nobody's") == set()


def test_a_choice_says_how_many_of_how_many_and_offers_all(client: Client, home: Area) -> None:
    figures(MeasureFactory(), home, 5, 6)
    MeasureFactory(title="Wanted")
    page = tidy(client.get("/measures/?judged=wanted"))
    assert "<h1>1 of 2 measures</h1>" in page
    assert '<option value="wanted" selected>' in page
    assert '<a href="/measures/">Show all</a>' in page
    assert "No measure fits all of that." in tidy(client.get("/measures/?judged=met"))


def test_a_draft_plan_is_named_to_its_board_only(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m")
    draft = PlanFactory(slug="draft", title="Plan in the making", state="draft")
    PriorityMeasureFactory(measure=measure, priority=PriorityFactory(plan=draft))
    pages = ["/measures/", "/measures/m/"]
    assert ["Plan in the making" in tidy(client.get(page)) for page in pages] == [False] * 2
    client.force_login(AppointmentFactory(place__seat__board=draft.board).holder)
    assert ["Plan in the making" in tidy(client.get(page)) for page in pages] == [True] * 2
