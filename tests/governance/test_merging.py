"""Two records of one person merged, and a merging undone: nothing is lost on either way."""

from datetime import date
from typing import Any

import pytest
from django.db import models

from governance import audit
from governance.changes.merging import Clash, merge, moving, try_merge
from governance.changes.unmerging import InTheWay, undo
from governance.editing import Refused
from governance.models import AccessReview, Merger, Respondent, User
from governance.queries.references import Reference
from tests.factories import (
    FIRST_DAY,
    FIRST_INSTANT,
    AccessReviewFactory,
    AppointmentFactory,
    ChallengeFactory,
    ContributionFactory,
    NotificationFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    RespondentFactory,
    UserFactory,
    VersionFactory,
)
from tests.laws import FACTORIES

pytestmark = pytest.mark.django_db
NOTHING: dict[str, bool] = {}


@pytest.fixture
def me() -> User:
    return UserFactory(post="Administrator")


@pytest.fixture
def stays() -> User:
    return UserFactory(post="Head teacher", organisation__name="School")


@pytest.fixture
def gone(stays: User) -> User:
    body = stays.organisation
    at = {"organisation": body, "email": "principal@example.org"}
    return UserFactory(post="Principal", name="N. N.", **at)


def merged(stays: User, gone: User, me: User, **take: bool) -> Merger:
    done = merge(stays, gone, take=take, by=me, at=FIRST_INSTANT).merger
    assert done is not None
    gone.refresh_from_db()
    return done


def test_what_named_the_one_names_the_other_and_goes_back(
    me: User, stays: User, gone: User
) -> None:
    seat, office = AppointmentFactory(holder=gone), OfficeFactory(person=gone)
    asked = ChallengeFactory(asked_by=gone)
    done = merged(stays, gone, me)
    for row in (seat, office, asked):
        row.refresh_from_db()
    assert (seat.holder, office.person, asked.asked_by) == (stays, stays, stays)
    assert (gone.is_active, gone.left_on) == (False, FIRST_DAY)
    assert audit.trail(seat)[-1].sentence == ("Administrator merged Principal into Head teacher.")
    undo(done, by=me, at=FIRST_INSTANT)
    for row in (seat, office, asked, gone):
        row.refresh_from_db()
    assert (seat.holder, office.person, asked.asked_by) == (gone, gone, gone)
    assert (gone.is_active, gone.left_on) == (True, None)
    version = done.stays.version
    undo(done, by=me, at=FIRST_INSTANT)
    stays.refresh_from_db()
    assert stays.version == version


def test_values_are_taken_over_and_given_back(me: User, stays: User, gone: User) -> None:
    gone.organisation = OrganisationFactory()
    gone.save()
    was = {name: getattr(stays, name) for name in ("post", "organisation_id", "email", "name")}
    done = merged(stays, gone, me, post=True, email=True, name=True)
    stays.refresh_from_db()
    assert (stays.post, stays.email, stays.name) == ("Principal", "principal@example.org", "N. N.")
    assert stays.organisation_id == gone.organisation_id
    assert (gone.email, gone.distinction) == (None, f"merged, {gone.pk}")
    undo(done, by=me, at=FIRST_INSTANT)
    stays.refresh_from_db()
    gone.refresh_from_db()
    assert {name: getattr(stays, name) for name in was} == was
    assert (gone.post, gone.distinction, gone.email) == ("Principal", "", "principal@example.org")


def test_what_was_changed_since_stays_changed(me: User, stays: User, gone: User) -> None:
    seat, office = AppointmentFactory(holder=gone), OfficeFactory(person=gone)
    done = merged(stays, gone, me, name=True)
    other = UserFactory()
    type(seat).objects.filter(pk=seat.pk).update(holder=other)
    type(office).objects.filter(pk=office.pk).delete()
    User.objects.filter(pk=stays.pk).update(name="M. M.")
    undo(done, by=me, at=FIRST_INSTANT)
    seat.refresh_from_db()
    stays.refresh_from_db()
    assert (seat.holder, stays.name) == (other, "M. M.")


