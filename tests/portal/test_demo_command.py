"""The command `demo`: once, again, afresh, and where it is refused."""

from datetime import date
from io import StringIO

import psycopg
import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from governance.models import Board, Organisation, User
from governance.queries.sealing import check_history
from impact.models import Observation
from portal.demo import is_stale, standing
from portal.demo.load import load
from portal.models import DemonstrationLoad
from priorities.models import Contribution, DeliveryPlan
from tests.factories.portal import ReportDocumentFactory, ReportRunFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", PASSWORD)
    with override_settings(DEMONSTRATION=True):
        yield


def demo(*words):
    said = StringIO()
    call_command("demo", *words, stdout=said)
    return said.getvalue()


def counts():
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_a_second_run_changes_nothing_and_a_reset_starts_afresh_but_keeps_the_history():
    with time_machine.travel(DAY, tick=False):
        assert "809 records of 29 files" in demo()
        before = counts()
        assert "nothing was changed" in demo()
        assert counts() == before
    noted = DemonstrationLoad.objects.get()
    assert (noted.anchored_on, len(noted.files_sha256)) == (DAY, 64)
    with time_machine.travel(date(2026, 7, 2), tick=False):
        assert is_stale(date(2026, 7, 2))
        assert "demo --reset" in demo()
        DeliveryPlan.objects.filter(priority__slug="p13-1").update(agreed_on=None)
        Observation.objects.filter(measure__code="caseload").update(note="recounted")
        run = ReportRunFactory(board=Board.objects.get(slug="wla"), state="published", edition=1)
        ReportDocumentFactory(run=run)
        said = demo("--reset")
    assert "the history keeps them" in said
    assert DemonstrationLoad.objects.get().anchored_on == date(2026, 7, 2)
    after = counts()
    for label in ("governance.Board", "impact.Measure", "priorities.Priority", "governance.User"):
        assert after[label] == before[label]
    for label in ("portal.Report", "portal.ReportRun", "portal.ReportDocument"):
        assert after[label] == before[label]
    assert after["impact.Revision"] == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, count(*) FROM governance_boardevent GROUP BY 1")
        kept = dict(cursor.fetchall())
        cursor.execute(
            "SELECT pgh_label, metadata ->> 'what', metadata ->> 'post', count(*)"
            " FROM governance_boardevent JOIN pghistory_context c ON c.id = pgh_context_id"
            " GROUP BY 1, 2, 3"
        )
        told = set(cursor.fetchall())
    assert kept == {"insert": 52, "delete": 26}
    assert told == {
        ("insert", "laid the demonstration out", "", 52),
        ("delete", "took the demonstration away", "", 26),
    }
    assert DeliveryPlan.objects.get(priority__slug="p13-1").agreed_on == date(2013, 9, 19)
    checked = check_history()
    assert (checked.findings, checked.waiting) == ([], 0)
    assert checked.head is not None
    assert checked.head.number > 1


def test_it_is_refused_where_people_work():
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError) as refusal:
        demo()
    assert str(refusal.value).count(".") == 1
    assert "demonstration mode" in str(refusal.value)


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_it_is_refused_in_a_database_that_holds_a_partnership_of_its_own(words):
    Organisation.objects.create(slug="a-council", name="A council")
    with pytest.raises(CommandError, match="a partnership of its own"):
        demo(*words)
    assert Organisation.objects.count() == 1


def test_two_do_not_load_at_once():
    told = connection.get_connection_params()
    known = {
        key: told[key] for key in ("dbname", "user", "password", "host", "port") if told.get(key)
    }
    with psycopg.connect(**known) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [standing.LOCK])
        with pytest.raises(CommandError, match="by another process"):
            demo()


def test_a_load_that_fails_leaves_nothing(monkeypatch):
    monkeypatch.setattr("portal.demo.load.themes.close_round", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(on=DAY, password=PASSWORD)
    assert not Board.objects.exists()
    assert standing.found() is None


def test_nothing_is_stale_where_no_demonstration_stands():
    assert not is_stale(DAY)


def test_accounts_take_the_password_that_is_given_later(monkeypatch):
    demo("--on", "2026-04-01")
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", "another-horse-battery")
    assert "the password that was given now" in demo()
    assert User.objects.get(email="chair@example.org").check_password("another-horse-battery")
    assert not User.objects.get(post="Head of Housing").has_usable_password()
    assert Contribution.objects.exists()
