"""Every component in every state on one page, for those who build pages."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request
from impact.charts import MARKS
from priorities.progress import SponsorFacts, duties

FACTS = SponsorFacts(
    measures_agreed=True,
    actions_agreed=True,
    actions=8,
    whole_actions=8,
    commitments=7,
    answered=5,
    contributed=0,
    chased=0,
    report_begun=True,
)


class SampleForm(forms.Form):
    """A field as it is, a field with something to put right."""

    title = forms.CharField(label="What will be done", help_text="One thing, in plain words.")
    due_on = forms.DateField(label="Due", error_messages={"required": "Give a date"})
    state = forms.ChoiceField(label="State", choices=[("on_track", "On track")])


@require_safe
def styleguide(request: Request) -> HttpResponse:
    """Show the components; only in the demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    context = {
        "marks": [(name, known.word) for name, known in MARKS.items()],
        "duties": duties(FACTS),
        "form": SampleForm({"title": "Open a family hub", "state": "on_track"}),
    }
    return render(request, "portal/styleguide.html", context)
