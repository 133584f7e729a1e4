"""One line of the sheet into one SurveyRow with its faults; what each column holds is remembered, values repeat a lot."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from nharong.files.address import column_letter
from nharong.files.workbook import Cell, show_cell
from nharong.kernel.problems import Problem
from nharong.kernel.text import clean, fold
from nharong.people.rules.ethnicity import ethnic_group
from nharong.people.sheet import cells as read
from nharong.people.sheet import words
from nharong.people.sheet.form import Form
from nharong.people.sheet.header import Layout
from nharong.people.sheet.row import SurveyRow

_HOUSEHOLD = ("household_order", "head_family", "head_given", "address", "village", "form_number")
_TEXTS = ("school_name", "priority", "circumstance", "circumstance_detail", "relation", "parent", "note")
_DISABILITY = "disability_"
_DISABILITIES = ("movement", "hearing", "sight", "mental", "intellectual", "learning", "autism", "other")
_SCHOOLING = (
    "grade",
    "class_name",
    "school_name",
    "school_code",
    "level",
    "vocational",
    "finished",
    "dropped",
    "literacy_class",
    "literacy_done",
    "relapse",
)
_LIMITS = {"name": 200, "head_name": 200, "school_name": 200, "parent": 200, "note": 500}


@dataclass(slots=True)
class Person:
    """A row under examination."""

    row: SurveyRow
    starts_household: bool
    values: dict[str, Any] = field(default_factory=dict)
    """What the columns gave, by field."""
    cells: Sequence[Cell] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class PersonReader:
    """Reads the rows of one sheet, in order: the household's lines carry down."""

    def __init__(self, form: Form, layout: Layout, year: int, schools: Collection[str] | None) -> None:
        self.form, self.layout, self.year, self.schools = form, layout, year, schools
        self.household_columns = [layout.columns[name] for name in _HOUSEHOLD if name in layout.columns]
        self.person_columns = {
            place: form.title_of(name) for name, place in layout.columns.items() if name not in _HOUSEHOLD and form.by_field[name].keep
        }
        parsers = self._parsers()
        self._plan: list[tuple[str, int, Callable[[Cell], Any], dict[Any, tuple[Any, read.Fault | None]]]] = [
            (name, place, parsers.get(name, read.text), {})
            for name, place in layout.columns.items()
            if form.by_field[name].keep and (name in parsers or name in _TEXTS)
        ]
        self._places = layout.columns
        self._carried = {"head_name": "", "address": "", "village": "", "form_number": ""}

    def _parsers(self) -> dict[str, Callable[[Cell], Any]]:
        parsers: dict[str, Callable[[Cell], Any]] = {
            "birth_day": read.day_of_month,
            "birth_month": read.month_of_year,
            "birth_year": lambda cell: read.birth(cell, self.year),
            "female": words.sex,
            "ethnicity": lambda cell: (ethnic_group(read.text(cell)), read.text(cell)),
            "residence": words.residence,
            "state": lambda cell: (words.state(cell), read.text(cell)),
            "grade": read.grade,
            "class_name": read.class_name,
            "school_code": lambda cell: read.text(cell).upper().replace(" ", ""),
            "level": words.level,
            "complementary": words.mark,
            "vocational": words.vocational,
            "relapse": read.relapse,
            "disability_paper": words.mark,
            "able_to_learn": words.mark,
            "form_number": read.form_number,
            "phone": read.phone,
            "personal_id": read.personal_id,
        }
        parsers |= dict.fromkeys(("finished", "dropped"), read.school_class)
        parsers |= dict.fromkeys(("literacy_class", "literacy_done"), lambda cell: read.school_class(cell, 5))
        parsers |= dict.fromkeys(
            ("level_year", "finished_year", "dropped_year", "vocational_year"), lambda cell: read.school_year(cell, self.year)
        )
        return parsers | dict.fromkeys((_DISABILITY + kind for kind in _DISABILITIES), words.mark)

    # ------------------------------------------------------------ one row

    def read(self, number: int, cells: Sequence[Cell]) -> Person:
        """The row as a person; faults of single cells are already among its problems."""
        person = Person(SurveyRow(number), starts_household=self._text(cells, "household_order") != "", cells=cells)
        values = person.values
        for name, place, parse, known in self._plan:
            cell = cells[place]
            if cell == "":
                continue
            key = (type(cell), cell)
            found = known.get(key)
            if found is None:
                try:
                    found = known[key] = (parse(cell), None)
                except read.Fault as fault:
                    found = known[key] = (None, fault)
            if found[1] is not None:
                person.problems.append(self.problem(person, name, found[1].error, found[1].mend))
            elif found[0] is not None and found[0] != "":
                values[name] = found[0]
        self._household(person)
        self._fill(person)
        return person

    def problem(self, person: Person, name: str, error: str, mend: str, value: str | None = None) -> Problem:
        """A fault or warning at a field of the person's row."""
        place = self._places.get(name)
        shown = show_cell(person.cells[place]) if place is not None and value is None else value or ""
        return Problem(
            error=error,
            mend=mend,
            field=self.form.title_of(name),
            value=shown[:200],
            row=person.row.number,
            column=column_letter(place) if place is not None else "",
        )

    def title_at(self, place: int) -> str:
        """The title of the field read from a column."""
        return next((self.form.title_of(name) for name, at in self._places.items() if at == place), column_letter(place))

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        place = self._places.get(name)
        return "" if place is None or (cell := cells[place]) == "" else read.text(cell)

    def _whole_name(self, cells: Sequence[Cell], family: str, given: str) -> str:
        return clean(f"{self._text(cells, family)} {self._text(cells, given)}")

    def _household(self, person: Person) -> None:
        """The household's own columns, carried down from the line above where this line leaves them empty."""
        cells, carried = person.cells, self._carried
        number = person.values.get("form_number", "")
        head = self._whole_name(cells, "head_family", "head_given")
        address = self._text(cells, "address")
        village = self._text(cells, "village") or read.village(address)
        if person.starts_household or (number and number != carried["form_number"]):
            carried |= {"head_name": head, "address": address or carried["address"], "form_number": number}
            carried["village"] = village or carried["village"]
        else:
            if village and fold(village) != fold(carried["village"]):
                carried |= {"head_name": "", "form_number": number}
            carried |= {name: value for name, value in (("head_name", head), ("address", address), ("village", village)) if value}
        row = person.row
        row.head_name, row.address, row.village, row.form_number = (
            carried["head_name"][:200],
            carried["address"],
            carried["village"],
            carried["form_number"],
        )

    def _fill(self, person: Person) -> None:
        values, row = person.values, person.row
        row.name = self._whole_name(person.cells, "family_name", "given_name")
        if "birth_year" in values:
            row.birth_year, month, day = values["birth_year"]
            row.birth_month, row.birth_day = values.get("birth_month", month), values.get("birth_day", day)
        row.sex = values.get("female")
        row.ethnicity, row.ethnicity_written = values.get("ethnicity", (None, ""))
        row.residence = values.get("residence")
        if "state" in values:
            state, row.state_written = values["state"]
            row.state, row.moved_in = state.state, state.moved_in
        self._fill_schooling(row, values)
        kinds = tuple(kind for kind in _DISABILITIES if values.get(_DISABILITY + kind))
        row.disabilities, row.disability = kinds, True if kinds or values.get("disability_paper") else None
        for name in ("disability_paper", "able_to_learn"):
            setattr(row, name, bool(values.get(name)))
        for name in ("priority", "circumstance", "circumstance_detail", "relation", "parent", "phone", "personal_id", "note"):
            if name in values:
                setattr(row, name, values[name][: _LIMITS.get(name, 200)])
        row.blanks = self._blanks(row, values)

    def _fill_schooling(self, row: SurveyRow, values: dict[str, Any]) -> None:
        for name in ("grade", "class_name"):
            if name in values:
                found: read.Grade = values[name]
                row.grade = row.grade if row.grade is not None else found.grade
                row.repeats, row.two_sessions = row.repeats or found.repeats, row.two_sessions or found.two_sessions
        row.class_name = values["class_name"].text[:40] if "class_name" in values else ""
        row.complementary = bool(values.get("complementary"))
        for name in ("level", "level_year", "vocational", "vocational_year", "finished", "finished_year", "dropped", "dropped_year"):
            if name in values:
                setattr(row, name, values[name])
        for name in ("literacy_class", "literacy_done", "relapse", "school_code", "school_name"):
            if name in values:
                setattr(row, name, values[name])
        row.schooling = "some" if any(name in values for name in _SCHOOLING) else None

    def _blanks(self, row: SurveyRow, values: dict[str, Any]) -> tuple[str, ...]:
        from_age = self.form.blanks["schooling"].from_age
        grown = row.birth_year is not None and self.year - row.birth_year >= from_age
        empty = {
            "schooling": row.schooling is None and grown,
            "disability": row.disability is None,
            "sex": row.sex is None,
            "state": row.state is None,
            "residence": row.residence is None,
            "ethnicity": "ethnicity" not in values,
        }
        return tuple(kind for kind, is_empty in empty.items() if is_empty)
