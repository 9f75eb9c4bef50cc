"""A board report of any size, as plain facts: what the printers are tested and measured with."""

from datetime import date, timedelta
from decimal import Decimal

from portal.reports.build.compose import board_report
from portal.reports.build.facts import (
    Action,
    Attended,
    DutyDone,
    Found,
    MeasureFound,
    PlanFollowed,
    PriorityFound,
    Rating,
    Reading,
    Register,
    Said,
    Series,
    Silence,
    Term,
    ThemeFound,
)
from portal.reports.content import Limits, PaperContent, Source

ON = date(2013, 12, 31)

TITLES = (
    "Supporting the most vulnerable families to provide the best start in life for children",
    "Ensuring that children maintain a healthy weight",
    (
        "Reducing the harm caused by child sexual exploitation, including children missing from"
        " school, care and home"
    ),
    "Greater diversity of choice for learning, training and employment for young people",
    (
        "Supporting the transition into adulthood for children and young people with special"
        " educational needs or disabilities by creating single ‘through life’ plans"
    ),
    "Promoting pride in the achievements of the children and young people of Walsall",
    (
        "Better communication between frontline staff in all agencies that support children and"
        " families"
    ),
    "Reducing the impact of child poverty",
)
SPONSORS = (
    "Director of Children’s Services",
    "Director of Public Health",
    "Chair of Walsall Safeguarding Children Board",
    "Operational Director, Walsall Training Providers; Vice Principal, Walsall College",
    "Director of Adult Social Care",
    "Chair of Walsall Association of Secondary Headteachers",
    "Head of Probation, Walsall LDU",
    "Head of Housing",
)
RATINGS = (
    ("on_track", "at_risk", "at_risk"),
    ("on_track", "on_track", "on_track"),
    ("at_risk", "at_risk", "on_track"),
    ("on_track", "on_track", "no_update"),
    ("off_track", "at_risk", "at_risk"),
    ("on_track", "complete", "complete"),
    ("at_risk", "no_update", "no_update"),
    ("on_track", "on_track", "off_track"),
)
STATES = ("on_track", "at_risk", "on_track", "on_track", "not_started", "off_track", "complete")
ACTIONS = (
    ("Make the 18 children’s centres part of the local early help offer",
     "Every centre offers an early help assessment"),
    ("Train 200 staff in the Outcomes Star tool",
     "Distance travelled is recorded for every family"),
    ("Follow all eligible families through the Troubled Families programme",
     "More families turned around than by November 2013"),
    ("Record every step-up and step-down each month",
     "The board sees volume, duration and outcome"),
    ("Give parents of four-month-old babies one-to-one advice on weaning",
     "More babies weaned at the right time"),
    ("Name a lead professional when a child steps down from a plan",
     "No family is passed on without a name"),
    ("Brief local teams on the lead professional role", "Every area team briefed"),
    ("Tell early help when a family with children may lose its home",
     "Families helped before notice is served"),
    ("Share one list of contacts between all frontline teams",
     "Staff find the right person the same day"),
)  # fmt: skip
LEADS = ("Children’s Services", "Public Health", "West Midlands Police", "Council Housing")


def sample(
    *, priorities: int = 8, actions: int = 9, measures: int = 2, themes: int = 16, card: int = 40
) -> Found:
    """Return what a board report of this size is made of; every value is a constant."""
    return Found(
        place="Walsall",
        board="Children and Young People’s Partnership Board",
        board_slug="cyp-partnership-board",
        period="Quarter 3 of 2013/14, October to December 2013",
        period_slug="2013-14-q3",
        period_short="quarter 3 of 2013/14",
        starts_on=date(2013, 10, 1),
        ends_on=date(2014, 1, 1),
        on=ON,
        quarters=("Quarter 1", "Quarter 2", "Quarter 3"),
        plan="Children and Young People’s Plan 2013 to 2016",
        meeting="Meeting of the Board, 12 December 2013",
        priorities=tuple(priority(n, actions, measures) for n in range(priorities)),
        followed=(followed_plan(themes),) if themes else (),
        scorecard=tuple(measure(n, group=f"Group {n // 10 + 1}") for n in range(card)),
        registers=(register(),),
        glossary=(
            Term(term="LDU", meaning="Local delivery unit of the probation service"),
            Term(term="DfE", meaning="Department for Education", source=1),
            Term(term="ZZZ", meaning="An abbreviation that this paper does not use"),
        ),
        sources=SOURCES,
        licences=(
            "Contains public sector information licensed under the Open Government Licence v3.0.",
        ),
    )


