"""What the commands around the house do: the test run, the checks, the counts, the addresses."""

import importlib.util
import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import path

from portal.management.commands import check_house, routes
from portal.management.commands import test as test_command
from portal.start import command_line, paper, processes, schema, servers
from portal.start.environment import CHECKOUT


@pytest.mark.parametrize(
    ("given", "passed_on", "full"),
    [
        ([], ["-n", "2"], False),
        (["--full"], ["-n", "2"], True),
        (["tests/portal", "-n", "0"], ["tests/portal", "-n", "0"], False),
        (["-k", "port"], ["-n", "2", "-k", "port"], False),
    ],
)
def test_the_test_command_hands_its_words_to_pytest(monkeypatch, given, passed_on, full):
    seen = {}

    def call(command, env):
        seen.update(command=command, full=env.get("PORTAL_FULL"))
        return 5

    monkeypatch.delenv("PORTAL_FULL", raising=False)
    monkeypatch.setattr(test_command.subprocess, "call", call)
    assert test_command.run(given) == 5
    assert seen["command"][-len(passed_on) :] == passed_on
    assert seen["full"] == ("1" if full else None)


def test_every_check_is_made_even_after_one_failed(monkeypatch):
    made = [
        check_house.Check("first", (sys.executable, "-c", "print('a fault'); exit(1)")),
        check_house.Check("second", (sys.executable, "-c", "print('quiet')")),
    ]
    monkeypatch.setattr(check_house, "checks", lambda: made)
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_house", stdout=out, stderr=err)
    lines = [line.partition(" (")[0] for line in out.getvalue().splitlines()]
    assert lines == ["failed  first", "a fault", "passed  second"]
    assert err.getvalue().strip() == "1 checks failed: first."
    assert left.value.code == 1


def test_the_deployment_is_checked_with_the_settings_of_a_deployment():
    deployment = check_house.checks()[-1]
    assert deployment.environment["PORTAL_DEBUG"] == ""
    assert len(deployment.environment["PORTAL_SECRET_KEY"]) >= 50


