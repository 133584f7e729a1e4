"""Centres and literacy classes of the demo, through their actions: founded, opened, enrolled, met, tested, decided."""

import random
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from nharong.access.models import User
from nharong.centres.actions import found
from nharong.classes.actions import close_class, decide_term, enrol, open_class, plan_term, record_evening, record_marks
from nharong.classes.programmes import DEFAULT, programme
from nharong.deeds.actions import Action, perform
from nharong.demo.ground import MERGER
from nharong.demo.lessons import GO_ON, TERMS, WEEKDAYS, Course, Learner
from nharong.demo.population import pack
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import TIMEZONE, standing_at
from nharong.people.models import Person
from nharong.territory.queries import find_place, lineage, place_id

FOUNDED = date(2025, 8, 1)
HOLES = 3
"""The last evenings of a running class that nobody has recorded yet: the first page has something to ask for."""


def do(act: Action, scope: Scope, on: date, hour: int = 21, /, **values: Any) -> dict[str, Any]:
    """One deed on its day. Raises Refused: the invented work has no faults."""
    with standing_at(datetime.combine(on, time(hour), TIMEZONE)):
        receipt = perform(act, scope, **values)
    if not receipt.ok:
        raise Refused(receipt.errors)
    return receipt.value


def found_centres(heirs: Iterable[str], scope: Scope, today: date) -> dict[str, uuid.UUID]:
    """A centre in every merged commune, once there are merged communes; code → uid."""
    centres = {}
    for heir in heirs if today > FOUNDED else ():
        place, uid = find_place(heir, MERGER), new_uid()
        name = f"Trung tâm học tập cộng đồng {lineage().nearest(place.pk, MERGER).label[:1].lower()}{lineage().nearest(place.pk, MERGER).label[1:]}"
        do(found, scope, FOUNDED, 9, centre=uid, name=name, place=place.uid, kind="public", founded_on=FOUNDED, decision=pack()["decision"])
        centres[heir] = uid
    return centres


def teach(
    courses: Sequence[Course],
    centres: Mapping[str, uuid.UUID],
    scope_on: Callable[[date], Scope],
    today: date,
    teachers: Mapping[str, str],
    seed: int,
    progress: Callable[[str, int, int], None],
) -> int:
    """All classes in turn; answers the evenings recorded. ``teachers``: commune → user name of who teaches there now."""
    rng = random.Random(f"{seed}:teaching")  # noqa: S311 - invented, not secret
    count = 0
    for i, course in enumerate(courses, 1):
        count += _one(rng, course, centres, scope_on, today, teachers.get(course.heir, ""))
        progress("Lớp xóa mù chữ", i, len(courses))
    return count


def _one(
    rng: random.Random, course: Course, centres: Mapping[str, uuid.UUID], scope_on: Callable[[date], Scope], today: date, teacher: str
) -> int:
    first, scope = course.days[0], scope_on(course.days[0])
    room, place = new_uid(), _village(course)
    user = User.objects.filter(username=teacher).first() if course.stop > today else None
    do(
        open_class,
        scope,
        first - timedelta(days=7),
        9,
        literacy_class=room,
        name=f"Lớp xóa mù chữ giai đoạn {course.phase} {course.village.label[:1].lower()}{course.village.label[1:]}",
        phase=course.phase,
        place=place,
        start=first,
        centre=centres.get(course.heir) if first > FOUNDED else None,
        venue="Nhà rông" if course.village.people != "kinh" else "Hội trường thôn",
        teacher={"user": user.uid} if user else {"name": "Y Thử" if course.village.people != "kinh" else "Trần Văn Thử"},
    )
    for term in TERMS[course.phase]:
        days = course.term_days(term)
        plan = {"start": days[0], "stop": days[-1] + timedelta(days=1), "weekdays": WEEKDAYS}
        do(plan_term, scope, first - timedelta(days=6), 9, literacy_class=room, term=term, **plan, starts_at=time(19), ends_at=time(21))
    enrolled: dict[uuid.UUID, Learner] = {}
    for learner in course.learners:
        if person := _person(learner):
            enrolment = new_uid()
            do(enrol, scope, first, 18, literacy_class=room, person=person, began_on=first, enrolment=enrolment)
            enrolled[enrolment] = learner
    held = [day for day in course.days if day < today]
    held = held if course.stop <= today else held[:-HOLES]
    for day in held:
        marks = {uid: "c" if rng.random() < (GO_ON if one.passes else 0.6) else rng.choice("pk") for uid, one in enrolled.items()}
        do(record_evening, scope, day, literacy_class=room, day=day, marks=marks)
    for term in TERMS[course.phase]:
        if course.term_days(term)[-1] < today - timedelta(days=2):
            _judge(rng, course, room, term, enrolled, scope)
    if course.stop <= today:
        do(close_class, scope, course.stop, 10, literacy_class=room, day=course.stop)
    return len(held)


def _judge(rng: random.Random, course: Course, room: uuid.UUID, term: int, enrolled: Mapping[uuid.UUID, Learner], scope: Scope) -> None:
    """Four tests a subject, then the result of the term."""
    said = programme(DEFAULT)
    day = course.term_days(term)[-1]
    scores = [
        {"enrolment": uid, "subject": subject.id, "test": test.id, "score": _score(rng, learner)}
        for uid, learner in enrolled.items()
        for subject in said.subjects_of(course.phase)
        for test in said.assessment.tests
    ]
    do(record_marks, scope, day, 21, literacy_class=room, term=term, scores=scores)
    levels = {uid: ("good" if rng.random() < 0.25 else "done") if learner.passes else "not-yet" for uid, learner in enrolled.items()}
    do(decide_term, scope, day, 22, literacy_class=room, term=term, day=day, levels=levels)


def _score(rng: random.Random, learner: Learner) -> str:
    low, high = (5, 9) if learner.passes else (2, 5)
    return str(Decimal(rng.randint(low * 2, high * 2)) / 2)


def _village(course: Course) -> uuid.UUID:
    """The village where the class meets, as it is named on its first day."""
    day = course.days[0]
    commune = place_id(course.heir if day >= MERGER else course.village.commune.code, day)
    graph = lineage()
    key = next(place for place in graph.children(commune, day) if graph.nearest(place, day).label == course.village.label)
    return graph.nodes[key].uid


def _person(learner: Learner) -> uuid.UUID | None:
    """The register's record of an invented person; None where two are too alike to tell."""
    member, village = learner.member, learner.village
    graph = lineage()
    commune = place_id(village.commune.code, date(2025, 6, 30))
    key = next(
        place for place in graph.children(commune, date(2025, 6, 30)) if graph.nearest(place, date(2025, 6, 30)).label == village.label
    )
    found_uids = list(Person.objects.filter(place_id=key, name=member.name, birth_year=member.birth[0]).values_list("uid", flat=True)[:2])
    return found_uids[0] if len(found_uids) == 1 else None
