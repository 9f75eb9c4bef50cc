"""The page that says how figures are judged, from the constants that judge them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request
from impact import judgement, spc
from impact.charts import MARKS
from impact.disclosure import THRESHOLD

VARIATIONS = (
    ("spc-improvement-up", judgement.VARIATION_WORDS["improvement"]),
    ("spc-concern-up", judgement.VARIATION_WORDS["concern"]),
    ("spc-common", judgement.VARIATION_WORDS["common_cause"]),
    ("spc-neutral-up", judgement.VARIATION_WORDS["neutral_high"]),
    ("spc-neutral-down", judgement.VARIATION_WORDS["neutral_low"]),
)
ASSURANCES = (
    ("spc-pass", judgement.ASSURANCE_WORDS["pass"]),
    ("spc-inconsistent", judgement.ASSURANCE_WORDS["inconsistent"]),
    ("spc-fail", judgement.ASSURANCE_WORDS["fail"]),
)


@require_safe
def how_judged(request: Request) -> HttpResponse:
    """Say how chance, targets and other areas are weighed, and what the symbols mean."""
    context = {
        "fewest": judgement.FEWEST_POINTS,
        "limit": spc.LIMIT,
        "screen": spc.SCREEN,
        "run": spc.RUN_LENGTH,
        "variations": [(code, MARKS[code].word, words) for code, words in VARIATIONS],
        "assurances": [(code, MARKS[code].word, words) for code, words in ASSURANCES],
        "verdicts": judgement.VERDICT_WORDS,
        "quartiles": judgement.FEWEST_FOR_QUARTILES,
        "symbols": list(judgement.SYMBOL_WORDS.values()),
        "threshold": THRESHOLD,
    }
    return render(request, "impact/how_judged.html", context)
