"""The files: laid out by Nghị định 30/2020, opened by LibreOffice, fonts embedded, numbers as numbers."""

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nharong.access.tests.cast import Cast
from nharong.reports.papers import layout, write_report
from nharong.reports.papers.pdf import FONTS
from nharong.reports.shape import Report
from nharong.reports.tests import make


@pytest.fixture
def report(cast: Cast, ledger: None) -> Report:
    make.ground(cast)
    make.people(cast)
    make.signer("so-gddt-51", role="deputy", title="Phó Giám đốc", signing="KT.")
    return make.province_report()


@pytest.fixture
def word(report: Report, tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.docx"
    write_report(report, path)
    return path


def test_page_and_margins_are_those_of_the_decree(word: Path) -> None:
    first, annex = Document(str(word)).sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    for section in (first, annex):
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_page_number_stands_centred_on_top_but_not_on_the_first_page(word: Path) -> None:
    for section in Document(str(word)).sections:
        assert section.different_first_page_header_footer
        assert "".join(p.text for p in section.first_page_header.paragraphs) == ""
        number = section.header.paragraphs[0]
        assert number.alignment == ALIGN.CENTER
        assert "PAGE" in number._p.xml
        assert 13 <= number.runs[0].font.size.pt <= 14


def test_fonts_sizes_and_blocks(word: Path, report: Report) -> None:
    document = Document(str(word))
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    fonts = {node.get(qn("w:ascii")) for node in document.element.body.iter(qn("w:rFonts"))}
    assert fonts <= {"Times New Roman", None}
    left, right = document.tables[0].rows[0].cells
    country, motto, _rule, place = right.paragraphs
    assert (country.text, motto.text) == (layout.COUNTRY, "Độc lập - Tự do - Hạnh phúc")
    assert country.runs[0].bold
    assert motto.runs[0].bold
    assert place.runs[0].italic
    assert place.text == report.head.place_line
    assert [p.text for p in left.paragraphs if p.text][-1] == report.head.symbol_line
    assert left.paragraphs[1].runs[0].bold, "the issuing body is bold"
    assert not left.paragraphs[0].runs[0].bold, "the one above it is not"
    title = next(p for p in document.paragraphs if p.text == "BÁO CÁO")
    assert title.alignment == ALIGN.CENTER
    assert title.runs[0].bold
    body = next(p for p in document.paragraphs if p.text == report.opening)
    assert body.alignment == ALIGN.JUSTIFY
    assert Mm(10) <= body.paragraph_format.first_line_indent <= Mm(12.8)
    assert body.paragraph_format.space_after >= Pt(6)
    assert 1 <= body.paragraph_format.line_spacing <= 1.5


def test_receivers_signature_and_end(word: Path) -> None:
    document = Document(str(word))
    left, right = next(table for table in document.tables if table.rows[0].cells[0].text.startswith("Nơi nhận:")).rows[0].cells
    head, *receivers = left.paragraphs
    assert (head.runs[0].font.size, head.runs[0].bold, head.runs[0].italic) == (Pt(12), True, True)
    assert all(p.runs[0].font.size == Pt(11) and p.text.startswith("-") for p in receivers)
    assert receivers[-1].text == "- Lưu: VT."
    assert all(p.text.endswith(";") for p in receivers[:-1])
    assert [p.text for p in right.paragraphs if p.text] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "A Khưk"]
    body = [p.text for p in document.paragraphs if p.text.strip()]
    ends = [text for text in body if text.endswith("./.")]
    assert len(ends) == 1
    assert body.index(ends[0]) < body.index("PHỤ LỤC")


def test_tables_repeat_their_heads(word: Path) -> None:
    tables = Document(str(word)).tables
    assert sum(table._tbl.tr_lst[0].xml.count("w:tblHeader") for table in tables) == 2


def soffice() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-writer")
    return found


def test_it_opens_clean_in_libreoffice(word: Path, report: Report, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        [soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word)],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = pypdf.PdfReader(tmp_path / "bao-cao.pdf").pages
    assert 3 <= len(pages) <= 6
    text = unicodedata.normalize("NFC", " ".join(" ".join(page.extract_text() for page in pages).split()))
    for piece in (layout.MOTTO, "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "BÁO CÁO", "70,0 %", "PHỤ LỤC", "A Khưk", "Xã Sa Bình"):
        assert piece in text.replace("\u00a0", " "), piece
    assert not pages[0].extract_text().strip().startswith("1"), "no number on the first page"
    assert pages[1].extract_text().strip().startswith("2")
    assert pages[-1].mediabox.width > pages[-1].mediabox.height


LETTERS = "ăâđêôơư" + "".join(
    unicodedata.normalize("NFC", vowel + mark) for vowel in "aăâeêioôơuưy" for mark in ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)


def test_the_pdf_carries_its_fonts_and_every_vietnamese_letter(report: Report, tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "bao-cao.pdf"
    letters = LETTERS + LETTERS.upper()
    write_report(replace(report, opening=letters), path)
    reader = pypdf.PdfReader(path)
    text = unicodedata.normalize("NFC", "".join(page.extract_text() for page in reader.pages)).replace("\n", "").replace(" ", "")
    assert not [letter for letter in letters if letter not in text]
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(font.get_object()["/BaseFont"])] = "/FontFile2" in inner["/FontDescriptor"].get_object()
    assert fonts
    assert all(fonts.values()), fonts
    assert {name.split("+")[-1].split("-")[0] for name in fonts} == {"LiberationSerif"}
    assert reader.metadata is not None
    assert reader.metadata.title == layout.document_title(report)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("vi")
    assert (FONTS / "LICENSE.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE")


def test_pdf_and_word_say_the_same(report: Report, word: Path, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.pdf"
    write_report(report, path)
    squeezed = "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    for line in report.targets:
        assert "".join(line.row["title"].split()) in squeezed
    for paragraph in Document(str(word)).paragraphs:
        assert "".join(paragraph.text.split()) in squeezed, paragraph.text


def test_the_workbook_holds_numbers(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    write_report(report, path)
    book = openpyxl.load_workbook(path)
    page = book["Theo đơn vị"]
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$3:$4"
    first, second, total = (list(row) for row in page.iter_rows(min_row=5, max_row=7))
    assert [cell.value for cell in first[:9]] == [
        1,
        "23527",
        "Xã Sa Thầy",
        "phạm vi chưa xác nhận" if first[3].value else None,
        7,
        10,
        1,
        0.7,
        "Chưa đạt",
    ]
    assert first[7].number_format == "0.0%"
    assert [cell.value for cell in second[4:9]] == [None, None, None, None, "chưa có số liệu"], "missing is empty, never 0"
    assert total[2].value == "Cộng"
    assert total[4].value == 7
    assert book["Mục tiêu"].max_row == 3 + len(report.targets)


def test_the_libraries_of_documents_load_only_when_used() -> None:
    code = (
        "import os, sys; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'nharong.config.settings')\n"
        "import django; django.setup()\n"
        "import nharong.config.urls, nharong.reports.commands, nharong.reports.views\n"
        "print([name for name in ('docx', 'typst', 'docxtpl', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
