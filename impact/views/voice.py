"""What people said, and what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request, said_in, today
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file
from impact import queries

COLUMNS = (
    *("Who", "How many", "When", "What was said", "State", "What changed", "Why not"),
    *("Did it work", "Outcome", "Where from", "Illustrative"),
)


@require_safe
def voice(request: Request) -> HttpResponse:
    """Show what was heard and what changed: all of it, or one group's, or what is in one state."""
    voice, state, slug = (said_in(request.GET, name) for name in ("voice", "state", "said"))
    wanted = queries.Wanted(voice=voice, state=state, slug=slug)
    page = queries.voice_page(
        wanted,
        on=today(),
        page=rows_asked(request),
        listened=rows_asked(request, "listened"),
    )
    form = asked_form(request)
    if form:
        return _file(form, page)
    return render(request, "impact/voice.html", {"page": page})


def _file(form: str, page: queries.VoicePage) -> HttpResponse:
    rows = [
        (
            *(row.voice, row.people, row.when, row.said, row.state, row.changed, row.reason),
            *(row.worked, row.outcome, *origin_cells(row.origin)),
        )
        for row in page.rows.rows
    ]
    return table_file(form, name="what-we-heard", head=COLUMNS, rows=rows)
