"""The desk: what others changed since one was last here."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from governance import audit
from governance.models import User
from portal.queries import changed
from priorities.models import Commitment, DeliveryAction, Priority, ReportingRound
from tests.factories import (
    ActionPointFactory,
    AppointmentFactory,
    ContributionFactory,
    DecisionFactory,
    DeliveryActionFactory,
    IssueFactory,
    MeetingFactory,
    MilestoneFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
    WrittenProcedureFactory,
)
from tests.portal.desk.seen import LAST, NOW, desk, part

pytestmark = pytest.mark.django_db


def signed_in_before(client: Client, at: datetime = LAST) -> None:
    """Let the session say when the person signed in the time before."""
    session = client.session
    session["last_here"] = at.isoformat()
    session.save()


def test_a_long_decision_and_a_long_task_are_shortened_on_the_desk(
    client: Client, opened: ReportingRound, sponsor: User
) -> None:
    held = MeetingFactory(board=opened.board, on=date(2024, 6, 15), state="held")
    long = {"text": "That " + "every partner agrees " * 20, "on": date(2024, 6, 15)}
    DecisionFactory(board=opened.board, meeting=held, **long)
    ActionPointFactory(meeting=held, who=sponsor, what="Ask " + "every partner again " * 20)
    page = desk(client)
    assert "…</a>" in page
    assert page.count("every partner agrees") == 9
    assert page.count("every partner again") == 9


def test_a_long_question_in_writing_is_shortened_on_the_desk(
    client: Client, opened: ReportingRound, sponsor: User
) -> None:
    long = "That " + "every partner agrees " * 20
    WrittenProcedureFactory(board=opened.board, question=long, closes_on=date(2024, 6, 30))
    assert desk(client).count("every partner agrees") == 9


def test_what_others_changed_since_the_last_visit_stands_newest_first(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    signed_in_before(client)
    item = part(priority, organisation__name="The Trust", action__number=6)
    ContributionFactory(round=opened, commitment=item, sent_at=NOW - timedelta(days=1))
    Commitment.objects.filter(pk=item.pk).update(state="accepted", answered_on=date(2024, 6, 12))
    IssueFactory(priority=priority, what="Two posts are vacant.", raised_on=date(2024, 6, 14))
    SlipFactory(action=item.action, told_on=date(2024, 6, 13))
    held = MeetingFactory(board=opened.board, on=date(2024, 6, 15))
    DecisionFactory(board=opened.board, meeting=held, text="Agreed.", on=date(2024, 6, 15))
    page = desk(client)
    assert "Since Monday 10 June 2024, 9.51, when you signed in before this." in page
    told = (
        "1 partner has reported on Early help",
        "Agreed.</a>",
        "Two posts are vacant.",
        "Action 1.6 is now due 30 June 2025, was 31 March 2025",
        "The Trust accepted its part in action 1.6",
    )
    places = [page.index(words) for words in told]
    assert places == sorted(places)


def test_the_moved_date_of_a_milestone_is_news_as_far_as_it_was_known(
    client: Client, priority: Priority, sponsor: User
) -> None:
    signed_in_before(client)
    milestone = MilestoneFactory(plan=priority.plan, priority=priority, what="The hub opens.")
    told = {"milestone": milestone, "action": None, "told_on": date(2024, 6, 13)}
    SlipFactory(**told, from_on=date(2025, 3, 1), from_known="month")
    SlipFactory(**told, from_on=date(2025, 6, 30), to_on=None)
    page = desk(client)
    assert "“The hub opens.” is now due 30 June 2025, was March 2025" in page
    assert "“The hub opens.” has no date any more, was 30 June 2025" in page
    assert f"{priority.delivery_plan.get_absolute_url()}#milestone-{milestone.pk}" in page


def test_what_is_older_or_ones_own_is_no_news(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    signed_in_before(client)
    ContributionFactory(round=opened, commitment=part(priority), sent_at=LAST - timedelta(days=1))
    ContributionFactory(round=opened, commitment=part(priority), sent_at=NOW, sent_by=sponsor)
    part(priority, state="declined", answered_on=date(2024, 6, 12), answered_by=sponsor)
    page = desk(client)
    assert "Nothing changed on your boards and in your plans." in page


def test_an_action_that_somebody_edited_is_news_once(
    client: Client, priority: Priority, sponsor: User
) -> None:
    action = DeliveryActionFactory(plan=priority.delivery_plan, number=2, title="Open a hub")
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    assert "Open a hub" not in desk(client)
    for state in ("at_risk", "off_track"):
        DeliveryAction.objects.update(state=state, state_reason="Staff left.")
    page = desk(client)
    assert page.count("Open a hub</a>") == 1
    assert f'href="/plans/plan/1/delivery/#action-{action.pk}"' in page
    assert "Off track" in page


def test_what_one_edited_last_or_what_is_gone_is_no_news(
    client: Client, priority: Priority, sponsor: User
) -> None:
    mine, gone = (
        DeliveryActionFactory(plan=priority.delivery_plan, number=number, title=title)
        for number, title in ((2, "Open a hub"), (3, "Train staff"))
    )
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    DeliveryAction.objects.update(state="at_risk", state_reason="Staff left.")
    with audit.change(by=sponsor, what="edited it"):
        DeliveryAction.objects.filter(pk=mine.pk).update(state="off_track")
    DeliveryAction.objects.filter(pk=gone.pk).update(removed_at=NOW)
    page = desk(client)
    assert "Open a hub</a>" not in page
    assert "Train staff</a>" not in page


def test_only_the_newest_of_many_edited_actions_are_read(
    client: Client, priority: Priority, sponsor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, title in ((2, "Open a hub"), (3, "Train staff")):
        DeliveryActionFactory(plan=priority.delivery_plan, number=number, title=title)
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    for number in (3, 2):
        action = DeliveryAction.objects.filter(number=number)
        action.update(state="at_risk", state_reason="Staff left.")
    monkeypatch.setattr(changed, "READ", 1)
    page = desk(client)
    assert "Open a hub</a>" in page
    assert "Train staff</a>" not in page


def test_news_of_another_board_is_not_told(client: Client, priority: Priority) -> None:
    IssueFactory(priority=priority, raised_on=date(2024, 6, 19), what="Not for you")
    client.force_login(AppointmentFactory().holder)
    assert "Not for you" not in desk(client)
    client.force_login(OfficeFactory(board=None).person)
    assert "Not for you" in desk(client)


def test_looking_at_the_desk_writes_nothing(
    client: Client, sponsor: User, opened: ReportingRound, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as asking:
        client.get("/home/")
    verbs = {query["sql"].lstrip("(").split()[0] for query in asking.captured_queries}
    assert verbs == {"SELECT"}


def test_signing_in_keeps_when_one_did_so_before(client: Client) -> None:
    person = UserFactory(email="me@example.org", last_login=LAST)
    person.set_password("four words that hold")
    person.save()
    OfficeFactory(person=person)
    said = {"login": "me@example.org", "password": "four words that hold"}
    assert client.post("/accounts/login/", said).status_code == 302
    page = desk(client)
    assert "Since Monday 10 June 2024, 9.51" in page
    person.refresh_from_db()
    assert person.last_login == NOW
