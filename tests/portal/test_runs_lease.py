"""The lease while somebody writes: renewed on a connection of its own, never after it was lost."""

import pytest
from django.db import OperationalError
from django.db.models import F
from django.db.models.functions import Now

from portal.changes import lease
from portal.changes.lease import LEASE, claim, kept
from portal.models import ReportRun, ReportRunQuerySet
from tests.factories import ReportRunFactory
from tests.portal.chaos import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(lease, "RENEWED_EVERY", 0.02)


def left():
    """Return how long the one lease still runs by the database's clock."""
    return ReportRun.objects.annotate(left=F("lease_until") - Now()).get().left


def test_the_lease_is_renewed_while_the_work_goes_on_and_not_after():
    run = claim(ReportRunFactory().pk)
    with kept(run):
        ReportRun.objects.update(lease_until=Now())
        wait_until(lambda: left() > LEASE / 2, within=5, what="a renewal")
    ReportRun.objects.update(lease_until=Now())
    assert claim(run.pk).attempt == 2


def test_a_lease_that_was_lost_is_not_renewed():
    run = claim(ReportRunFactory().pk)
    ReportRun.objects.update(attempt=2, lease_until=Now())
    with kept(run):
        assert claim(run.pk).attempt == 3


def test_a_database_that_is_away_for_a_moment_does_not_end_the_renewing(monkeypatch, caplog):
    run, update = claim(ReportRunFactory().pk), ReportRunQuerySet.update
    refusals = iter([OperationalError])

    def update_unless_away(runs, **values):
        for refusal in refusals:
            raise refusal
        return update(runs, **values)

    ReportRun.objects.update(lease_until=Now())
    monkeypatch.setattr(ReportRunQuerySet, "update", update_unless_away)
    with kept(run):
        wait_until(lambda: left() > LEASE / 2, within=5, what="a renewal")
    assert caplog.messages == [f"The lease of report run {run.pk} could not be renewed."]
