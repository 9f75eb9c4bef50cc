"""How priorities were chosen: a round, its prompts and the tests each draft had to pass."""

from django.db import models

from governance.models import Board, Meeting, Record, kept


@kept()
class SelectionRound(Record):
    """Members propose, score and debate; the board decides."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="selection_rounds")
    decided_on = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="selection_rounds"
    )
    drafts = models.PositiveIntegerField("drafts debated", null=True, blank=True)
    agreed = models.PositiveIntegerField("priorities agreed", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="board_chooses_once_on_a_day",
                fields=["board", "decided_on"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"Choice of priorities, {self.board}"


class RoundText(Record):
    """A numbered sentence of a selection round."""

    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


@kept()
class Prompt(RoundText):
    """A question a proposal answers."""

    round = models.ForeignKey(SelectionRound, models.CASCADE, related_name="prompts")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="prompt_has_its_own_number", fields=["round", "number"])
        ]


@kept()
class Criterion(RoundText):
    """A test that a draft priority must pass."""

    round = models.ForeignKey(SelectionRound, models.CASCADE, related_name="criteria")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="criterion_has_its_own_number", fields=["round", "number"]
            )
        ]