def test_rows_that_cannot_be_one_persons_are_named_before_and_nothing_is_merged(
    me: User, stays: User, gone: User
) -> None:
    mine = RespondentFactory(person=stays, organisation__name="Trust")
    RespondentFactory(person=gone, organisation=mine.organisation, board=mine.board)
    first = PlaceFactory(seat__title="Head")
    AppointmentFactory(place=first, holder=stays)
    AppointmentFactory(place=PlaceFactory(seat=first.seat, number=2), holder=gone)
    told = try_merge(stays, gone, by=me, at=FIRST_INSTANT)
    assert [row.words for row in told.clashes] == [
        "Appointment “Principal as Head, place 2”: This person sits in that seat then already.",
        "Respondent “Principal for Trust”: The other record has one like it.",
    ]
    with pytest.raises(Clash, match="Some rows cannot be one person’s") as clash:
        merge(stays, gone, take=NOTHING, by=me, at=FIRST_INSTANT)
    assert clash.value.merged.clashes == told.clashes
    assert not Merger.objects.exists()
    assert Respondent.objects.filter(person=gone).exists()


def test_a_supporter_of_the_other_is_named_before(me: User) -> None:
    supporter = UserFactory(post="Youth worker")
    other = UserFactory(post="Worker", supporter=supporter)
    (row,) = try_merge(other, supporter, by=me, at=FIRST_INSTANT).clashes
    assert row.words == "User “Worker”: Nobody is their own supporter."


def test_what_is_kept_as_written_and_what_is_told_once_stays_behind(
    me: User, stays: User, gone: User
) -> None:
    version = VersionFactory(made_by=gone)
    sent = ContributionFactory(sent_by=gone)
    type(sent.round).objects.filter(pk=sent.round_id).update(closed_at=FIRST_INSTANT)
    mine = NotificationFactory(person=stays)
    twice = NotificationFactory(person=gone, subject=mine.subject, event=mine.event)
    other = NotificationFactory(person=gone)
    reviewed = AccessReviewFactory(person=stays, reviewed_by=gone)
    told = merge(stays, gone, take=NOTHING, by=me, at=FIRST_INSTANT)
    for row in (version, sent, twice, other, reviewed):
        row.refresh_from_db()
    assert (version.made_by, sent.sent_by, twice.person, other.person, reviewed.reviewed_by) == (
        *(gone, gone, gone, stays, gone),
    )
    assert {type(row.row) for row in told.stand} == {
        *(type(version), type(sent), type(twice), AccessReview),
    }


def test_what_cannot_be_merged_at_all_is_refused_in_words(
    me: User, stays: User, gone: User
) -> None:
    young = UserFactory(young=True)
    for one, other, by, sentence in (
        (stays, stays, me, "That is the same record: name the other one."),
        (
            *(stays, me, me),
            "You are signed in with the record that would go: let that one stay.",
        ),
        (
            *(stays, young, me),
            "One of the two is under 18 and the other is not: put that right first.",
        ),
    ):
        with pytest.raises(Refused) as refused:
            merge(one, other, take=NOTHING, by=by, at=FIRST_INSTANT)
        assert str(refused.value) == sentence
    merged(stays, gone, me)
    with pytest.raises(Refused, match="is merged into another already"):
        merge(UserFactory(), gone, take=NOTHING, by=me, at=FIRST_INSTANT)