def content(**size: int) -> PaperContent:
    """Return the composed paper of a sample."""
    return board_report(sample(**size), edition=2)


SOURCES = tuple(
    Source(
        key=key,
        label=f"2013 plan, line {100 + key}",
        paper="Walsall Children and Young People’s Plan 2013 to 2016" if key < 6
        else "Delivery of the Working Smarter Programme, Theme 4 (2 January 2014)",
        place=f"Priorities table, line {100 + key}",
    )
    for key in range(1, 13)
)  # fmt: skip


def priority(index: int, actions: int, measures: int) -> PriorityFound:
    """Return the priority at `index`; the fourth and seventh did not report."""
    codes = RATINGS[index % len(RATINGS)]
    reported = codes[-1] != "no_update"
    number = index + 1
    return PriorityFound(
        number=number,
        title=TITLES[index % len(TITLES)],
        anchor=f"priority-{number}",
        sponsor=SPONSORS[index % len(SPONSORS)],
        ratings=tuple(Rating(code=code) for code in codes),
        worked_out="at_risk" if codes[-1] == "on_track" else codes[-1],
        reason=f"Action {number}.6 (92 days) is overdue.",
        reported=reported,
        silent_for=0 if reported else codes.count("no_update"),
        duties=DUTIES,
        action_taken=SAID["taken"] if reported else (),
        evidence=SAID["evidence"] if reported else (),
        still_to_do=SAID["still"] if reported else (),
        actions=tuple(action(number, n) for n in range(actions)),
        issues=SAID["issues"] if index in {0, 6} else (),
        asks=(Said(text=f"Agree a last date for action {number}.6"),) if index in {0, 7} else (),
        silences=(Silence(who=LEADS[index % 4], quarters=1 + index % 2, actions=2),),
        measures=tuple(measure(index * measures + n) for n in range(measures)),
        wanted=("Children who say that they are proud of where they live",) if index == 5 else (),
        commitments=7,
        accepted=5,
        ratings_illustrative=True,
    )


DUTIES = (
    DutyDone(title="Measures and actions agreed", state="met", words="27 March 2013"),
    DutyDone(title="Delivery plan complete", state="met", words="Every action has its four parts"),
    DutyDone(title="Partners held to account", state="begun", words="5 of 7 contributed"),
    DutyDone(title="Report filed", state="open", words="Due on 10 January 2014"),
)
SAID = {
    "taken": (
        Said(text="The early help strategy and pathway are in place, with training, an advisory"
             " group and regular word to partners", source=6),
        Said(text="Every family in the Troubled Families programme is followed: 413 are eligible",
             source=7),
        Said(text="Area family support teams were strengthened; panels check quality"),
    ),
    "evidence": (
        Said(text="92 families turned around, 22% of those eligible", kind="data", source=7),
        Said(text="About 120 cases moved to early help after audit", kind="audit", source=8),
    ),
    "still": (
        Said(text="Make the 18 children’s centres part of the local offer", source=9),
        Said(text="Train 200 staff in the Outcomes Star by the end of December"),
    ),
    "issues": (
        Said(text="Two training days were lost to the inspection; 36 staff are still to book",
             illustrative=True),
    ),
}  # fmt: skip


