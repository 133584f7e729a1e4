"""The annex as .xlsx: a sheet by unit, one of the targets, one of what holds back; numbers are numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from nharong.reports.papers import layout
from nharong.reports.shape import Annex, Report, TargetLine, UnitRow

FORMATS = {"whole": "#,##0", "percent": "0.0%", "number": "#,##0.##", "text": "@"}


def write(report: Report, path: Path) -> None:
    """Write the annex of the report to ``path``."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": layout.document_title(report), "author": report.body, "comments": ", ".join(report.rules)})
        pen = _Pen(book)
        if report.annex:
            _units(pen, report, report.annex)
        _targets(pen, report)
        _holes(pen, report)


class _Pen:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": layout.FONT, "font_size": 12, "valign": "vcenter"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.note = book.add_format({**base, "italic": True})
        self.head = book.add_format({**base, "bold": True, "text_wrap": True, "border": 1, "align": "center"})
        self.kinds = {kind: book.add_format({**base, "num_format": code, "border": 1}) for kind, code in FORMATS.items()}
        self.total = {kind: book.add_format({**base, "num_format": code, "border": 1, "bold": True}) for kind, code in FORMATS.items()}
        self.wrapped = book.add_format({**base, "text_wrap": True, "border": 1})

    def page(self, name: str, title: str, note: str, widths: Sequence[float]) -> Any:
        """A sheet set up for A4 landscape, its head of four lines on every printed page."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.79, right=0.6, top=0.79, bottom=0.79)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P/&N")
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.write_string(0, 0, title, self.title)
        page.write_string(1, 0, note, self.note)
        return page

    def cell(self, page: Any, at: tuple[int, int], value: Any, kind: str, bold: bool = False) -> None:
        """A value in its format; None is an empty cell, never 0."""
        shape = (self.total if bold else self.kinds)[kind]
        if value is None or value == "":
            page.write_blank(*at, None, shape)
        elif isinstance(value, str):
            page.write_string(*at, value, shape)
        else:
            page.write_number(*at, value, shape)


PARTS = (("Tử số", "numerator", "whole"), ("Mẫu số", "denominator", "whole"), ("Chưa rõ", "unknown", "whole"), ("Kết quả", "value", ""),
         ("Đánh giá", "met", "text"))  # fmt: skip
VERDICTS = {True: "Đạt", False: "Chưa đạt", None: "Chưa đủ số liệu"}


def _kind(line: TargetLine) -> str:
    return "percent" if line.kind in ("share", "growth") else "number"


def _units(pen: _Pen, report: Report, annex: Annex) -> None:
    widths = [5, 9, 26, 14, *([9, 9, 9, 10, 15] * len(annex.targets))]
    page = pen.page("Theo đơn vị", annex.title, _note(report), widths)
    for place, text in enumerate(("TT", "Mã", annex.level_name.capitalize(), "Ghi chú")):
        page.merge_range(2, place, 3, place, text, pen.head)
    for i, line in enumerate(annex.targets):
        first = 4 + i * len(PARTS)
        page.merge_range(
            2, first, 2, first + len(PARTS) - 1, f"{line.mark}. {line.row['title']} ({line.row['unit']}); {line.threshold}", pen.head
        )
        for j, (title, _field, _what) in enumerate(PARTS):
            page.write_string(3, first + j, title, pen.head)
    page.set_row(2, 48)
    rows = [*annex.rows, *([annex.rest] if annex.rest else [])]
    for i, row in enumerate(rows, 1):
        _unit(pen, page, 3 + i, row, i, annex)
    total = UnitRow("", layout.TOTAL, True, True, {line.row["id"]: line.row for line in annex.targets})
    _unit(pen, page, 4 + len(rows), total, None, annex)
    page.repeat_rows(2, 3)
    page.freeze_panes(4, 3)
    if annex.without:
        page.write_string(6 + len(rows), 0, layout.without_text(annex), pen.note)


def _unit(pen: _Pen, page: Any, line: int, row: UnitRow, number: int | None, annex: Annex) -> None:
    bold = number is None
    pen.cell(page, (line, 0), number, "whole", bold)
    pen.cell(page, (line, 1), row.code, "text", bold)
    pen.cell(page, (line, 2), row.name or layout.UNMAPPED, "text", bold)
    pen.cell(page, (line, 3), layout.unit_note(row), "text", bold)
    for i, target in enumerate(annex.targets):
        answer = row.answers.get(target.row["id"])
        known = answer is not None and answer["value"] is not None
        for j, (_title, field, kind) in enumerate(PARTS):
            value: Any = answer[field] if answer is not None and known else None
            if field == "met":
                value = VERDICTS[value] if known else "" if row.in_scope is False else layout.NO_DATA
            pen.cell(page, (line, 4 + i * len(PARTS) + j), value, kind or _kind(target), bold)


TARGET_HEADS = (
    "TT", "Mục tiêu", "Đơn vị tính", "Tử số", "Mẫu số", "Chưa rõ", "Kết quả",
    "Thấp nhất", "Cao nhất", "Mức giao", "Năm trước", "Đánh giá", "Cách đọc", "Quy tắc",
)  # fmt: skip


def _targets(pen: _Pen, report: Report) -> None:
    page = pen.page("Mục tiêu", report.head.abstract, _note(report), [6, 48, 11, 9, 9, 9, 10, 10, 10, 15, 10, 17, 40, 16])
    for place, text in enumerate(TARGET_HEADS):
        page.write_string(2, place, text, pen.head)
    for i, line in enumerate(report.targets, 3):
        row, kind = line.row, _kind(line)
        values = (line.mark, row["title"], row["unit"], row["numerator"], row["denominator"], row["unknown"], row["value"], row["low"], row["high"],
                  line.threshold, line.before, line.verdict, row["reading"] or "", row["rule"] or "")  # fmt: skip
        kinds = ("text", "text", "text", "whole", "whole", "whole", kind, kind, kind, "text", kind, "text", "text", "text")
        for place, (value, shape) in enumerate(zip(values, kinds, strict=True)):
            if place in (1, 12) and value:
                page.write_string(i, place, value, pen.wrapped)
            else:
                pen.cell(page, (i, place), value, shape)
    page.repeat_rows(2)
    page.freeze_panes(3, 2)


def _holes(pen: _Pen, report: Report) -> None:
    page = pen.page("Chỗ còn hở", "Những chỗ còn hở", _note(report), [6, 120])
    page.write_string(2, 0, "TT", pen.head)
    page.write_string(2, 1, "Nội dung", pen.head)
    for i, text in enumerate(report.holes, 1):
        pen.cell(page, (2 + i, 0), i, "whole")
        page.write_string(2 + i, 1, text, pen.wrapped)
    page.repeat_rows(2)


def _note(report: Report) -> str:
    notes = [report.body, report.area_name, f"năm {report.year}", f"địa giới ngày {report.on:%d/%m/%Y}", *report.rules]
    return " · ".join([*notes, *([report.old_unit] if report.old_unit else [])])
