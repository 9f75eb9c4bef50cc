"""The whole of `up`: first page, one at a time, nothing left behind, healed at the next start."""

import os
import re
import signal

import pytest

from tests.portal.running import Up, free_port, left_of, remove_servers_of

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder of a checkout under a private folder with a long name and a space."""
    folder = tmp_path_factory.mktemp("a private place") / ("long name " * 5).strip() / "var"
    folder.mkdir(parents=True)
    yield folder
    remove_servers_of(folder)


def up(data, port):
    environment = {"PORTAL_DATA_DIR": str(data), "PORTAL_NO_BOOTSTRAP": "1"}
    number = len(list(data.parent.glob("up-*")))
    return Up(data.parent / f"up-{number}.txt", port, environment=environment)


@pytest.fixture
def port():
    """A port on which nobody listens."""
    return free_port()


def test_one_up_serves_pages_and_goes_with_all_it_started(data, port):
    first = up(data, port)
    first.wait_until_it_says("Ctrl-C stops all of it.")
    assert first.page() == 200
    assert f"The portal is at http://localhost:{port}/" in first.said()

    second = up(data, port + 1)
    assert second.process.wait(30) == 2
    running = f"The portal of this checkout already runs at http://localhost:{port}/\n"
    assert second.said() == running

    code, family = first.end(signal.SIGINT)
    assert code == 0
    assert len(family) >= 8
    assert left_of(family) == set()
    stopped = re.sub(r"\(.*\)", "", first.said()).splitlines()
    assert stopped[-2:] == ["Stopping.", "All of it has stopped."]


def test_killed_with_force_it_leaves_nothing_and_the_next_start_heals(data, port):
    first = up(data, port)
    first.wait_until_it_says("The portal is at")
    _, family = first.end(signal.SIGKILL)
    assert left_of(family) == set()

    second = up(data, port)
    second.wait_until_it_says("The portal is at")
    assert second.page() == 200
    code, family = second.end(signal.SIGTERM)
    assert (code, left_of(family)) == (0, set())


PARTS = {"worker": b"celery", "web": b"granian", "Valkey": b"valkey", "PostgreSQL": b"-D\0"}


def test_whatever_part_is_killed_is_started_again(data, port):
    house = up(data, port)
    house.wait_until_it_says("Ctrl-C stops all of it.")
    for name, words in PARTS.items():
        os.kill(house.child(words), signal.SIGKILL)
        house.wait_until_it_says(f"{name} ended; starting it again", 30)
        house.wait_for_page()
    code, family = house.end(signal.SIGINT)
    assert (code, left_of(family)) == (0, set())
