"""The command `bench`: names what it measures, holds each figure to its goal."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands import bench
from tests.bench.result import Result

GOOD = Result("X1", "half", 0.5, at_most=0.55)
BAD = Result("X2", "rate", 0.2, at_least=0.3)


@pytest.fixture(autouse=True)
def measured(monkeypatch):
    """Stand in for measurements that take minutes."""
    monkeypatch.setattr(bench, "measures", lambda: {"X1": lambda: [GOOD], "X2": lambda: [BAD]})


def test_every_goal_of_the_papers_is_measured():
    from tests.bench import papers

    assert list(papers.MEASURES) == ["P1", "P2", "P3", "P4", "P5", "P6"]


def test_it_prints_each_figure_with_its_goal():
    out = StringIO()
    call_command("bench", "x1", stdout=out)
    assert out.getvalue() == "X1  half: 0.5 (<= 0.55) holds\n"


def test_a_missed_goal_fails_the_command():
    with pytest.raises(CommandError, match="1 of 2 goals are missed"):
        call_command("bench", stdout=StringIO())


def test_as_json_it_gives_the_figures():
    out = StringIO()
    call_command("bench", "X1", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [
        {"code": "X1", "what": "half", "value": 0.5, "at_most": 0.55, "at_least": None,
         "holds": True}
    ]  # fmt: skip


def test_an_unknown_name_is_answered_with_those_known():
    with pytest.raises(CommandError, match="Z9 is not measured; there is X1, X2"):
        call_command("bench", "Z9")
