"""The history as people read it: who did what, when, to which record."""

from portal.queries.history.page import HistoryPage, history_page, record_history
from portal.queries.history.reading import KINDS, Asked

__all__ = ["KINDS", "Asked", "HistoryPage", "history_page", "record_history"]
