"""What somebody asks about: described by the page that shows it, carried signed to the form."""

from dataclasses import astuple, dataclass

from django.core import signing

from governance.models import Classification, Subject

SALT = "governance.queries.things"


@dataclass(frozen=True)
class Thing:
    """A thing that has a page: what it is, how it is called, where it stands, whose it is."""

    kind: str
    title: str
    address: str
    board: int
    classification: str = Classification.PARTNERSHIP


def ticket_of(thing: Thing) -> str:
    """Return `thing` as a word for an address that nobody else can make."""
    return signing.dumps(astuple(thing), salt=SALT, compress=True)


def thing_of(ticket: str) -> Thing | None:
    """Return what a ticket speaks of; None where it is not one of ours."""
    try:
        return Thing(*signing.loads(ticket, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None


def subject_of(thing: Thing) -> Subject:
    """Return the subject of a thing, made at the first time it is asked about."""
    return Subject.objects.get_or_create(
        address=thing.address,
        defaults={
            "kind": thing.kind,
            "title": thing.title[:300],
            "board_id": thing.board,
            "classification": thing.classification,
        },
    )[0]
