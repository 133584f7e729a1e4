"""Rows written as a survey workbook of the form: for the demo, for the exporter, for a commune's next round."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from nharong.files.address import column_index
from nharong.people.rules.ethnicity import OTHER, ethnic_names
from nharong.people.sheet.form import Form, FormColumn
from nharong.people.sheet.row import SurveyRow

_LEVELS = {"mn": "MN", "th": "TH", "thcs": "THCS", "thpt": "THPT"}
_VOCATIONAL = {
    "so-cap": "Sơ cấp",
    "trung-cap": "Trung cấp",
    "cao-dang": "Cao đẳng",
    "dai-hoc": "Đại học",
    "sau-dai-hoc": "Sau đại học",
}
_RESIDENCE = {"permanent": "Thường trú", "temporary": "Tạm trú"}
_WIDTHS = {"family_name": 18, "head_family": 16, "address": 32, "note": 24, "parent": 20, "school_name": 22, "ethnicity": 12}


def write_survey(path: Path | str, form: Form, rows: Iterable[SurveyRow], year: int) -> int:
    """Write the rows to ``path`` (.xlsx) as the form prints them; returns how many.

    Households keep their order; the householder's line carries the running number of the household. What the row leaves
    unknown stays empty, so that reading the file again gives the same row up to the meaning of blanks.
    """
    columns = [column for column in form.columns if column.at is not None]
    with xlsxwriter.Workbook(str(path), {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(year, 1, 1, tzinfo=UTC)})  # the same rows make the same file
        page = book.add_worksheet(form.sheets[0])
        _write_header(book, page, form, columns, year)
        household, count, number = None, 0, 0
        for count, row in enumerate(rows, start=1):
            begins = row.household != household or not row.form_number
            number += begins
            household = row.household
            values = _values(row, number if begins else None, count)
            for column in columns:
                value = values.get(column.field)
                if value is not None and value != "":
                    page.write(form.first_row + count - 1, column.at, value)
        page.freeze_panes(form.first_row, column_index("E"))
    return count


def _write_header(book: Any, page: Any, form: Form, columns: Iterable[FormColumn], year: int) -> None:
    """Group, title, second title, running number; merged as on the form."""
    style = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1, "font_size": 9})
    groups: dict[str, list[int]] = {}
    splits: dict[tuple[str, str], list[int]] = {}
    for number, column in enumerate(sorted(columns, key=lambda column: column.at or 0)):
        place = column.at or 0
        page.set_column(place, place, _WIDTHS.get(column.field, 9))
        if len(column.head) > 1:
            groups.setdefault(column.head[0], []).append(place)
        if len(column.head) > 2:
            splits.setdefault((column.head[0], column.head[1]), []).append(place)
            page.write(2, place, column.head[2], style)
        elif place == form.year_cell[1]:
            page.write(2, place, column.title, style)
        else:
            _merge(page, (1, 2), [place], column.head[-1], style)
        if place:
            page.write_number(3, place, number, style)
    for (_group, title), places in splits.items():
        _merge(page, (1, 1), places, title, style)
    for title, places in groups.items():
        _merge(page, (0, 0), places, title, style)
    page.write_number(*form.year_cell, year)


def _merge(page: Any, rows: tuple[int, int], places: list[int], title: str, style: Any) -> None:
    """One text over neighbouring columns, from the first to the last of the rows; columns that stand apart get it each."""
    first_row, last_row = rows
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        if first_row == last_row and len(run) == 1:
            page.write(first_row, run[0], title, style)
        else:
            page.merge_range(first_row, run[0], last_row, run[-1], title, style)


def _values(row: SurveyRow, household_order: int | None, order: int) -> Mapping[str, Any]:
    """Field of the form → what stands in the cell."""
    family, given = _split(row.name)
    head_family, head_given = _split(row.head_name)
    values: dict[str, Any] = {
        "household_order": household_order,
        "order": order,
        "village": row.village,
        "family_name": family,
        "given_name": given,
        "head_family": head_family,
        "head_given": head_given,
        "female": "x" if row.sex == "f" else None,
        "ethnicity": row.ethnicity_written if row.ethnicity in {OTHER, None} else ethnic_names()[row.ethnicity or ""],
        "address": row.address or row.village,
        "form_number": int(row.form_number) if row.form_number.isdecimal() else row.form_number,
        "residence": _RESIDENCE.get(row.residence or ""),
        "state": row.state_written or _state(row),
        "grade": _grade(row),
        "class_name": row.class_name + "!" * (row.repeats and bool(row.class_name)) + "*" * (row.two_sessions and bool(row.class_name)),
        "level": _LEVELS.get(row.level),
        "complementary": "x" if row.complementary else None,
        "vocational": _VOCATIONAL.get(row.vocational),
        "disability_paper": "x" if row.disability_paper else None,
        "able_to_learn": "x" if row.able_to_learn else None,
    }
    values |= {f"disability_{kind}": "x" for kind in row.disabilities}
    for name in ("level_year", "vocational_year", "finished_year", "dropped_year"):
        end = getattr(row, name)
        values[name] = f"{end - 1}-{end}" if end else None
    for name in _AS_THEY_ARE:
        values[name] = getattr(row, name)
    return values


_AS_THEY_ARE = """
    birth_day birth_month birth_year school_name school_code finished dropped literacy_class literacy_done relapse priority
    circumstance circumstance_detail relation parent phone personal_id note
    """.split()  # noqa: SIM905


def _split(name: str) -> tuple[str, str]:
    """Last word apart, as the form has it; a single word stands as the given name."""
    family, _space, given = name.rpartition(" ")
    return family, given


def _state(row: SurveyRow) -> str | None:
    if row.moved_in:
        return "Chuyển đến"
    return {"away": "Chuyển đi", "dead": "Đã mất"}.get(row.state or "")


def _grade(row: SurveyRow) -> int | str | None:
    if row.grade is None:
        return None
    signs = "!" * row.repeats + "*" * row.two_sessions if not row.class_name else ""
    shown = {0: "MN", 13: "SV"}.get(row.grade, row.grade)
    return f"{shown}{signs}" if signs else shown
