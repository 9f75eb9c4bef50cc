"""The sponsor's report: written over what partners sent, signed off, frozen with the round."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models.people import HIDDEN
from priorities.models import Issue, Nudge, ProgressUpdate, ReportingRound, Slip
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryPlanFactory,
    ReportingRoundFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.principals import sponsor

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
WRITTEN = {"action_taken": "The hub opened.", "rating": "at_risk", "version": "0"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def delivery() -> Any:
    board = BoardFactory()
    ReportingRoundFactory(board=board)
    return DeliveryPlanFactory(
        priority__plan__slug="plan", priority__plan__board=board, priority__number=3
    )


ADDRESS = "/plans/plan/3/progress/2024-25-q1/"


def as_sponsor(client: Client, delivery: Any) -> Client:
    client.force_login(sponsor(delivery.priority.plan.board, delivery.priority))
    return client


def part(delivery: Any, text: str = "", **more: Any) -> Any:
    item = CommitmentFactory(action__plan=delivery, **more)
    if text:
        ContributionFactory(round=ReportingRound.objects.get(), commitment=item, text=text)
    return item


def test_partners_words_stand_beside_the_boxes_and_the_silent_are_named(
    client: Client, delivery: Any
) -> None:
    part(delivery, "Two workers began.", organisation__name="The Trust")
    part(delivery, organisation__name="The Police")
    page = tidy(as_sponsor(client, delivery).get(ADDRESS))
    assert "1 of 2 partners’ parts are reported." in page
    assert "Two workers began." in page
    assert page.index("Two workers began.") < page.index("The Police, action")


def test_the_report_is_saved_and_signed_off(client: Client, delivery: Any) -> None:
    as_sponsor(client, delivery)
    assert client.post(ADDRESS, {**WRITTEN, "deed": "write"}).status_code == 302
    assert ProgressUpdate.objects.get().signed_off_at is None
    assert client.post(ADDRESS, {**WRITTEN, "version": "1", "deed": "sign"}).status_code == 302
    report = ProgressUpdate.objects.get()
    assert (report.action_taken, report.signed_off_at) == ("The hub opened.", NOW)
    assert report.rating_worked_out == "not_started"


def test_a_better_rating_than_worked_out_asks_for_a_sentence_and_saves_nothing_without(
    client: Client, delivery: Any
) -> None:
    part(delivery, "Slow.", action__state="off_track", action__state_reason="Staff left.")
    as_sponsor(client, delivery)
    signed = {**WRITTEN, "rating": "on_track", "deed": "sign"}
    response = client.post(ADDRESS, signed)
    assert (response.status_code, ProgressUpdate.objects.count()) == (422, 0)
    page = tidy(response)
    assert '<a href="#id_rating_reason">Say why it is better than worked out</a>' in page
    assert "Worked out: off track." in page
    assert "The hub opened.</textarea>" in page
    reason = {"rating_reason": "Staff are back."}
    assert client.post(ADDRESS, {**signed, **reason}).status_code == 302
    report = ProgressUpdate.objects.get()
    assert (report.rating, report.rating_worked_out) == ("on_track", "off_track")
    assert report.signed_off_at == NOW


def test_nobody_signs_without_a_rating(client: Client, delivery: Any) -> None:
    response = as_sponsor(client, delivery).post(
        ADDRESS, {**WRITTEN, "rating": "", "deed": "sign"}
    )
    assert response.status_code == 422
    assert "Say how the priority stands" in tidy(response)


def test_a_report_that_nobody_began_begins_with_what_partners_sent(
    client: Client, delivery: Any
) -> None:
    part(delivery, "Two workers began.", organisation__name="The Trust")
    silent = part(delivery, organisation__name="The Police")
    ContributionFactory(
        round=ReportingRound.objects.get(), commitment=silent, text="", no_change_because="Money"
    )
    as_sponsor(client, delivery)
    assert "The Trust: Two workers began.</textarea>" in tidy(client.get(ADDRESS))
    assert ProgressUpdate.objects.count() == 0
    client.post(ADDRESS, {**WRITTEN, "action_taken": "", "deed": "write"})
    assert "The Trust: Two workers began.</textarea>" not in tidy(client.get(ADDRESS))


def test_an_issue_is_tied_to_an_action_of_the_priority_and_closed(
    client: Client, delivery: Any
) -> None:
    action = part(delivery, action__number=2, action__title="Open a hub").action
    other = CommitmentFactory().action
    as_sponsor(client, delivery)
    said = {"what": "Two posts are vacant.", "deed": "issue"}
    assert client.post(ADDRESS, {**said, "action": other.pk}).status_code == 422
    assert client.post(ADDRESS, {**said, "action": action.pk}).status_code == 302
    issue = Issue.objects.get()
    assert issue.action == action
    assert "Action 3.2, Open a hub" in tidy(client.get(ADDRESS))
    for _ in range(2):
        assert client.post(ADDRESS, {"deed": "close", "issue": issue.pk}).status_code == 302
    issue.refresh_from_db()
    assert (issue.closed_on, issue.version) == (NOW.date(), 2)
    assert "No issue is open." in tidy(client.get(ADDRESS))
    assert client.post(ADDRESS, {"deed": "close", "issue": "x"}).status_code == 404


def test_the_sponsor_moves_an_action_to_the_date_that_a_partner_gave(
    client: Client, delivery: Any
) -> None:
    item = part(delivery, action__number=2)
    ContributionFactory(
        round=ReportingRound.objects.get(),
        commitment=item,
        new_due_on=date(2025, 6, 30),
        new_due_reason="Recruitment took longer.",
    )
    as_sponsor(client, delivery)
    assert "Move action 3.2 to 30 June 2025" in tidy(client.get(ADDRESS))
    for _ in range(2):
        response = client.post(ADDRESS, {"deed": "move", "part": item.pk})
        assert response.headers["Location"] == f"{ADDRESS}#part-{item.pk}"
    slip = Slip.objects.get()
    assert (slip.to_on, slip.reason) == (date(2025, 6, 30), "Recruitment took longer.")
    assert "Move action" not in tidy(client.get(ADDRESS))
    assert client.post(ADDRESS, {"deed": "move", "part": part(delivery).pk}).status_code == 404


def test_a_date_that_no_action_can_have_is_refused_in_words(client: Client, delivery: Any) -> None:
    item = part(delivery)
    ContributionFactory(
        round=ReportingRound.objects.get(),
        commitment=item,
        new_due_on=date(2020, 1, 1),
        new_due_reason="Typed wrong.",
    )
    page = tidy(
        as_sponsor(client, delivery).post(ADDRESS, {"deed": "move", "part": item.pk}, follow=True)
    )
    assert "An action is not due before it starts." in page
    assert Slip.objects.count() == 0


def test_a_silent_partner_is_reminded_once_from_the_report(client: Client, delivery: Any) -> None:
    item = part(delivery, organisation__name="The Police")
    as_sponsor(client, delivery)
    for told in ("The Police is reminded.", "The Police was reminded this quarter already."):
        page = tidy(client.post(ADDRESS, {"deed": "remind", "remind": item.pk}, follow=True))
        assert told in page
    assert Nudge.objects.count() == 1
    assert "Reminded on 20 June by" in tidy(client.get(ADDRESS))


def test_what_somebody_saved_meanwhile_is_shown(client: Client, delivery: Any) -> None:
    as_sponsor(client, delivery)
    client.post(ADDRESS, {**WRITTEN, "deed": "write"})
    mine = {**WRITTEN, "action_taken": "Two hubs opened.", "deed": "write"}
    response = client.post(ADDRESS, mine)
    page = tidy(response)
    assert response.status_code == 409
    assert "saved meanwhile: The hub opened." in page
    assert "Two hubs opened.</textarea>" in page


def test_an_issue_is_raised_with_its_ask_once(client: Client, delivery: Any) -> None:
    as_sponsor(client, delivery)
    said = {"what": "Two posts are vacant.", "ask": "Agree the money.", "deed": "issue"}
    for _ in range(2):
        assert client.post(ADDRESS, said).status_code == 302
    assert Issue.objects.get().ask == "Agree the money."
    assert "The board is asked: Agree the money." in tidy(client.get(ADDRESS))


def test_an_empty_issue_is_not_raised(client: Client, delivery: Any) -> None:
    response = as_sponsor(client, delivery).post(ADDRESS, {"what": "", "deed": "issue"})
    assert response.status_code == 422
    assert "Write what may delay or limit it" in tidy(response)
    assert Issue.objects.count() == 0


def test_evidence_says_its_kind(client: Client, delivery: Any) -> None:
    as_sponsor(client, delivery)
    said = {"text": "Waits fell.", "kind": "audit", "deed": "evidence"}
    for _ in range(2):
        assert client.post(ADDRESS, said).status_code == 302
    [item] = ProgressUpdate.objects.get().evidence_items.all()
    assert (item.number, item.kind) == (1, "audit")


def test_a_closed_round_is_shown_as_it_was_and_takes_nothing(
    client: Client, delivery: Any
) -> None:
    as_sponsor(client, delivery)
    client.post(ADDRESS, {**WRITTEN, "deed": "write"})
    ReportingRound.objects.update(closed_at=NOW)
    page = tidy(client.get(ADDRESS))
    assert "The round is closed" in page
    assert "<textarea" not in page
    assert client.post(ADDRESS, {**WRITTEN, "deed": "write"}).status_code == 403


def test_a_member_reads_and_does_not_write(client: Client, delivery: Any) -> None:
    board = delivery.priority.plan.board
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert "<textarea" not in tidy(client.get(ADDRESS))
    assert client.post(ADDRESS, {**WRITTEN, "deed": "sign"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_partners(
    client: Client, delivery: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        part(delivery, "Done.")
    as_sponsor(client, delivery)
    with django_assert_num_queries(18):
        page = tidy(client.get(ADDRESS))
    assert page.count('<li id="part-') == rows


def test_words_of_a_young_person_who_took_back_consent_go_into_no_report_and_no_reason(
    client: Client, delivery: Any
) -> None:
    gone = {"consent_on": date(2024, 1, 1), "consent_withdrawn_on": date(2024, 5, 1)}
    item = part(delivery, organisation__name="The School")
    ContributionFactory(
        round=ReportingRound.objects.get(),
        commitment=item,
        text="We were asked.",
        new_due_on=date(2025, 6, 30),
        new_due_reason="Our exams.",
        sent_by=UserFactory(young=True, **gone),
    )
    page = tidy(as_sponsor(client, delivery).get(ADDRESS))
    assert [page.count(each) for each in ("We were asked.", "Our exams.", HIDDEN)] == [0, 0, 2]
    client.post(ADDRESS, {"deed": "move", "part": item.pk})
    assert Slip.objects.get().reason == HIDDEN
