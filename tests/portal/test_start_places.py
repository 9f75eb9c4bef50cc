"""Folders that the servers' account can reach, sockets short enough, ports and room looked at."""

import os
import shutil
import socket
from collections import namedtuple

import pytest

from portal.start import places, supervisor
from portal.start.environment import require_room
from portal.start.lifeline import run_as, server_account
from portal.start.telling import CannotStart


@pytest.fixture
def long_private_folder(tmp_path):
    """A 0700 folder with a long name and a space in it."""
    folder = tmp_path / "a private folder" / ("long name " * 8).strip() / "checkout"
    folder.mkdir(parents=True)
    (tmp_path / "a private folder").chmod(0o700)
    return folder


@pytest.fixture
def here(long_private_folder, monkeypatch):
    """The places of a checkout in such a folder; removed at the end."""
    monkeypatch.setenv("PORTAL_DATA_DIR", str(long_private_folder))
    found = places.of_this_checkout()
    yield found
    shutil.rmtree(found.servers)
    shutil.rmtree(found.sockets)


def test_the_servers_account_reaches_its_folders_from_a_private_checkout(here):
    for folder in (here.servers, here.sockets):
        assert run_as(here.account, ["test", "-x", str(folder)]).returncode == 0


def test_where_the_servers_data_are_is_noted(here):
    assert (here.data / "cluster").read_text() == f"{here.servers}\n"


def test_the_socket_folder_is_private_and_short(here):
    assert here.sockets.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(here.sockets)) <= places.LONGEST_SOCKET


def test_a_checkout_keeps_its_places(here, monkeypatch):
    assert places.of_this_checkout() == here


def test_two_checkouts_have_different_places(tmp_path):
    assert places.name_of(tmp_path / "one") != places.name_of(tmp_path / "two")


def test_servers_never_run_as_root():
    account = server_account()
    assert (account is None) == (os.getuid() != 0)
    assert account is None or account.user != 0


def test_a_nearly_full_disk_is_refused(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 499 * 1024**2))
    with pytest.raises(CannotStart) as refusal:
        require_room(tmp_path)
    assert str(refusal.value) == (
        f"Only 499 MB are free in {tmp_path}; the portal needs 500 MB to start."
    )


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "demo_password"
    secret = places.kept_secret(path)
    assert len(secret) >= 12
    assert places.kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - both are refused
def test_a_taken_port_is_refused(address):
    with socket.socket() as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as refusal:
            supervisor.require_port(port)
    assert str(refusal.value) == f"Port {port} is taken; choose another with --port."


def test_a_free_port_is_accepted():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    supervisor.require_port(port)


def test_up_leaves_with_code_2_where_the_port_is_taken(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as left:
            supervisor.up(port=port, demo=False)
    assert left.value.code == 2
    assert capsys.readouterr().err == f"Port {port} is taken; choose another with --port.\n"
