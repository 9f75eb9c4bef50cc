"""Papers in work: begun, their head and their words written, cleared, copied, submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from governance import audit
from governance.editing import Refused, Saved, StaleEdit, refusals_in_words, save_edit
from governance.models import Board, User
from portal.changes.asking import ask_for_paper, period_of
from portal.changes.clearing import Cleared, clear_paper, meet, said
from portal.changes.telling import tell_who_approves, tell_writer
from portal.models import Report, ReportFormat, ReportRun, ReportSection
from portal.reports.papers import Finding, build_kept, format_of

State = Report.State
# What a paper holds beside its sections, and another of the same kind takes over.
HEAD = ("title", "dated", "wards", "portfolios", "authors", "sources")


class NotReady(Refused):
    """What stands against submitting a paper, finding by finding."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings for the page."""
        super().__init__(" ".join(each.words for each in findings))
        self.findings = tuple(findings)


def begin_paper(
    *,
    format: ReportFormat,  # noqa: A002 - the house says format
    board: Board,
    period: str,
    by: User,
    at: datetime,
    **head: Any,
) -> Report:
    """Return a new paper with its sections empty; the one there is where it was begun before.

    `head`: title, dated, wards, portfolios, authors and sources as far as known.

    :raises CannotAsk: the format is not built, or the period is none that it can speak of
    """
    made_of = format_of(format)
    asked = period_of(format=format, board=board, period=period, at=at)
    head["sources"] = [each for each in made_of.takes() if each in head.get("sources", ())]
    named = {"format": format, "board": board, "period": asked.slug, "title": head["title"]}
    with audit.change(by=by, what=f"began the paper “{head['title']}”"):
        begun = Report.objects.filter(**named, written_by=by, state=State.DRAFT).first()
        if begun:
            return begun
        paper = Report.objects.create(**{**head, **named}, written_by=by, written_at=at)
        ReportSection.objects.bulk_create(
            ReportSection(report=paper, code=each.code) for each in made_of.typed()
        )
        return paper


def write_head(
    paper: Report,
    *,
    version: int,
    values: Mapping[str, Any],
    cleared: Mapping[str, Cleared],
    before: Mapping[str, str],
    by: User,
    key: str = "",
) -> Saved:
    """Save what `by` changed of the head of a paper since `version`, and who cleared it.

    `cleared`: for each kind by which post and on which day, or None where nobody did; `before`:
    how each stood when the form was read, as `as_kept` writes it.

    :raises StaleEdit: somebody changed the same field, or the same clearance, first
    :raises Refused: the paper was submitted
    """
    what = f"edited the head of “{paper}”"
    with audit.change(by=by, what=what, key=key):
        _hold(paper)
        mine, clashes, seen = meet(paper, cleared=cleared, before=before)
        try:
            saved = save_edit(paper, version=version, values=values, by=by, what=what, key=key)
        except StaleEdit as stale:
            both = (*stale.conflicts, *clashes)
            raise StaleEdit(paper, both, {**stale.merged, **said(mine)}, seen=seen) from stale
        if clashes:
            merged = {name: after for name, (_, after) in saved.changed.items()}
            raise StaleEdit(paper, clashes, {**merged, **said(mine)}, seen=seen)
        clear_paper(paper, cleared=mine)
        return saved


def write_section(
    section: ReportSection, *, version: int, text: str, by: User, key: str = ""
) -> Saved:
    """Save what `by` typed for a section since `version`.

    :raises StaleEdit: somebody wrote something else there first
    :raises Refused: the paper was submitted
    """
    what = f"wrote “{section.code}” of “{section.report}”"
    with refusals_in_words(ReportSection), audit.change(by=by, what=what, key=key):
        _hold(section.report)
        return save_edit(
            section, version=version, values={"text": text}, by=by, what=what, key=key
        )


def copy_paper(
    paper: Report,
    *,
    format: ReportFormat,  # noqa: A002 - the house says format
    by: User,
    at: datetime,
) -> Report:
    """Return a new paper in another format, with every typed text that has its section there.

    :raises CannotAsk: the other format cannot speak of the period
    """
    with audit.change(by=by, what=f"copied “{paper}” as a {format}"):
        head = {name: getattr(paper, name) for name in HEAD}
        head["sources"] = [*head["sources"]]
        copy = begin_paper(
            format=format, board=paper.board, period=paper.period, by=by, at=at, **head
        )
        texts = dict(paper.sections.values_list("code", "text"))
        for section in copy.sections.filter(text="", version=1, code__in=texts):
            if texts[section.code]:
                write_section(section, version=1, text=texts[section.code], by=by)
        return copy


def submit(paper: Report, *, version: int, by: User, at: datetime) -> ReportRun:
    """Put a paper up for approval as it stands; return the run that writes its documents.

    :raises StaleEdit: somebody changed its head since `version`
    :raises NotReady: a required section is empty, or a clearance is missing
    """
    with refusals_in_words(Report), audit.change(by=by, what=f"submitted “{paper}”"):
        _hold(paper)
        if paper.state == State.DRAFT:
            if paper.version != version:
                raise StaleEdit(paper, (), {})
            refuse_unfinished(paper)
            _go(paper, State.SUBMITTED, submitted_by=by, submitted_at=at, sent_back_because="")
        run = ask_for_paper(paper, by=by, at=at)
        tell_who_approves(paper, run, by=by, at=at)
        return run


def send_back(paper: Report, *, because: str, by: User, at: datetime) -> Report:
    """Make a submitted paper a draft again; `because` tells the writer what is to be changed.

    :raises Refused: it is approved by now
    """
    with refusals_in_words(Report), audit.change(by=by, what=f"sent “{paper}” back"):
        _hold(paper)
        if paper.state != State.DRAFT:
            _go(paper, State.DRAFT, sent_back_because=because)
            tell_writer(paper, done="sent back", because=because, by=by, at=at)
        return paper


def refuse_unfinished(paper: Report) -> None:
    """Refuse a paper that its format does not let go out.

    :raises NotReady: with what stands against it
    """
    against = [each for each in build_kept(paper).findings if each.blocks]
    if against:
        raise NotReady(against)


def _hold(paper: Report) -> None:
    """Hold the paper's row, so that nobody writes in it while it is submitted."""
    paper.refresh_from_db(from_queryset=Report.objects.select_for_update(no_key=True))


def _go(paper: Report, state: State, **columns: Any) -> None:
    Report.objects.filter(pk=paper.pk).update(state=state, **columns)
    paper.refresh_from_db(fields=["state", "version", *columns])
