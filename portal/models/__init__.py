"""What the roof keeps: formats, papers, runs and documents, sessions, the demonstration's load."""

from portal.models.demonstration import DemonstrationLoad
from portal.models.formats import ReportFormat
from portal.models.papers import Report, ReportClearance, ReportSection
from portal.models.resets import FactorReset
from portal.models.runs import ReportDocument, ReportRun, ReportRunQuerySet
from portal.models.sessions import Session

__all__ = [
    "DemonstrationLoad",
    "FactorReset",
    "Report",
    "ReportClearance",
    "ReportDocument",
    "ReportFormat",
    "ReportRun",
    "ReportRunQuerySet",
    "ReportSection",
    "Session",
]
