"""A board whose officer and whose colleague write papers."""

import pytest
from django.test import Client

from governance.models import Board, User
from tests.factories import BoardFactory, OfficeFactory
from tests.portal.reading import officer_of


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="learning-alliance", name="Learning Alliance")
    return made


@pytest.fixture
def officer(board: Board, client) -> User:
    person: User = officer_of(board)
    client.force_login(person)
    return person


@pytest.fixture
def colleague(board) -> Client:
    """A second browser, in which another officer of the board is signed in."""
    made = Client()
    office = {"board": board, "kind": "partnership_officer", "person__post": "Second officer"}
    made.force_login(OfficeFactory(**office).person)
    return made
