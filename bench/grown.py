"""One merged commune of the invented province as table rows: grown in a process of its own, without a database."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from nharong.demo.population import Member, Unit, Village, grow
from nharong.demo.rows import in_order, listed, rows_of
from nharong.kernel.claims import Rank, Said
from nharong.kernel.db import Json
from nharong.kernel.time import END
from nharong.people.derive import person_values, spell_values
from nharong.people.rules.life import gather, live
from nharong.people.rules.literacy import levels
from nharong.people.rules.survey import told_by_survey
from nharong.people.sheet.row import SurveyRow

MERGER = date(2025, 7, 1)
Row = tuple[Any, ...]


class Order(NamedTuple):
    """What to grow: one merged commune with the keys it may use."""

    units: Sequence[Unit]
    heir: str
    people: int
    seed: int
    years: Sequence[int]
    """The years that pass; the surveys of ``observed`` are written."""
    observed: Sequence[int]
    places: dict[str, int]
    """Code of a former commune, and ``+code`` of the merged one → key."""
    rounds: dict[tuple[str, int], int]
    """(such a code, year) → key of the round."""
    base: int
    """First key of persons, households, classes, evenings and enrolments; places begin at ``place_base``."""
    place_base: int
    deed: int
    marks: int
    """Attendance marks wished for in the whole province."""


@dataclass
class Rows:
    """The rows of each table, in the column order that province.py names."""

    places: list[Row] = field(default_factory=list)
    periods: list[Row] = field(default_factory=list)
    households: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    observations: list[Row] = field(default_factory=list)
    spells: list[Row] = field(default_factory=list)
    surveyed: list[Row] = field(default_factory=list)
    classes: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    evenings: list[Row] = field(default_factory=list)
    enrolments: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    results: list[Row] = field(default_factory=list)
    marks: list[Row] = field(default_factory=list)


class Known(NamedTuple):
    """A person of a village, as the classes look for learners."""

    key: int
    member: Member


class Grower:
    """Grows one merged commune."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.rows = Rows()
        self.rng = random.Random(f"{order.seed}:{order.heir}:bench")
        self.person = self.household = self.village = 0
        self.evening = self.enrolment = self.literacy_class = 0
        self.claims: dict[int, tuple[str, date]] = {}
        """Person → level and day that a class proved."""

    def uid(self) -> uuid.UUID:
        """A uid from the seed."""
        return uuid.UUID(int=self.rng.getrandbits(128))

    def grow(self) -> Rows:
        """All rows of the commune."""
        order = self.order
        for villages in grow(order.units, people=order.people, seed=order.seed, years=order.years, village_size=135, heir=order.heir):
            for village in villages:
                self._village(village)
        return self.rows

    def _village(self, village: Village) -> None:
        order = self.order
        self.village += 1
        place = order.place_base + self.village
        former, merged = order.places[village.commune.code], order.places[f"+{order.heir}"]
        code = f"{village.commune.code}-{village.number:03d}"
        start = date(order.years[0], 1, 1)
        self.rows.places.append((place, self.uid(), "village", start, END))
        self.rows.periods.append((place, start, MERGER, code, village.name, village.title, former))
        self.rows.periods.append((place, MERGER, END, code, village.name, village.title, merged))
        self.rows.surveyed.extend((place, year) for year in order.observed if self._round(village.commune, year))
        people = self._households(village, place)
        self._classes(village, place, [Known(key, member) for key, member, _ in people])
        seen = self._seen(village)
        for key, member, household in people:
            self._person(key, member, seen.get(id(member), ()), place, household)

    def _round(self, unit: Unit, year: int) -> int | None:
        return self.order.rounds.get((unit.code if year < MERGER.year else f"+{unit.heir}", year))

    def _households(self, village: Village, place: int) -> list[tuple[int, Member, int]]:
        found = []
        for home in village.households:
            self.household += 1
            key = self.order.base + self.household
            self.rows.households.append((key, self.uid(), place, str(home.number), home.members[0].name))
            for member in home.members:
                self.person += 1
                found.append((self.order.base + self.person, member, key))
        return found

    # ------------------------------------------------------------ surveys

    def _seen(self, village: Village) -> dict[int, list[tuple[int, int, dict[str, Any]]]]:
        """id of a member → (round, year, facts) of each survey that lists them."""
        found: dict[int, list[tuple[int, int, dict[str, Any]]]] = {}
        for year in self.order.observed:
            round_id = self._round(village.commune, year)
            if round_id is None:
                continue
            for member, row in zip(_listed(village, year), rows_of(village, year, village.commune.name), strict=True):
                found.setdefault(id(member), []).append((round_id, year, _facts(row)))
        return found

    def _person(self, key: int, _member: Member, seen: Sequence[tuple[int, int, dict[str, Any]]], place: int, household: int) -> None:
        said = []
        for round_id, year, facts in seen:
            self.rows.observations.append((key, round_id, place, household, 5, Json.of(facts)))
            said += told_by_survey(
                facts,
                year=year,
                surveyed_on=date(year, 9, 30),
                place=place,
                household=household,
                rank=Rank.SURVEY,
                order=(self.order.deed, year),
                levels=levels,
            )
        if key in self.claims:
            level, day = self.claims[key]
            said.append((level, Said(value=True, start=day, rank=Rank.RESULT, order=(self.order.deed, 0))))
        life = live(gather(said))
        self.rows.persons.append((key, self.uid(), *person_values(life, None), 1))
        self.rows.spells.extend(spell_values(key, spell) for spell in life.spells)

    # ------------------------------------------------------------ classes

    def _classes(self, village: Village, place: int, people: Sequence[Known]) -> None:
        """Classes of phase 1 for those who cannot read, 15 to 35 learners, about 150 evenings from October to June."""
        order = self.order
        wanted = [known for known in people if known.member.last == 0 and 1957 <= known.member.birth[0] <= 2000 and not known.member.end]
        others = [
            known for known in people if 1 <= known.member.last <= 4 and 1957 <= known.member.birth[0] <= 2000 and not known.member.end
        ]
        self.rng.shuffle(wanted)
        wanted += others
        share = order.marks * len(people) / (order.people * 1.04) / (25 * 150)
        number = int(share) + (self.rng.random() < share % 1)
        for _ in range(number):
            size = min(len(wanted), self.rng.randint(15, 35))
            if size < 8:
                return
            self._class(village, place, [wanted.pop(0) for _ in range(size)])

    def _class(self, village: Village, place: int, learners: Sequence[Known]) -> None:
        order = self.order
        self.literacy_class += 1
        key = order.base + self.literacy_class
        start = date(self.rng.choice(order.years[1:-1]), 10, self.rng.randint(1, 10))
        days = [day for i in range(280) if (day := start + timedelta(days=i)).isoweekday() <= 4][:150]
        stop = days[-1] + timedelta(days=1)
        self.rows.classes.append((key, self.uid(), f"Lớp xóa mù chữ {village.label}", "tt33-2021@1", 1, place, start, stop))
        for term, begins, ends in ((1, days[0], days[50]), (2, days[50], days[100]), (3, days[100], stop)):
            self.rows.terms.append((self.uid(), key, term, begins, ends, "1234"))
        enrolled = []
        for known in learners:
            self.enrolment += 1
            enrolment = order.base + self.enrolment
            passed = self.rng.random() < 0.8
            self.rows.enrolments.append((enrolment, self.uid(), key, known.key, "1", place, start))
            enrolled.append(known.key)
            if passed:
                self.claims[known.key] = ("level1", days[-1])
                self.rows.claims.append((enrolment, known.key, "level1", Json.of(True), days[-1], int(Rank.RESULT), "lớp xóa mù chữ"))
                self.rows.results.append((enrolment, known.key, 3, "tt10-2022@1", "ht", days[-1], enrolment))
        for day in days:
            self.evening += 1
            evening = order.base + self.evening
            self.rows.meetings.append((evening, self.uid(), "literacy-evening", village.label, day, place))
            self.rows.evenings.append((evening, self.uid(), evening, key, day))
            marks = self.rng.choices("cpk", (88, 7, 5), k=len(enrolled))
            self.rows.marks.extend((evening, person, mark) for person, mark in zip(enrolled, marks, strict=True))


def _listed(village: Village, year: int) -> Iterator[Member]:
    """The members in the order in which rows_of writes them."""
    for home, members in listed(village, year):
        yield from in_order(home, members, year)


def _facts(row: SurveyRow) -> dict[str, Any]:
    """The answers as the reader of a workbook would give them: blanks read by their meaning."""
    if row.birth_year is not None and not any((row.grade is not None, row.finished, row.dropped, row.literacy_class, row.literacy_done)):
        row.schooling = "none"
    else:
        row.schooling = "some"
    row.disability, row.state = bool(row.disabilities), row.state or "here"
    return row.facts() | {"form": row.form_number, "head": row.head_name}


def grown(order: Order) -> Rows:
    """All rows of one merged commune."""
    return Grower(order).grow()
