"""Centres: what the body's own periods (name, place, dates) do not say."""

from django.db import models
from django.db.models import Q

from nharong.deeds.models import Recorded
from nharong.kernel.db import Dated
from nharong.territory.bodies.models import Body, StandingQuerySet


class CentreKind(models.TextChoices):
    """Who runs it (plan A, III.2); merged: one house with the culture and sport centre."""

    PUBLIC = "public"
    PRIVATE = "private"
    MERGED = "merged"


class CentreProfile(Dated, Recorded):
    """Of which kind a centre was, by which decision and in which house, for a span; said anew when it changes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="centre_profiles")
    kind = models.CharField(max_length=10, choices=CentreKind.choices)
    decision = models.CharField(max_length=200, blank=True)
    house = models.CharField(max_length=300, blank=True)  # where it works, as people call it

    objects = StandingQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["body", "start"], condition=Q(withdrawn_by=None), name="centres_centreprofile_one_start"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind}"
