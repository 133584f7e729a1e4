"""Places through time: one row per legal unit, its dated periods, successions and traits."""

import uuid

from django.db import models

from nharong.deeds.models import Deed, Recorded
from nharong.kernel.db import Dated, Identified


class PlaceKind(models.TextChoices):
    """The levels; district lives on as history."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class Place(Identified, Dated):
    """A legal unit for as long as it exists. A merged commune that inherits a code is a new place."""

    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PlacePeriod(Dated):
    """What a place was called, coded and belonged to for a span; a rename or a transfer begins a new one.

    Periods of one place never overlap: the database holds that (migration 0002). ``by_deed`` is empty for shipped rows.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="periods")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=30)  # Xã, Phường, Thị trấn, Đặc khu, Thôn, Làng, …
    parent = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="child_periods")
    by_deed = models.ForeignKey(Deed, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        abstract = False
        indexes = [models.Index(fields=["code", "start"]), models.Index(fields=["parent", "start"])]
        constraints = [*Dated.Meta.constraints, models.UniqueConstraint(fields=["place", "start"], name="territory_placeperiod_one_start")]

    def __str__(self) -> str:
        return f"{self.title} {self.name} ({self.code})"


class Succession(models.Model):
    """One edge of the lineage: on ``day`` the successor took over from the predecessor, wholly or in part."""

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField()
    change = models.CharField(max_length=20)  # merge, split, rename, transfer, …
    partial = models.BooleanField(default=False)
    decree = models.CharField(max_length=120, blank=True)
    decree_date = models.DateField(null=True)
    by_deed = models.ForeignKey(Deed, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="territory_succession_edge")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.day}"


class Trait(Dated):
    """A dated quality of a place: unknown until entered, never inferred."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="traits")
    kind = models.CharField(max_length=40)  # minority_area, mountainous, border, hardship, or the id of a named list
    value = models.CharField(max_length=40)
    scheme = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=200, blank=True)
    by_deed = models.ForeignKey(Deed, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        abstract = False
        indexes = [models.Index(fields=["kind", "place"])]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["place", "kind", "start"], name="territory_trait_one_start"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind}={self.value}"


class BoundaryFile(Recorded):
    """A file of boundaries that a province brought; its units are drawn by it from ``start`` on, until a later file has them."""

    file = models.CharField(max_length=64)  # SHA-256 of the kept file
    name = models.CharField(max_length=200)  # as it was called
    start = models.DateField()
    units = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["start"])]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "start"], condition=models.Q(withdrawn_by__isnull=True), name="territory_boundaryfile_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.start}"


class PlacesVersion(models.Model):
    """One row, raised by every place change and pack load: what is compiled in memory asks it whether it is current."""

    number = models.IntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)  # a number may come again after a rollback, a stamp never does
    pack_hash = models.CharField(max_length=64, blank=True)
    provinces = models.CharField(max_length=200, blank=True)  # codes given to init, with commas; empty: every province

    def __str__(self) -> str:
        return str(self.number)


from nharong.territory.bodies.models import Body, BodyPeriod, BodySuccession, Post  # noqa: E402, F401 - Django finds models here
