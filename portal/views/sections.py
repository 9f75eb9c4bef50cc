"""One section of a paper edited in place: it becomes its form and comes back as it will print."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import TooLong, drop_draft, keep_draft
from governance.editing import Refused, StaleEdit
from governance.forms.conflicts import answered
from governance.http import Request, allow, answer_part, signed_in, wants_part
from governance.views import drafts
from portal.changes.papers import write_section
from portal.forms.papers import SectionForm, text_question
from portal.models import Report, ReportSection
from portal.queries import papers as queries
from portal.reports.formats import FormatSection
from portal.reports.markup import read
from portal.reports.page import Ready


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: Request, pk: int, code: str) -> HttpResponse:
    """Show a section as its form; take what was typed, or what is to be done with it."""
    section = get_object_or_404(queries.section_by(pk, code))
    allow(request, "portal.write_paper", section.report, board=section.report.board_id)
    made_of = queries.section_format(section)
    if made_of is None:
        raise Http404
    if request.method == "POST":
        return DEEDS.get(request.POST.get("deed", ""), _save)(request, section, made_of)
    first = {"text": section.text, "version": section.version, "key": secrets.token_hex(8)}
    sheet = queries.section_sheet(section, made_of)
    typed = drafts.drafting(signed_in(request), sheet).values
    form = SectionForm(initial={**first, **typed}, made_of=made_of)
    return _form(request, section, made_of, form)


def _save(request: Request, section: ReportSection, made_of: FormatSection) -> HttpResponse:
    """Save what was typed; whoever is second chooses which text stays."""
    sent = request.POST.dict()
    _draft(request, section, made_of)  # before anything can break
    chosen = answered(sent, ("text",))
    if chosen is not None and "text" not in chosen:  # theirs stays
        return _done(request, section, made_of)
    form = SectionForm(chosen or sent, made_of=made_of)
    if not form.is_valid():
        return _form(request, section, made_of, form, status=422)
    said = form.cleaned_data
    try:
        write_section(
            section,
            version=said["version"],
            text=said["text"],
            by=signed_in(request),
            key=said["key"],
        )
    except StaleEdit as stale:
        asked = text_question(stale, chosen or sent, title=made_of.title)
        return _fragment(
            request, section, "_section_conflict", {"questions": asked}, made_of, status=409
        )
    except Refused as reason:
        form.add_error(None, str(reason))
        return _form(request, section, made_of, form, status=422)
    return _done(request, section, made_of)


def _done(request: Request, section: ReportSection, made_of: FormatSection) -> HttpResponse:
    """Forget the draft, and lead back to the section on its page."""
    drop_draft(queries.section_sheet(section, made_of), by=signed_in(request))
    page = reverse("portal:paper-view", args=[section.report_id])
    return redirect(f"{page}?at={section.code}#section-{section.code}")


def _draft(request: Request, section: ReportSection, made_of: FormatSection) -> None:
    """Keep what was sent; what is longer than a draft may be is left in the form."""
    sheet = queries.section_sheet(section, made_of)
    with suppress(TooLong):
        keep_draft(sheet, values=request.POST.dict(), by=signed_in(request), at=timezone.now())


def _keep(request: Request, section: ReportSection, made_of: FormatSection) -> HttpResponse:
    return drafts.keep(request, signed_in(request), queries.section_sheet(section, made_of))


def _forget(request: Request, section: ReportSection, made_of: FormatSection) -> HttpResponse:
    return drafts.forget(request, signed_in(request), queries.section_sheet(section, made_of))


def _preview(request: Request, section: ReportSection, made_of: FormatSection) -> HttpResponse:
    """Show the typed words as they will print; nothing is saved but the draft."""
    _draft(request, section, made_of)
    typed = read(request.POST.get("text", ""), about=made_of.title)
    shown = {"blocks": Ready(printed=False).blocks(typed.blocks), "findings": typed.findings}
    if request.htmx:
        context = {"preview": shown, "section": section}
        return render(request, "portal/_section_preview.html", context)
    form = SectionForm(initial=request.POST.dict(), made_of=made_of)
    return _form(request, section, made_of, form, preview=shown)


def _form(
    request: Request,
    section: ReportSection,
    made_of: FormatSection,
    form: SectionForm,
    *,
    status: int = 200,
    preview: Any = None,
) -> HttpResponse:
    context = {"form": form, "preview": preview}
    return _fragment(request, section, "_section_form", context, made_of, status=status)


def _fragment(
    request: Request,
    section: ReportSection,
    name: str,
    context: dict[str, Any],
    made_of: FormatSection,
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with a part of the paper, on the page of the section where it is asked for alone."""
    paper: Report = section.report
    kept = drafts.drafting(signed_in(request), queries.section_sheet(section, made_of))
    context |= {"section": section, "paper": paper, "made_of": made_of, "drafting": kept}
    context["is_alone"] = not wants_part(request)
    part, page = f"portal/{name}.html", "portal/section_edit.html"
    return answer_part(request, part, page=page, context=context, status=status)


DEEDS: dict[str, Callable[[Request, ReportSection, FormatSection], HttpResponse]] = {
    "keep": _keep,
    "forget": _forget,
    "preview": _preview,
}
