"""Who is in a class: a list of names that the class itself makes visible, wherever its learners live."""

import uuid
from dataclasses import dataclass
from datetime import date

from nharong.classes.models import Enrolment
from nharong.kernel.time import END


@dataclass(frozen=True, slots=True)
class Learner:
    """One enrolment with the name of its person."""

    enrolment: uuid.UUID
    key: int
    person_key: int
    person: uuid.UUID
    name: str
    sex: str | None
    began_on: date
    ended_on: date
    end_reason: str

    @property
    def ended(self) -> bool:
        """Whether an end of the enrolment is recorded."""
        return self.ended_on != END

    def here(self, day: date) -> bool:
        """Whether the enrolment runs on the day."""
        return self.began_on <= day < self.ended_on


def everybody(literacy_class: int) -> list[Learner]:
    """Every standing enrolment of a class, ended ones too, by name."""
    columns = ("uid", "pk", "person_id", "person__uid", "person__name", "person__sex", "began_on", "ended_on", "end_reason")
    rows = Enrolment.objects.standing().filter(literacy_class_id=literacy_class).order_by("person__sort_key", "pk")
    return [Learner(*row) for row in rows.values_list(*columns)]


def roster(literacy_class: int, day: date) -> list[Learner]:
    """Those enrolled on the day, by name."""
    return [learner for learner in everybody(literacy_class) if learner.here(day)]
