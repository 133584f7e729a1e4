"""Loaded plans: one row per version, never changed; and the named things in them that others refer to by uid."""

from typing import Any

from django.db import models

from nharong.deeds.models import Deed
from nharong.kernel.db import Identified


class Plan(Identified):
    """One version of one plan pack as loaded. A change is a new version."""

    key = models.CharField(max_length=40)  # the pack's id, as at the door: kon-tum-1716
    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=20)  # CODE@DATE
    issuer = models.CharField(max_length=60)
    number = models.CharField(max_length=200, blank=True)
    issued = models.DateField(null=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    verified = models.BooleanField()
    body = models.JSONField()
    by_deed = models.ForeignKey(Deed, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="plans_plan_key_version")]

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("a loaded plan is never changed; load a new version")
        super().save(**options)


class Item(Identified):
    """Something of a plan that others refer to: its id in the file, its place in the order of the file."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="%(class)ss")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=60)
    title = models.CharField(max_length=200)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="plans_%(class)s_key")]

    def __str__(self) -> str:
        return f"{self.plan}/{self.key}"


class PlanTarget(Item):
    """A target; what it asks stands in the plan's body."""


class PlanTask(Item):
    """A task asked of bodies; the task board refers to it."""


class PlanDuty(Item):
    """A duty to report; reports are its instances. At the door: ``kon-tum-1716/units``."""
