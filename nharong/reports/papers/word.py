"""The report as .docx, laid out by Nghị định 30/2020/NĐ-CP, annex I; the body goes on editing it in Word or LibreOffice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nharong.reports.papers import layout
from nharong.reports.shape import Annex, Block, Column, Paragraph, Report, Signature, Table


def write(report: Report, path: Path) -> None:
    """Write the report to ``path``."""
    document = Document()
    _styles(document)
    _page(document.sections[0])
    _properties(document, report)
    _head(document, report)
    _title(document, report)
    for base in report.bases:
        _text(document, base, italic=True)
    _text(document, report.opening)
    for section in layout.ended(report).sections:
        _text(document, f"{section.number}. {section.title.upper()}", bold=True, keep=True)
        for block in section.blocks:
            _block(document, block)
    _keep_last(document)
    _foot(document, report)
    if report.annex:
        _annex(document, report.annex)
    document.save(str(path))


# ---------------------------------------------------------------- page, styles, fields


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = layout.FONT, Pt(layout.BODY), RGBColor(0, 0, 0)
    properties = normal.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        properties.rFonts.set(qn(script), layout.FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    shape = normal.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), 1.0


def _page(section: Any, landscape: bool = False) -> None:
    width, height = layout.PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(height), Mm(width)) if landscape else (Mm(width), Mm(height))
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = Mm(10)
    section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True  # no number on the first page
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _page_number(number)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(layout.BODY)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _properties(document: Any, report: Report) -> None:
    known = document.core_properties
    known.title = layout.document_title(report)
    known.author, known.subject, known.language = report.body, report.area_name, "vi-VN"
    known.comments = ", ".join(report.rules)


# ---------------------------------------------------------------- paragraphs


def _line(
    place: Any,
    text: str,
    *,
    size: float = layout.BODY,
    bold: bool = False,
    italic: bool = False,
    align: Any = ALIGN.CENTER,
    first: bool = False,
) -> Any:
    """A line of a head or foot; ``first`` uses the paragraph that a cell begins with."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _rule(place: Any, width: float, whole: float) -> None:
    """A thin line under a head: ``width`` of ``whole`` millimetres, centred."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((whole - width) / 2)
    shape.line_spacing, shape.space_before, shape.space_after = Pt(4), Pt(3), Pt(0)
    paragraph.add_run().font.size = Pt(2)
    edge = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    edge.append(top)
    paragraph._p.get_or_add_pPr().append(edge)


def _text(document: Any, text: str, *, bold: bool = False, italic: bool = False, keep: bool = False) -> Any:
    """A paragraph of the body: justified, its first line indented, 6 points after it."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    paragraph.alignment = ALIGN.JUSTIFY
    shape.first_line_indent, shape.space_after, shape.line_spacing = Mm(layout.INDENT), Pt(6), 1.1
    shape.keep_with_next, shape.widow_control = keep, True
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    return paragraph


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Table):
        _table(document, block.columns, block.rows, block.subs)
        document.add_paragraph().paragraph_format.space_after = Pt(2)
        return
    _paragraph(document, block)


def _paragraph(document: Any, block: Paragraph) -> None:
    text = f"- {block.text}" if block.kind == "item" else block.text
    made = _text(document, text, italic=block.empty or block.kind == "note")
    if block.empty:
        for run in made.runs:
            run.font.color.rgb = RGBColor(0x60, 0x60, 0x60)


def _keep_last(document: Any) -> None:
    """The end of the text stays with the signature: never a signature alone on a page."""
    for paragraph in [p for p in document.paragraphs if p.text.strip()][-2:]:
        paragraph.paragraph_format.keep_with_next = True


# ---------------------------------------------------------------- head and foot


def _two_halves(document: Any, left: float) -> tuple[Any, Any]:
    table = document.add_table(rows=1, cols=2)
    _fixed(table, [left, layout.TEXT_WIDTH - left])
    first, second = table.rows[0].cells
    return first, second


PADDING = 1.0
"""Left and right inside a cell, in millimetres."""


