"""What the roof keeps: formats, papers, runs and documents, sessions, who leaves."""

from portal.models.demonstration import DemonstrationLoad
from portal.models.formats import ReportFormat
from portal.models.jobs import Job, JobQuerySet
from portal.models.leaving import Leaving
from portal.models.packs import Pack, PackDocument
from portal.models.papers import Report, ReportClearance, ReportSection
from portal.models.resets import FactorReset
from portal.models.runs import ReportDocument, ReportRun, ReportRunQuerySet
from portal.models.sessions import Session

__all__ = [
    "DemonstrationLoad",
    "FactorReset",
    "Job",
    "JobQuerySet",
    "Leaving",
    "Pack",
    "PackDocument",
    "Report",
    "ReportClearance",
    "ReportDocument",
    "ReportFormat",
    "ReportRun",
    "ReportRunQuerySet",
    "ReportSection",
    "Session",
]
