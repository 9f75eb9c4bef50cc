"""A partner answers the quarter: an item at a time, at the desk or by a signed link."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Draft, Organisation, User
from priorities.models import Commitment, Contribution, ReportingRound
from tests.factories import (
    ContributionFactory,
    OrganisationFactory,
    ReportingRoundFactory,
)
from tests.pages import hidden_in, tidy
from tests.portal.answers.asked import NOW, SAID, asked, link_to

pytestmark = pytest.mark.django_db


def test_an_answer_is_kept_with_who_sent_it(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    response = client.post(f"/answer/{item.pk}/", SAID)
    assert (response.status_code, response.headers["Location"]) == (302, "/answer/")
    sent = Contribution.objects.get()
    assert (sent.commitment, sent.round, sent.state) == (item, opened, "at_risk")
    assert (sent.text, sent.sent_by, sent.sent_at) == (SAID["text"], head, NOW)


def test_twelve_items_take_twelve_requests_and_end_at_the_receipt(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    asked(opened, trust, 12)
    address = client.get(f"/answer/{link_to(head, opened)}/").headers["Location"]
    page = tidy(client.get(address))
    assert "12 items to answer" in page
    address = f"/answer/{Commitment.objects.order_by('action__number')[0].pk}/"
    posts = 0
    while address != "/answer/":
        address = client.post(address, SAID).headers["Location"]
        posts += 1
    assert posts == 12
    assert "Thank you: all is answered" in tidy(client.get("/answer/"))
    assert Contribution.objects.filter(sent_by=head).count() == 12


def test_last_quarters_words_stand_beside_the_question_and_its_state_is_chosen(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    before = ReportingRoundFactory(
        board=opened.board,
        slug="2023-24-q4",
        label="Quarter 4, 2023/24",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 4, 1),
        opens_on=date(2024, 3, 1),
        due_on=date(2024, 3, 20),
    )
    ContributionFactory(round=before, commitment=item, text="Two began.", state="off_track")
    client.force_login(head)
    page = tidy(client.get(f"/answer/{item.pk}/"))
    assert "What was said in Quarter 4, 2023/24</p><p>“Two began.”" in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["off_track"]


def test_nothing_changed_because_is_an_answer(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    said = {"state": "on_track", "no_change_because": "Waiting for money", "version": "0"}
    assert client.post(f"/answer/{item.pk}/", said).status_code == 302
    sent = Contribution.objects.get()
    assert (sent.text, sent.no_change_because) == ("", "Waiting for money")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": ""}, "Write what changed, or choose why nothing did"),
        ({"state": ""}, "Choose how it is going"),
        ({"new_due_on": "31/12/2024"}, "Say why the date moves"),
        ({"new_due_on": "soon"}, "Write the date like 31/10/2026"),
        ({"no_change_because": "Waiting for staff"}, "Either something changed or nothing did"),
        ({"text": "x" * 401}, "Write at most 400 letters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(
    client: Client,
    head: User,
    opened: ReportingRound,
    trust: Organisation,
    said: dict[str, str],
    sentence: str,
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    response = client.post(f"/answer/{item.pk}/", {**SAID, **said})
    assert (response.status_code, Contribution.objects.count()) == (422, 0)
    assert sentence in tidy(response)


def test_a_new_date_comes_with_its_reason(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    moved = {"new_due_on": "31/12/2024", "new_due_reason": "Recruitment took longer."}
    client.post(f"/answer/{item.pk}/", {**SAID, **moved})
    sent = Contribution.objects.get()
    assert (sent.new_due_on, sent.new_due_reason) == (
        date(2024, 12, 31),
        "Recruitment took longer.",
    )


@pytest.mark.parametrize(
    ("choice", "text"),
    [("mine", SAID["text"]), ("theirs", "Both posts are filled."), ("both", "Of both.")],
)
def test_whoever_answers_second_chooses_whose_words_stay(
    client: Client,
    colleague: Client,
    head: User,
    opened: ReportingRound,
    trust: Organisation,
    choice: str,
    text: str,
) -> None:
    [item] = asked(opened, trust)
    place = f"/answer/{item.pk}/"
    theirs = {"text": "Both posts are filled.", "new_due_on": "31/12/2024"}
    colleague.post(place, {**SAID, **theirs, "new_due_reason": "Recruitment took longer."})
    client.force_login(head)
    met = client.post(place, SAID)
    assert met.status_code == 409
    page = tidy(met)
    assert "Deputy Head saved" in page
    assert "<del>Both</del><ins>One of two</ins>posts<del>are</del><ins>is</ins>filled." in page
    assert "<b>Theirs.</b>31 December 2024" in page
    assert "<b>Mine.</b>Nothing" in page
    assert Contribution.objects.get().text == "Both posts are filled."
    hidden = hidden_in(met)
    assert "Choose which stays" in tidy(client.post(place, hidden))
    dates = {"choice-new_due_on": "theirs", "choice-new_due_reason": "theirs"}
    chosen = {**hidden, **dates, "choice-text": choice, "both-text": "Of both."}
    assert client.post(place, chosen).status_code == 302
    sent = Contribution.objects.get()
    assert (sent.text, sent.sent_by == head) == (text, choice != "theirs")
    assert (sent.state, sent.new_due_on) == ("at_risk", date(2024, 12, 31))


def test_a_third_who_answers_is_met_the_same_way_and_the_link_too(
    client: Client, colleague: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    place = f"/answer/{item.pk}/"
    client.force_login(head)
    client.post(place, {**SAID, "text": "First."})
    met = colleague.post(place, {**SAID, "text": "Mine."})
    assert met.status_code == 409
    client.post(place, {**SAID, "text": "Third.", "version": "1"})
    again = colleague.post(place, {**hidden_in(met), "choice-text": "mine"})
    assert again.status_code == 409
    assert "<del>Third.</del><ins>Mine.</ins>" in tidy(again)
    last = colleague.post(place, {**hidden_in(again), "choice-text": "mine"})
    assert last.status_code == 302
    assert Contribution.objects.get().text == "Mine."


def test_fields_of_an_answer_changed_apart_are_merged(
    client: Client, colleague: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    place = f"/answer/{item.pk}/"
    client.force_login(head)
    client.post(place, SAID)
    colleague.post(place, {**SAID, "version": "1", "state": "off_track"})
    assert client.post(place, {**SAID, "version": "1", "text": "Mine."}).status_code == 302
    sent = Contribution.objects.get()
    assert (sent.state, sent.text) == ("off_track", "Mine.")


def test_words_and_their_absence_are_judged_together_after_a_choice(
    client: Client, colleague: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    place = f"/answer/{item.pk}/"
    colleague.post(place, {**SAID, "text": "", "no_change_because": "Waiting for staff"})
    client.force_login(head)
    met = client.post(place, SAID)
    wrong = {"choice-text": "mine", "choice-no_change_because": "theirs"}
    refused = client.post(place, {**hidden_in(met), **wrong})
    assert refused.status_code == 422
    assert "Either something changed or nothing did" in tidy(refused)
    assert SAID["text"] in tidy(refused)
    right = {"choice-text": "mine", "choice-no_change_because": "mine"}
    assert client.post(place, {**hidden_in(met), **right}).status_code == 302
    sent = Contribution.objects.get()
    assert (sent.text, sent.no_change_because) == (SAID["text"], "")


def test_what_is_typed_is_kept_and_stands_there_again(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    typed = {"text": "Half a sen", "version": "0"}
    kept = client.post(
        f"/answer/{item.pk}/", {**typed, "keep": "yes"}, headers={"HX-Request": "true"}
    )
    assert "Kept 13.00, 10 of 400 letters" in tidy(kept)
    assert Contribution.objects.count() == 0
    assert "Half a sen</textarea>" in tidy(client.get(f"/answer/{item.pk}/"))
    client.post(f"/answer/{item.pk}/", SAID)
    assert Draft.objects.count() == 0


def test_keeping_works_without_script(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.force_login(head)
    response = client.post(f"/answer/{item.pk}/", {"text": "Half a sen", "keep": "yes"})
    assert (response.status_code, response.headers["Location"]) == (302, "/answer/")
    assert Draft.objects.get().values == {"text": "Half a sen"}


def test_nobody_answers_for_another_organisation(
    client: Client, head: User, opened: ReportingRound
) -> None:
    [theirs] = asked(opened, OrganisationFactory())
    client.force_login(head)
    assert client.post(f"/answer/{theirs.pk}/", SAID).status_code == 404
    assert client.post(f"/answer/{theirs.pk}/", {**SAID, "keep": "yes"}).status_code == 404
    assert (Contribution.objects.count(), Draft.objects.count()) == (0, 0)


def test_a_parent_is_not_asked_for_its_directorate(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    asked(opened, OrganisationFactory(parent=trust))
    client.force_login(head)
    assert "Nothing is asked of you this quarter" in tidy(client.get("/answer/"))


def test_a_closed_round_asks_nothing(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    ReportingRound.objects.update(closed_at=NOW)
    client.force_login(head)
    assert client.post(f"/answer/{item.pk}/", SAID).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client,
    head: User,
    opened: ReportingRound,
    trust: Organisation,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    asked(opened, trust, rows)
    client.force_login(head)
    # session, person, what they are, rounds, handed on, commitments, what was sent, drafts
    with django_assert_num_queries(8):
        page = tidy(client.get("/answer/"))
    assert page.count('<li id="item-') == rows
