"""A survey workbook read into clean rows, with every fault named by row and column; one bad row never spoils another."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nharong.files.address import column_letter
from nharong.files.workbook import Cell, Merged, Sheet, Workbook, show_cell
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.text import fold, is_decomposed
from nharong.people.sheet.checks import check_file, check_row
from nharong.people.sheet.fonts import Fonts
from nharong.people.sheet.form import Form, shipped_forms
from nharong.people.sheet.header import Layout, find_layout
from nharong.people.sheet.person import Person, PersonReader
from nharong.people.sheet.result import BlankChoices, Counts, SurveySheet


def read_survey(
    workbook: Workbook,
    forms: Sequence[Form] | None = None,
    *,
    expected_year: int | None = None,
    latest_year: int | None = None,
    blanks: BlankChoices | None = None,
    schools: Collection[str] | None = None,
    convert: bool = False,
) -> SurveySheet:
    """Read the first sheet that one of the forms (default: all shipped) knows.

    ``expected_year``: the round the file is read for; ``latest_year``: the present year, for a file from the future;
    ``schools``: known school codes, else those the file brings along; ``convert``: turn old fonts into Unicode.
    Raises Refused where the whole file is at fault: no such sheet, no header, a needed column missing, no or another year.
    """
    form, sheet = _find_sheet(workbook, forms if forms is not None else shipped_forms())
    layout = _find_columns(sheet, form)
    year = _survey_year(layout, sheet, expected_year, latest_year)
    choices = (blanks or BlankChoices()).resolved(form)
    result = SurveySheet(form.name, sheet.name, year, [], [], [], Counts(), {}, choices)
    codes = _school_codes(workbook, form) if schools is None else frozenset(schools)
    reader = PersonReader(form, layout, year, codes)
    people = _read_rows(result, sheet, layout, reader, Fonts(sheet, layout, convert))
    _warn_of_layout(result, layout, form, people)
    check_file(result, people, reader)
    _settle(result, people, choices, layout)
    return result


def survey_year(workbook: Workbook, latest_year: int | None = None, forms: Sequence[Form] | None = None) -> int:
    """The survey year that the file says, from its header alone. Raises Refused like `read_survey`."""
    form, sheet = _find_sheet(workbook, forms if forms is not None else shipped_forms())
    return _survey_year(_find_columns(sheet, form), sheet, None, latest_year)


def _find_sheet(workbook: Workbook, forms: Sequence[Form]) -> tuple[Form, Sheet]:
    for form in forms:
        if any(workbook.has(name) for name in form.sheets):
            return form, workbook.sheet(*form.sheets)
    return forms[0], workbook.sheet(*(name for form in forms for name in form.sheets))


def _find_columns(sheet: Sheet, form: Form) -> Layout:
    layout = find_layout(sheet, form)
    mend = _("Take the header rows of the sample file over, above the first person.")
    if layout is None:
        raise Refused(Problem(error=_("The sheet “%(sheet)s” has no header rows.") % {"sheet": sheet.name}, mend=mend, field="sheet"))
    missing = [form.title_of(name) for name in form.needed if name not in layout.columns]
    if missing:
        names = ", ".join(missing)
        raise Refused(Problem(error=_("No column is titled: %(names)s.") % {"names": names}, mend=mend, field="sheet", value=names))
    return layout


def _survey_year(layout: Layout, sheet: Sheet, expected: int | None, latest: int | None) -> int:
    year = layout.year or expected
    if year is None:
        raise Refused(Problem(error=_("The file does not say its survey year."), mend=_("Write the year in cell A2."), field="year"))
    if expected is not None and year != expected:
        raise Refused(
            Problem(
                error=_("The file is of the survey year %(year)s, not %(expected)s.") % {"year": year, "expected": expected},
                mend=_("Choose the other year, or correct cell A2."),
                field="year",
                value=str(year),
            )
        )
    if latest is not None and year > latest:
        raise Refused(
            Problem(
                error=_("The survey year %(year)s has not come yet.") % {"year": year},
                mend=_("Correct the year in cell A2 of the sheet “%(sheet)s”.") % {"sheet": sheet.name},
                field="year",
                value=str(year),
            )
        )
    return year


def _school_codes(workbook: Workbook, form: Form) -> frozenset[str] | None:
    """The codes that the file brings along in its own list; None where it brings none: nothing to check against."""
    if form.schools is None or not workbook.has(form.schools[0]):
        return None
    place = form.schools[1]
    codes = {show_cell(row[place]).strip().upper() for row in workbook.sheet(form.schools[0]).rows() if place < len(row)}
    codes = {code for code in codes if any(map(str.isdigit, code)) and " " not in code}
    return frozenset(codes) or None


def _warn_of_layout(result: SurveySheet, layout: Layout, form: Form, people: Sequence[Person]) -> None:
    for name in layout.by_position:
        if all(person.cells[layout.columns[name]] == "" for person in people):
            continue
        result.warnings.append(
            Problem(
                error=_("Column %(letter)s has no title; it was read as “%(title)s” by its place.")
                % {"letter": column_letter(layout.columns[name]), "title": form.title_of(name)},
                mend=_("Write the title if it is something else."),
                field=form.title_of(name),
                column=column_letter(layout.columns[name]),
            )
        )
    for place, title in layout.unused:
        result.warnings.append(
            Problem(
                error=_("Column %(letter)s “%(title)s” is not used.") % {"letter": column_letter(place), "title": title},
                column=column_letter(place),
                value=title,
            )
        )


def _read_rows(result: SurveySheet, sheet: Sheet, layout: Layout, reader: PersonReader, fonts: Fonts) -> list[Person]:
    """Every filled row as a person with its faults; households carry down to the lines under the householder's."""
    people: list[Person] = []
    merged = _merged_in_data(sheet.merged, layout)
    filled = [layout.columns[name] for name in reader.form.filled if name in layout.columns]
    above: Mapping[int, Cell] = {}
    for number, cells in _data_rows(sheet, layout):
        if all(cells[place] == "" for place in filled):
            continue
        if number - 1 in merged:
            _fill_merged(cells, above, merged[number - 1], reader.household_columns)
        if _is_header_again(cells, layout):
            result.warnings.append(Problem(error=_("The header stands here again; the row was left out."), row=number))
            continue
        result.counts.filled += 1
        result.counts.decomposed += sum(isinstance(cell, str) and is_decomposed(cell) for cell in cells)
        font = fonts.of_row(cells)
        above = {place: cells[place] for place in reader.household_columns}
        result.counts.converted += bool(font and fonts.convert)
        person = reader.read(number, fonts.converted(cells, font) if font and fonts.convert else cells)
        if font and not fonts.convert:
            person.problems[:] = [fonts.problem(number, cells, font, reader)]
        else:
            check_row(person, reader)
        person.problems += _merged_problems(number, merged.get(number - 1, ()), reader)
        people.append(person)
    return people


