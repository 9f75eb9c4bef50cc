"""Tokens planted in every text that not everybody may read, and who may read which.

The fields are found by looking at the models, so that a new one joins by itself; who may read a
row follows from the table of pages, not from the rules.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pymupdf
from django.db import Error, connection, transaction
from django.db.models import CharField, Field, JSONField, Model, SlugField, TextField
from django.http import HttpResponse

from governance import models as ground
from governance.models import Board, Meeting
from impact import models as impact
from impact.models import Area
from portal import models as portal
from priorities import models as priorities
from priorities.models import DeliveryPlan, Plan
from tests import factories as make
from tests.laws import MODELS
from tests.rights import Row

TOKEN = re.compile(r"cny(?:-[\w.]+)*?-(\d+)z", re.IGNORECASE)
SHORTEST = 9  # letters that the shortest token takes
OFFICE = "application/vnd.openxmlformats-officedocument"
PACKED = {f"{OFFICE}.spreadsheetml.sheet", f"{OFFICE}.wordprocessingml.document"}
MARKUP = re.compile(r"<[^>]+>")  # a word may be cut by what says how it looks

# Who reads a secret: those to whom this page opens, by address and state.
Secret = tuple[str, str]
PLAN: Secret = ("priorities:plan-view", "draft")
DELIVERY: Secret = ("priorities:delivery-view", "draft")
REPORTING: Secret = ("priorities:progress-view", "")
MEETING: Secret = ("governance:meeting-view", "planned")
MEASURE: Secret = ("impact:measure-view", "of a draft plan")
PAPER: Secret = ("portal:paper-view", "draft")
RESETS: Secret = ("portal:resets", "")
TABLE: Secret = ("governance:board-attendance", "")
TERMS: Secret = ("governance:terms-version", "draft")
# Those no page stands for: what one person typed or was told, and what the public is kept from.
PERSONAL: Secret = ("one person's own", "")
EXEMPT: Secret = ("an exempt paper", "")
MEMBERSHIP: Secret = ("kept by who keeps the membership", "")
READ_EXEMPT = {"member", "chair", "vice chair", "sponsor", "officer", "officer everywhere"}

Where = tuple[Secret, int | None] | None


def of_plan(plan: Plan | None) -> Where:
    return (PLAN, plan.board_id) if plan and plan.state == Plan.State.DRAFT else None


def of_delivery(delivery: DeliveryPlan) -> Where:
    plan = delivery.priority.plan
    hidden = delivery.state != DeliveryPlan.State.PUBLISHED
    return of_plan(plan) or ((DELIVERY, plan.board_id) if hidden else None)


def of_slip(row: Any) -> Where:
    return of_delivery(row.action.plan if row.action else row.milestone.priority.delivery_plan)


def of_round(row: Any) -> Where:
    return (REPORTING, row.round.board_id) if row.round.closed_at is None else None


def of_meeting(meeting: Meeting | None) -> Where:
    planned = meeting is not None and meeting.state == Meeting.State.PLANNED
    return (MEETING, meeting.board_id) if meeting and planned else None


def of_item(item: Any) -> Where:
    return (EXEMPT, item.meeting.board_id) if item.exempt else of_meeting(item.meeting)


def of_measure(measure: Any) -> Where:
    hidden = of_plan(measure.plan)
    return (MEASURE, hidden[1]) if hidden else None


def of_run(run: Any) -> Where:
    was_out = run.published_at is not None  # what was withdrawn since says why
    return None if was_out else (("portal:report-view", run.state), run.board_id)


def of_paper(paper: Any) -> Where:
    return (PAPER, paper.board_id) if paper.state in {"draft", "submitted"} else None


def of_question(row: Any) -> Where:
    return (TABLE, row.meeting.board_id) if row.state in {"received", "refused"} else None


def personal(row: Any) -> Where:
    return PERSONAL, None


def membership(row: Any) -> Where:
    return MEMBERSHIP, None


# Whether a row is secret, and whose; a model stands here or among those that everybody reads.
SECRETS: dict[type[Model], Callable[[Any], Where]] = {
    Plan: of_plan,
    priorities.Outcome: lambda row: of_plan(row.plan),
    priorities.Statement: lambda row: of_plan(row.plan),
    priorities.NeedsFinding: lambda row: of_plan(row.plan),
    priorities.Milestone: lambda row: of_plan(row.plan),
    priorities.Priority: lambda row: of_plan(row.plan),
    priorities.Requirement: lambda row: of_plan(row.plan),
    DeliveryPlan: of_delivery,
    priorities.DeliveryAction: lambda row: of_delivery(row.plan),
    priorities.Slip: of_slip,
    priorities.Commitment: lambda row: of_delivery(row.action.plan),
    priorities.Contribution: of_round,
    priorities.ProgressUpdate: of_round,
    priorities.EvidenceItem: lambda row: of_round(row.update),
    priorities.Issue: lambda row: (REPORTING, row.priority.plan.board_id),
    Meeting: of_meeting,
    ground.AgendaItem: of_item,
    ground.Decision: lambda row: of_item(row.item) if row.item else of_meeting(row.meeting),
    ground.ActionPoint: lambda row: of_item(row.item) if row.item else of_meeting(row.meeting),
    ground.Challenge: lambda row: (TABLE, row.board_id),
    ground.Referral: lambda row: (TABLE, row.to_board_id),
    ground.PublicQuestion: of_question,
    ground.Attendance: lambda row: (TABLE, row.meeting.board_id),
    ground.MeetingPaper: lambda row: of_item(row.item),
    ground.PaperClearance: lambda row: of_item(row.paper.item),
    ground.Declaration: lambda row: of_item(row.item) if row.item else of_meeting(row.meeting),
    ground.Vote: lambda row: of_item(row.item) if row.item else of_meeting(row.meeting),
    ground.Minutes: lambda row: None if row.agreed_in else (TABLE, row.meeting.board_id),
    ground.WrittenProcedure: lambda row: (TABLE, row.board_id),
    ground.WrittenAnswer: lambda row: (TABLE, row.procedure.board_id),
    ground.WorkProgrammeItem: lambda row: (TABLE, row.board_id),
    ground.TermsOfReference: lambda row: None if row.signed_off_on else (TERMS, row.board_id),
    ground.Nomination: membership,
    ground.Mentoring: membership,
    ground.AccessReview: membership,
    ground.NewAddress: membership,
    ground.PrivateNote: personal,
    ground.Draft: personal,
    ground.Message: personal,
    ground.Notification: personal,
    impact.Measure: of_measure,
    impact.Observation: lambda row: of_measure(row.measure),
    impact.Target: lambda row: of_measure(row.measure),
    impact.Scorecard: of_measure,
    impact.ScorecardRow: lambda row: of_measure(row.scorecard),
    impact.PriorityMeasure: lambda row: of_plan(row.priority.plan),
    portal.FactorReset: lambda row: (RESETS, None),
    portal.ReportRun: of_run,
    portal.Report: of_paper,
    portal.ReportSection: lambda row: of_paper(row.report),
    portal.ReportClearance: lambda row: of_paper(row.report),
}
# What the public may read even of an exempt item; and what is no text for people.
SHOWN = {"AgendaItem": {"title", "exempt_paragraphs"}}
NO_WORDS = {"Draft": {"form", "key"}, "Message": {"key"}, "Notification": {"event"}}
NO_WORDS |= {
    "NewAddress": {"old_sha256", "new_sha256"},
    "Report": {"period"},
    "ReportRun": {"period", "checksum"},
    "Observation": {"breakdown", "scenario"},
}


@dataclass(frozen=True)
class Token:
    """Where a token stands, and to whom the page that shows it opens."""

    text: str
    place: str
    readers: frozenset[str]


class Planted:
    """All tokens of one world."""

    def __init__(self, boards: dict[str, Board], pages: Iterable[Row]) -> None:
        """Begin with what is made from now on; `pages` say who reads."""
        self._boards = {board.pk: name for name, board in boards.items()}
        self._opens = {
            (row.address, row.state, row.board): frozenset(
                who for who, said in row.answers.items() if said == "opens"
            )
            for row in pages
        }
        self._marks: dict[type[Model], int] = {}
        self.tokens: dict[int, Token] = {}
        self._mark()

    def plant(self) -> None:
        """Put a token in each text of each secret row made since the last time."""
        for model, last in _last_keys().items():
            known = self._marks[model]
            if last > known:
                for row in model._default_manager.filter(pk__gt=known):
                    where = SECRETS[model](row)
                    if where is not None:
                        self._in_row(row, *where)
        self._mark()

    def leaked(self, who: str, response: HttpResponse) -> list[str]:
        """Return the tokens in an answer that are not for `who`."""
        found = self.found(response)
        return [token.place for token in found if who not in token.readers]

    def found(self, response: HttpResponse) -> list[Token]:
        """Return the tokens in an answer: its head, its body, the sheets of a workbook."""
        return self.within(str(response.headers), *texts_of(response))

    def within(self, *texts: str) -> list[Token]:
        """Return the tokens in some texts."""
        return [self.tokens[int(n)] for text in texts for n in TOKEN.findall(text)]

    def _mark(self) -> None:
        for model, last in _last_keys().items():
            self._marks[model] = max(last, self._marks.get(model, 0))

    def _in_row(self, row: Model, secret: Secret, board: int | None) -> None:
        name = self._boards.get(board or 0, "")
        for field in words_of(type(row)):
            number = len(self.tokens) + 1
            state = secret[1].replace(" ", ".") or secret[0].partition(":")[2].replace(" ", ".")
            text = f"cny-{name or 'nobody'}-{state or 'own'}-{field.name}-{number}z"
            if field.max_length and len(text) > field.max_length:
                text = f"cny-{number}z"
            place = f"{text} in {row._meta.object_name}.{field.name}"
            if _put(row, field, text):
                self.tokens[number] = Token(text, place, self._readers(secret, name))

    def _readers(self, secret: Secret, board: str) -> frozenset[str]:
        if secret == PERSONAL:
            return frozenset()
        if secret == MEMBERSHIP:
            return frozenset({"membership administrator"})
        if secret == EXEMPT:
            return frozenset(READ_EXEMPT if board == "own" else {"officer everywhere"})
        return self._opens.get((*secret, board), frozenset())


def _last_keys() -> dict[type[Model], int]:
    """Return the key of the newest row of each model, 0 where there is none, by one query."""
    models = list(SECRETS)
    asked = (
        f'SELECT {n}, coalesce(max("{model._meta.pk.column}"), 0) '  # noqa: S608 - our own tables
        f'FROM "{model._meta.db_table}"'
        for n, model in enumerate(models)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {models[n]: last for n, last in cursor.fetchall()}


def words_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the fields of a model that hold words of people."""
    name = model._meta.object_name or ""
    passed = SHOWN.get(name, set()) | NO_WORDS.get(name, set())
    return [
        field
        for field in model._meta.concrete_fields
        if _is_text(field) and field.name not in passed
    ]


