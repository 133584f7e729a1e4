"""Bodies, their dated names and seats, who followed whom, and the posts of those who speak for them."""

import uuid
from datetime import date
from typing import Self

from django.db import models

from nharong.deeds.models import Recorded, RecordedQuerySet
from nharong.kernel.db import Dated, DatedQuerySet, Identified
from nharong.kernel.ids import new_uid


class BodyKind(models.TextChoices):
    """What sort of body it is; what it does is said by its role words (packs/rules/body-roles.yaml)."""

    PEOPLE_COMMITTEE = "people-committee"
    AGENCY = "agency"
    CENTRE = "centre"
    SCHOOL = "school"
    UNIVERSITY = "university"
    UNION = "union"
    FRONT = "front"
    PARTY = "party"
    ASSOCIATION = "association"
    ASSOCIATION_BRANCH = "association-branch"
    STEERING_COMMITTEE = "steering-committee"
    BORDER_POST = "border-post"
    POLICE = "police"
    ARMY = "army"
    FIRM = "firm"


class StandingQuerySet(DatedQuerySet, RecordedQuerySet):  # type: ignore[override]
    """Recorded rows that hold for a span: what stands, and what is in force."""

    def holding(self, day: date) -> Self:
        """Rows not withdrawn and in force on the day."""
        return self.standing().on(day)


class Body(Identified):
    """A body for as long as it lasts: it exists on the days of its standing periods."""

    kind = models.CharField(max_length=20, choices=BodyKind.choices)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BodyPeriod(Dated, Recorded):
    """What a body was called, coded, where it sat and whom it was under, for a span; a change withdraws it and says two anew.

    ``code`` names one body on any day and may be borne by another later, as the codes of places are.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="periods")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    place = models.ForeignKey("territory.Place", on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    superior_line = models.CharField(max_length=300, blank=True)  # left head of a paper, upper line (Nghị định 30/2020)
    issuing_line = models.CharField(max_length=300, blank=True)  # … lower line, bold
    symbol = models.CharField(max_length=30, blank=True)  # in document symbols: UBND, SGDĐT
    roles = models.CharField(max_length=300, blank=True)  # role words between spaces: " so-gddt "

    objects = StandingQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(Dated.Meta):
        abstract = False
        indexes = [models.Index(fields=["code", "start"]), models.Index(fields=["place", "start"])]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "start"], condition=models.Q(withdrawn_by__isnull=True), name="territory_bodyperiod_one_start"
            ),
            models.UniqueConstraint(
                fields=["code", "start"], condition=models.Q(withdrawn_by__isnull=True), name="territory_bodyperiod_one_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def role_words(self) -> list[str]:
        """The role words as a list."""
        return self.roles.split()


class BodySuccession(Recorded):
    """On ``day`` the successor took over the duties of the predecessor."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], condition=models.Q(withdrawn_by__isnull=True), name="territory_bodysuccession_edge"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.day}"


class SigningForm(models.TextChoices):
    """For whom a signer signs (Nghị định 30/2020, annex I): on their own, for the collective, in the head's place, acting."""

    OWN = "own"
    COLLECTIVE = "TM."
    FOR_HEAD = "KT."
    COLLECTIVE_FOR_HEAD = "TM. + KT."
    ACTING = "Q."
    COLLECTIVE_ACTING = "TM. + Q."


class Post(Dated, Recorded):
    """Somebody's post in a body; centres add its kind, hours and allowance. ``uid`` stays when a post is said anew."""

    uid = models.UUIDField(default=new_uid, db_index=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30)  # chair, vice-chair, director, deputy, secretary, member, …
    holder = models.UUIDField(null=True)  # uid of the person, who may live elsewhere
    holder_name = models.CharField(max_length=200)  # as printed under a signature
    title = models.CharField(max_length=120)  # Chủ tịch, Phó Giám đốc
    signs = models.BooleanField(default=False)
    signing = models.CharField(max_length=12, choices=SigningForm.choices, default=SigningForm.OWN)
    order = models.PositiveSmallIntegerField(default=0)  # who comes first among the signers

    objects = StandingQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(Dated.Meta):
        abstract = False
        indexes = [models.Index(fields=["body", "start"]), models.Index(fields=["holder"])]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["uid", "start"], condition=models.Q(withdrawn_by__isnull=True), name="territory_post_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.holder_name}"


def role_text(words: list[str]) -> str:
    """Role words as they are kept: between spaces, so that one is found whole."""
    return f" {' '.join(dict.fromkeys(words))} " if words else ""


def new_body(kind: str, uid: uuid.UUID | None = None) -> Body:
    """A body without a period yet."""
    return Body.objects.create(kind=kind, **({"uid": uid} if uid else {}))
