"""What the tests of measures may ask for."""

import pytest

from impact.models import Area
from tests.factories import AreaFactory


@pytest.fixture
def home() -> Area:
    made: Area = AreaFactory(slug="home", name="Walsall", is_home=True, kind="authority")
    return made