def _is_text(field: "Field[Any, Any]") -> bool:
    if isinstance(field, JSONField):
        return field.name == "values"
    if not isinstance(field, CharField | TextField) or isinstance(field, SlugField):
        return False
    return not field.choices and not field.unique and (field.max_length or SHORTEST) >= SHORTEST


def _put(row: Model, field: "Field[Any, Any]", text: str) -> bool:
    """Write a token; say whether the laws of the row let it stand."""
    value: Any = {"title": text, "text": text} if isinstance(field, JSONField) else text
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field.name: value})
    except Error:
        return False
    return True


def texts_of(response: HttpResponse) -> Iterable[str]:
    """Return the texts of an answer: of its page, sheets, parts or printed lines."""
    body = bytes(response.content)
    match response.headers.get("Content-Type"):
        case "application/pdf":
            with pymupdf.open(stream=body, filetype="pdf") as printed:
                known = [*(printed.metadata or {}).values(), str(printed.get_toc())]
                # A word may be broken at the end of a line.
                pages = ["".join(each.get_text().split()) for each in printed]
            return [str(each) for each in (*known, *pages)]
        case kind if kind in PACKED:
            with ZipFile(BytesIO(body)) as packed:
                parts = [packed.read(name).decode(errors="replace") for name in packed.namelist()]
            return [*parts, *(MARKUP.sub("", part) for part in parts)]
    return [body.decode(errors="replace")]


