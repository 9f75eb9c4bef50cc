"""Who reads what a meeting asked for, and who says what came of it."""

import rules

from governance.models import ActionPoint
from governance.rules.board import EXEMPT_READERS, OFFICER, reads_exempt, right
from governance.scope import CHAIRS, Person, Scope, scope_of


@rules.predicate
def is_asked_to_do_it(person: Person, point: ActionPoint) -> bool:
    """The person is asked to do it."""
    return scope_of(person).person == point.who_id


@rules.predicate
def keeps_the_minutes(person: Person, point: ActionPoint) -> bool:
    """The person chairs the board that is asked about the point, or is its officer."""
    scope, board = scope_of(person), point.passed_to_id or point.meeting.board_id
    return scope.sits_on(board, CHAIRS) or scope.holds(OFFICER, board)


def reads_point(scope: Scope, point: ActionPoint) -> bool:
    """Say whether the person reads the words of a point; needs `item` and `meeting`.

    Of an exempt item who reads its papers does, and so does the board that it was passed to;
    who is only asked to do it has to be told of it there.
    """
    if point.item is None or not point.item.exempt:
        return True
    heir = point.passed_to_id
    takes_over = scope.sits_on(heir, EXEMPT_READERS) or scope.holds(OFFICER, heir)
    return reads_exempt(scope, point.meeting) or takes_over


right(
    "governance.settle_point",
    is_asked_to_do_it | keeps_the_minutes,
    who="Who is asked to do it, the chair and the officers say what came of it.",
)
