"""Meetings, the bodies that held them, and who came."""

from django.db import models
from django.db.models import Q

from nharong.deeds.models import Recorded
from nharong.kernel.db import Identified
from nharong.people.models import Person
from nharong.territory.models import Place


class MeetingKind(models.TextChoices):
    """What a meeting is; figures filter by it (class evenings are never visits of the needs programme)."""

    LITERACY_EVENING = "literacy-evening"
    TOPIC = "topic"
    DIGITAL_CLASS = "digital-class"
    TRAINING = "training"
    CAMPAIGN = "campaign"
    ASSOCIATION = "association"
    BOARD = "board"
    REVIEW = "review"


class Meeting(Identified, Recorded):
    """One gathering on one day at one place, with its attendance named (``Attendance``) or counted (``counted``)."""

    kind = models.CharField(max_length=20, choices=MeetingKind.choices)
    title = models.CharField(max_length=300)
    day = models.DateField()
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # the finest place of that day
    venue = models.CharField(max_length=300, blank=True)  # nhà rông, a house, a school: as people call it
    venue_body = models.UUIDField(null=True)
    lessons = models.PositiveSmallIntegerField(null=True)  # of meetings without subjects; an evening has them by subject
    counted = models.PositiveIntegerField(null=True)  # heads, where nobody was named; null: not counted
    counted_female = models.PositiveIntegerField(null=True)
    counted_minority = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "day"]), models.Index(fields=["kind", "day"])]

    def __str__(self) -> str:
        return f"{self.title} {self.day}"


class PartyRole(models.TextChoices):
    """What a body did for a meeting: one event reported by two bodies is found by it."""

    ORGANISER = "organiser"
    COOPERATING = "cooperating"


class Party(Recorded):
    """A body that organised a meeting or took part in organising it, with the name printed that day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    body = models.UUIDField(null=True)
    name = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["body"])]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"


class Mark(models.TextChoices):
    """How somebody attended: present, absent with leave (P), absent without (K)."""

    PRESENT = "c"
    EXCUSED = "p"
    UNEXCUSED = "k"


class Attendance(Recorded):
    """The mark of one named person at one meeting.

    No kept figure reads it (*studied* and the share of attendance are asked from these rows), so that saving a sheet
    derives nobody anew; a changed mark is withdrawn and written again.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    mark = models.CharField(max_length=1, choices=Mark.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], condition=Q(withdrawn_by=None), name="meetings_attendance_one_mark")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mark}"
