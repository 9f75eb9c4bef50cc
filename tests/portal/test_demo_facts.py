"""The facts of the demonstration: every record at home, every fact with its source."""

import doctest
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Count, F, Q

from governance.models import (
    Attendance,
    Board,
    BoardLink,
    BoardStatement,
    Decision,
    Document,
    GlossaryTerm,
    Meeting,
    Place,
    Source,
    Sourced,
    SourceNote,
    Succession,
    User,
)
from impact.models import (
    Area,
    Engagement,
    Measure,
    Neighbour,
    Observation,
    PriorityMeasure,
    Scorecard,
    Target,
    YouSaid,
)
from portal.demo import dates, files
from portal.models import DemonstrationLoad, ReportFormat
from portal.reports import formats
from priorities.models import (
    Criterion,
    EvidenceItem,
    Milestone,
    NeedsFinding,
    Outcome,
    Plan,
    PlanFollow,
    Priority,
    ProgressUpdate,
    Prompt,
    ReportingRound,
    Requirement,
    SelectionRound,
    Sponsorship,
    Statement,
)
from tests.bench.thirtyfold import multiply
from tests.portal.demonstration import laid_out

RECORDS = {
    "bodies": 26,
    "body_links": 23,
    "discrepancies": 12,
    "documents": 5,
    "engagement": 20,
    "facts": 17,
    "geography": 13,
    "glossary": 74,
    "governance_rules": 60,
    "impact_measures": 11,
    "improvement_themes": 16,
    "links": 18,
    "measure_values": 86,
    "measures": 67,
    "meetings": 12,
    "milestones": 32,
    "next_steps_2013": 9,
    "official_indicators": 37,
    "organisations": 41,
    "outcomes": 40,
    "participation_commitments": 6,
    "plans": 12,
    "priorities": 28,
    "report_formats": 8,
    "review_2006_09": 28,
    "school_improvement": 15,
    "seats": 50,
    "success_measures_2009": 31,
    "you_said_we_changed": 12,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_out(date(2025, 10, 25)):
        yield


def test_examples_of_dates_are_true():
    assert doctest.testmod(dates).failed == 0


def sourced_rows():
    own = ("governance", "priorities", "impact", "portal")
    for model in apps.get_models():
        if model._meta.app_label in own and issubclass(model, Sourced) and model._meta.managed:
            yield model, model._default_manager.all()


def test_every_record_of_every_file_is_at_home():
    noted = DemonstrationLoad.objects.get()
    read = {file: len(entries) for file, entries in files.read().entries.items()}
    assert noted.records == RECORDS == read
    assert sum(RECORDS.values()) == 798 + 11
    assert noted.homeless == []


def test_every_row_has_a_source_or_is_marked_illustrative_and_never_both():
    for model, rows in sourced_rows():
        neither = rows.filter(source=None, illustrative=False)
        both = rows.filter(source__isnull=False, illustrative=True)
        assert (model, neither.count(), both.count()) == (model, 0, 0)


def test_a_source_names_paper_and_line_or_the_official_file_or_is_our_own_reading():
    papers = Source.objects.filter(kind="paper")
    assert not papers.filter(Q(document=None) | Q(line=None) | Q(place="")).exists()
    official = set(Source.objects.filter(kind="official").values_list("file_name", "licence"))
    assert {licence for _file, licence in official} == {"OGL v3 (data), MIT (repository)"}
    assert len(official) == 2
    assert Source.objects.get(kind="reading").file_name == "links.yaml"
    assert set(Document.objects.filter(sources=None)) == set()


def test_a_contradiction_shows_every_place_it_was_found():
    for entry in files.read().of("discrepancies"):
        note = SourceNote.objects.get(slug=f"discrepancy-{entry['id']}")
        places = {(said["seed"], said["line"]) for said in entry["sources"]}
        shown = set(note.sources.values_list("document__file_name", "line"))
        assert shown == places
    assert not SourceNote.objects.filter(sources=None).exists()


def test_every_word_fits_its_column_and_every_code_is_one_of_its_choices():
    for _model, rows in sourced_rows():
        for row in rows:
            keys = [f.name for f in row._meta.fields if isinstance(f, models.ForeignKey)]
            row.clean_fields(exclude=[*keys, "password"])


def test_boards_are_of_the_kinds_their_papers_say():
    kinds = dict(Board.objects.values_list("slug", "kind"))
    assert kinds["improvement-board"] == "partnership_board"
    assert kinds["corporate-parenting-group"] == "advisory_group"
    assert kinds["childrens-trust"] == "statutory_board"
    assert kinds["learning-consortium"] == "network"
    assert Board.objects.get(slug="area-partnerships").stands_for == 15
    improvement = Board.objects.get(slug="improvement-board")
    assert (improvement.starts_on, improvement.starts_known) == (date(2012, 11, 1), "month")
    assert (improvement.ends_on, improvement.ends_known) == (date(2015, 1, 1), "year")
    assert dict(Board.objects.values_list("slug", "calendar"))["wla"] == "academic"


def test_links_are_turned_round_where_the_paper_says_it_the_other_way():
    links = {
        (
            link.from_board.slug if link.from_board else link.from_organisation.slug,
            link.kind,
            link.to_board.slug if link.to_board else link.to_organisation.slug,
            link.voluntary,
        )
        for link in BoardLink.objects.select_related(
            "from_board", "from_organisation", "to_board", "to_organisation"
        )
    }
    assert {
        ("walsall-partnership", "delegates_to", "childrens-trust", False),
        ("wscb", "delegates_to", "wscb-qap", False),
        ("cheg", "reports_to", "trust-forum", True),
        ("staff-college", "advises", "wla", False),
        ("council4kids", "connected_with", "corporate-parenting-group", False),
        ("childrens-trust", "delegates_to", "trust-forum", False),
    } <= links
    assert len(links) == BoardLink.objects.count() == 26
    followed = set(Succession.objects.values_list("from_board__slug", "to_board__slug"))
    assert followed == {
        ("cheg", "childrens-trust-board"),
        ("improvement-board", "wscb"),
        ("lscb", "wscb"),
    }


def test_the_sixteen_themes_are_priorities_with_what_was_asked_for():
    themes = Priority.objects.filter(plan__slug="safeguarding-improvement-plan")
    assert list(themes.order_by("number").values_list("number", flat=True)) == [*range(1, 17)]
    asked = Counter(Requirement.objects.values_list("demand", flat=True))
    both = themes.annotate(times=Count("requirements")).filter(times=2)
    assert (asked["dfe"], asked["ofsted"], both.count()) == (9, 11, 4)


def test_each_bullet_of_the_themes_is_a_line_of_one_report_in_the_third_quarter():
    reported = ProgressUpdate.objects.filter(round__board__slug="improvement-board")
    lines = [
        sum(len(text.splitlines()) for text in reported.values_list(box, flat=True))
        for box in ("action_taken", "evidence", "still_to_do")
    ]
    assert (reported.count(), lines) == (16, [54, 31, 35])
    assert EvidenceItem.objects.filter(update__in=reported).count() == 31
    asked = ReportingRound.objects.get(board__slug="improvement-board")
    assert asked.slug == "2013-14-q3"
    assert asked.closed_at is not None


def test_improvement_themes_of_the_overview_are_outcomes_with_nine_next_steps():
    themes = Outcome.objects.filter(kind="theme")
    assert set(themes.values_list("slug", flat=True)) == {"sip-1", "sip-2", "sip-3"}
    steps = Statement.objects.filter(outcome__in=themes, kind="next_step")
    assert list(steps.order_by("number").values_list("number", flat=True)) == [*range(1, 10)]


def test_the_choice_of_2013_has_eight_prompts_and_four_tests():
    chosen = SelectionRound.objects.get()
    assert (chosen.decided_on, chosen.drafts, chosen.agreed) == (date(2013, 3, 27), 10, 8)
    assert (Prompt.objects.count(), Criterion.objects.count()) == (8, 4)


def test_the_eight_sponsors_are_places_and_a_fact_of_the_paper():
    sponsored = Sponsorship.objects.filter(priority__plan__slug="cypp-2013")
    assert sponsored.filter(source__line__range=(106, 113)).count() == 8
    assert sponsored.values("place").distinct().count() == 8


def test_figures_keep_what_the_paper_says_of_them():
    vacancy = Observation.objects.filter(measure__code="vacancy")
    actual = vacancy.get(kind="actual")
    assert (actual.value, actual.numerator, actual.denominator) == (22, 36, Decimal("160.1"))
    scenario = vacancy.get(kind="scenario")
    assert scenario.value == Decimal("14.4")
    assert scenario.scenario == "with 13 posts under conditional offer counted as filled"
    assert Observation.objects.get(derived=True).value == Decimal("35.6")
    assert Observation.objects.get(measure__code="mmr").qualifier == "over"
    east = Observation.objects.get(measure__code="overcrowding", area__slug="east-of-the-borough")
    assert (east.value, east.area.parent.slug) == (4, "walsall")
    infant = Observation.objects.filter(measure__code="infant-mortality", area__is_home=True)
    assert [(each.label, each.value) for each in infant.order_by("starts_on")] == [
        ("1995 to 1997", Decimal("7.1")),
        ("2005 to 2007", Decimal("8.3")),
    ]
    assert infant.last().measure.unit == "per 1,000 live births"


def test_what_was_aimed_at_is_a_target_and_no_figure():
    aimed = Target.objects.filter(illustrative=False)
    assert dict(aimed.values_list("measure__code", "value")) == {
        "star-trained": 200,
        "sle-deployed": 80,
        "abc-bronze": 60,
        "tellus-response": 100,
        "sustainable-travel": 66,
    }
    assert not Observation.objects.filter(measure__code="star-trained").exists()


def test_each_measure_has_as_many_figures_as_its_record_says():
    for entry in files.read().of("measures"):
        measure = Measure.objects.get(code=entry["id"])
        told = measure.observations.filter(illustrative=False).count()
        aimed = measure.targets.filter(illustrative=False).count()
        assert (entry["id"], told + aimed) == (entry["id"], entry["points"])


def test_official_figures_stand_in_the_year_that_ends_with_their_label():
    level = Observation.objects.filter(measure__code="lait-fsp_new_gooddev", area__is_home=True)
    last = level.order_by("-ends_on").first()
    assert (last.label, last.starts_on, last.ends_on, last.value) == (
        "2024/25",
        date(2024, 9, 1),
        date(2025, 9, 1),
        Decimal("66.5"),
    )
    checked = Observation.objects.filter(measure__code="lait-hcp_phof", area__is_home=True)
    assert checked.order_by("-ends_on").first().label == "2023/24"
    pooled = Observation.objects.filter(measure__code="lait-hosp_adm_alc_under18yrs")
    assert pooled.order_by("ends_on").first().label == "2013/14-15/16"
    provisional = Observation.objects.filter(state="provisional")
    assert set(provisional.values_list("measure__code", "label")) == {("lait-ks1p_all", "2024/25")}


def test_official_figures_are_all_there_and_a_missing_one_is_a_symbol():
    official = Observation.objects.filter(source__kind="official")
    values = [
        value
        for entry in files.read().of("official_indicators")
        for figures in entry["values"].values()
        for value in figures.values()
    ]
    assert official.count() == len(values)
    missing = official.filter(symbol="not_available", value=None)
    assert missing.count() == values.count(None) == 160
    assert official.values("area").distinct().count() == 13


def test_the_borough_has_ten_neighbours_in_their_order():
    ranked = Neighbour.objects.order_by("rank").values_list("rank", "area__name")
    assert [rank for rank, _name in ranked] == [*range(1, 11)]
    assert ranked[0][1] == "Rochdale"
    assert Area.objects.get(is_home=True).parent.name == "West Midlands"


def test_one_measure_under_several_names_is_joined():
    joined = Measure.objects.filter(same_as__isnull=False)
    assert dict(joined.values_list("code", "same_as__code")) == {
        "x09-1-m1": "infant-mortality",
        "lait-infmort": "infant-mortality",
        "x09-5-m2": "gcse-em",
        "lait-excessyr6": "obesity-y6",
        "lait-16-17_not-known_neet": "neet",
    }


def test_priorities_of_2013_show_the_figures_they_had_or_that_one_is_wanted():
    links = PriorityMeasure.objects.filter(priority__plan__slug="cypp-2013")
    shown = links.order_by("priority__number", "order")
    assert list(shown.values_list("priority__number", "measure__code")) == [
        (1, "infant-mortality"),
        (2, "obesity-reception"),
        (2, "obesity-y6"),
        (3, None),
        (4, "neet"),
        (4, "aspire-study"),
        (5, None),
        (6, None),
        (7, None),
        (8, "idaci"),
        (8, "fsm-eligible"),
    ]


def test_boards_follow_the_improvement_plan_and_forums_have_scorecards():
    follows = PlanFollow.objects.values_list("board__slug", "starts_on")
    assert set(follows) == {
        ("cyp-partnership-board", date(2013, 4, 1)),
        ("wscb", date(2013, 12, 1)),
    }
    cards = Scorecard.objects.filter(illustrative=False)
    assert (cards.count(), cards.filter(rows=None).count()) == (5, 0)


def test_formats_are_the_houses_eight_and_two_of_our_own():
    assert ReportFormat.objects.count() == 10
    built = ReportFormat.objects.filter(is_built=True)
    assert set(built.values_list("code", flat=True)) == set(formats.FORMATS)
    scrutiny = ReportFormat.objects.get(code="scrutiny-2014")
    assert scrutiny.source.line == 28
    assert [each["title"] for each in scrutiny.sections][:2] == ["Date", "Title"]


def test_a_term_with_two_meanings_has_both():
    meanings = GlossaryTerm.objects.filter(term="ICS").values_list("meaning", "context")
    assert set(meanings) == {
        ("Integrated Children's System", "children's social care"),
        ("Integrated care system", "health"),
    }


def test_dates_known_in_part_say_how_far_they_are_known():
    listening = dict(Engagement.objects.values_list("slug", "on_known"))
    assert listening["big-conversation"] == "season"
    workshops = Milestone.objects.get(slug="cyp2040-workshops")
    assert (workshops.due_on, workshops.due_until) == (date(2023, 10, 1), date(2023, 12, 1))
    trust = Milestone.objects.get(slug="trust-1")
    assert (trust.due_on, trust.due_known) == (date(2009, 4, 1), "financial_year")
    assert trust.reached_on is None
    met = dict(Meeting.objects.values_list("slug", "on_known"))
    assert (met["cypb-2013-09"], met["cypb-2013-03-27"]) == ("month", "day")


def test_what_changed_after_people_spoke_is_told_for_each_of_twelve():
    assert YouSaid.objects.filter(state="changed").exclude(changed="").count() == 12


def test_the_tables_of_smaller_things_are_whole():
    assert NeedsFinding.objects.count() == 28
    felt = sum(len(e.get("experience_in_2012", ())) for e in files.read().of("outcomes"))
    assert Statement.objects.filter(kind="experience").count() == felt == 114
    assert Statement.objects.filter(kind="participation").count() == 6
    assert Statement.objects.filter(kind="role").count() == 5
    assert BoardStatement.objects.filter(kind="sponsor_duty").count() == 4
    assert BoardStatement.objects.filter(kind="promise").count() == 5
    assert Decision.objects.filter(illustrative=False).count() == 6
    assert Plan.objects.count() == 12
    assert Place.objects.filter(seat__board__slug="cheg").count() == 16


@pytest.mark.parametrize(
    ("board", "printed"), [("wscb", 68), ("wscb-qap", 73), ("wscb-ppld", 49), ("wscb-scr", 71)]
)
def test_registers_give_the_shares_the_paper_prints(board, printed):
    expected = Attendance.objects.filter(
        meeting__board__slug=board, meeting__on__range=(date(2013, 4, 1), date(2013, 11, 30))
    )
    came = expected.filter(came__in=["present", "remote", "deputy"])
    assert (came.count(), expected.count()) == (printed, 100)
    told = Observation.objects.get(measure__board__slug=board)
    assert told.value == printed
    assert told.source in SourceNote.objects.get(slug=f"register-{board}").sources.all()
    probation = came.filter(place__seat__title="Probation").count()
    assert probation <= 2


def test_nobody_has_a_name_and_every_address_is_an_example():
    assert not User.objects.exclude(name="").exists()
    addresses = User.objects.exclude(email=None).values_list("email", flat=True)
    assert {address.partition("@")[2] for address in addresses} == {"example.org"}
    assert not User.objects.exclude(illustrative=True).exists()


def test_an_action_due_in_the_plan_of_2013_is_never_reported_after_its_quarter_ended():
    late = ProgressUpdate.objects.filter(
        round__board__slug="cyp-partnership-board", signed_off_at__date__gte=F("round__ends_on")
    )
    assert not late.exists()


def test_it_can_stand_there_many_times_over_as_speed_is_measured():
    before = Board.objects.count(), Meeting.objects.count()
    multiply(2)
    assert Board.objects.count() == 2 * before[0]
    # of other partnerships, and of more years of its own
    assert Meeting.objects.count() == 3 * before[1]
