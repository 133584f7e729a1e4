"""The measures of an official paper (Nghị định 30/2020/NĐ-CP, annex I), in millimetres and points; all formats share them."""

from nharong.reports.shape import Annex, TargetLine, UnitRow
from nharong.reports.rules import paper
from nharong.ui import numbers

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
"""Margins: 20-25, 20-25, 30-35, 15-20."""
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
FONT = "Times New Roman"
BODY, SMALL_HEAD, TABLE, RECEIVERS_HEAD, RECEIVERS = 14.0, 13.0, 11.0, 12.0, 11.0
"""Sizes: body and titles 13-14, letterhead 12-13, receivers 12 and 11."""
INDENT = 12.7
HEAD_LEFT = 70.0
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


def unit_name(row: UnitRow) -> str:
    """A unit's name in the annex with what must be known of it."""
    notes = [note for note, holds in ((PARTIAL, not row.whole), (OUT_OF_SCOPE, row.in_scope is False)) if holds]
    return f"{row.name or UNMAPPED}{' (' + ', '.join(notes) + ')' if notes else ''}"


def annex_cell(line: TargetLine, row: UnitRow) -> str:
    """``61/412`` and ``14,8 %`` on two lines; the words where there is no figure."""
    answer = row.answers.get(line.row["id"])
    if answer is None or answer["value"] is None:
        return numbers.NONE
    if line.kind == "share" and answer["denominator"] is not None:
        return f"{numbers.fraction(answer['numerator'], answer['denominator'], paper.VI)}\n{paper.value_text(answer['value'], 'share', answer.get('threshold'))}"
    return paper.value_text(answer["value"], line.kind)


def annex_table(annex: Annex) -> tuple[list[str], list[list[str]]]:
    """The annex as printed: heads, and rows that end with the total (the figure of the whole, not a sum of shares)."""
    heads = ["TT", annex.level_name.capitalize(), *(f"{line.mark}. {line.row['title']}" for line in annex.targets)]
    rows = [[str(i), unit_name(row), *(annex_cell(line, row) for line in annex.targets)] for i, row in enumerate(annex.rows, 1)]
    if annex.rest:
        rows.append(["", UNMAPPED, *(annex_cell(line, annex.rest) for line in annex.targets)])
    whole = UnitRow("", TOTAL, True, True, {line.row["id"]: line.row for line in annex.targets})
    return heads, [*rows, ["", TOTAL, *(annex_cell(line, whole) for line in annex.targets)]]
