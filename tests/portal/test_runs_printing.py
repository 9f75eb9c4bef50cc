"""Whether this machine can write a PDF: tried in another process, once, and said in a sentence."""

import pytest

from portal.changes import printing
from portal.changes.printing import NoPdf, prove_pdf
from portal.start import paper


@pytest.fixture(autouse=True)
def forget():
    prove_pdf.cache_clear()
    yield
    prove_pdf.cache_clear()


@pytest.mark.parametrize(
    ("trial", "reason"),
    [
        ("raise OSError('cannot load library pango')", paper.NO_PANGO),
        ("import os; os.abort()", paper.NO_FONT),
    ],
)
def test_what_is_missing_is_said_and_tried_again_with_the_next_paper(monkeypatch, trial, reason):
    monkeypatch.setattr(printing, "TRIAL", trial)
    for _ in range(2):
        with pytest.raises(NoPdf) as refusal:
            prove_pdf()
        assert str(refusal.value) == reason


def test_a_trial_that_went_well_is_not_made_again(monkeypatch):
    monkeypatch.setattr(printing, "TRIAL", "")
    prove_pdf()
    monkeypatch.setattr(printing, "TRIAL", "raise SystemExit(1)")
    prove_pdf()
