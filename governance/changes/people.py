"""People who come, and the consent of those under 18."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from governance import audit
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import User

YOUNG_POST = "Young people's representative"


def add_person(
    *,
    by: User,
    at: datetime,
    key: str = "",
    post: str = "",
    email: str | None = None,
    **values: Any,
) -> User:
    """Write down a person by their post; without a password they cannot sign in yet.

    `values`: the other columns by name; `key`: the mark of the form, by which a second sending is
    recognised: it adds nothing.

    :raises Refused: the post or the address is somebody else's, or a young person has no supporter
    """
    values = as_young({**values, "post": post})
    post = values.pop("post")
    with refusals_in_words(User), audit.change(by=by, what=f"added {post}", key=key):
        made: User | None = audit.made_by_form(User.objects.all(), key)
        if made is not None:
            return made
        check_supporter(values.get("supporter"))
        if email and User.objects.filter(email__iexact=email).exists():
            raise Refused("Somebody has that e-mail address already.")
        return User.objects.create_user(email, post=post, joined_at=at, **values)


def edit_person(
    person: User, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a person since `version`.

    A person who becomes one under 18 is known by nothing but that. Their address is changed by
    `changes.addresses`, confirmed at both ends.

    :raises StaleEdit: somebody else changed the same field first
    :raises Refused: the post is somebody else's, or a young person has no fit supporter
    """
    check_supporter(values.get("supporter"))
    return save_edit(
        person,
        version=version,
        values=as_young(values),
        by=by,
        what=f"edited {person}",
        key=key,
    )


def as_young(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with what follows for a person under 18: no name, no post of their own."""
    return {**values, **({"post": YOUNG_POST, "name": ""} if values.get("is_young") else {})}


def give_consent(person: User, *, on: date, by: User) -> Saved:
    """Write down that a person under 18 agreed on a day that their words are shown."""
    return _consent(person, on, None, by=by, what=f"wrote down the consent of {person}")


def withdraw_consent(person: User, *, on: date, by: User) -> Saved:
    """Hide the words of a person under 18 from a day on; withdrawn before, nothing happens.

    :raises Refused: there was no consent
    """
    given = person.consent_on
    if given is None:
        raise Refused("There was no consent to take back.")
    since = person.consent_withdrawn_on or on
    return _consent(person, given, since, by=by, what=f"withdrew the consent of {person}")


def _consent(person: User, given: date, until: date | None, *, by: User, what: str) -> Saved:
    values = {"consent_on": given, "consent_withdrawn_on": until}
    return save_edit(person, version=person.version, values=values, by=by, what=what)


def check_supporter(supporter: User | None) -> None:
    """See that mail to a young person reaches an adult.

    :raises Refused: the supporter is under 18, has left or has no address
    """
    if supporter is None:
        return
    if supporter.is_young:
        raise Refused("A supporter is not under 18.")
    if not supporter.email or supporter.left_on is not None:
        raise Refused("A supporter is here and has an e-mail address.")
