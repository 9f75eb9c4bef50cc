"""Who answers what a board is asked in writing."""

from governance.rules.board import is_member, is_open, right

answers_in_writing = is_open & is_member

right(
    "governance.answer_written",
    answers_in_writing,
    who="Members of the board answer what it is asked in writing.",
)
