"""Persons, households, what was said about them, and the spells derived from it."""

from typing import ClassVar

from django.db import models

from nharong.deeds.models import Countable, Recorded
from nharong.kernel.db import Identified
from nharong.kernel.ids import new_uid
from nharong.kernel.time import END
from nharong.territory.models import Place


class Household(Identified, Recorded):
    """A household of a village under one survey form number; who lives in it is said by the residents' claims."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, blank=True)  # số phiếu, unique per village and year of founding
    head_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.head_name}"


class Person(Identified):
    """A person. Every column beside ``uid`` is derived from the claims (``derive.py``) and never written by hand."""

    name = models.CharField(max_length=200)
    fold = models.CharField(max_length=200, db_index=True)  # no diacritics, no marker: for matching
    sort_key = models.CharField(max_length=300)
    sex = models.CharField(max_length=1, null=True)  # noqa: DJ001 - f, m, or unknown
    birth_year = models.SmallIntegerField(null=True)
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    ethnicity = models.CharField(max_length=20, null=True)  # noqa: DJ001 - id of the pack ethnic-groups; null is unknown
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")  # last known residence
    household = models.ForeignKey(Household, null=True, on_delete=models.SET_NULL, related_name="persons")
    state = models.CharField(max_length=10, blank=True)  # here, away, dead; empty: nothing said
    level1 = models.CharField(max_length=1, null=True)  # noqa: DJ001 - y, n, or unknown; as of the last spell
    level2 = models.CharField(max_length=1, null=True)  # noqa: DJ001
    disability = models.CharField(max_length=1, null=True)  # noqa: DJ001
    canonical = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="members", db_index=False)
    contradictions = models.SmallIntegerField(default=0)  # plain no's after a yes, to look at
    version = models.IntegerField(default=0)  # counts derivations: a staged import sees who moved meanwhile

    class Meta:
        indexes = [
            models.Index(fields=["place", "sort_key", "id"]),
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["place", "level1", "sort_key"]),
            # Of the few merged records only: an index over 600,000 nulls would cost every write and mislead the planner.
            models.Index(fields=["canonical"], condition=models.Q(canonical__isnull=False), name="people_person_merged"),
            models.Index(fields=["place"], condition=models.Q(contradictions__gt=0), name="people_person_contradicted"),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyRound(Identified, Recorded):
    """The yearly survey of a commune; an import *is* the round of (commune, year)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    surveyed_on = models.DateField()  # departures and deaths it found hold from this day unless dated
    form = models.CharField(max_length=60)
    closed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["place", "year"])]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}"


class Observation(Countable):
    """One row of one survey: all that was written about one person that year; the base reads it as many claims."""

    subject_kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="observations")
    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="observations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.IntegerField()
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.round_id}"


class ClaimKind(models.TextChoices):
    """What may be said about a person."""

    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"
    ETHNICITY = "ethnicity"
    RESIDENCE = "residence"
    DISABILITY = "disability"
    SCHOOLING = "schooling"
    LEVEL1 = "level1"
    LEVEL2 = "level2"


class Claim(Countable):
    """What one source said about one person; corrected by withdrawing it and saying another."""

    subject_kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=20, choices=ClaimKind.choices)
    value = models.JSONField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(default=END)
    relapse = models.BooleanField(default=False)
    rank = models.SmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}={self.value} {self.valid_from}"


class Sealed(Identified, Recorded):
    """A number that is shown masked until asked for: personal ID or phone; matched by its keyed hash."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sealed")
    kind = models.CharField(max_length=10)  # id, phone
    digest = models.CharField(max_length=64, db_index=True)
    value = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class SameAs(Recorded):
    """An edge between two records of one person, or the memory that they are different ones. Undoable."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="people_sameas_ordered")]

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.same else '≠'} {self.second_id}"


class SurveyDraft(Identified):
    """An uploaded survey file on its way: read, looked at, accepted or left. Not a fact: the deed comes with the acceptance."""

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading"
        READY = "ready"
        REFUSED = "refused"
        TAKING = "taking"
        TAKEN = "taken"
        CANCELLED = "cancelled"

    deed = models.UUIDField(default=new_uid, unique=True)  # the import's uid, fixed with the choices: accepted twice has one effect
    author = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField(null=True)  # of the file; asked for where the file does not say it
    file = models.CharField(max_length=64)  # SHA-256 of the kept upload
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    step = models.SmallIntegerField(default=0)  # of STEPS in jobs.py
    choices = models.JSONField(default=dict)  # villages, blanks, convert: as the officer chose
    summary = models.JSONField(default=dict)  # counts, villages and blanks as the preview shows them
    problems = models.JSONField(default=list)  # why the whole file was refused
    lists = models.CharField(max_length=64, blank=True)  # SHA-256 of the kept lists behind the counts
    faulty = models.CharField(max_length=64, blank=True)  # SHA-256 of the kept .xlsx of faulty rows

    class Meta:
        indexes = [models.Index(fields=["place", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class Spell(models.Model):
    """A maximal span in which what figures count about a resident is constant. Derived; NULL is unknown."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spells")
    start = models.DateField()
    stop = models.DateField()
    first_year = models.SmallIntegerField()  # the ends of the years [first_year, last_year) lie inside
    last_year = models.SmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    sure = models.BooleanField(default=True)
    sex = models.CharField(max_length=1, null=True)  # noqa: DJ001
    birth_year = models.SmallIntegerField(null=True)
    ethnicity = models.CharField(max_length=20, null=True)  # noqa: DJ001
    minority = models.CharField(max_length=1, null=True)  # noqa: DJ001
    disability = models.CharField(max_length=1, null=True)  # noqa: DJ001
    level1 = models.CharField(max_length=1, null=True)  # noqa: DJ001
    level2 = models.CharField(max_length=1, null=True)  # noqa: DJ001

    class Meta:
        indexes = [models.Index(fields=["place", "start"])]

    def __str__(self) -> str:
        return f"{self.person_id} [{self.start}, {self.stop})"


class SurveyedPlace(models.Model):
    """The first year in which a finest place was surveyed: before it nothing is known there. Derived with the rounds."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    year = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "year"], name="people_surveyedplace_key")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}"