def test_what_stands_in_the_way_of_undoing_is_said_and_nothing_goes_back(
    me: User, stays: User, gone: User
) -> None:
    answers = RespondentFactory(person=gone, organisation__name="Trust")
    office = OfficeFactory(person=gone)
    done = merged(stays, gone, me, email=True)
    User.objects.filter(pk=stays.pk).update(email="stays@example.org")
    thief = UserFactory(email="principal@example.org")
    with pytest.raises(InTheWay, match="is somebody else’s address by now"):
        undo(done, by=me, at=FIRST_INSTANT)
    User.objects.filter(pk=thief.pk).update(email=None)
    RespondentFactory(person=gone, organisation=answers.organisation, board=answers.board)
    with pytest.raises(InTheWay) as hindered:
        undo(done, by=me, at=FIRST_INSTANT)
    assert hindered.value.reasons == [
        "Respondent “Head teacher for Trust”: The other record has one like it."
    ]
    office.refresh_from_db()
    done.refresh_from_db()
    assert (office.person, done.undone_at) == (stays, None)


def test_a_merging_into_a_record_that_was_merged_since_is_undone_after_that(
    me: User, stays: User, gone: User
) -> None:
    first = merged(stays, gone, me)
    last = UserFactory(post="Executive head")
    second = merged(last, stays, me)
    with pytest.raises(InTheWay, match="was merged into Executive head since: undo that first"):
        undo(first, by=me, at=FIRST_INSTANT)
    undo(second, by=me, at=FIRST_INSTANT)
    undo(first, by=me, at=FIRST_INSTANT)
    gone.refresh_from_db()
    assert gone.is_active


# What else a row must say before it can name somebody there.
MORE: dict[str, dict[str, Any]] = {
    "Action points, settled by": {"state": "done"},
    "Challenges, answered by": {"state": "answered", "answer": "By May."},
    "Challenges, closed by": {"state": "closed", "led_to": "A new date."},
    "Closings, taken back by": {"state": "called_off"},
    "Nominations, answered by": {"state": "answered", "post": "Head"},
    "Nominations, settled by": {"state": "withdrawn", "reason": "The seat ended."},
    "Offices, assists": {"kind": "assistant", "board": None},
    "Referrals, responded by": {"response": "noted", "reason": "It is in hand."},
    "Report runs, withdrawn by": {"withdrawn_because": "A figure was wrong."},
    "Written procedures, closed by": {"state": "refused"},
}


def put(reference: Reference, person: User) -> models.Model:
    """Return a row that names `person`."""
    names = {field.name for field in reference.model._meta.fields}
    stamp = f"{reference.column.removesuffix('_by')}_at"
    dated = {stamp: FIRST_INSTANT} if stamp in names else {}
    more = {**dated, **MORE.get(reference.words, {})}
    if reference.words == "Handed ons, handed to":
        more["commitment__organisation"] = person.organisation
        more["handed_by"] = UserFactory(organisation=person.organisation)
    row: models.Model = FACTORIES[reference.model](**{reference.column: person, **more})
    return row


def test_whatever_names_a_person_moves_or_is_told_of_on_every_storey(
    me: User, stays: User, gone: User
) -> None:
    put_down = {reference: put(reference, gone).pk for reference in moving()}
    told = merge(stays, gone, take=NOTHING, by=me, at=FIRST_INSTANT)
    left = {(type(row.row), row.column, row.row.pk) for row in told.stand}
    for reference, key in put_down.items():
        row = reference.model._default_manager.get(pk=key)
        names = getattr(row, reference.column)
        stands = (reference.model, reference.column, key) in left
        assert names == (gone if stands else stays), reference.words
    assert told.merger is not None
    undo(told.merger, by=me, at=FIRST_INSTANT)
    for reference, key in put_down.items():
        row = reference.model._default_manager.get(pk=key)
        assert getattr(row, reference.column) == gone, reference.words


def test_the_day_of_leaving_is_kept(me: User, stays: User) -> None:
    gone = UserFactory(left_on=date(2020, 4, 1))
    done = merged(stays, gone, me)
    assert gone.left_on == date(2020, 4, 1)
    undo(done, by=me, at=FIRST_INSTANT)
    gone.refresh_from_db()
    assert gone.left_on == date(2020, 4, 1)
