"""The environment is made from its locks, aside, and made again when it is stale."""

import ast
import hashlib
import os
import runpy
import stat
import sys
from pathlib import Path

import pytest

from portal.start import environment, installers, pip_wheel
from portal.start.telling import CannotStart

RUN, TEST = environment.RUN_LOCK, environment.TEST_LOCK
CHECKOUT = environment.CHECKOUT


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with two locks, in which installing takes no time."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / RUN).write_text("django==1\n")
    (tmp_path / TEST).write_text("pytest==1\n")

    def make(venv, _python, _tools):
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").touch(mode=0o755)
        (venv / "installed").touch()

    def install(venv, lock, _tools):
        with (venv / "installed").open("a") as file:
            file.write(f"{lock.name} ")
        (venv / "bin" / "tool").write_bytes(b"#!" + bytes(venv) + b"/bin/python\n")

    monkeypatch.setattr(installers, "make", make)
    monkeypatch.setattr(installers, "install", install)
    return tmp_path


def venv_of(checkout):
    return checkout / "var" / "venv"


def test_an_environment_is_current_until_its_lock_changes(checkout):
    environment.build(checkout, [RUN])
    assert environment.is_current(venv_of(checkout), checkout, [RUN])
    (checkout / RUN).write_text("django==2\n")
    assert not environment.is_current(venv_of(checkout), checkout, [RUN])


def test_an_environment_without_the_test_libraries_is_made_again_for_a_test(checkout):
    environment.build(checkout, [RUN])
    assert not environment.is_current(venv_of(checkout), checkout, [RUN, TEST])
    environment.build(checkout, [RUN, TEST])
    assert (venv_of(checkout) / "installed").read_text() == "run.txt test.txt "


def test_test_libraries_stay_when_only_the_run_lock_is_asked_for(checkout):
    environment.build(checkout, [RUN, TEST])
    (checkout / RUN).write_text("django==2\n")
    environment.build(checkout, [RUN])
    assert environment.is_current(venv_of(checkout), checkout, [RUN, TEST])


def test_an_environment_made_by_hand_is_replaced(checkout):
    (venv_of(checkout) / "bin").mkdir(parents=True)
    (venv_of(checkout) / "by-hand").touch()
    environment.build(checkout, [RUN])
    assert not (venv_of(checkout) / "by-hand").exists()
    assert sorted(path.name for path in (checkout / "var").iterdir()) == ["venv", "venv.lock"]


def test_an_interrupted_build_changes_nothing_and_the_next_one_heals(checkout, monkeypatch):
    environment.build(checkout, [RUN])
    (checkout / RUN).write_text("django==2\n")
    works = installers.install
    monkeypatch.setattr(installers, "install", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        environment.build(checkout, [RUN])
    monkeypatch.setattr(installers, "install", works)
    assert (venv_of(checkout) / "installed").read_text() == "run.txt "
    environment.build(checkout, [RUN])
    assert environment.is_current(venv_of(checkout), checkout, [RUN])
    assert not (checkout / "var" / "venv.building").exists()


def _interrupt(*_):
    raise KeyboardInterrupt


def test_scripts_point_at_where_the_environment_stands(checkout):
    environment.build(checkout, [RUN])
    first_line = (venv_of(checkout) / "bin" / "tool").read_text()
    assert first_line == f"#!{venv_of(checkout)}/bin/python\n"


def test_a_folder_of_another_user_is_named_with_the_line_that_mends_it(checkout, monkeypatch):
    monkeypatch.setattr(environment, "_build_aside", _refuse)
    with pytest.raises(CannotStart) as refusal:
        environment.build(checkout, [RUN])
    owner = f"{os.getuid()}:{os.getgid()}"
    assert str(refusal.value).endswith(f"sudo chown -R {owner} '{checkout / 'var'}'")


def _refuse(*_):
    raise PermissionError


def test_nothing_is_made_where_the_image_has_everything(monkeypatch):
    monkeypatch.setenv("PORTAL_NO_BOOTSTRAP", "1")
    monkeypatch.setattr(environment, "build", _refuse)
    environment.make_ready(["manage.py", "version"])


def test_a_silent_installer_is_spoken_for(capsys, monkeypatch):
    monkeypatch.setattr(installers, "PATIENCE", 0.05)
    code = installers.run([sys.executable, "-c", "import time; time.sleep(0.3); print('done')"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert len([line for line in lines if "still working" in line]) >= 3
    assert lines[-1] == "  done"


def test_a_missing_program_is_an_exit_code_not_an_error():
    assert installers.run(["/nowhere/uv", "--version"]) == 127


def test_uv_is_tried_then_uv_with_the_systems_certificates_then_pip(tmp_path, monkeypatch):
    tried = []
    monkeypatch.setattr(installers, "find_uv", lambda *_: ["uv"])
    monkeypatch.setattr(installers, "pips", lambda *_: [["pip"]])
    monkeypatch.setattr(installers, "run", lambda command, **_: tried.append(command) or 1)
    lock = tmp_path / "run.txt"
    with pytest.raises(CannotStart, match=r"run\.txt could not be installed"):
        installers.install(tmp_path, lock, tmp_path)
    assert [(command[0], command[-1]) for command in tried] == [
        ("uv", str(lock)),
        ("uv", "--system-certs"),
        ("pip", str(lock)),
    ]
    assert all("--require-hashes" in command for command in tried)


def test_pip_is_fetched_from_the_configured_index_if_its_hash_is_right(tmp_path, monkeypatch):
    wheel = b"a wheel"
    lock = _index_with(tmp_path, wheel, hashlib.sha256(wheel).hexdigest(), monkeypatch)
    assert pip_wheel.fetch(lock, tmp_path).read_bytes() == wheel


def test_a_pip_with_another_hash_is_refused(tmp_path, monkeypatch):
    lock = _index_with(tmp_path, b"another wheel", "0" * 64, monkeypatch)
    assert pip_wheel.fetch(lock, tmp_path) is None


def _index_with(folder, wheel, digest, monkeypatch):
    page = folder / "index" / "pip"
    page.mkdir(parents=True)
    (page / "pip-9.9-py3-none-any.whl").write_bytes(wheel)
    (page / "index.html").write_text('<a href="pip-9.9-py3-none-any.whl">pip</a>')
    monkeypatch.setattr(pip_wheel, "SETTINGS", ())
    monkeypatch.delenv("PIP_CONFIG_FILE", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", (folder / "index").as_uri())
    lock = folder / "start.txt"
    lock.write_text(f"pip==9.9 \\\n    --hash=sha256:{digest}\n")
    return lock


def test_the_tools_lock_names_pip_with_hashes():
    version, hashes = pip_wheel.locked(installers.TOOLS_LOCK)
    assert version.split(".")[0].isdigit()
    assert len(hashes) == 2


def test_old_pythons_can_read_the_command_line():
    source = (CHECKOUT / "manage.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_a_newer_python_is_found_where_an_older_one_was_called(tmp_path, monkeypatch):
    for name, code in (("python3.14", 127), ("python3.12", 0), ("python3.11", 0)):
        _program(tmp_path / "with space" / name, code)
    monkeypatch.setenv("PATH", str(tmp_path / "with space"))
    manage = runpy.run_path(str(CHECKOUT / "manage.py"))
    assert manage["find_newer_python"]() == str(tmp_path / "with space" / "python3.12")


def _program(path: Path, code: int) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_without_a_newer_python_the_needed_one_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    manage = runpy.run_path(str(CHECKOUT / "manage.py"))
    with pytest.raises(SystemExit) as left:
        manage["hand_over_to_newer_python"]()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("The portal needs Python 3.11 or later; this is")
