"""Quorum: every rule of a board's terms, on made-up tables."""

from fractions import Fraction

import pytest

from governance.quorum import Answer, Need, Place, Rule, standing

HEAD, NURSE = 1, 2


def table(*answers: str, seat: int = HEAD, sector: str = "schools") -> list[Place]:
    return [Place(seat, sector, Answer(each)) for each in answers]


def words(rule: Rule, places: list[Place]) -> str:
    return standing(rule, places).words(verb="coming")


COMING, SILENT = ["present"] * 7, ["none"] * 9


@pytest.mark.parametrize(
    ("rule", "expected", "needed"),
    [
        (Rule(number=6), 16, 6),
        (Rule(share=Fraction(1, 3)), 16, 6),
        (Rule(share=Fraction(1, 4)), 16, 4),
        (Rule(number=3, share=Fraction(1, 4)), 16, 4),
        (Rule(number=3, share=Fraction(1, 4)), 8, 3),
        (Rule(share=Fraction("0.333")), 3, 1),
        (Rule(), 16, 0),
    ],
)
def test_a_number_a_share_or_the_larger_of_both(rule: Rule, expected: int, needed: int) -> None:
    assert rule.needed(expected) == needed


def test_the_sentence_says_who_comes_and_how_many_are_needed() -> None:
    assert words(Rule(number=6), table(*COMING, *SILENT)) == (
        "Quorate: 7 of 16 are coming, 6 are needed."
    )
    assert words(Rule(number=8), table(*COMING, *SILENT)) == (
        "1 short: 7 of 16 are coming, 8 are needed."
    )
    assert words(Rule(number=1), table("present")) == "Quorate: 1 of 1 is coming, 1 is needed."
    assert words(Rule(), table("present", "none")) == (
        "1 of 2 is coming. The board’s terms name no quorum."
    )


def test_a_meeting_in_the_room_is_told_in_other_words() -> None:
    assert standing(Rule(number=2), table("present", "present")).words(verb="here") == (
        "Quorate: 2 of 2 are here, 2 are needed."
    )


def test_nobody_of_a_sector_is_named_beside_the_number() -> None:
    rule = Rule(number=3, needs=(Need("schools"),))
    others = table("present", "present", sector="health")
    assert words(rule, others) == (
        "1 short, and nobody of the schools: 2 of 2 are coming, 3 are needed."
    )
    enough = table("present", "present", "present", sector="health")
    found = standing(rule, enough)
    assert (found.short, found.missing, found.is_quorate) == (0, ("nobody of the schools",), False)
    assert words(rule, enough).startswith("Not quorate, nobody of the schools: 3 of 3")
    assert standing(rule, [*enough, *table("present", sector="Schools")]).is_quorate


def test_a_seat_that_must_be_there_is_named_by_its_title() -> None:
    director = Need("Director of Public Health", seat=NURSE)
    found = standing(Rule(number=1, needs=(director,)), table("present"))
    assert found.verdict == (
        "Not quorate, without the Director of Public Health (the seat stands vacant)"
    )
    away = standing(Rule(number=1, needs=(director,)), table("apologies", seat=NURSE))
    assert away.verdict == "1 short, and without the Director of Public Health"
    two, held = (
        Need("Primary headteacher", number=2, seat=NURSE),
        table("none", "none", seat=NURSE),
    )
    assert two.missing(table("present", seat=NURSE), held) == "1 too few of Primary headteacher"
    assert two.missing([], held) == "nobody of Primary headteacher"


def test_a_need_that_nobody_can_meet_says_why() -> None:
    two = Need("Primary headteacher", number=2, seat=NURSE)
    one = table("present", seat=NURSE)
    assert two.missing(one, one) == "1 too few of Primary headteacher (1 of 2 places held)"
    ended = Need("Chair", seat=NURSE, ended="31 March 2024")
    assert ended.missing([], []) == "without the Chair (the seat ended with 31 March 2024)"
    assert Need("schools").missing([], []) == "nobody of the schools"


def test_deputies_count_only_where_the_board_says_so() -> None:
    places = table("present", "deputy", "deputy")
    assert standing(Rule(number=3), places).is_quorate
    without = standing(Rule(number=3, deputies_count=False), places)
    assert (without.counted, without.uncounted, without.short) == (1, 2, 2)
    assert without.words(verb="coming") == ("2 short: 3 of 3 are coming (1 counts), 3 are needed.")


def test_who_takes_part_from_afar_counts_only_where_the_board_says_so() -> None:
    places = [*table("present", "remote"), Place(HEAD, "", Answer.DEPUTY, deputy_is_remote=True)]
    assert standing(Rule(number=3), places).counted == 3
    assert standing(Rule(number=3, remote_counts=False), places).counted == 1


def test_a_deputy_stands_for_the_seat_that_must_be_there() -> None:
    rule = Rule(number=1, needs=(Need("schools"),))
    assert standing(rule, table("deputy")).is_quorate
    without = Rule(number=0, deputies_count=False, needs=(Need("schools"),))
    assert standing(without, table("deputy")).missing == ("nobody of the schools",)


def test_guests_are_neither_expected_nor_counted() -> None:
    friend = Place(NURSE, "schools", Answer.PRESENT, is_member=False)
    found = standing(Rule(number=2, needs=(Need("schools"),)), [friend, *table("present")])
    assert (found.expected, found.counted, found.short, found.missing) == (1, 1, 1, ())


def test_apologies_and_silence_are_told_apart() -> None:
    found = standing(Rule(number=1), table("apologies", "apologies", "none"))
    assert (found.apologies, found.no_answer, found.counted) == (2, 1, 0)


def test_a_board_whose_terms_only_name_who_must_be_there_names_no_number() -> None:
    rule = Rule(needs=(Need("schools"),))
    assert words(rule, table("present")) == "Quorate: 1 of 1 is coming."
    assert words(rule, []) == "Not quorate, nobody of the schools: 0 of 0 are coming."
