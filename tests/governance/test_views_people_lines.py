"""People from a sheet: shown line by line, then written whole or not at all."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from governance import audit
from governance.models import Draft, Office, User
from tests.factories import (
    BoardFactory,
    NewAddressFactory,
    OfficeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
SHEET = "/people/import/"
HEAD = "Post,Distinction,Name,Organisation,E-mail,Office,Board,From\n"


@pytest.fixture(autouse=True)
def administrator(client: Client) -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person: User = OfficeFactory(kind=kind, board=None, person__post="Administrator").person
    client.force_login(person)
    return person


def look(client: Client, lines: str) -> Any:
    return client.post(SHEET, {"cells": HEAD + lines, "deed": "look"})


def write(client: Client, lines: str, page: Any) -> Any:
    mark = re.search(r'name="mark" value="(\w+)"', page.content.decode())
    sent = {"cells": HEAD + lines, "deed": "write", "mark": mark[1] if mark else ""}
    return client.post(SHEET, sent)


def told(page: Any) -> list[str]:
    """What the page says of each line."""
    cells = re.findall(r'data-label="What becomes of it">(.*?)</td>', unescape(tidy(page)))
    return [re.sub(r"<[^>]+>", " ", cell).replace("  ", " ").strip() for cell in cells]


def test_a_look_says_of_each_line_what_it_would_do_and_writes_nothing(client: Client) -> None:
    trust = OrganisationFactory(name="Health Trust", short_name="HT")
    BoardFactory(name="Alliance")
    nurse = UserFactory(post="Nurse", organisation=trust, email="nurse@example.org")
    UserFactory(post="Clerk", organisation=trust, email=None)
    lines = (
        "Director,,N. N.,health trust,director@example.org,,,\n"
        "Chief nurse,,,HT,NURSE@example.org,data approver,alliance,1 October 2024\n"
        "Clerk,,,HT,,,,\n"
        "Head,,,Nowhere,,,,\n"
    )
    before = list(User.objects.order_by("pk").values())
    page = look(client, lines)
    assert page.status_code == 422
    assert told(page) == [
        (
            "New Post: “Director” Name: “N. N.” Organisation: “Health Trust”"
            " E-mail address: “director@example.org”"
        ),
        (
            "Changed Post: from “Nurse” to “Chief nurse”"
            " Office: “data approver, Alliance, from 1 October 2024”"
        ),
        "The same",
        (
            "Refused : Line 5, Organisation: “Nowhere” is no organisation here. Write its"
            " name as it"
            " stands in the list of organisations, or add it first."
        ),
    ]
    assert "1 new, 1 changed, 1 the same, 1 refused." in tidy(page)
    assert "Write all lines" not in tidy(page)
    assert list(User.objects.order_by("pk").values()) == before
    assert write(client, lines, page).status_code == 422
    assert list(User.objects.order_by("pk").values()) == before
    assert not nurse.offices.exists()


GOOD = (
    "Director,,N. N.,Health Trust,Director@example.org,partnership officer,,\n"
    "Chief nurse,north,,Health Trust,nurse@example.org,,,\n"
)


def test_what_was_shown_is_written_and_the_same_again_changes_nothing(client: Client) -> None:
    trust = OrganisationFactory(name="Health Trust")
    nurse = UserFactory(post="Nurse", organisation=trust, email="nurse@example.org")
    answer = write(client, GOOD, look(client, GOOD))
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    director = User.objects.get(email="director@example.org")
    assert (director.post, director.name, director.organisation) == ("Director", "N. N.", trust)
    assert not director.has_usable_password()
    office = Office.objects.get(person=director)
    assert (office.kind, office.board, office.starts_on) == (
        "partnership_officer",
        None,
        date(2024, 9, 2),
    )
    nurse.refresh_from_db()
    assert (str(nurse), nurse.version) == ("Chief nurse (north)", 2)
    for row in (director, nurse, office):
        assert audit.trail(row)[-1].sentence == ("Administrator wrote down 2 people from a file.")
    rows = list(User.objects.order_by("pk").values())
    again = look(client, GOOD)
    assert told(again) == ["The same", "The same"]
    assert "Nothing would change" in tidy(again)
    assert write(client, GOOD, again).status_code == 302
    assert list(User.objects.order_by("pk").values()) == rows
    assert Office.objects.filter(person=director).count() == 1


def test_an_address_from_the_sheet_ends_what_was_asked_when_there_was_none(
    client: Client,
) -> None:
    trust = OrganisationFactory(name="Health Trust")
    person = UserFactory(post="Nurse", distinction="", organisation=trust, email=None)
    change = NewAddressFactory(person=person, old_confirmed_at=timezone.now())
    line = "Nurse,,,Health Trust,nurse@example.org,,,\n"
    assert write(client, line, look(client, line)).status_code == 302
    change.refresh_from_db()
    assert change.cancelled_at is not None


def test_what_was_pasted_is_kept_through_a_sign_out_until_it_is_written(client: Client) -> None:
    OrganisationFactory(name="Health Trust")
    ticket = re.search(r'name="ticket" value="([^"]+)"', client.get(SHEET).content.decode())
    assert ticket
    sent = {"cells": HEAD + GOOD, "deed": "look", "ticket": ticket[1]}
    assert Client().post(SHEET, sent)["Location"] == f"/accounts/login/?next={SHEET}"
    assert "nurse@example.org" in tidy(client.get(SHEET))
    assert client.post(SHEET, {**sent, "deed": "forget"}).status_code == 302
    assert "nurse@example.org" not in tidy(client.get(SHEET))
    client.post(SHEET, {**sent, "deed": "keep"})
    write(client, GOOD, look(client, GOOD))
    assert not Draft.objects.exists()


def test_who_came_in_between_is_told_of_and_nothing_is_written(client: Client) -> None:
    trust = OrganisationFactory(name="Health Trust")
    nurse = UserFactory(post="Nurse", organisation=trust, email="nurse@example.org")
    page = look(client, GOOD)
    User.objects.filter(pk=nurse.pk).update(post="Matron")
    answer = write(client, GOOD, page)
    assert answer.status_code == 409
    assert "Since you looked, what the lines would do has changed." in tidy(answer)
    assert "Post: from “Matron” to “Chief nurse”" in told(answer)[1]
    assert not User.objects.filter(post="Director").exists()
    assert write(client, GOOD, answer).status_code == 302


def test_what_was_not_shown_is_not_written(client: Client) -> None:
    OrganisationFactory(name="Health Trust")
    page = look(client, GOOD)
    other = GOOD.replace("Director,", "Chief executive,")
    assert write(client, other, page).status_code == 409
    assert write(client, GOOD, look(client, "Clerk,,,,,,,\n")).status_code == 409
    assert not User.objects.filter(post__in=["Director", "Chief executive"]).exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",,,,x@example.org,,,", "Post: is missing. Say what the person is."),
        (
            "Head,,,,wrong,,,",
            (
                "E-mail: “wrong” is no address. Write it like name@example.org, or leave the cell"
                " empty."
            ),
        ),
        (
            "Head,,,,,caretaker,,",
            (
                "Office: “caretaker” is no office. Write partnership officer, scrutiny officer,"
                " data"
                " approver, membership administrator."
            ),
        ),
        (
            "Head,,,,,data approver,No board,",
            (
                "Board: “No board” is no board at work. Write its name as it stands in the list of"
                " boards."
            ),
        ),
        ("Head,,,,,,,31 Feb", "From: “31 Feb” is no date. Write it like 31/12/2026."),
        (
            f"{'x' * 201},,,,,,,",
            "Post: “xxxxxxxxxxxxxxxxxxxx…” is longer than 200 letters. Shorten it.",
        ),
        (
            "Known,,,School,other@example.org,,,",
            (
                "E-mail: “other@example.org” is another address than known@example.org. An"
                " address is"
                " changed on the person’s page, and confirmed at both."
            ),
        ),
        (
            "Gone,,,School,,,,",
            (
                "Post: “Gone, School” left on 1 September 2024. Take the line out, or write a"
                " word in"
                " Distinction for who came after them."
            ),
        ),
        (
            "Pupil,,,,young@example.org,,,",
            "Post: “Pupil” is under 18. Keep them on their page.",
        ),
        (
            "Young people's representative,,,,,,,",
            (
                "Post: “Young people's representative” is kept of a person under 18. Write them"
                " down"
                " on a page of their own."
            ),
        ),
        (
            "Gone,,,School,known@example.org,,,",
            (
                "Post: “Gone, School” is another person’s. Write a word in Distinction that tells"
                " them apart."
            ),
        ),
    ],
)
def test_a_refused_line_names_its_column_its_value_and_what_to_do(
    client: Client, line: str, why: str
) -> None:
    school = OrganisationFactory(name="School")
    UserFactory(post="Known", organisation=school, email="known@example.org")
    UserFactory(post="Gone", organisation=school, left_on=date(2024, 9, 1))
    young = UserFactory(young=True)
    User.objects.filter(pk=young.pk).update(email="young@example.org")
    page = look(client, f"Clerk,,,,,,,\n{line}\n")
    assert told(page)[1] == f"Refused : Line 3, {why}"
    assert write(client, f"Clerk,,,,,,,\n{line}\n", page).status_code == 422
    assert not User.objects.filter(post="Clerk").exists()


def test_two_lines_of_one_person_are_not_both_taken(client: Client) -> None:
    UserFactory(post="Known", email="known@example.org", organisation=None)
    lines = (
        "Head,,,,head@example.org,,,\nHead,b,,,HEAD@example.org,,,\nHead,,,,,,,\n"
        "Known,,,,,,,\n,,,,known@example.org,,,\n"
    )
    said = told(look(client, lines))
    assert [each.partition(" ")[0] for each in said] == [
        "New",
        "Refused",
        "Refused",
        "The",
        "Refused",
    ]
    assert "stands in line 2 already. Keep one of the two." in said[1]
    assert "stands in line 5 already. Keep one of the two." in said[4]


def test_an_empty_cell_leaves_what_stands(client: Client) -> None:
    person = UserFactory(post="Head", name="N. N.", distinction="north", email="head@example.org")
    assert told(look(client, ",,,,head@example.org,,,\n")) == ["The same"]
    line = f"Head,north,,{person.organisation.name},,,,\n"
    assert told(look(client, line)) == ["The same"]


def test_a_file_of_windows_with_semicolons_is_read_and_shown_for_the_second_step(
    client: Client,
) -> None:
    data = "Post;Name\nHead of Zoë’s;Bün\n=1+1;'@x\n".encode("cp1252")
    page = client.post(SHEET, {"file": SimpleUploadedFile("p.csv", data), "deed": "look"})
    text = tidy(page)
    assert "Head of Zoë’s;Bün" in text
    mark = re.search(r'name="mark" value="(\w+)"', page.content.decode())
    assert mark
    sent = {"cells": data.decode("cp1252"), "deed": "write", "mark": mark[1]}
    assert client.post(SHEET, sent).status_code == 302
    assert set(User.objects.values_list("post", "name")) >= {
        ("Head of Zoë’s", "Bün"),
        ("=1+1", "@x"),
    }


def test_the_example_file_is_one_that_would_be_taken(client: Client) -> None:
    example = client.get(f"{SHEET}?format=csv")
    data = example.content
    assert example["Content-Type"].startswith("text/csv")
    page = client.post(SHEET, {"file": SimpleUploadedFile("p.csv", data), "deed": "look"})
    assert page.status_code == 200
    assert [each.partition(" ")[0] for each in told(page)] == ["New", "New"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_look_costs_the_same_queries_however_many_lines(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    lines = "".join(f"Post {number},,,,p{number}@example.org,,,\n" for number in range(rows))
    # session, who asks, what they are; organisations, boards, people, draft
    with django_assert_num_queries(7):
        page = look(client, lines)
    assert len(told(page)) == rows


def test_only_who_keeps_people_is_let_in(client: Client) -> None:
    client.force_login(OfficeFactory().person)
    assert look(client, "Head,,,,,,,\n").status_code == 403
