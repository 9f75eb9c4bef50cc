"""Where whoever sits at the table of a board is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from governance.models import Appointment, Board
from governance.scope import GUESTS

LONGEST = 1800  # characters of an address that every mail program opens


@dataclass(frozen=True)
class Addressee:
    """Who holds a place, and where they are written to."""

    seat: str
    post: str
    address: str
    note: str
    """Through whom, or why there is no address."""
    illustrative: bool


@dataclass(frozen=True)
class AddressList:
    """Some of those at the table."""

    head: str
    rows: Sequence[Addressee]

    @property
    def addresses(self) -> Sequence[str]:
        """Each address once, in the order of the seats."""
        return list(dict.fromkeys(row.address for row in self.rows if row.address))

    @property
    def to_copy(self) -> str:
        """The addresses as mail programs take them."""
        return "; ".join(self.addresses)

    @property
    def to_all(self) -> str:
        """What opens a mail with all in the blind copy; empty where it would be too long."""
        whole = f"mailto:?bcc={','.join(quote(each, safe='@') for each in self.addresses)}"
        return whole if self.addresses and len(whole) <= LONGEST else ""


def address_lists(board: Board, *, on: date) -> list[AddressList]:
    """Return who is written to of those at a board's table on a day, and of its guests; one query.

    Who is under 18 is written to through their supporter.
    """
    held = Appointment.objects.on(on).filter(place__seat__board=board)
    rows = held.select_related("place__seat", "holder__supporter")
    at_table: list[Addressee] = []
    guests: list[Addressee] = []
    for each in rows.order_by("place__seat__order", "place__number", "pk"):
        (guests if each.place.seat.role in GUESTS else at_table).append(_addressee(each))
    lists = (AddressList("At the table", at_table), AddressList("Guests", guests))
    return [each for each in lists if each.rows]


def _addressee(held: Appointment) -> Addressee:
    person, reader = held.holder, held.holder.reader
    known = (reader.email or "") if reader else ""
    address = known if reader and reader.is_active else ""
    through = f"through {reader.called}" if reader and reader != person else ""
    why_none = "is suspended at present" if known else "no address is known"
    return Addressee(
        seat=held.place.seat.title,
        post=person.called,
        address=address,
        note=through if address else why_none,
        illustrative=held.illustrative or person.illustrative,
    )
