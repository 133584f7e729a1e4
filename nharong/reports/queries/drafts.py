"""Reads of drafts: the standing one of a report, and its versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nharong.reports.models import ReportDraft
from nharong.reports.queries.owed import Assignment


def current_draft(owed: Assignment) -> ReportDraft | None:
    """What has been written so far; None before anything has."""
    row: ReportDraft | None = (
        ReportDraft.objects.standing().filter(duty=owed.name, year=owed.year, body=owed.body.body_id, area=str(owed.area)).first()
    )
    return row


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the officers' text: who saved it, when."""

    number: int
    author: str
    at: datetime


def versions(draft: ReportDraft | None) -> list[Version]:
    """Every version, newest first."""
    if draft is None:
        return []
    rows = ReportDraft.objects.filter(uid=draft.uid).order_by("-version")
    return [Version(*row) for row in rows.values_list("version", "by_deed__author_name", "by_deed__received_at")]


def drafted(year: int, bodies: Iterable[int]) -> dict[tuple[str, int], int]:
    """Which of the bodies have begun which report of the year: (duty, body) to the version."""
    rows = ReportDraft.objects.standing().filter(year=year, body__in=list(bodies))
    return {(duty, body): version for duty, body, version in rows.values_list("duty", "body_id", "version")}
