"""The measures of an official paper (Nghị định 30/2020/NĐ-CP, annex I), in millimetres and points; all formats share them."""

from dataclasses import replace

from nharong.reports.rules import paper
from nharong.reports.shape import Annex, Paragraph, Report, TargetLine, UnitRow
from nharong.ui import numbers

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
"""Margins: 20-25, 20-25, 30-35, 15-20."""
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
FONT = "Times New Roman"
BODY, SMALL_HEAD, SYMBOL, TABLE, RECEIVERS_HEAD, RECEIVERS = 14.0, 12.0, 13.0, 11.0, 12.0, 11.0
"""Sizes: body and titles 13-14, letterhead 12-13, number 13, receivers 12 and 11."""
INDENT = 12.7
HEAD_LEFT = 67.0
"""Width of the left half of the letterhead."""

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = 61.0
"""Width of the motto at 14 points, bold: its line is as long."""
RECEIVERS_TITLE = "Nơi nhận:"
ANNEX = "PHỤ LỤC"
TOTAL = "Cộng"
UNMAPPED = "Không quy được về đơn vị nào"
OUT_OF_SCOPE = "ngoài phạm vi kế hoạch"
UNCONFIRMED = "phạm vi chưa xác nhận"
PARTIAL = "một phần"
NO_DATA = "chưa có số liệu"

MEASURES = {
    "body": BODY, "head": SMALL_HEAD, "table": TABLE, "top": TOP, "bottom": BOTTOM, "left": LEFT, "right": RIGHT, "indent": INDENT,
    "head_left": HEAD_LEFT, "country": COUNTRY, "motto": MOTTO, "motto_width": MOTTO_WIDTH, "receivers": RECEIVERS_TITLE, "annex": ANNEX,
}  # fmt: skip
"""What the template of the .pdf is given."""


def document_title(report: Report) -> str:
    """The title in the properties of a file."""
    return f"{report.head.type_name.capitalize()}: {report.head.abstract}"


def broken(line: str) -> str:
    """A line of the letterhead as it is broken by habit: ``ỦY BAN NHÂN DÂN`` over the name of the place."""
    head = "ỦY BAN NHÂN DÂN "
    return line.replace(head, head.rstrip() + "\n", 1) if line.startswith(head) else line


def ended(report: Report) -> Report:
    """The report with ``./.`` after the last sentence of its text."""
    *sections, last = report.sections
    *blocks, end = last.blocks
    if isinstance(end, Paragraph):
        end = replace(end, text=paper.finished(end.text))
    return replace(report, sections=(*sections, replace(last, blocks=(*blocks, end))))


# ---------------------------------------------------------------- annex


def unit_note(row: UnitRow) -> str:
    """What must be known of a unit in the annex."""
    said = ((PARTIAL, not row.whole), (OUT_OF_SCOPE, row.in_scope is False), (UNCONFIRMED, row.in_scope is None))
    return ", ".join(note for note, holds in said if holds)


def unit_name(row: UnitRow) -> str:
    """A unit's name with its note."""
    note = unit_note(row)
    return f"{row.name or UNMAPPED}{f' ({note})' if note else ''}"


def without_text(annex: Annex) -> str:
    """The targets of which no unit has a record; empty if there is none."""
    return "Chưa có số liệu ở đơn vị nào: " + "; ".join(annex.without) + "." if annex.without else ""


def annex_cell(line: TargetLine, row: UnitRow) -> str:
    """``61/412`` and ``14,8 %`` on two lines; the words where there is no figure."""
    answer = row.answers.get(line.row["id"])
    if answer is None or answer["value"] is None:
        return numbers.NONE
    lines = [paper.value_text(answer["value"], line.kind, answer.get("threshold"))]
    if line.kind == "share" and answer["denominator"] is not None:
        lines.insert(0, numbers.fraction(answer["numerator"], answer["denominator"], paper.VI))
    if answer["unknown"]:
        lines.append(f"chưa rõ {numbers.number(answer['unknown'], language=paper.VI)}")
    return "\n".join(lines)


def annex_table(annex: Annex) -> tuple[list[str], list[list[str]]]:
    """The annex as printed: heads, and rows that end with the total (the figure of the whole, not a sum of shares)."""
    heads = ["TT", annex.level_name.capitalize(), *(f"{line.mark}. {line.row['title']}" for line in annex.targets)]
    rows = [[str(i), unit_name(row), *(annex_cell(line, row) for line in annex.targets)] for i, row in enumerate(annex.rows, 1)]
    if annex.rest:
        rows.append(["", UNMAPPED, *(annex_cell(line, annex.rest) for line in annex.targets)])
    whole = UnitRow("", TOTAL, True, True, {line.row["id"]: line.row for line in annex.targets})
    return heads, [*rows, ["", TOTAL, *(annex_cell(line, whole) for line in annex.targets)]]