def _data_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in enumerate(sheet.rows(), start=1):
        if number > layout.first_row:
            yield number, cells


def _is_header_again(cells: Sequence[Cell], layout: Layout) -> bool:
    """Whether the row repeats the titles (two files put under each other) or the numbering of columns."""
    born, family = layout.columns["birth_year"], layout.columns["family_name"]
    year, name = cells[born], cells[family]
    if isinstance(year, str):
        texts = [(cells[place], layout.titles.get(field, ())) for field, place in layout.columns.items()]
        return sum(isinstance(cell, str) and cell != "" and fold(cell) in titles for cell, titles in texts) >= 3
    return isinstance(name, float | int) and isinstance(year, float | int) and year - name == born - family


def _merged_in_data(merged: Sequence[Merged], layout: Layout) -> dict[int, list[Merged]]:
    """Row from 0 → merged areas that touch it, header rows apart."""
    found: dict[int, list[Merged]] = {}
    for area in merged:
        for row in range(max(area.first_row, layout.first_row), area.last_row + 1):
            found.setdefault(row, []).append(area)
    return found


def _fill_merged(cells: list[Cell], above: Mapping[int, Cell], areas: Sequence[Merged], household: Collection[int]) -> None:
    """Cells of the household merged over its lines hold for each of them."""
    for area in areas:
        for place in household:
            if area.first_column <= place <= area.last_column and cells[place] == "" and area.first_column == area.last_column:
                cells[place] = above.get(place, "")


def _merged_problems(number: int, areas: Sequence[Merged], reader: PersonReader) -> list[Problem]:
    """Merged cells over a person's own columns hide whose value it is."""
    problems = []
    for area in areas:
        own = [place for place in range(area.first_column, area.last_column + 1) if place in reader.person_columns]
        if own and area.first_row != area.last_row:
            title = reader.person_columns[own[0]]
            problems.append(
                Problem(
                    error=_("Cells of several rows are merged (rows %(first)s to %(last)s).")
                    % {"first": area.first_row + 1, "last": area.last_row + 1},
                    mend=_("Unmerge them in Excel and write the value in every row."),
                    field=title,
                    row=number,
                    column=column_letter(own[0]),
                )
            )
    return problems


def _settle(result: SurveySheet, people: Sequence[Person], choices: BlankChoices, layout: Layout) -> None:
    """Apply the meanings of blanks, then part the accepted rows from the refused."""
    counts = result.counts
    accepted = [person.row for person in people if not person.problems]
    counts.kinh_written = sum(person.row.ethnicity == "kinh" for person in people)
    for person in people:
        result.problems += person.problems
        result.warnings += person.warnings
    meanings = _meanings(choices, counts.kinh_written, layout)
    for row in accepted:
        for kind in row.blanks:
            if (value := meanings[kind]) is not None:
                setattr(row, kind, value)
        counts.blanks.update(row.blanks)
    result.rows = accepted
    counts.accepted, counts.refused = len(accepted), len(people) - len(accepted)
    counts.households = len({(fold(row.village), row.form_number) for row in accepted if row.form_number})
    spellings = Counter(row.village for row in accepted if row.village)
    shown: dict[str, str] = {}
    for village, _times in spellings.most_common():
        shown.setdefault(fold(village), village)
    for row in accepted:
        row.village = shown.get(fold(row.village), row.village)
    result.villages = dict(Counter(row.village for row in accepted if row.village))


def _meanings(choices: BlankChoices, kinh_written: int, layout: Layout) -> dict[str, Any]:
    """Kind of blank → the value it gives a row; None leaves it unknown."""
    kinh = choices.ethnicity == "kinh" or (choices.ethnicity == "kinh-if-never-written" and not kinh_written)
    known = {
        "schooling": None if choices.schooling == "unknown" else "none",
        "disability": None if choices.disability == "unknown" else False,
        "sex": None if choices.sex == "unknown" else "m",
        "state": None if choices.state == "unknown" else "here",
        "residence": None if choices.residence == "unknown" else "permanent",
        "ethnicity": "kinh" if kinh else None,
    }
    has = {"sex": "female", "state": "state", "residence": "residence", "ethnicity": "ethnicity"}
    return {kind: value if has.get(kind) is None or has[kind] in layout.columns else None for kind, value in known.items()}
