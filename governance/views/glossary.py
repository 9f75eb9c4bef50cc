"""The page of the words that the papers use."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, said_in
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file

COLUMNS = ("Word", "Meaning", "Context", "Where from", "Illustrative")


@require_safe
def glossary(request: Request) -> HttpResponse:
    """Show every word with its meanings, or the one that is asked for."""
    glossary = queries.glossary(word=said_in(request.GET, "word"), page=rows_asked(request))
    form = asked_form(request)
    if form:
        return _file(form, glossary)
    return render(request, "governance/glossary.html", {"glossary": glossary})


def _file(form: str, glossary: queries.Glossary) -> HttpResponse:
    rows = [
        (word.term, meaning.words, meaning.context, *origin_cells(meaning.origin))
        for word in glossary.words.rows
        for meaning in word.meanings
    ]
    return table_file(form, name="words", head=COLUMNS, rows=rows)
