"""What is measured: measures the papers quote, want or define, and official indicators."""

from decimal import Decimal
from typing import Any

from governance.models import Board, Source
from impact.models import Measure, PriorityMeasure
from portal.demo.dates import official
from portal.demo.files import Entry
from portal.demo.shelf import Shelf
from priorities.models import Outcome, Plan, Priority

BETTER = {
    "increase": Measure.Better.HIGHER,
    "decrease": Measure.Better.LOWER,
    "neutral": Measure.Better.NEITHER,
    "qualitative": Measure.Better.NEITHER,
}
QUESTIONS = {
    "how much": Measure.Question.HOW_MUCH,
    "how well": Measure.Question.HOW_WELL,
    "how well, %/rate": Measure.Question.HOW_WELL,
    "better off, number": Measure.Question.BETTER_OFF_NUMBER,
    "better off, %": Measure.Question.BETTER_OFF_PERCENT,
}
# Which priority each impact measure of the Learning Alliance would tell of: our own reading.
TELLS_OF = {
    "wla-l1": "wla-standards",
    "wla-l2": "wla-vulnerable",
    "wla-l3": "wla-vulnerable",
    "wla-m1-3": "wla-recruitment",
    "wla-m1-5": "wla-recruitment",
    "wla-m1-10": "wla-recruitment",
    "wla-m2": "wla-send",
    "wla-m3": "wla-standards",
}
DEFINED_BY_ITS_NOTE = {"caseload"}
# Whose own attendance a measure tells.
ATTENDANCE_OF = {
    "attendance-wscb": "wscb",
    "attendance-qap": "wscb-qap",
    "attendance-ppld": "wscb-ppld",
    "attendance-scr": "wscb-scr",
}
# The file of indicators names no units; these follow the publisher's own headings.
UNITS = {
    "lait-infmort": "per 1,000 live births",
    "lait-under18concep": "per 1,000 girls aged 15 to 17",
    "lait-hospad0-14": "per 10,000 children",
    "lait-cmh_0-17yrs": "per 100,000 children",
    "lait-hosp_adm_alc_under18yrs": "per 100,000 children",
    "lait-avg_attain8_score": "points",
    "lait-fsm_avg_attain8_score": "points",
    "lait-cpp_rate": "per 10,000 children",
    "lait-cin": "per 10,000 children",
    "lait-lac": "per 10,000 children",
    "lait-firstyjs": "per 100,000 aged 10 to 17",
}
TITLES = {
    "lait-totpermex": "Permanent exclusions, all schools",
    "lait-secpermex": "Permanent exclusions, secondary schools",
    "lait-totfixedex": "Suspensions, all schools",
    "lait-secfixedex": "Suspensions, secondary schools",
    "lait-totabs": "School absence",
    "lait-fsp_new_gooddev": "Good level of development at age five",
    "lait-hcp_phof": "Development check offered at two",
    "lait-excessrec": "Overweight or obese, reception year",
    "lait-excessyr6": "Overweight or obese, year 6",
    "lait-low_birth_weight_babies": "Low birth weight at term",
    "lait-infmort": "Infant mortality",
    "lait-16-17_not-known_neet": "NEET or activity not known, age 16 and 17",
    "lait-under18concep": "Conceptions under 18",
    "lait-hospad0-14": "Emergency hospital admissions, under 15",
    "lait-cmh_0-17yrs": "Hospital admissions for mental health, under 18",
    "lait-hosp_adm_alc_under18yrs": "Hospital admissions for alcohol, under 18",
    "lait-ks1p_all": "Phonics, all pupils",
    "lait-ks1p_fsm": "Phonics, pupils with free school meals",
    "lait-avg_attain8_score": "Attainment 8, all pupils",
    "lait-fsm_avg_attain8_score": "Attainment 8, pupils with free school meals",
    "lait-sen_ehc_excpt_20wks": "Education, health and care plans issued within 20 weeks",
    "lait-new_ks2_rwm_sen_withsta": "Expected level at 11, pupils with a plan",
    "lait-level3age19": "Level 3 qualification by 19",
    "lait-sept_guarantee": "Offers of a place at 16 and 17",
    "lait-rereferral": "Referred again within 12 months",
    "lait-cpp_rate": "Child protection plans",
    "lait-cin": "Children in need",
    "lait-lac": "Children looked after",
    "lait-work_force_vac_rate": "Social worker vacancies",
    "lait-work_force_to_rate": "Social worker turnover",
    "lait-work_force_agecy_rate": "Agency social workers",
    "lait-careleavereet": "Care leavers in education, employment or training",
    "lait-careleaveracc": "Care leavers in suitable homes",
    "lait-firstyjs": "First-time entrants to youth justice",
    "lait-childpov": "Children in low-income families",
    "lait-prifsm": "Free school meals, primary",
    "lait-secfsm": "Free school meals, secondary",
}


def load_quoted(shelf: Shelf) -> None:
    """Add the measures whose figures the papers quote."""
    places = _decimals(shelf)
    for entry in shelf.library.of("measures"):
        note = entry.text("note")
        is_definition = entry["id"] in DEFINED_BY_ITS_NOTE
        row = Measure(
            code=entry["id"],
            title=entry["title"],
            unit=entry["unit"],
            decimals=places.get(entry["id"], 0),
            better=BETTER[entry["improvement_direction"]],
            accountability=entry["accountability"],
            topic=entry["theme"],
            question=QUESTIONS.get(entry.text("rba_quadrant"), Measure.Question.NONE),
            definition=note if is_definition else "",
            quality_note="" if is_definition else note,
            board=shelf.maybe(Board, ATTENDANCE_OF.get(entry["id"])),
        )
        shelf.add(row, of=entry)