def action(priority_number: int, index: int) -> Action:
    """Return an action; every seventh is off track and overdue."""
    what, outcome = ACTIONS[index % len(ACTIONS)]
    state = STATES[index % len(STATES)]
    due_on = date(2013, 9, 30) if state == "off_track" else date(2014, 3, 31)
    return Action(
        number=f"{priority_number}.{index + 1}",
        what=what,
        outcome=outcome,
        lead=LEADS[(priority_number + index) % len(LEADS)],
        starts_on=date(2013, 4, 1) + timedelta(days=31 * (index % 7)),
        due_on=due_on,
        due=f"{due_on.day} {due_on:%B %Y}",
        state=state,
        reason="164 of 200 trained" if state == "at_risk" else "",
        days_overdue=92 if state == "off_track" else 0,
        times_moved=2 if state == "off_track" else 0,
        asked=4,
        accepted=index % 5,
        illustrative=True,
    )


def measure(index: int, *, group: str = "") -> MeasureFound:
    """Return a measure; every fourth has 13 points and an analysis, every third only one."""
    points = 13 if index % 4 == 0 else 1 if index % 3 == 2 else 5
    readings = tuple(reading(index, n, points) for n in range(points))
    last = readings[-1]
    return MeasureFound(
        code=f"measure-{index}",
        title=f"Open cases per social worker, team {index + 1}",
        unit="%" if index % 2 else "cases per worker",
        decimals=1,
        sentence=f"{last.value} in {last.period}, down from 25.2 in March 2013; no target agreed.",
        own=Series(area="Walsall", breakdown="everyone", readings=readings),
        others=(Series(area="England", breakdown="everyone", readings=readings[-2:]),),
        better="lower",
        target=Decimal(18) if index % 5 == 0 else None,
        target_words="2.7 above" if index % 5 == 0 else "",
        direction="" if points == 1 else "better",
        moved="" if points == 1 else "down",
        variation="spc-common" if points == 13 else "",
        variation_words="Usual range" if points == 13 else "",
        limits=(Limits(start=0, n=13, centre=22.0, lower=18.2, upper=25.8),)
        if points == 13
        else (),
        group=group,
    )


def reading(index: int, month: int, points: int) -> Reading:
    """Return a month's figure, the last being October 2013; every other is illustrative."""
    place = 2012 * 12 + 9 + 12 - (points - 1 - month)
    starts_on = date(place // 12, place % 12 + 1, 1)
    following = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    return Reading(
        period=f"{starts_on:%B %Y}",
        starts_on=starts_on,
        ends_on=following,
        value=Decimal(207 + (index * 7 + month * 5) % 45) / 10,
        spc="common_cause",
        source=0 if month % 2 and month < points - 1 else 6,
        illustrative=bool(month % 2 and month < points - 1),
    )


def followed_plan(themes: int) -> PlanFollowed:
    """Return a followed plan: of 16 themes 9 are asked for by the DfE, 11 by Ofsted, 4 by both."""
    asked = [("DfE",)] * 5 + [("DfE", "Ofsted")] * 4 + [("Ofsted",)] * 7
    return PlanFollowed(
        title="Strategic Improvement Plan for Safeguarding",
        owner="Improvement Board",
        since="April 2013",
        asking=("DfE", "Ofsted"),
        themes=tuple(
            ThemeFound(
                number=n + 1,
                title=f"Thresholds and arrangements {n + 1}",
                anchor=f"theme-{n + 1}",
                asked_by=asked[n % 16],
                asks="Name a lead professional to coordinate early help when a child steps down.",
                action_taken=SAID["taken"],
                evidence=SAID["evidence"],
                still_to_do=SAID["still"],
                source=6 + n % 6,
            )
            for n in range(themes)
        ),
        source=6,
    )


def register() -> Register:
    """Return the attendance of the board over three meetings."""
    rows = tuple(
        Attended(label=post, present=n % 4, deputies=n % 2, expected=4, illustrative=True)
        for n, post in enumerate(SPONSORS)
    )
    total = Attended(
        label="All seats",
        present=sum(row.present for row in rows),
        deputies=sum(row.deputies for row in rows),
        expected=sum(row.expected for row in rows),
    )
    return Register(
        board="Board", span="April to December 2013", meetings=4,
        total=total, rows=rows,
    )  # fmt: skip
