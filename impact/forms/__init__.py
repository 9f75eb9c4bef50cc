"""What people type about measures: browser text to clean values."""

from impact.forms.figures import FigureForm

__all__ = ["FigureForm"]