def _fixed(table: Any, widths: Sequence[float]) -> None:
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(PADDING * 56.7)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _head(document: Any, report: Report) -> None:
    head, left_width = report.head, layout.HEAD_LEFT
    left, right = _two_halves(document, left_width)
    if head.superior_line:
        _line(left, layout.broken(head.superior_line), size=layout.SMALL_HEAD, first=True)
    _line(left, layout.broken(head.issuing_line), size=layout.SMALL_HEAD, bold=True, first=not head.superior_line)
    _rule(left, left_width * 0.4, left_width - 2 * PADDING)
    _line(left, head.symbol_line, size=layout.SYMBOL)
    right_width = layout.TEXT_WIDTH - left_width
    _line(right, layout.COUNTRY, size=layout.SMALL_HEAD, bold=True, first=True)
    _line(right, layout.MOTTO, size=layout.BODY, bold=True)
    _rule(right, layout.MOTTO_WIDTH, right_width - 2 * PADDING)
    _line(right, head.place_line, size=layout.BODY, italic=True)


def _title(document: Any, report: Report) -> None:
    _line(document, "")
    _line(document, report.head.type_name, bold=True)
    _line(document, report.head.abstract, bold=True)
    _rule(document, layout.TEXT_WIDTH * 0.36, layout.TEXT_WIDTH)
    _line(document, "", size=8)


def _foot(document: Any, report: Report) -> None:
    _line(document, "", size=8).paragraph_format.keep_with_next = True
    left, right = _two_halves(document, 80)
    title = _line(left, layout.RECEIVERS_TITLE, size=layout.RECEIVERS_HEAD, bold=True, italic=True, align=ALIGN.LEFT, first=True)
    title.paragraph_format.keep_with_next = True
    for receiver in report.recipients:
        _line(left, receiver, size=layout.RECEIVERS, align=ALIGN.LEFT)
    _signature(right, report.signature)
    row = left._tc.getparent()
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _signature(cell: Any, signature: Signature) -> None:
    for i, text in enumerate(signature.lines):
        _line(cell, text, bold=True, first=i == 0).paragraph_format.keep_with_next = True
    for _gap in range(5):
        _line(cell, "").paragraph_format.keep_with_next = True
    _line(cell, signature.name, bold=True)


# ---------------------------------------------------------------- tables


def _table(
    document: Any, columns: Sequence[Column], rows: Sequence[Sequence[str]], subs: Sequence[str] = (), size: float = layout.TABLE
) -> None:
    table = document.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
    _fixed(table, [column.width for column in columns])
    cells = table._cells  # one list of all cells: asking row by row takes a second for a hundred rows
    width = len(columns)
    for cell, column in zip(cells[:width], columns, strict=True):
        _line(cell, column.title, size=size, bold=True, first=True)
    for i, row in enumerate(rows):
        for cell, column, text in zip(cells[(i + 1) * width : (i + 2) * width], columns, row, strict=True):
            _line(cell, text, size=size, align=ALIGN.CENTER if column.centred else ALIGN.LEFT, first=True)
        if i < len(subs) and subs[i]:
            _line(cells[(i + 1) * width + 1], subs[i], size=size - 1.5, italic=True, align=ALIGN.LEFT)
    for i, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if i == 0:
            properties.append(OxmlElement("w:tblHeader"))  # the head stands again on every page


def _annex(document: Any, annex: Annex) -> None:
    """A section of its own: landscape, its pages numbered anew."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=True)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)
    _line(document, layout.ANNEX, bold=True)
    _line(document, annex.title, bold=True)
    _line(document, annex.note, italic=True)
    _rule(document, 70, layout.PAGE[1] - layout.LEFT - layout.RIGHT)
    _line(document, "", size=6)
    heads, rows = layout.annex_table(annex)
    if annex.targets:
        each = (layout.PAGE[1] - layout.LEFT - layout.RIGHT - 10 - 48) / len(annex.targets)
        columns = [Column(heads[0], 10, centred=True), Column(heads[1], 48), *(Column(head, each, centred=True) for head in heads[2:])]
        _table(document, columns, rows, size=11 if len(annex.targets) <= 9 else 9)
    if annex.without:
        made = _text(document, layout.without_text(annex))
        made.paragraph_format.space_before = Pt(6)
        for run in made.runs:
            run.font.size = Pt(13)
