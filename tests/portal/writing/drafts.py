"""Papers in work, and the addresses of their parts."""

from typing import Any

from django.urls import reverse

from governance.models import Board, User
from portal.models import Report, ReportSection
from portal.reports.formats import named
from tests.factories import ReportClearanceFactory, ReportFactory
from tests.portal.papers import ANSWERS

HTMX = {"HX-Request": "true"}


def paper_of(board: Board, writer: User, *, code: str = "scrutiny-2014", full: bool = False):
    """Return a paper with all its sections: empty, or typed and cleared."""
    paper = ReportFactory(board=board, written_by=writer, format__code=code)
    made_of = named(code)
    ReportSection.objects.bulk_create(
        ReportSection(
            report=paper,
            code=each.code,
            text=ANSWERS.get(each.code, f"Words on {each.code}.") if full else "",
        )
        for each in made_of.typed()
    )
    for kind in {kind for each in made_of.sections for kind in each.needs} if full else ():
        ReportClearanceFactory(report=paper, kind=str(kind))
    return paper


def address(paper: Report, code: str = "purpose") -> str:
    return reverse("portal:section-edit", args=[paper.pk, code])


def head_of(client, paper) -> dict[str, Any]:
    """What a browser sends of the head of `paper` as its form shows it."""
    form = client.get(reverse("portal:paper-head", args=[paper.pk])).context["form"]
    names = [name for name in form.fields if name not in {"sources", "key"}]
    values = {name: form[name].value() for name in names}
    return {name: value for name, value in values.items() if value is not None}
