"""That boards follow others, and that one closes for it: agreed, carried out, or taken back."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from governance.models.boards import Board
from governance.models.laws import law
from governance.models.records import Record, kept, known

SUCCESSION_STAYS = law(
    name="board_follows_while_it_agreed_minutes",
    operation=pgtrigger.Delete | pgtrigger.UpdateOf("from_board_id", "to_board_id"),
    broken="""EXISTS (
        SELECT 1 FROM governance_minutes k
        JOIN governance_meeting m ON m.id = k.meeting_id
        JOIN governance_meeting later ON later.id = k.agreed_in_id
        WHERE m.board_id = OLD.from_board_id AND later.board_id = OLD.to_board_id
    )""",
    says="the board that follows agreed minutes of the one before",
)


@kept()
class Succession(Record):
    """What passed from one board to another, and when."""

    from_board = models.ForeignKey(Board, models.PROTECT, related_name="successors")
    to_board = models.ForeignKey(Board, models.PROTECT, related_name="predecessors")
    on = models.DateField(null=True, blank=True)
    on_known = known()
    what = models.TextField(blank=True)
    papers_first_until = models.DateField(
        "papers go to the successor first until", null=True, blank=True
    )
    attendance_until = models.DateField(
        "members of the one sit with the other until", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_never_succeeds_itself",
                condition=~Q(from_board=F("to_board")),
                violation_error_message="A board cannot succeed itself.",
            ),
            models.UniqueConstraint(
                name="board_succeeds_another_once", fields=["from_board", "to_board"]
            ),
        ]
        triggers = [SUCCESSION_STAYS]

    def __str__(self) -> str:
        return f"{self.to_board} follows {self.from_board}"


class ClosingQuerySet(models.QuerySet["Closing"]):
    """Closings by what became of them."""

    def ahead(self) -> "ClosingQuerySet":
        """Those that are agreed and not carried out."""
        return self.filter(state=Closing.State.AGREED)

    def due(self, on: date) -> "ClosingQuerySet":
        """Those whose day has come: the last day of the board is over."""
        return self.ahead().filter(ends_on__lte=on)


@kept(
    exclude=["words", "by_default", "steps", "marks"]
)  # what is done is in the history row by row
class Closing(Record):
    """A board closes; what that changes is kept, so that it can be taken back.

    What is open at a board belongs to several storeys: where it goes on (`decided`) and what was
    done (`steps`, `marks`) is written and read above, by who carries the closing out.
    """

    class State(models.TextChoices):
        AGREED = "agreed", "agreed"
        CARRIED_OUT = "carried_out", "carried out"
        CALLED_OFF = "called_off", "called off"
        UNDONE = "undone", "undone"

    board = models.ForeignKey(Board, models.PROTECT, related_name="closings")
    ends_on = models.DateField("day after the last day")
    state = models.CharField(max_length=12, choices=State.choices, default=State.AGREED)
    decided = models.JSONField("what was decided", default=dict, encoder=DjangoJSONEncoder)
    words = models.JSONField("what it comes to", default=list)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="closings_agreed"
    )
    refused_because = models.TextField("what stands in the way", blank=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    by_default = models.JSONField("what was opened since it was agreed", default=list)
    steps = models.JSONField(
        "each row that was changed, made or taken back", default=list, encoder=DjangoJSONEncoder
    )
    marks = models.JSONField("how what passed on stood then", default=dict)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closings_taken_back",
    )

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="board_has_one_closing_ahead",
                fields=["board"],
                condition=Q(state="agreed"),
                violation_error_message="It is agreed already when it closes.",
            ),
            models.CheckConstraint(
                name="closing_carried_out_has_its_instant",
                condition=Q(state__in=["carried_out", "undone"], carried_out_at__isnull=False)
                | Q(state__in=["agreed", "called_off"], carried_out_at=None),
            ),
            models.CheckConstraint(
                name="closing_taken_back_has_who_and_when",
                condition=Q(
                    state__in=["called_off", "undone"],
                    taken_back_at__isnull=False,
                    taken_back_by__isnull=False,
                )
                | Q(state__in=["agreed", "carried_out"], taken_back_at=None, taken_back_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} closes"
