"""What a young person answered for their organisation, once they took back their consent."""

from datetime import date

import pytest
from django.test import Client

from governance.models import Organisation, User
from governance.models.people import HIDDEN, YOUNG_PERSON
from priorities.models import Contribution, ReportingRound
from tests.factories import ContributionFactory, ReportingRoundFactory, RespondentFactory
from tests.pages import hidden_in, tidy
from tests.portal.answers.asked import SAID, asked

pytestmark = pytest.mark.django_db
WORDS = "We were asked."
THEIRS = {"text": WORDS, "new_due_on": date(2024, 12, 31), "new_due_reason": "Our exams."}


@pytest.fixture
def young(trust: Organisation, opened: ReportingRound) -> User:
    person: User = RespondentFactory(
        organisation=trust,
        board=opened.board,
        person__young=True,
        person__distinction="of a named school",
        person__consent_on=date(2024, 1, 1),
    ).person
    return person


def take_back(young: User) -> None:
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on=date(2024, 5, 1))


def test_colleagues_read_their_answer_until_then_and_begin_from_none_of_it(
    client: Client, head: User, young: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    ContributionFactory(round=opened, commitment=item, sent_by=young, **THEIRS)
    client.force_login(head)
    pages = ("/answer/", f"/answer/{item.pk}/")
    assert [WORDS in client.get(page).text for page in pages] == [True, True]
    take_back(young)
    for page in pages:
        told = client.get(page).text
        assert (WORDS in told, "Our exams." in told) == (False, False), page
    assert client.get("/answer/").text.count(HIDDEN) == 2
    assert client.post(pages[1], {**SAID, "version": "1"}).status_code == 302
    assert Contribution.objects.get().text == SAID["text"]


def test_last_quarters_words_of_theirs_are_hidden_too(
    client: Client, head: User, young: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    before = {"slug": "2023-24-q4", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 4, 1)}
    last = ReportingRoundFactory(
        board=opened.board, opens_on=date(2024, 3, 1), due_on=date(2024, 4, 15), **before
    )
    ContributionFactory(round=last, commitment=item, sent_by=young, text=WORDS)
    take_back(young)
    client.force_login(head)
    told = client.get(f"/answer/{item.pk}/")
    assert (WORDS in told.text, HIDDEN in told.text) == (False, True)
    assert f"“{HIDDEN}”" not in told.text  # a sentence of the portal, quoted from nobody
    assert told.context["form"]["text"].value() is None


def test_they_read_and_change_their_own_answer(
    client: Client, young: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    ContributionFactory(round=opened, commitment=item, sent_by=young, **THEIRS)
    take_back(young)
    client.force_login(young)
    for page in ("/answer/", f"/answer/{item.pk}/"):
        told = client.get(page).text
        assert (WORDS in told, HIDDEN in told) == (True, False), page


@pytest.mark.parametrize(("choice", "text"), [("mine", SAID["text"]), ("theirs", WORDS)])
def test_where_two_answered_theirs_can_stay_without_being_read(
    client: Client,
    head: User,
    young: User,
    opened: ReportingRound,
    trust: Organisation,
    choice: str,
    text: str,
) -> None:
    [item] = asked(opened, trust)
    place = f"/answer/{item.pk}/"
    client.force_login(young)
    client.post(place, {**SAID, "text": WORDS})
    take_back(young)
    client.force_login(head)
    met = client.post(place, SAID)
    page = tidy(met)
    assert (met.status_code, f"{YOUNG_PERSON} saved" in page) == (409, True)
    assert [each in page for each in (WORDS, HIDDEN, "named school")] == [False, True, False]
    done = client.post(place, {**hidden_in(met), "choice-text": choice})
    assert (done.status_code, WORDS in done.text) == (302, False)
    assert Contribution.objects.get().text == text
