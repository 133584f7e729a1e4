"""Cells: six counts per definition, finest place and calendar year; and how far the ledger reaches."""

from django.db import models


class CountedDefinition(models.Model):
    """A definition whose cells are kept, with the hash of its SQL: a changed rule makes its cells stale."""

    key = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.key


class Cell(models.Model):
    """How many subjects of a finest place were in each state, at the end of (or, for flows, during) a calendar year."""

    definition = models.ForeignKey(CountedDefinition, on_delete=models.CASCADE)
    place_id = models.BigIntegerField()  # territory.Place; no constraint, cells follow the facts
    year = models.SmallIntegerField()
    n = models.IntegerField(default=0)
    y = models.IntegerField(default=0)
    u = models.IntegerField(default=0)
    mn = models.IntegerField(default=0)
    my = models.IntegerField(default=0)
    mu = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["definition", "year", "place_id"], name="indicators_cell_key")]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.place_id} {self.year}"


class LedgerState(models.Model):
    """One row: the years that are kept, and whether a migration or a new rule asks for a rebuild."""

    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    stale = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}{' stale' if self.stale else ''}"


class Frozen(models.Model):
    """A figure as it was sent: its answer and its whole list, hashed, for ever."""

    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    answer = models.JSONField()
    rows = models.JSONField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
