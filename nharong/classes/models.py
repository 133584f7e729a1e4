"""Literacy classes and the enrolments in them."""

from typing import ClassVar

from django.db import models

from nharong.deeds.models import Countable, Recorded
from nharong.kernel.db import Identified
from nharong.kernel.time import END
from nharong.people.models import Person
from nharong.territory.models import Place


class LiteracyClass(Identified, Recorded):
    """A class or home group of the literacy programme, in one phase."""

    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=40)  # pack of the programme: tt33-2021@1
    phase = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    stop = models.DateField(default=END)

    def __str__(self) -> str:
        return self.name


class Enrolment(Countable, Identified):
    """One person in one class from a day on; results, papers and payments hang on it, never on the canonical person."""

    subject_kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    literacy_class = models.ForeignKey(LiteracyClass, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    phase = models.CharField(max_length=1)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # where the class was held then
    began_on = models.DateField()
    ended_on = models.DateField(default=END)
    end_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["began_on"]), models.Index(fields=["person", "began_on"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.literacy_class_id}"