# Models with words of people in which nothing is kept from anybody but what stands beside it.
OPEN = {
    "Appointment BoardLink BoardName BoardStatement Board Seat Succession": "who sits where",
    "Closing": "what stands in its way is for who keeps the board, tested with its pages",
    "Pause QuorumNeed": "by which rules",
    "Organisation Area Neighbour NeighbourSet GlossaryTerm": "names of things",
    "Document Source SourceNote": "where facts are from",
    "ReportFormat ReportingRound Criterion Prompt DemonstrationLoad": "settings",
    "Engagement YouSaid": "what consent hides is tested with the page",
    "User": "names by the board's rules, tested with the pages of members",
    "PaperFile Version ReportDocument Revision": "frozen: nothing can be planted afterwards",
    "ExemptReading": "frozen, too; the agenda shows it to who reads exempt papers",
    "Pack PackDocument": "frozen, too; whose they are is tested with their pages",
    "Subject": "titles of what has a page of its own",
    "Seal SealedBatch": "hashes of what is kept, without its words",
    "Session": "closed to people: signed, and read by the portal alone",
}


def unplaced() -> set[str]:
    """Return the models with words of people that are neither secret nor known to be open."""
    known = {name for names in OPEN for name in names.split()}
    open_to_all = (model for model in MODELS if model not in SECRETS and words_of(model))
    return {str(model._meta.object_name) for model in open_to_all} ^ known


