"""Organisations: the list, one's page, and what the membership administrator keeps of them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Appointment, Board, Draft, Known, Organisation, User
from tests.factories import (
    AppointmentFactory,
    BoardLinkFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    RespondentFactory,
    SeatFactory,
    SourceFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
LIST = "/organisations/"
NEW = "/organisations/new/"


@pytest.fixture
def administrator(client: Client) -> User:
    """The membership administrator of the whole partnership, signed in."""
    person: User = administrator_of_all()
    client.force_login(person)
    return person


def administrator_of_all(post: str = "Administrator") -> User:
    kind = "membership_administrator"
    person: User = OfficeFactory(board=None, kind=kind, person__post=post).person
    return person


@pytest.fixture
def council() -> Organisation:
    made: Organisation = OrganisationFactory(
        slug="council", name="The Council", kind="council", sector="local government"
    )
    return made


def sent(row: Organisation, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the whole form of `row` as it stood, with `changed`."""
    names = ("name", "short_name", "kind", "sector", "nominations_to", "note", "version")
    whole = {name: getattr(row, name) for name in names}
    days = {"starts_on": row.starts_on or "", "parent": row.parent.name if row.parent else ""}
    return {**whole, **days, **changed}


def hidden(page: str) -> dict[str, str]:
    """What a page of conflicts sends along unseen."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        SeatFactory(represents=OrganisationFactory(source=SourceFactory()))
    with django_assert_num_queries(2):  # how many, organisations with parents and seats
        page = tidy(client.get(LIST))
    assert page.count('role="rowheader"') == rows
    assert page.count("1 seat</td>") == rows


def test_the_list_is_searched_by_any_part_of_a_name_and_is_whole_in_a_file(
    client: Client, council: Organisation
) -> None:
    OrganisationFactory(name="Housing", short_name="The Council's houses", parent=council)
    OrganisationFactory.create_batch(50)
    assert tidy(client.get(LIST)).count('role="rowheader"') == 50
    page = tidy(client.get(f"{LIST}?name=council"))
    assert "2 organisations with “council” in the name" in page
    assert '<span class="sub">part of The Council</span>' in page
    assert "No organisation here is called so." in tidy(client.get(f"{LIST}?name=x%00y"))
    rows = client.get(f"{LIST}?format=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 52
    assert rows[0].startswith("Organisation,Short name,What it is,Sector,Part of,Seats,When")


def test_an_empty_list_says_who_adds_the_first(client: Client) -> None:
    assert "The membership administrator adds the first." in tidy(client.get(LIST))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_much_an_organisation_holds(
    client: Client, council: Organisation, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        AppointmentFactory(place__seat__represents=council)
        PlaceFactory(seat=SeatFactory(nominated_by=council))
        RespondentFactory(organisation=council)
        BoardLinkFactory(from_board=None, from_organisation=council)
        OrganisationFactory(parent=council)
    # organisation; parts, seats, their places and holders, who answers, links
    with django_assert_num_queries(7):
        page = tidy(client.get(council.get_absolute_url()))
    assert page.count("1 place, nobody recorded") == rows
    assert page.count("<div>It reports to</div>") == rows


def test_a_page_says_where_it_sits_and_who_holds_the_places_today(
    client: Client, council: Organisation
) -> None:
    OrganisationFactory(name="Housing", parent=council)
    gone = {"ends_on": date(2024, 9, 2), "holder__post": "Left yesterday"}
    seat = SeatFactory(represents=council, title="Director", board__name="The Alliance")
    AppointmentFactory(place=PlaceFactory(seat=seat, number=1), holder__post="The director")
    AppointmentFactory(place=PlaceFactory(seat=seat, number=2), **gone)
    SeatFactory(nominated_by=council, title="Any head", board__name="The Forum")
    closed = SeatFactory(represents=council, board__name="Old", board__status="historic")
    RespondentFactory(organisation=council, person__post="Policy lead")
    page = tidy(client.get("/organisations/council/"))
    assert '>The Alliance</a>: Director<span class="sub">The director</span>' in page
    assert "What it nominates for" in page
    assert "Any head" in page
    assert "Left yesterday" not in page
    assert "Policy lead" in page
    assert '<a href="/organisations/' in page
    before = page.index('id="sat"')
    assert page.index(f"{closed.board.get_absolute_url()}members/") > before


def test_a_page_shows_another_day_by_its_own_dates(client: Client, council: Organisation) -> None:
    was = {"ends_on": date(2024, 6, 1), "holder__post": "The first director"}
    place = PlaceFactory(seat__represents=council)
    AppointmentFactory(place=place, **was)
    AppointmentFactory(place=place, starts_on=date(2024, 6, 1), holder__post="The second")
    then = tidy(client.get("/organisations/council/?as_at=2024-05-31"))
    assert "The first director" in then
    assert "The second" not in then
    assert 'members/?as_at=2024-05-31">' in then
    assert "The second" in tidy(client.get("/organisations/council/"))


def test_where_to_ask_for_nominations_is_for_administrators_only(
    client: Client, council: Organisation
) -> None:
    Organisation.objects.update(nominations_to="clerk@example.org")
    assert "clerk@" not in tidy(client.get("/organisations/council/"))
    client.force_login(UserFactory())
    assert "clerk@" not in tidy(client.get("/organisations/council/"))
    client.force_login(administrator_of_all())
    assert "clerk@" in tidy(client.get("/organisations/council/"))


def test_of_a_person_under_18_who_answers_no_post_is_shown(
    client: Client, council: Organisation
) -> None:
    young = UserFactory(young=True, post="Pupil of a named school")
    AppointmentFactory(place__seat__represents=council, holder=young)
    page = tidy(client.get("/organisations/council/"))
    assert "Young people’s representative" in page
    assert "Pupil of a named school" not in page


def test_an_organisation_is_added_once_however_often_it_is_sent(
    client: Client, administrator: User, council: Organisation
) -> None:
    key = re.search(r'name="key" value="(\w+)"', tidy(client.get(NEW)))
    assert key
    new = {"key": key[1], "name": "WASH & Friends", "parent": "the council", "kind": "charity"}
    first, second = client.post(NEW, new), client.post(NEW, new)
    assert first["Location"] == second["Location"] == "/organisations/wash-friends/"
    made = Organisation.objects.get(slug="wash-friends")
    assert (made.parent, made.kind) == (council, "charity")
    assert "The organisation is added." in tidy(client.get(first["Location"]))


def test_addresses_are_made_of_the_name_and_are_nobody_elses(
    client: Client, administrator: User
) -> None:
    for name in ("Wash!", "WASH?", "New", "…"):
        client.post(NEW, {"name": name})
    slugs = Organisation.objects.exclude(pk=administrator.organisation_id).order_by("pk")
    assert list(slugs.values_list("slug", flat=True)) == [
        *("wash", "wash-2", "new-2", "organisation"),
    ]


def test_a_name_that_is_there_already_is_refused_at_its_field(
    client: Client, administrator: User, council: Organisation
) -> None:
    answer = client.post(NEW, {"name": "the council", "note": "Typed with care"})
    assert answer.status_code == 422
    page = tidy(answer)
    assert '<a href="#id_name">An organisation of that name is there already.</a>' in page
    assert "Typed with care</textarea>" in page
    assert client.post(NEW, {"name": ""}).status_code == 422
    assert client.post(NEW, {"name": "X", "starts_on": "31 Feb"}).status_code == 422
    assert client.post(NEW, {"name": "X", "starts_on": "2999-01-01"}).status_code == 422


def test_what_is_known_in_part_stays_so_until_another_day_is_typed(
    client: Client, administrator: User, council: Organisation
) -> None:
    Organisation.objects.update(starts_on=date(2022, 3, 1), starts_known=Known.MONTH)
    council.refresh_from_db()
    place = "/organisations/council/edit/"
    assert "Known until now as March 2022." in tidy(client.get(place))
    client.post(place, sent(council, note="A note"))
    council.refresh_from_db()
    assert (council.note, council.starts_known) == ("A note", "month")
    client.post(place, sent(council, starts_on="2022-03-07"))
    council.refresh_from_db()
    assert (council.starts_on, council.starts_known) == (date(2022, 3, 7), "day")


def test_nothing_stands_below_itself(
    client: Client, administrator: User, council: Organisation
) -> None:
    part = OrganisationFactory(parent=council)
    answer = client.post("/organisations/council/edit/", sent(council, parent=part.name))
    assert answer.status_code == 422
    assert '<a href="#id_parent">It would stand below itself.</a>' in tidy(answer)


def test_two_administrators_in_different_fields_never_meet(
    client: Client, administrator: User, council: Organisation
) -> None:
    place, other = "/organisations/council/edit/", Client()
    other.force_login(administrator_of_all("Another administrator"))
    assert other.post(place, sent(council, sector="councils")).status_code == 302
    assert client.post(place, sent(council, kind="borough")).status_code == 302
    council.refresh_from_db()
    assert (council.kind, council.sector) == ("borough", "councils")


def test_the_second_in_one_field_sees_both_and_chooses(
    client: Client, administrator: User, council: Organisation
) -> None:
    place, other = "/organisations/council/edit/", Client()
    other.force_login(administrator_of_all("Another administrator"))
    theirs, mine = OrganisationFactory(name="Region"), OrganisationFactory(name="County")
    other.post(place, sent(council, note="Their note", parent=theirs.name))
    answer = client.post(place, sent(council, note="My note", parent=mine.name, kind="borough"))
    assert answer.status_code == 409
    page = tidy(answer)
    assert "Another administrator saved at" in page
    assert "<b>Theirs.</b>Region" in page
    assert "<b>Mine.</b>County" in page
    chosen = {"choice-note": "both", "both-note": "Both notes", "choice-parent": "theirs"}
    assert client.post(place, {**hidden(page), "choice-note": "mine"}).status_code == 409
    assert client.post(place, {**hidden(page), **chosen}).status_code == 302
    council.refresh_from_db()
    assert (council.note, council.parent, council.kind) == ("Both notes", theirs, "borough")


def test_a_choice_that_is_refused_comes_back_as_the_whole_form(
    client: Client, administrator: User, council: Organisation
) -> None:
    place = "/organisations/council/edit/"
    OrganisationFactory(name="Taken")
    client.post(place, sent(council, name="Theirs"))
    page = tidy(client.post(place, sent(council, name="Taken")))
    answer = client.post(place, {**hidden(page), "choice-name": "mine"})
    assert answer.status_code == 422
    assert "An organisation of that name is there already." in tidy(answer)
    assert 'name="sector" value="local government"' in tidy(answer)


def test_what_is_typed_is_kept_until_it_is_saved(
    client: Client, administrator: User, council: Organisation
) -> None:
    place = "/organisations/council/edit/"
    client.post(place, sent(council, note="Half a thou", deed="keep"))
    assert "Half a thou</textarea>" in tidy(client.get(place))
    client.post(place, {"deed": "forget"})
    assert "Half a thou" not in tidy(client.get(place))
    client.post(place, sent(council, note="Half a thou", deed="keep"))
    client.post(place, sent(council, note="A thought"))
    assert not Draft.objects.exists()


def test_an_end_is_asked_after_what_is_still_held_was_read(
    client: Client, administrator: User, council: Organisation
) -> None:
    SeatFactory(represents=council, title="Director", board__name="The Alliance")
    SeatFactory(nominated_by=council, title="Head", board__name="The Forum")
    SeatFactory(represents=council, title="Old one", board__status=Board.Status.HISTORIC)
    RespondentFactory(organisation=council, person__post="Lead", person__organisation=council)
    OrganisationFactory(name="Housing", parent=council)
    page = tidy(client.get("/organisations/council/end/"))
    for words in (
        *("Sits as Director, The Alliance", "Nominates for Head, The Forum"),
        *("Lead answers for it on", "Housing is a part of it", "1 person of it is known here"),
    ):
        assert words in page
    assert "Old one" not in page
    place, last = "/organisations/council/end/", {"version": council.version}
    answer = client.post(place, {**last, "ends_on": "2024-08-31"})
    assert answer.status_code == 422
    assert "Tick that you have read what it still holds" in tidy(answer)
    read = {**last, "ends_on": "31 August 2024", "has_read": "on"}
    assert client.post(place, read).status_code == 302
    council.refresh_from_db()
    assert (council.ends_on, council.ends_known) == (date(2024, 9, 1), "day")
    assert "Until 31 August 2024" in tidy(client.get("/organisations/council/"))
    assert 'value="2024-08-31"' in tidy(client.get(place))


def test_a_last_day_of_two_hands_is_a_choice_in_the_words_people_typed(
    client: Client, administrator: User, council: Organisation
) -> None:
    place, read = "/organisations/council/end/", {"version": 1}
    client.post(place, {**read, "ends_on": "2024-08-31"})
    page = tidy(client.post(place, {**read, "ends_on": "2024-09-30"}))
    assert "<b>Theirs.</b>31 August 2024" in page
    assert "<b>Mine.</b>30 September 2024" in page
    client.post(place, {**hidden(page), "choice-ends_on": "theirs"})
    council.refresh_from_db()
    assert council.ends_on == date(2024, 9, 1)
    client.post(place, {**hidden(page), "choice-ends_on": "mine"})
    council.refresh_from_db()
    assert council.ends_on == date(2024, 10, 1)
    assert client.post(place, {"version": council.version, "ends_on": ""}).status_code == 302
    council.refresh_from_db()
    assert council.ends_on is None


def test_what_is_typed_of_an_organisation_that_was_removed_meanwhile_comes_back(
    client: Client, administrator: User
) -> None:
    gone = OrganisationFactory(name="Gone Trust")
    edit, end = f"{gone.get_absolute_url()}edit/", f"{gone.get_absolute_url()}end/"
    typed = {"name": "Gone Trust", "note": "Typed with care.", "version": 1}
    assert client.post(end, {"deed": "remove"}).status_code == 302
    answer = client.post(edit, typed)
    page = tidy(answer)
    assert answer.status_code == 409
    assert "It was removed while you were writing." in page
    assert "Typed with care." in page
    again = client.post(end, {"deed": "remove"}, follow=True)
    assert "It was removed already." in tidy(again)
    assert client.get(edit).status_code == 404
    assert client.post("/organisations/never/edit/", typed).status_code == 404


def test_only_what_has_no_history_is_taken_out(
    client: Client, administrator: User, council: Organisation
) -> None:
    AppointmentFactory(place__seat__represents=council)
    place = "/organisations/council/end/"
    page = tidy(client.post(place, {"deed": "remove"}, follow=True))
    assert "It has a history here, so it stays: give it a last day instead." in page
    Appointment.objects.all().delete()
    mistake = OrganisationFactory(slug="mistake", name="Typing slip")
    page = tidy(client.post("/organisations/mistake/end/", {"deed": "remove"}, follow=True))
    assert "Typing slip is removed." in page
    assert not Organisation.objects.filter(pk=mistake.pk).exists()
    assert Organisation.objects.filter(pk=council.pk).exists()


def test_who_does_not_keep_the_organisations_is_told_who_does(
    client: Client, council: Organisation
) -> None:
    client.force_login(AppointmentFactory().holder)
    for place in (NEW, "/organisations/council/edit/", "/organisations/council/end/"):
        answer = client.get(place)
        assert answer.status_code == 403
        assert "The membership administrator of the partnership keeps" in tidy(answer)
    assert ">Edit</a>" not in tidy(client.get("/organisations/council/"))
    assert "Add an organisation" not in tidy(client.get(LIST))


def test_an_organisation_that_is_not_there_is_not_found(
    client: Client, administrator: User
) -> None:
    for place in ("/organisations/none/", "/organisations/none/edit/", "/organisations/none/end/"):
        assert client.get(place).status_code == 404
