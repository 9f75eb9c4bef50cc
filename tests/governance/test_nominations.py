"""Nominations: one button asks, a link answers, one step appoints; each told once."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes import nominating
from governance.changes.links import token_for
from governance.editing import Refused
from governance.models import (
    Appointment,
    Board,
    Message,
    Nomination,
    Notification,
    Organisation,
    Place,
    SignedLink,
    User,
)
from governance.tasks import send_mail
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
ASKED = "2024-09-02T12:00:00+01:00"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(ASKED, tick=False) as clock:
        yield clock


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", purpose="To learn as one.")
    return made


@pytest.fixture
def heads() -> Organisation:
    made: Organisation = OrganisationFactory(name="The heads", nominations_to="heads@example.org")
    return made


@pytest.fixture
def place(board: Board, heads: Organisation) -> Place:
    made: Place = PlaceFactory(
        seat__board=board, seat__title="Head teacher", seat__nominated_by=heads
    )
    return made


@pytest.fixture
def me(client: Client, board: Board) -> User:
    """The membership administrator, signed in."""
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    person: User = OfficeFactory(board=board, **office).person
    client.force_login(person)
    return person


def ask_at(place: Place) -> str:
    return f"{place.get_absolute_url()}nominate/"


@pytest.fixture
def asked(client: Client, place: Place, me: User) -> Nomination:
    """The heads, asked by the one button of the place."""
    page = tidy(client.get(place.get_absolute_url()))
    assert "Ask The heads to name somebody" in page
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    for _ in range(2):  # a double click
        assert client.post(ask_at(place), {"key": key[1]}).status_code == 302
    return Nomination.objects.get()


def link_in_mail() -> str:
    """Return the path of the link in the one mail that goes out."""
    outbox.outbox.clear()
    send_mail()
    [mail] = outbox.outbox
    [path] = re.findall(r"http://localhost:8000(/nominate/[\w-]+/)", mail.body)
    return str(path)


@pytest.fixture
def contact(asked: Nomination) -> Client:
    """A browser of the contact, who has opened the link."""
    browser = Client()
    assert browser.get(link_in_mail()).headers["Location"] == "/nominate/"
    return browser


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(key|version|link)" value="([^"]*)"', page))


def answered(browser: Client, **values: str) -> Any:
    sent = {"post": "Head of Elm School", "email": "elm@example.org", **values}
    return browser.post("/nominate/", {**hidden(tidy(browser.get("/nominate/"))), **sent})


def test_one_button_asks_the_contact_who_needs_no_account(
    asked: Nomination, heads: Organisation
) -> None:
    assert (asked.organisation, asked.due_on) == (heads, date(2024, 9, 23))
    assert (str(asked.asked), asked.asked.organisation) == ("Nominations contact", heads)
    assert not asked.asked.has_usable_password()
    link_in_mail()
    [mail] = outbox.outbox
    assert mail.to == ["heads@example.org"]
    assert mail.subject == "Please name somebody for Head teacher"
    assert "by 23 September 2024" in mail.body
    assert [row.purpose for row in SignedLink.objects.all()] == ["nominate"]


def test_whoever_has_the_address_is_asked(
    client: Client, place: Place, me: User, heads: Organisation
) -> None:
    clerk = UserFactory(post="Clerk", organisation=heads, email="heads@example.org")
    client.post(ask_at(place), {})
    assert Nomination.objects.get().asked == clerk


def test_a_new_address_of_the_organisation_is_that_of_its_contact(
    client: Client, place: Place, me: User, heads: Organisation
) -> None:
    known = UserFactory(post="Nominations contact", organisation=heads, email="old@example.org")
    client.post(ask_at(place), {})
    known.refresh_from_db()
    assert (Nomination.objects.get().asked, known.email) == (known, "heads@example.org")


def test_who_has_left_is_not_asked(
    client: Client, place: Place, me: User, heads: Organisation
) -> None:
    UserFactory(organisation=heads, email="heads@example.org", left_on=date(2024, 1, 1))
    answer = client.post(ask_at(place), {})
    assert answer.status_code == 422
    assert "Whoever has this address has left or is suspended." in tidy(answer)
    assert not Nomination.objects.exists()


def test_an_organisation_without_an_address_keeps_the_one_it_is_asked_at(
    client: Client, place: Place, me: User, heads: Organisation
) -> None:
    Organisation.objects.filter(pk=heads.pk).update(nominations_to="")
    assert f'<a href="{ask_at(place)}">Ask The heads' in tidy(client.get(place.get_absolute_url()))
    empty = client.post(ask_at(place), {"address": "", "due_on": "2024-10-01"})
    assert empty.status_code == 422
    assert "Enter the address at which it is asked" in tidy(empty)
    client.post(ask_at(place), {"address": "clerk@example.org", "due_on": "2024-10-01"})
    heads.refresh_from_db()
    assert heads.nominations_to == "clerk@example.org"
    assert Nomination.objects.get().due_on == date(2024, 10, 1)


def test_nobody_is_asked_to_answer_by_a_day_that_is_over(
    client: Client, place: Place, me: User, heads: Organisation
) -> None:
    answer = client.post(ask_at(place), {"address": "h@example.org", "due_on": "2024-08-31"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"due_on": ["Enter today, or a day to come"]}
    assert 'value="2024-08-31"' in tidy(answer)
    assert not Nomination.objects.exists()


def test_a_seat_that_nobody_nominates_for_says_so(client: Client, board: Board, me: User) -> None:
    place = PlaceFactory(seat__board=board)
    page = tidy(client.get(place.get_absolute_url()))
    assert "The seat names no nominating organisation" in page
    page = tidy(client.get(ask_at(place)))
    assert "Nobody nominates for this seat" in page
    seat = reverse("governance:seat-edit", args=[place.seat.board.slug, place.seat_id])
    assert f'<a href="{seat}">Say which organisation nominates</a>' in page
    answer = client.post(ask_at(place), {"address": "a@example.org"})
    assert answer.status_code == 422
    assert "This seat names no nominating organisation." in tidy(answer)


def test_a_second_question_for_a_place_is_refused(client: Client, asked: Nomination) -> None:
    answer = client.post(ask_at(asked.place), {"key": "another"})
    assert answer.status_code == 422
    assert "Somebody is asked for this place already." in tidy(answer)


def test_who_would_ask_again_is_led_to_the_question_that_waits(
    client: Client, asked: Nomination, place: Place
) -> None:
    page = client.get(ask_at(place), follow=True)
    assert page.redirect_chain == [(asked.get_absolute_url(), 302)]
    assert "The heads is asked already." in tidy(page)
    said = "Administrator asked The heads, heads@example.org, on 2 September 2024."
    assert said in tidy(page)


def test_the_page_behind_the_link_says_what_is_asked(contact: Client, place: Place) -> None:
    page = tidy(contact.get("/nominate/"))
    assert '<h1 class="h-sub">Name somebody for Head teacher</h1>' in page
    assert "On The Alliance, from now: nobody holds it. Please answer by 23 September" in page
    assert "To learn as one." in page
    assert 'aria-label="Main"' not in page


def test_looking_changes_nothing_and_the_token_stays_in_no_address(
    asked: Nomination,
) -> None:
    path, browser = link_in_mail(), Client()
    before = SignedLink.objects.values().get()
    for _ in range(2):
        assert browser.get(path).headers["Location"] == "/nominate/"
        assert browser.get("/nominate/").status_code == 200
    assert SignedLink.objects.values().get() == before
    asked.refresh_from_db()
    assert (asked.state, asked.version) == ("asked", 1)
    cookie = browser.cookies["nominate"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/nominate/", True, "Lax")
    assert path.split("/")[2] not in cookie.value


def test_an_answer_has_its_receipt_and_is_changed_until_it_is_settled(
    contact: Client, asked: Nomination, me: User
) -> None:
    assert answered(contact, words="Until 2026.").status_code == 302
    page = tidy(contact.get("/nominate/"))
    assert "Thank you: you named Head of Elm School" in page
    assert "It can be changed here until it is settled." in page
    assert answered(contact, post="Head of Oak School").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.post) == ("answered", "Head of Oak School")
    assert (asked.words, asked.answered_by) == ("", asked.asked)
    told = list(Notification.objects.filter(person=me).values_list("text", flat=True))
    assert told[0] == "The heads names Head of Elm School for Head teacher."
    assert SignedLink.objects.get().last_used_at is not None


def test_an_organisation_says_that_it_names_nobody_and_why(
    client: Client, contact: Client, asked: Nomination, me: User
) -> None:
    read = hidden(tidy(contact.get("/nominate/")))
    empty = contact.post("/nominate/", {**read, "deed": "nobody", "reason": " "})
    assert empty.status_code == 422
    assert '<details class="mt" open>' in tidy(empty)
    assert "Say why" in tidy(empty)
    sent = {**read, "deed": "nobody", "reason": "All heads are new."}
    done = contact.post("/nominate/", sent, follow=True)
    assert "Thank you: Administrator is told that you name nobody, and why." in tidy(done)
    assert contact.post("/nominate/", sent).status_code == 404
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.settled_by) == (
        "nobody",
        "All heads are new.",
        asked.asked,
    )
    told = list(Notification.objects.filter(person=me).values_list("text", flat=True))
    assert told == ["The heads names nobody for Head teacher: All heads are new."]
    page = tidy(client.get(asked.get_absolute_url()))
    assert "settled it on 2 September 2024, nobody named: All heads are new." in page
    assert "Ask The heads to name somebody" in tidy(client.get(asked.place.get_absolute_url()))


def test_who_withdraws_and_who_names_nobody_at_once_settle_it_once(
    asked: Nomination, me: User
) -> None:
    at = timezone.now()
    nominating.turn_down(asked, state=Nomination.State.WITHDRAWN, reason="Filled.", by=me, at=at)
    with pytest.raises(Refused, match="This nomination is settled already"):
        nominating.name_nobody(asked, reason="None.", by=asked.asked, at=at)
    Nomination.objects.update(state="nobody")
    nominating.name_nobody(asked, reason="None.", by=asked.asked, at=at)
    asked.refresh_from_db()
    assert asked.reason == "Filled."


def test_an_answer_sent_twice_is_one(contact: Client, asked: Nomination) -> None:
    sent = {**hidden(tidy(contact.get("/nominate/"))), "post": "Head of Elm School"}
    for _ in range(2):
        assert contact.post("/nominate/", sent).status_code == 302
    asked.refresh_from_db()
    assert asked.version == 2


def test_two_questions_open_in_one_browser_each_get_their_own_answer(
    client: Client, contact: Client, place: Place
) -> None:
    second_place = PlaceFactory(seat=place.seat, number=2)
    client.post(ask_at(second_place), {"key": "another", "due_on": "2024-10-01"})
    first = hidden(tidy(contact.get("/nominate/")))
    contact.get(link_in_mail())  # in another tab
    second = hidden(tidy(contact.get("/nominate/")))
    for read, post in ((first, "Head of Elm School"), (second, "Head of Oak School")):
        answer = contact.post("/nominate/", {**read, "post": post}, follow=True)
        assert f"Thank you: you named {post}" in tidy(answer)
    named = Nomination.objects.order_by("pk").values_list("post", flat=True)
    assert list(named) == ["Head of Elm School", "Head of Oak School"]


def test_a_form_whose_link_was_changed_answers_nothing(contact: Client, asked: Nomination) -> None:
    sent = {**hidden(tidy(contact.get("/nominate/"))), "post": "Head of Elm School"}
    assert contact.post("/nominate/", {**sent, "link": "1:forged"}).status_code == 404


def test_a_colleague_who_answered_first_is_shown(contact: Client, asked: Nomination) -> None:
    read = hidden(tidy(contact.get("/nominate/")))
    answered(contact)
    answer = contact.post("/nominate/", {**read, "key": "mine", "post": "Head of Oak School"})
    page = tidy(answer)
    assert answer.status_code == 409
    assert '<b>Head of Elm School</b><span class="sub">elm@example.org</span>' in page
    assert 'value="Head of Oak School"' in page
    again = {**hidden(page), "post": "Head of Oak School", "email": ""}
    assert contact.post("/nominate/", again).status_code == 302
    asked.refresh_from_db()
    assert asked.post == "Head of Oak School"


def test_an_answer_without_a_post_is_put_right_and_not_lost(contact: Client) -> None:
    answer = answered(contact, post=" ", words="They are willing.")
    assert answer.status_code == 422
    assert "Give the post of the person you name" in tidy(answer)
    assert "They are willing." in tidy(answer)


ENDINGS = {
    "guessed": lambda asked: None,
    "revoked": lambda asked: SignedLink.objects.update(revoked_at=asked.asked_at),
    "expired": lambda asked: SignedLink.objects.update(
        until=asked.asked_at.replace(hour=11), made_at=asked.asked_at.replace(hour=10)
    ),
    "contact has left": lambda asked: User.objects.filter(pk=asked.asked_id).update(
        left_on=date(2024, 9, 1)
    ),
    "contact is suspended": lambda asked: User.objects.filter(pk=asked.asked_id).update(
        is_active=False
    ),
    "withdrawn": lambda asked: Nomination.objects.update(
        state="withdrawn", reason="x", settled_at=asked.asked_at, settled_by=asked.asked_by
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_that_has_ended_meets_the_same_404_as_a_guessed_one(
    contact: Client, asked: Nomination, ending: str
) -> None:
    key = Message.objects.get().key
    token = "guessed" if ending == "guessed" else token_for(asked.asked, key)
    ENDINGS[ending](asked)
    met = Client().get(f"/nominate/{token}/")
    nothing = Client().get("/nominate/another-guess/")
    assert (met.status_code, met.content) == (404, nothing.content)
    if ending != "guessed":
        assert contact.get("/nominate/").status_code == 404
        assert contact.post("/nominate/", {"post": "Late"}).status_code == 404
    assert Client().get("/nominate/").status_code == 404


def test_who_is_signed_in_as_somebody_else_is_refused(asked: Nomination, contact: Client) -> None:
    path = f"/nominate/{token_for(asked.asked, Message.objects.get().key)}/"
    other = Client()
    other.force_login(UserFactory())
    assert other.get(path).status_code == 403
    contact.force_login(UserFactory())
    assert contact.get("/nominate/").status_code == 403
    contact.force_login(asked.asked)
    assert contact.get("/nominate/").status_code == 200


def test_a_link_for_nominating_opens_no_answers_and_the_other_way_round(
    contact: Client, asked: Nomination
) -> None:
    token = token_for(asked.asked, Message.objects.get().key)
    assert Client().get(f"/answer/{token}/").status_code == 404
    assert contact.get("/answer/").status_code == 302  # to the sign-in page


@pytest.fixture
def named(contact: Client, asked: Nomination) -> Nomination:
    answered(contact)
    asked.refresh_from_db()
    return asked


def appoint_sent(page: str) -> dict[str, str]:
    return {
        **hidden(page),
        "starts_on": "2024-10-01",
        "ends_on": "2026-08-31",
        "standing": "substantive",
        "how": "nominated by The heads",
    }


def test_who_is_named_is_appointed_in_one_step(
    client: Client, named: Nomination, contact: Client
) -> None:
    page = tidy(client.get(named.get_absolute_url()))
    assert "The heads names Head of Elm School." in page
    assert 'value="nominated by The heads"' in page
    sent = {**appoint_sent(page), "who": "new", "post": "Head of Elm School"}
    for _ in range(2):
        done = client.post(named.get_absolute_url(), {**sent, "email": "elm@example.org"})
        assert done.status_code == 302
    made = Appointment.objects.get()
    named.refresh_from_db()
    assert (named.state, named.appointment) == ("accepted", made)
    assert (str(made.holder), made.holder.email) == ("Head of Elm School", "elm@example.org")
    assert (made.starts_on, made.ends_on) == (date(2024, 10, 1), date(2026, 9, 1))
    written = Message.objects.get(person=made.holder)
    assert written.title == "You take a place on The Alliance"
    assert written.body.startswith(
        "The heads named you, and you are appointed: Head teacher, The Alliance, from"
        " 1 October 2024."
    )
    place = tidy(client.get(made.place.get_absolute_url()))
    assert "They have no account yet: invite them from their page." in place
    assert f'href="/people/{made.holder.pk}/"' in place
    assert contact.get("/nominate/").status_code == 404
    told = Message.objects.get(key=f"nomination {named.pk} settled")
    assert "Head of Elm School takes the place from 1 October 2024." in told.body


def test_who_was_appointed_by_mistake_is_named_still_and_told(
    client: Client, named: Nomination, contact: Client, board: Board
) -> None:
    sent = {**appoint_sent(tidy(client.get(named.get_absolute_url()))), "who": "new"}
    wrong = {**sent, "post": "Head of Elm School", "email": "elm@example.org"}
    client.post(named.get_absolute_url(), wrong)
    made = Appointment.objects.get()
    address = f"{board.get_absolute_url()}appointments/{made.pk}/stand-down/"
    client.post(address, {"deed": "take_back"})
    named.refresh_from_db()
    assert (named.state, named.appointment, named.settled_at) == ("answered", None, None)
    assert contact.get("/nominate/").status_code == 200
    titles = Message.objects.filter(person=made.holder).order_by("pk")
    assert list(titles.values_list("title", flat=True)) == [
        "You take a place on The Alliance",
        "You do not take a place on The Alliance",
    ]


def test_who_is_in_the_portal_already_is_found_by_their_address(
    client: Client, named: Nomination
) -> None:
    known = UserFactory(post="Head", email="Elm@example.org")
    page = tidy(client.get(named.get_absolute_url()))
    assert re.search(rf'name="who" value="{known.pk}"[^>]*checked', page)
    sent = {**appoint_sent(page), "who": str(known.pk)}
    client.post(named.get_absolute_url(), sent)
    assert Appointment.objects.get().holder == known


def test_what_breaks_a_law_settles_nothing(client: Client, named: Nomination) -> None:
    AppointmentFactory(place=named.place)
    sent = {**appoint_sent(""), "who": str(UserFactory().pk)}
    answer = client.post(named.get_absolute_url(), sent)
    assert answer.status_code == 422
    assert "Somebody holds this place then." in tidy(answer)
    named.refresh_from_db()
    assert named.state == "answered"


@pytest.mark.parametrize(
    ("deed", "state", "told"),
    [
        ("decline", "declined", "Your nomination is not taken up: They sit there already."),
        ("withdraw", "withdrawn", "Nobody is wanted for it any more: They sit there already."),
    ],
)
def test_a_nomination_that_is_not_taken_up_says_why(
    client: Client, named: Nomination, deed: str, state: str, told: str
) -> None:
    place = named.get_absolute_url()
    empty = client.post(place, {"deed": deed, f"{state}-reason": " "})
    assert empty.status_code == 422
    assert "Say why" in tidy(empty)
    for _ in range(2):
        sent = {"deed": deed, f"{state}-reason": "They sit there already."}
        assert client.post(place, sent).status_code == 302
    named.refresh_from_db()
    assert (named.state, named.reason) == (state, "They sit there already.")
    assert told in Message.objects.get(key=f"nomination {named.pk} settled").body
    page = tidy(client.get(place))
    assert "Settled:" in page
    assert "Otherwise" not in page
    late = client.post(place, {**appoint_sent(""), "who": str(UserFactory().pk)})
    assert (late.status_code, Appointment.objects.count()) == (422, 0)
    assert "This nomination is settled already." in tidy(late)


def test_nobody_is_declined_who_was_not_named(client: Client, asked: Nomination) -> None:
    sent = {"deed": "decline", "declined-reason": "x"}
    page = tidy(client.post(asked.get_absolute_url(), sent, follow=True))
    assert "Nobody is named yet." in page
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_silent_organisation_is_asked_again_once(
    client: Client, asked: Nomination, clock: Any
) -> None:
    place = asked.get_absolute_url()
    early = tidy(client.post(place, {"deed": "ask again"}, follow=True))
    assert "The organisation is asked again once its answer is overdue." in early
    clock.move_to("2024-09-24T09:00:00+01:00")
    client.force_login(asked.asked_by)
    assert "Ask again, once" in tidy(client.get(place))
    first = tidy(client.post(place, {"deed": "ask again"}, follow=True))
    again = tidy(client.post(place, {"deed": "ask again"}, follow=True))
    assert "The heads is asked again." in first
    assert "The heads was asked again already: once is enough." in again
    assert "Administrator asked again on 24 September 2024." in again
    asked.refresh_from_db()
    assert (asked.reminded_by, Message.objects.filter(key__endswith="reminded").count()) == (
        asked.asked_by,
        1,
    )