def families(board: Board) -> None:
    """Make one of everything that a board keeps from others."""
    home = Area.objects.filter(is_home=True).first() or make.AreaFactory(is_home=True)
    _draft_plan(board, home)
    _plan_at_work(board)
    planned = make.MeetingFactory(board=board, state=Meeting.State.PLANNED)
    make.AgendaItemFactory(meeting=planned)
    make.DecisionFactory(meeting=planned, board=board)
    make.ActionPointFactory(meeting=planned)
    held = make.MeetingFactory(board=board)
    exempt = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}
    item = make.AgendaItemFactory(meeting=held, exempt=True, **exempt)
    make.DecisionFactory(meeting=held, board=board, item=item)
    make.ActionPointFactory(meeting=held, item=item)
    make.ChallengeFactory(board=board)
    _business(board, item)
    for state in ("ready", "approved"):
        make.ReportRunFactory(board=board, state=state, edition=1, period=f"of {state}")
    paper = make.ReportFactory(board=board)
    make.ReportSectionFactory(report=paper)
    make.ReportClearanceFactory(report=paper)
    bystander = make.AppointmentFactory(place__seat__board=board).holder
    make.FactorResetFactory(person=bystander)
    make.DraftFactory(person=bystander)
    make.MessageFactory(person=bystander)
    make.NotificationFactory(person=bystander, subject__board=board)
    connection.check_constraints()  # else every test would, at its own end


def _business(board: Board, exempt: ground.AgendaItem) -> None:
    """Make what a board keeps of its membership and meetings from others."""
    meeting = exempt.meeting
    make.AttendanceFactory(meeting=meeting)
    paper = make.MeetingPaperFactory(item=exempt)
    make.PaperClearanceFactory(paper=paper)
    make.VoteFactory(meeting=meeting, item=exempt)
    make.DeclarationFactory(meeting=meeting, item=exempt)
    make.MinutesFactory(meeting=meeting)
    make.PublicQuestionFactory(meeting=meeting)
    make.ReferralFactory(to_board=board)
    make.WorkProgrammeItemFactory(board=board)
    make.TermsOfReferenceFactory(board=board)
    make.WrittenAnswerFactory(procedure__board=board)
    member = make.AppointmentFactory(place__seat__board=board).holder
    make.PrivateNoteFactory(item=make.AgendaItemFactory(meeting=meeting), person=member)
    make.NominationFactory(place__seat__board=board)
    make.MentoringFactory(seat__board=board)
    make.AccessReviewFactory(person=member)
    make.NewAddressFactory(person=member)


def _draft_plan(board: Board, home: Area) -> None:
    plan = make.PlanFactory(board=board, state=Plan.State.DRAFT)
    priority = make.PriorityFactory(plan=plan)
    make.OutcomeFactory(plan=plan)
    make.StatementFactory(plan=plan)
    make.NeedsFindingFactory(plan=plan)
    make.MilestoneFactory(plan=plan, priority=priority)
    make.RequirementFactory(priority=priority)
    measure = make.MeasureFactory(plan=plan)
    make.ObservationFactory(measure=measure, area=home)
    make.TargetFactory(measure=measure, area=home)
    make.ScorecardRowFactory(measure=measure, scorecard__board=board, scorecard__plan=plan)
    make.PriorityMeasureFactory(priority=priority, measure=measure)
    public = make.MeasureFactory()
    make.ObservationFactory(measure=public, area=home)
    make.PriorityMeasureFactory(priority=priority, measure=public)
    make.PlanFollowFactory(plan=plan, board=board)


def _plan_at_work(board: Board) -> None:
    delivery = make.DeliveryPlanFactory(priority__plan__board=board)
    action = make.DeliveryActionFactory(plan=delivery)
    make.SlipFactory(action=action)
    where = {"plan": delivery.priority.plan, "priority": delivery.priority}
    make.SlipFactory(action=None, milestone=make.MilestoneFactory(**where))
    make.ActionMeasureFactory(action=action)
    commitment = make.CommitmentFactory(action=action)
    quarter = make.ReportingRoundFactory(board=board, **EARLIER)
    make.ContributionFactory(round=quarter, commitment=commitment)
    update = make.ProgressUpdateFactory(round=quarter, priority=delivery.priority)
    make.EvidenceItemFactory(update=update)
    make.IssueFactory(priority=delivery.priority)


# A quarter before the one that other rows of a test are made for.
EARLIER = {
    "slug": "2023-24-q4",
    "label": "Quarter 4, 2023/24",
    "starts_on": "2024-01-01",
    "ends_on": "2024-04-01",
    "opens_on": "2024-01-01",
    "due_on": "2024-03-11",
}
