"""The list of classes: what a row shows, how it narrows, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from nharong.centres.queries import names_of
from nharong.classes.models import Enrolment, Evening, LiteracyClass, TermResult
from nharong.classes.queries.access import visible_classes
from nharong.classes.queries.diary import Holes, holes, terms_of
from nharong.kernel import time
from nharong.kernel.permissions import Scope
from nharong.territory.queries import lineage

RUNNING, COMING, ENDED = "running", "coming", "ended"


def listed(scope: Scope, today: date) -> "QuerySet[Any]":
    """Visible classes with the number of learners today and the last evening."""
    here = Enrolment.objects.standing().filter(literacy_class=OuterRef("pk"), began_on__lte=today, ended_on__gt=today)
    counted = here.order_by().values("literacy_class").annotate(number=Count("pk")).values("number")
    latest = Evening.objects.standing().filter(literacy_class=OuterRef("pk")).order_by().values("literacy_class")
    rows: QuerySet[Any] = visible_classes(scope).select_related("centre")
    last = Subquery(latest.annotate(last=Max("day")).values("last"))
    annotated: QuerySet[Any] = rows.annotate(learners=Coalesce(Subquery(counted), 0), last_evening=last)
    return annotated


def in_state(rows: "QuerySet[Any]", state: str, today: date) -> "QuerySet[Any]":
    """Running, coming or ended on the day."""
    if state == COMING:
        return rows.filter(start__gt=today)
    return rows.filter(stop__lte=today) if state == ENDED else rows.filter(start__lte=today, stop__gt=today)


def state_of(row: LiteracyClass, today: date) -> str:
    """Running, coming or ended on the day."""
    return COMING if row.start > today else ENDED if row.stop <= today else RUNNING


def under(rows: "QuerySet[Any]", place: int, today: date) -> "QuerySet[Any]":
    """Those held in the area of a place as it is on the day."""
    return rows.filter(place_id__in=lineage().area(place, today))


def communes_of(scope: Scope, today: date) -> dict[int, str]:
    """The communes of today in which the asker sees classes, by name."""
    graph = lineage()
    places = set(visible_classes(scope).order_by().values_list("place_id", flat=True).distinct())
    units = {unit for place in places if (unit := graph.unit_of(place, "commune", today)) is not None}
    return dict(sorted(((unit, graph.nearest(unit, today).label) for unit in units), key=lambda pair: pair[1]))


def centres_of(scope: Scope, today: date) -> dict[int, str]:
    """The bodies that run visible classes, by name of today: key → name."""
    bodies = visible_classes(scope).exclude(centre=None).order_by().values_list("centre", flat=True).distinct()
    return dict(sorted(names_of(list(bodies), today).items(), key=lambda pair: pair[1]))


@dataclass(frozen=True, slots=True)
class Work:
    """What is missing in the running classes that the asker sees."""

    holes: Holes
    names: Mapping[int, LiteracyClass]
    unplanned: list[int]
    """Running classes of which no plan of a term covers today."""
    undecided: list[tuple[int, int, int]]
    """(class, term, learners without a result), of terms that are over."""

    @property
    def unrecorded(self) -> int:
        """Evenings without a sheet."""
        return sum(len(days) for days in self.holes.unrecorded.values())


def work_of(scope: Scope, today: date) -> Work:
    """The holes of the running classes: five queries, however many there are."""
    running = {row.pk: row for row in in_state(visible_classes(scope), RUNNING, today).order_by("name", "pk")}
    found = holes({key: (row.start, row.stop) for key, row in running.items()}, today)
    over = {(term.literacy_class, term.number) for term in terms_of(list(running), stop__lte=today)}
    open_ = Enrolment.objects.standing().filter(literacy_class__in=list(running), ended_on__gt=today)
    learners = dict(open_.order_by().values_list("literacy_class_id").annotate(number=Count("pk")))
    done: dict[tuple[int, int], int] = {}
    results = TermResult.objects.standing().filter(enrolment__literacy_class__in=list(running), enrolment__ended_on__gt=today)
    for key, term, number in results.order_by().values_list("enrolment__literacy_class_id", "term").annotate(number=Count("pk")):
        done[key, term] = number
    undecided = [(key, term, learners.get(key, 0) - done.get((key, term), 0)) for key, term in sorted(over)]
    return Work(
        holes=found,
        names=running,
        unplanned=[key for key in running if key not in found.current],
        undecided=[entry for entry in undecided if entry[2] > 0],
    )


def on_places(places: Sequence[int]) -> list[tuple[str, int]]:
    """What hangs on places that are about to change: running classes, and the learners in them."""
    day = time.today()
    running = LiteracyClass.objects.standing().filter(place_id__in=places, start__lte=day, stop__gt=day)
    learners = Enrolment.objects.standing().filter(literacy_class__in=running, began_on__lte=day, ended_on__gt=day)
    return [(_("running literacy classes"), running.count()), (_("learners in them"), learners.count())]
