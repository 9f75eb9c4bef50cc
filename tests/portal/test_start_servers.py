"""Embedded servers start, heal what a crash left, are shared by commands and die with us."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psycopg
import pytest
import redis

from portal.start import lifeline, places, servers
from portal.start.environment import CHECKOUT
from portal.start.telling import CannotStart
from tests.portal.running import left_of


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The places of a checkout of its own, with its cluster made; removed at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATA_DIR", str(tmp_path_factory.mktemp("a checkout")))
        found = places.of_this_checkout()
    server = servers.database(found)
    server.careless = True
    server.start()
    server.stop()
    yield found
    shutil.rmtree(found.servers)
    shutil.rmtree(found.sockets)


def asks(address, question):
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()[0]


def test_postgresql_listens_on_its_socket_alone_and_sorts_by_code_point(here):
    with servers.joined(here) as addresses:
        assert asks(addresses["DATABASE_URL"], "SHOW listen_addresses") == ""
        collation = "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        assert asks(addresses["DATABASE_URL"], collation) == "C.UTF-8"


def test_a_second_command_joins_the_first_ones_server(here):
    with servers.joined(here) as first, servers.joined(here) as second:
        assert second["DATABASE_URL"] == first["DATABASE_URL"]
        assert asks(second["DATABASE_URL"], "SELECT 1") == 1


def test_the_server_is_gone_after_the_command(here):
    with servers.joined(here) as addresses:
        pass
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["DATABASE_URL"])
    assert not (here.data / "servers.json").exists()


def test_data_are_kept_from_one_start_to_the_next(here):
    with (
        servers.joined(here) as addresses,
        psycopg.connect(addresses["DATABASE_URL"]) as connection,
    ):
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with servers.joined(here) as addresses:
        assert asks(addresses["DATABASE_URL"], "SELECT number FROM kept") == 7


def test_a_note_of_a_dead_server_does_not_stop_the_next(here):
    stale = here.postgres / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{here.postgres}\n")  # a living process, but no PostgreSQL
    with servers.joined(here) as addresses:
        assert asks(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_an_interrupted_making_of_the_data_heals(here):
    half = replace(servers.database(here), data=here.servers / "half", careless=True)
    places.give(here.servers / "half.making", here.account)
    (here.servers / "half.making" / "rest").touch()
    half.start()
    half.stop()
    assert (half.data / "PG_VERSION").exists()
    assert not (here.servers / "half.making").exists()


def test_data_of_another_major_version_are_refused_with_the_way_out(here, tmp_path):
    (tmp_path / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart) as refusal:
        replace(servers.database(here), data=tmp_path).start()
    for words in ("PostgreSQL 14", "`manage.py backup FILE`", "`manage.py restore FILE`"):
        assert words in str(refusal.value)


def test_a_server_that_cannot_start_says_why(here, tmp_path):
    broken = replace(servers.database(here), data=here.servers / "broken", careless=True)
    broken.start()
    broken.stop()
    (broken.data / "postgresql.auto.conf").write_text("max_connections = many\n")
    with pytest.raises(CannotStart, match=r"did not start: .*max_connections"):
        broken.start()


def test_valkey_keeps_what_it_was_given_through_a_crash(here):
    broker = servers.broker(here)
    broker.start()
    speaks = redis.Redis(unix_socket_path=str(broker.socket))
    speaks.rpush("reports", "one")
    assert speaks.config_get("appendonly") == {"appendonly": "yes"}
    assert speaks.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    time.sleep(0.05)
    broker.process.kill()
    broker.process.wait()
    broker.start()
    assert speaks.lrange("reports", 0, -1) == [b"one"]
    speaks.close()
    broker.stop()


KEEPER = """
import sys, time
from portal.start import places, servers
with servers.joined(places.of_this_checkout()) as addresses:
    note = places.of_this_checkout().postgres / "postmaster.pid"
    print(note.read_text().splitlines()[0], flush=True)
    time.sleep(60)
"""


def test_a_killed_command_leaves_no_server_and_the_next_one_starts(here):
    environment = {**os.environ, "PORTAL_DATA_DIR": str(here.data)}
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", KEEPER],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=CHECKOUT,
    ) as keeper:
        server = int(keeper.stdout.readline())
        keeper.send_signal(signal.SIGKILL)
    assert left_of({server}) == set()
    with servers.joined(here) as addresses:
        assert asks(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_a_left_over_server_is_stopped_by_the_next_start(here):
    left = servers.database(here)
    left.start()
    fresh = servers.database(here)
    fresh.start()
    assert left.process.wait(5) == 0
    assert asks(fresh.address, "SELECT 1") == 1
    fresh.stop()


def test_stopping_takes_the_whole_family_along(tmp_path):
    with (tmp_path / "log").open("wb") as log:
        parent = lifeline.start(["sh", "-c", "sleep 60 & echo $!; wait"], log=log)
    while not (tmp_path / "log").read_text().strip():
        time.sleep(0.01)
    child = int((tmp_path / "log").read_text())
    lifeline.end(parent, signal.SIGTERM, patience=5)
    assert left_of({child}) == set()
