"""Literacy classes, their terms, teachers and evenings; enrolments, tests and results."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nharong.access.models import User
from nharong.deeds.models import Countable, Recorded
from nharong.kernel.db import Identified
from nharong.kernel.time import END
from nharong.meetings.models import Meeting
from nharong.people.models import Claim, Person
from nharong.territory.bodies.models import Body
from nharong.territory.models import Place


class ClassKind(models.TextChoices):
    """A class, or a home group of neighbours (Tổ liên gia xóa mù chữ)."""

    CLASS = "class"
    HOME_GROUP = "home-group"


class LiteracyClass(Identified, Recorded):
    """A class or home group of the literacy programme, in one phase; ``[start, stop)`` as known now."""

    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=40)  # pack of the programme: tt33-2021@1
    phase = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    stop = models.DateField(default=END)
    kind = models.CharField(max_length=10, choices=ClassKind.choices, default=ClassKind.CLASS)
    centre = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")  # the centre that runs it
    venue = models.CharField(max_length=200, blank=True)  # the centre, a school, a house: as people call it

    class Meta:
        indexes = [models.Index(fields=["place", "start"])]

    def __str__(self) -> str:
        return self.name


class ClassTerm(Identified, Recorded):
    """The plan of one term (kì): its days, weekdays and lessons. A new plan withdraws the old one."""

    literacy_class = models.ForeignKey(LiteracyClass, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    start = models.DateField()
    stop = models.DateField()
    weekdays = models.CharField(max_length=7)  # digits of the ISO weekdays, Monday is 1
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    lessons = models.JSONField(default=dict)  # subject → lessons planned; empty: not said

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["literacy_class", "number"], condition=Q(withdrawn_by=None), name="classes_classterm_one_plan"),
            models.CheckConstraint(condition=Q(start__lt=models.F("stop")), name="classes_classterm_start_before_stop"),
        ]

    def __str__(self) -> str:
        return f"{self.literacy_class_id} {self.number}"


class ClassTeacher(Recorded):
    """Who teaches a class for a span: a user who signs in, a person of the register, or a name alone."""

    literacy_class = models.ForeignKey(LiteracyClass, on_delete=models.PROTECT, related_name="teachers")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # as printed that day
    role = models.CharField(max_length=20)  # teacher, border-guard, volunteer

    start = models.DateField()
    stop = models.DateField(default=END)

    class Meta:
        indexes = [models.Index(fields=["user", "literacy_class"])]
        constraints = [models.CheckConstraint(condition=Q(start__lt=models.F("stop")), name="classes_classteacher_start_before_stop")]

    def __str__(self) -> str:
        return self.name


class Evening(Identified, Recorded):
    """One evening of a class, joined 1:1 to its meeting; ``session`` tells two sheets of one day apart."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="evenings")
    literacy_class = models.ForeignKey(LiteracyClass, on_delete=models.PROTECT, related_name="evenings", db_index=False)
    day = models.DateField()
    session = models.PositiveSmallIntegerField(default=1)
    lessons = models.JSONField(default=dict)  # subject → lessons taught; empty: not said
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["literacy_class", "day", "session"], condition=Q(withdrawn_by=None), name="classes_evening_one_sheet"
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(withdrawn_by=None), name="classes_evening_one_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.literacy_class_id} {self.day}"


class Enrolment(Countable, Identified):
    """One person in one class from a day on; results, papers and payments hang on it, never on the canonical person.

    ``ended_on`` and ``end_reason`` repeat the standing ``Ending``, where there is one.
    """

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
        constraints = [
            models.UniqueConstraint(
                fields=["literacy_class", "person"], condition=Q(withdrawn_by=None, ended_on=END), name="classes_enrolment_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.literacy_class_id}"


class EndReason(models.TextChoices):
    """Why somebody is no longer in a class."""

    COMPLETED = "completed"
    MOVED_CLASS = "moved-class"
    MOVED_AWAY = "moved-away"
    WORK = "work"
    HEALTH = "health"
    FAMILY = "family"
    NO_INTEREST = "no-interest"
    DIED = "died"
    CLASS_CLOSED = "class-closed"
    OTHER = "other"


class Ending(Recorded):
    """An enrolment ended on a day, for a reason; undone by withdrawing it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="endings")
    ended_on = models.DateField()  # the first day on which they are no longer in the class
    reason = models.CharField(max_length=20, choices=EndReason.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment"], condition=Q(withdrawn_by=None), name="classes_ending_one")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.ended_on}"


class TestScore(Recorded):
    """The score of one learner in one periodic test of a subject and term, 0-10 with one decimal."""

    __test__ = False  # not a test of pytest

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="scores", db_index=False)
    term = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=30)
    test = models.CharField(max_length=5)  # id of the assessment pack: t1, t2, t3, end
    score = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "term", "subject", "test"], condition=Q(withdrawn_by=None), name="classes_testscore_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.term} {self.subject} {self.test}: {self.score}"


class TermResult(Countable):
    """The result of a term: the level that the tests suggest and the one that the teacher recorded, which stands."""

    subject_kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="results", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    term = models.PositiveSmallIntegerField()
    rules = models.CharField(max_length=40)  # pack of the assessment: tt10-2022@1
    averages = models.JSONField(default=dict)  # subject → average as text, or null
    suggested = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=10)
    decided_on = models.DateField()
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")  # the literacy it proved

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "term"], condition=Q(withdrawn_by=None), name="classes_termresult_one")]
        indexes = [models.Index(fields=["term", "decided_on"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.term}: {self.level}"