@pytest.fixture
def counts():
    """The script that ends a run with its counts."""
    spec = importlib.util.spec_from_file_location("counts", CHECKOUT / ".ci" / "counts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN = """SKIPPED [1] tests/portal/test_browser.py:7: no Chromium here
==== 1 failed, 40 passed, 1 skipped, 2 errors in 3.20s ====
"""


def run_counts(counts, monkeypatch, tmp_path, allowed, *outputs):
    names = []
    for number, text in enumerate((allowed, *outputs)):
        (tmp_path / str(number)).write_text(text)
        names.append(str(tmp_path / str(number)))
    monkeypatch.setattr(sys, "argv", ["counts.py", *names])
    return counts.main()


def test_counts_of_both_runs_are_added_and_errors_fail(counts, monkeypatch, tmp_path, capsys):
    leave = "no Chromium here -- the browser is not part of this machine\n"
    second = "==== 5 passed, 30 deselected in 1.00s ====\n"
    assert run_counts(counts, monkeypatch, tmp_path, leave, RUN, second) == 1
    assert capsys.readouterr().out == "45 passed, 3 failed, 1 skipped\n"


def test_a_skip_nobody_allowed_fails_the_run(counts, monkeypatch, tmp_path, capsys):
    run = RUN.replace("1 failed, ", "").replace(", 2 errors", "")
    assert run_counts(counts, monkeypatch, tmp_path, "# nothing is allowed\n", run) == 1
    assert capsys.readouterr().out.splitlines() == [
        "skipped without leave: tests/portal/test_browser.py:7: no Chromium here",
        "40 passed, 0 failed, 1 skipped",
    ]


def test_an_allowed_skip_passes(counts, monkeypatch, tmp_path):
    run = RUN.replace("1 failed, ", "").replace(", 2 errors", "")
    assert run_counts(counts, monkeypatch, tmp_path, "no Chromium here -- why\n", run) == 0


def test_a_run_that_never_ended_fails(counts, monkeypatch, tmp_path, capsys):
    assert run_counts(counts, monkeypatch, tmp_path, "", "collecting ...\n") == 1
    assert capsys.readouterr().out.splitlines()[0] == "the test run did not come to its end"


def test_routes_tell_name_methods_and_rule():
    out = StringIO()
    call_command("routes", json=True, stdout=out)
    found = {route["name"]: route for route in json.loads(out.getvalue())}
    assert found["portal:health"] == {
        "address": "/health/",
        "name": "portal:health",
        "methods": ["GET", "HEAD"],
        "rule": "public",
    }


def test_a_route_without_a_rule_opens_for_nobody():
    pattern = path("new/", lambda request: None, name="new")
    assert list(routes.routes([pattern])) == [
        routes.Route("/new/", "new", routes.ANY, routes.NOBODY)
    ]


@pytest.mark.parametrize(
    ("returncode", "words", "reason", "packages"),
    [
        (0, "", "", ()),
        (-11, "", paper.NO_FONT, paper.FONTS),
        (1, "OSError: cannot load library 'libpango-1.0-0'", paper.NO_PANGO, paper.LIBRARIES),
    ],
)
def test_what_keeps_pdf_papers_from_being_written(returncode, words, reason, packages):
    assert paper.reason_against_pdf(returncode, words) == reason
    assert paper.remedy(reason) == packages


WITHOUT_PANGO = """
import cffi
opens = cffi.FFI.dlopen
def open_all_but_pango(self, name, flags=0):
    if "pango" in str(name):
        raise OSError(f"cannot load library '{name}'")
    return opens(self, name, flags)
cffi.FFI.dlopen = open_all_but_pango
"""


def tried(words, **environment):
    answer = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return paper.reason_against_pdf(answer.returncode, answer.stderr)


def test_the_trial_tells_a_machine_without_pango():
    assert tried(WITHOUT_PANGO + paper.TRIAL) == paper.NO_PANGO


def test_the_trial_tells_a_machine_without_any_font(tmp_path):
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    assert tried(paper.TRIAL, FONTCONFIG_FILE=str(tmp_path / "fonts.conf")) == paper.NO_FONT


def test_an_image_is_never_added_to(monkeypatch):
    monkeypatch.setenv("PORTAL_NO_BOOTSTRAP", "1")
    assert paper.may_install() is False


def test_what_is_missing_is_installed_only_after_saying_so(tmp_path, monkeypatch, capsys):
    commands = []

    class Ended:
        returncode = -11

        def poll(self):
            return self.returncode

    def start(command, **_):
        commands.append(command)
        return Ended()

    monkeypatch.setattr(paper.lifeline, "start", start)
    check = paper.PaperCheck(tmp_path / "paper.log", may_install=True)
    check.start()
    assert check.is_over() is False
    packages = "fontconfig fonts-dejavu-core"
    said = f"{paper.NO_FONT} Installing {packages} with apt-get.\n"
    assert capsys.readouterr().out == said
    assert packages in commands[1][-1]


def test_without_leave_to_install_the_line_that_mends_it_is_named(tmp_path):
    check = paper.PaperCheck(tmp_path / "paper.log")
    (tmp_path / "paper.log").write_text("OSError: cannot load library 'libpango-1.0-0'")
    check.process = type("Ended", (), {"returncode": 1, "poll": lambda self: 1})()
    assert check.is_over()
    mend = " ".join(paper.LIBRARIES)
    assert check.outcome() == f"{paper.NO_PANGO} To mend it: sudo apt-get install {mend}"


def test_a_command_beside_says_how_it_ended(tmp_path):
    child = processes.Child(
        [sys.executable, "-c", "print('no such plan'); exit(3)"], tmp_path / "demo.log", tmp_path
    )
    child.start()
    assert child.finish() == 3
    assert child.outcome() == "demo failed: no such plan"


def test_tables_are_looked_at_again_after_a_new_migration(tmp_path, monkeypatch):
    place = type("Place", (), {"servers": tmp_path})
    monkeypatch.setattr(schema, "CHECKOUT", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").touch()
    schema.mark_current(place)
    assert schema.is_current(place)
    (tmp_path / "impact" / "migrations").mkdir(parents=True)
    (tmp_path / "impact" / "migrations" / "0002_new.py").touch()
    assert not schema.is_current(place)


def test_a_given_database_is_used_as_it_is(monkeypatch):
    handed = []
    monkeypatch.setattr(command_line.environment, "make_ready", lambda _: None)
    monkeypatch.setattr(command_line, "hand_to_django", handed.append)
    monkeypatch.setenv(servers.DATABASE, "postgres://db.example.org/portal")
    command_line.run(["manage.py", "report", "board"])
    assert handed == [["manage.py", "report", "board"]]
