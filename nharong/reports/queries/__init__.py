"""Reads of reports: who owes one (owed.py), what it says (content.py, with targets.py, units.py, work.py), its drafts (drafts.py)."""

from nharong.reports.queries.content import build_report
from nharong.reports.queries.owed import Assignment, assignment

__all__ = ["Assignment", "assignment", "build_report"]
