"""Drafts: what the officers of a body wrote into a report, its number and day. Figures are never kept here."""

from typing import Any

from django.db import models

from nharong.deeds.models import Recorded
from nharong.kernel.ids import new_uid


class ReportDraft(Recorded):
    """One version of a body's own text in the report of a duty and year; a change withdraws it and says the next version.

    ``uid`` stays through the versions of one report. The duty is named as at the door (``kon-tum-1716/units``), so that a
    new version of the plan finds the same draft.
    """

    uid = models.UUIDField(default=new_uid, db_index=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    duty = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=20)  # CODE@DATE
    number = models.PositiveIntegerField(null=True)
    day = models.DateField(null=True)
    signer = models.UUIDField(null=True)  # uid of a post of the body
    texts = models.JSONField(default=dict)  # by slot of the form

    class Meta:
        indexes = [models.Index(fields=["duty", "year", "body"])]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "year", "body", "area"], condition=models.Q(withdrawn_by__isnull=True), name="reports_reportdraft_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.year} bản {self.version}"

    @property
    def values(self) -> dict[str, Any]:
        """What an officer may change, by field; texts by their slot."""
        return {"number": self.number, "day": self.day, "signer": self.signer, **self.texts}
