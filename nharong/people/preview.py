"""What a survey file would bring, laid out for the eye: counts, every list behind them, villages, blanks, faulty rows."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from nharong.files.kept import keep, keep_path, kept_path
from nharong.files.workbook import Sheet, read_workbook
from nharong.kernel.problems import Problem
from nharong.kernel.time import today
from nharong.people.imports import Work
from nharong.people.models import Person
from nharong.people.sheet import Form, shipped_forms
from nharong.people.sheets import FOUND, Prepared
from nharong.people.staging import Row, Staged
from nharong.territory.queries import lineage, place_labels

LISTS = ("problems", "warnings", "new", "changed", "not_seen")
"""The lists behind the counts of a preview."""
PARTS = ("place", "form")
"""What is compared beside the answers themselves."""


def form_of(prepared: Prepared) -> Form:
    """The form pack by which the file was read."""
    return next(form for form in shipped_forms() if form.name == prepared.form)


def preview(work: Work, value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """The summary (a few numbers, villages, blanks) and the lists behind it, both plain JSON."""
    sheet, form = work.sheet, form_of(work.sheet)
    counts = sheet.sheet.counts
    summary = {
        **value,
        "sheet": sheet.sheet.sheet,
        "form": sheet.form,
        "verified": form.verified,
        "households": counts.households,
        "villages": _villages(sheet),
        "blanks": _blanks(sheet, form),
        "decomposed": counts.decomposed,
        "converted": counts.converted,
        "warnings": len(sheet.sheet.warnings),
        "columns": {problem.column: form.title_of(problem.field) for problem in sheet.problems if problem.column},
    }
    lists = {
        "problems": [problem.as_json() for problem in sorted(sheet.problems, key=lambda problem: (problem.row or 0, problem.column))],
        "warnings": [problem.as_json() for problem in sheet.sheet.warnings],
        "new": _new(work.staged, sheet),
        "changed": _changed(work.staged, sheet, form),
        "not_seen": _not_seen(work.staged),
    }
    return summary, lists


def _villages(sheet: Prepared) -> list[dict[str, Any]]:
    graph, day = lineage(), sheet.founded_on
    found = []
    for matched in sheet.villages:
        if not matched.written:
            continue
        place = matched.place
        found.append(
            {
                "written": matched.written,
                "rows": sheet.sheet.villages.get(matched.written, 0),
                "how": matched.how,
                "place": str(graph.nodes[place].uid) if place is not None else "",
                "name": graph.nearest(place, day).label if place is not None else "",
                "founds": matched.how in (FOUND, "new"),
            }
        )
    return found


def _blanks(sheet: Prepared, form: Form) -> list[dict[str, Any]]:
    """Each column whose empty cells mean something, with how many there are, what that is, and what it could be."""
    counts = sheet.sheet.counts
    found = []
    for blank in form.blanks.values():
        if count := counts.blanks.get(blank.of, 0):
            chosen = getattr(sheet.sheet.blanks, blank.of)
            kinh = counts.kinh_written if blank.of == "ethnicity" else 0
            options = dict(blank.says)
            found.append(
                {
                    "of": blank.of,
                    "title": blank.title,
                    "count": count,
                    "from_age": blank.from_age,
                    "chosen": chosen,
                    "options": options,
                    "kinh": kinh,
                }
            )
    return found


def _name_of(place: int, sheet: Prepared) -> str:
    if place in sheet.new_villages:
        return " ".join(sheet.new_villages[place])
    return lineage().nearest(place, sheet.founded_on).label


def _new(staged: Staged, sheet: Prepared) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "name": row.facts["name"],
            "sex": row.facts.get("sex"),
            "birth": row.facts.get("birth_year"),
            "place": _name_of(row.place, sheet),
            "form": row.form,
        }
        for row in staged.rows
        if row.person < 0
    ]


def _changed(staged: Staged, sheet: Prepared, form: Form) -> list[dict[str, Any]]:
    rows = [row for row in staged.rows if row.number in staged.before]
    uids = _uids([row.person for row in rows])
    return [
        {"row": row.number, "name": row.facts["name"], "uid": uids.get(row.person, ""), "changes": _differences(row, staged, sheet, form)}
        for row in rows
    ]


def _differences(row: Row, staged: Staged, sheet: Prepared, form: Form) -> list[list[str]]:
    """Title, before, now of each answer that differs."""
    place, facts = staged.before[row.number]
    found = []
    if place != row.place:
        found.append([_("Village"), _name_of(place, sheet), _name_of(row.place, sheet)])
    for name in sorted(facts.keys() | row.facts.keys()):
        before, now = facts.get(name), row.facts.get(name)
        if before != now:
            found.append([form.title_of(name), _shown(before), _shown(now)])
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _not_seen(staged: Staged) -> list[dict[str, Any]]:
    rows = Person.objects.in_bulk(staged.not_seen)
    names = place_labels({row.place_id for row in rows.values() if row.place_id}, today())
    found = [
        {
            "uid": str(row.uid),
            "name": row.name,
            "birth": row.birth_year,
            "place": names[row.place_id].name if row.place_id in names else "",
            "sort": row.sort_key,
        }
        for row in rows.values()
    ]
    return sorted(found, key=lambda line: line["sort"])


def _uids(persons: list[int]) -> dict[int, str]:
    return {pk: str(uid) for pk, uid in Person.objects.filter(pk__in=persons).values_list("pk", "uid")} if persons else {}


# ---------------------------------------------------------------- kept beside the draft


def keep_lists(lists: Mapping[str, list[Any]]) -> str:
    """Keep the lists as one file; returns its hash."""
    return keep([json.dumps(lists, ensure_ascii=False, default=str).encode()])


def read_lists(digest: str) -> dict[str, list[Any]]:
    """The lists of a preview; empty where the file is gone."""
    path = kept_path(digest)
    if path is None:
        return {name: [] for name in LISTS}
    found: dict[str, list[Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def keep_faulty(prepared: Prepared, path: Path) -> str:
    """The header and the faulty rows as they stand in the file, each with what is wrong and the mend; returns its hash."""
    by_row: dict[int, list[Problem]] = {}
    for problem in prepared.problems:
        if problem.row is not None:
            by_row.setdefault(problem.row, []).append(problem)
    if not by_row:
        return ""
    sheet, form = read_workbook(path).sheet(prepared.sheet.sheet), form_of(prepared)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        _write_faulty(file.name, sheet, form.first_row, by_row)
        return keep_path(Path(file.name))


def _write_faulty(name: str, sheet: Sheet, first_row: int, by_row: Mapping[int, list[Problem]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(name, options) as book:
        page = book.add_worksheet(sheet.name[:31])
        bold, wrap = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
        page.set_column(sheet.width, sheet.width + 1, 50)
        page.write_row(max(first_row - 1, 0), sheet.width, [_("Error"), _("How to mend it")], bold)
        line = 0
        for number, row in enumerate(sheet.rows(), 1):
            if number > first_row and number not in by_row:
                continue
            for place, value in enumerate(row):
                if value != "":
                    page.write(line, place, value)
            if number in by_row:
                texts = [_said(problem) for problem in by_row[number]]
                page.write_string(line, sheet.width, "\n".join(texts), wrap)
                page.write_string(line, sheet.width + 1, "\n".join(problem.mend for problem in by_row[number]), wrap)
            line += 1
        for merged in _header_merges(sheet, first_row):
            page.merge_range(*merged)
        page.freeze_panes(first_row, 0)


def _said(problem: Problem) -> str:
    where = _("Column %(letter)s") % {"letter": problem.column} + ": " if problem.column else ""
    return f"{where}{problem.error}"


def _header_merges(sheet: Sheet, first_row: int) -> Iterator[tuple[int, int, int, int, Any]]:
    head = sheet.head(first_row)
    for merged in sheet.merged:
        if merged.last_row < len(head) and (merged.first_row, merged.first_column) != (merged.last_row, merged.last_column):
            row = head[merged.first_row]
            value = row[merged.first_column] if merged.first_column < len(row) else ""
            yield merged.first_row, merged.first_column, merged.last_row, merged.last_column, value
