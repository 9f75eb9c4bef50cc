"""A paper that an officer typed, and the facts of a board: constant, of any size."""

from datetime import date

from portal.reports.build.facts_board import BoardFound, Decided, Heard, Listened, SeatFound
from portal.reports.formats import Clearance, Format
from portal.reports.papers import Cleared, TypedPaper
from tests.bench.paper import sample

DETAIL = """The Board was set up to do what no partner can do alone. See [the plan](/plans/x/).

## Members and meetings

It meets once a quarter. Each meeting looks at one theme:

1. attainment
2. early help
   - for families
   - for schools

| Quarter | Theme | Present |
|---|---|---|
| 1 | Attainment | 10 |
| 2 | Early help | 12 |

### Young people

*Two* young people sit at the table and write to [the clerk](mailto:clerk@example.org).

1. one
2. two
"""
ANSWERS = {"for": "Discussion", "equality": "None.", "environment": "None"}


def typed(made_of: Format, **changes: object) -> TypedPaper:
    """Return a paper with every section of `made_of` typed and every fact chosen."""
    texts = {
        each.code: ANSWERS.get(each.code) or f"Words on {each.title}.\n\n**More** about it."
        for each in made_of.typed()
    }
    texts |= {code: DETAIL for code in ("detail", "story", "next_practice") if code in texts}
    if not any(each.code == "equality" and each.none_is_answer for each in made_of.typed()):
        texts |= {"equality": "Children in care gain most."} if "equality" in texts else {}
    known: dict[str, object] = {
        "title": "How the plan is going",
        "dated": date(2014, 1, 16),
        "portfolios": "Children and young people",
        "sources": made_of.takes(),
        "texts": texts,
        "authors": ("Director of Children’s Services", "Partnership officer"),
        "clearances": tuple(
            Cleared(kind=kind, by=f"Head of {kind}", on=date(2014, 1, 6)) for kind in Clearance
        ),
    }
    return TypedPaper(**{**known, **changes})  # type: ignore[arg-type]


def facts(*, priorities: int = 2, themes: int = 16, card: int = 3) -> BoardFound:
    """Return the facts of a board with two seats, of which one has a vacant place."""
    found = sample(priorities=priorities, actions=2, measures=1, themes=themes, card=card)
    return BoardFound(
        found=found,
        seats=(
            SeatFound(title="Independent chair", role="chair", places=1, held=1, source=3),
            SeatFound(
                title="Head teachers, secondary",
                nominated_by="Association of head teachers",
                places=2,
                held=1,
                illustrative=True,
            ),
        ),
        listened=(
            Listened(
                title="Growing up in Walsall", by="Public Health", when="November 2010",
                what="Study of lived experience", source=4,
            ),
        ),
        heard=(
            Heard(
                voice="parents", said="Quicker access.", changed="Seen within six weeks.",
                state="changed", source=5,
            ),
            Heard(voice="young people", said="More buses.", state="heard"),
        ),
        decided=(Decided(number="1 of 2013/14", on="3 December 2013", text="Agreed the plan."),),
        tracker=found.followed,
        sources=found.sources,
    )  # fmt: skip