def _decimals(shelf: Shelf) -> dict[str, int]:
    """Return how many decimals the papers print for each measure."""
    places: dict[str, int] = {}
    for entry in shelf.library.of("measure_values"):
        exponent = Decimal(str(entry["value"])).normalize().as_tuple().exponent
        printed = max(0, -int(exponent))
        places[entry["measure"]] = max(printed, places.get(entry["measure"], 0))
    return places


def load_wanted(shelf: Shelf) -> None:
    """Add the measures that plans of 2009 and 2022 want and give no figures for."""
    for entry in shelf.library.of("success_measures_2009"):
        priority = shelf.one(Priority, entry["priority"])
        row = _wanted(entry, entry["measure"], entry["direction"], plan=priority.plan)
        row.unit = "" if entry["unit"] == "narrative" else entry["unit"]
        row.qualitative = row.qualitative or entry["unit"] == "narrative"
        serve(shelf, shelf.source_of(entry), priority, shelf.add(row, of=entry))
    for entry in shelf.library.of("impact_measures"):
        row = _wanted(entry, entry["measure"], entry["direction"], plan=shelf.one(Plan, "wla"))
        row.board = shelf.one(Board, entry["body"])
        row.horizon = entry["horizon"]
        row.unit = entry.text("unit")
        row.after_years = entry.get("after_years")
        row.question = QUESTIONS.get(entry.text("rba"), Measure.Question.NONE)
        row.qualitative = entry["kind"] == "qualitative"
        if entry["kind"] == "population":
            row.accountability = Measure.Accountability.POPULATION
        shelf.add(row, of=entry)
        if entry["id"] in TELLS_OF:
            priority = shelf.one(Priority, TELLS_OF[entry["id"]])
            serve(shelf, shelf.reading(), priority, row)
    for entry in shelf.library.of("school_improvement"):
        for number, said in enumerate(entry["success_measures"], 1):
            _load_success_measure(shelf, entry, number, said)


def _wanted(entry: Entry, title: str, direction: str, **more: Any) -> Measure:
    return Measure(
        code=entry["id"],
        title=title,
        better=BETTER[direction],
        qualitative=direction == "qualitative",
        standing=Measure.Standing.WANTED,
        **more,
    )


def _load_success_measure(shelf: Shelf, entry: Entry, number: int, said: dict[str, Any]) -> None:
    """Add one success measure of a work stream, unless the papers quote a figure for it."""
    priority = shelf.one(Priority, entry["id"])
    titled = (m for m in shelf.all(Measure) if m.title == said["measure"])
    row = next(titled, None)
    if row is None:
        row = _wanted(entry, said["measure"], said["direction"], plan=priority.plan)
        row.code = f"{entry['id']}-m{number}"
        parts = [f"Wanted: {said['target']}." if said.get("target") else ""]
        parts += [f"Baseline: {said['baseline']}." if said.get("baseline") else ""]
        parts += [f"({said['count']}): {entry['note']}." if said.get("count") else ""]
        row.quality_note = " ".join(filter(None, parts))
        shelf.add(row, of=entry)
    serve(shelf, shelf.source_of(entry), priority, row)


def serve(shelf: Shelf, source: Source, priority: Priority, measure: Measure) -> None:
    """Add that `measure` shows whether `priority` changes anything."""
    order = sum(link.priority is priority for link in shelf.all(PriorityMeasure))
    row = PriorityMeasure(priority=priority, measure=measure, order=order)
    shelf.add(row, source=source)


def load_theme_measures(shelf: Shelf) -> None:
    """Add which measures each improvement theme is told by."""
    for entry in shelf.library.of("improvement_themes"):
        for code in entry["measures"]:
            priority = shelf.one(Priority, entry["id"])
            serve(shelf, shelf.source_of(entry), priority, shelf.one(Measure, code))


def load_official(shelf: Shelf) -> None:
    """Add the official indicators; which priority each may serve is our own reading."""
    for entry in shelf.library.of("official_indicators"):
        code, link = entry["id"], entry["suggested_link"]
        outcome = shelf.maybe(Outcome, link)
        row = Measure(
            code=code,
            title=TITLES.get(code, " ".join(entry["title"].split())),
            definition=f"Published as “{' '.join(entry['title'].split())}”.",
            unit=UNITS.get(code, "%"),
            decimals=entry["decimals"],
            better=BETTER[entry["improvement_direction"]],
            frequency="yearly",
            year_type=entry["year_type"],
            topic=entry["topic"],
            owner=entry["owner"].strip(" ("),
            plan=outcome.plan if outcome else None,
            accountability=Measure.Accountability.POPULATION,
            standing=Measure.Standing.HEADLINE,
        )
        shelf.add(row, of=entry)
        priority = shelf.maybe(Priority, link)
        if priority and _runs_long_enough(priority.plan, entry):
            serve(shelf, shelf.reading(), priority, row)
        elif priority:
            row.plan = priority.plan


def _runs_long_enough(plan: Plan, entry: Entry) -> bool:
    """Say whether the first official figure belongs to the time of a plan."""
    first = next(iter(entry["values"]["Walsall"]))
    ends_on = official(first, entry["year_type"])[0].ends_on
    return plan.ends_on is None or ends_on <= plan.ends_on
