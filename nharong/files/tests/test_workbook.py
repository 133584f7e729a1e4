"""Workbooks: what is taken, what is refused and how it is said."""

import io
import struct
import zipfile
from datetime import date

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from nharong.files.address import cell_address, cell_position, column_index, column_letter
from nharong.files.guard import Limits
from nharong.files.workbook import Merged, Table, read_workbook, show_cell
from nharong.kernel.problems import Refused


def xlsx(fill=None, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in (sheets or {"A": fill or {}}).items():
        page = book.create_sheet(name)
        for address, value in cells.items():
            page[address] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(cells, merge=None):
    book = xlwt.Workbook()
    page = book.add_sheet("A")
    for address, value in cells.items():
        page.write(*cell_position(address), value)
    if merge:
        page.write_merge(*merge, "gộp")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(content, **how):
    with pytest.raises(Refused) as caught:
        read_workbook(content, **how)
    (problem,) = caught.value.problems
    assert problem.mend
    return problem.error


@given(st.integers(min_value=0, max_value=20_000))
def test_column_letters(index):
    assert column_index(column_letter(index)) == index


def test_addresses():
    assert column_letter(0) == "A"
    assert column_letter(50) == "AY"
    assert column_index("bu") == 72
    assert cell_address(16, 6) == "G17"
    assert cell_position("G17") == (16, 6)
    with pytest.raises(ValueError, match="Đ"):
        column_index("Đ")


@pytest.mark.parametrize("make", [xlsx, xls])
def test_rows_begin_at_the_first_cell_of_the_sheet(make, tmp_path):
    content = make({"B3": "Y Hu", "C5": 1968})
    path = tmp_path / "tên gì cũng được.dat"
    path.write_bytes(content)
    for source in (content, path, str(path), io.BytesIO(content)):
        sheet = read_workbook(source).sheet("a ")
        assert list(sheet.rows()) == [["", "", ""], ["", "", ""], ["", "Y Hu", ""], ["", "", ""], ["", "", 1968]]
        assert (sheet.height, sheet.width) == (5, 3)
        assert len(sheet.head(2)) == 2


def test_empty_sheet_and_kinds_of_cells():
    assert list(read_workbook(xlsx({})).sheet("A").rows()) == []
    (row,) = read_workbook(xlsx({"A1": date(1968, 3, 15), "B1": True, "C1": 1.5, "D1": "=1/0"})).sheet("A").rows()
    assert row[:3] == [date(1968, 3, 15), True, 1.5]
    assert [show_cell(cell) for cell in (1968.0, date(1968, 3, 5), "x", "")] == ["1968", "05/03/1968", "x", ""]


def test_merged_cells_are_known():
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"B4": "hộ"})))
    book["A"].merge_cells("B4:B6")
    stream = io.BytesIO()
    book.save(stream)
    assert read_workbook(stream.getvalue()).sheet("A").merged == (Merged(3, 1, 5, 1),)
    assert read_workbook(xls({"A1": 1}, merge=(3, 5, 1, 1))).sheet("A").merged == (Merged(3, 1, 5, 1),)


def test_missing_sheet_names_those_that_are_there():
    with pytest.raises(Refused, match="Sheet2") as caught:
        read_workbook(xlsx(Sheet1={}, Sheet2={})).sheet("MauNhapLieu", "DATA")
    assert "MauNhapLieu" in caught.value.problems[0].error


@pytest.mark.parametrize("content", [b"", b"PK", b"Hello", b"<html><table>", "họ;tên\n".encode("utf-16"), b"%PDF-1.7"])
def test_not_a_workbook(content):
    assert "Excel" in refusal(content)


def test_a_word_document_is_not_a_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    assert refusal(stream.getvalue()) == refusal(b"")


def test_cut_in_half():
    whole = xlsx({f"A{row}": f"dòng {row}" for row in range(1, 200)})
    damaged = refusal(whole[: len(whole) // 2])
    assert damaged != refusal(b"")
    flipped = bytearray(whole)
    place = whole.index(b"xl/worksheets/sheet1.xml") + 60
    flipped[place : place + 8] = b"\xff" * 8
    assert refusal(bytes(flipped)) == damaged


def test_locked():
    old = xls({"A1": 1})
    new = bytearray(old)
    name = "Workbook".encode("utf-16-le")
    place = old.rindex(name + b"\0\0")
    new[place : place + 64] = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    new[place + 64] = 34
    assert "khóa bằng mật khẩu" in refusal(bytes(new))
    interface = old.index(b"\xe1\x00\x02\x00\xb0\x04")  # the record after the beginning of the workbook
    assert "khóa bằng mật khẩu" in refusal(old[:interface] + b"\x2f\x00" + old[interface + 2 :])


def test_an_old_file_cut_or_without_a_workbook():
    old = xls({f"A{row}": "dòng " * 20 for row in range(1, 400)})
    assert refusal(old[: len(old) // 2]) == refusal(b"")
    assert refusal(old.replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))) == refusal(b"")


def test_zip_bomb_by_size_ratio_and_count():
    whole = xlsx({"A1": 1})

    def with_part(size):
        stream = io.BytesIO(whole)
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/x.bin", b"\0" * size)
        return stream.getvalue()

    large = refusal(with_part(30_000_000))
    assert "30" in large
    assert refusal(with_part(3_000_000), limits=Limits(unpacked_bytes=1_000_000))
    assert refusal(whole, limits=Limits(entries=2))
    assert refusal(whole, limits=Limits(file_bytes=100))
    assert read_workbook(with_part(3_000_000)).sheet("A").height == 1


def test_zip_bomb_that_lies_about_its_size():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"A1": 1}))) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/lies.xml", b"\0" * 30_000_000)
    content = bytearray(stream.getvalue())
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)  # the uncompressed size in the directory
    assert "20" in refusal(bytes(content))


def test_a_lone_cell_far_away():
    assert "XFD" not in refusal(xlsx({"A1": 1, "XFD3": 1}))
    assert "200000" in refusal(xlsx({"A1": 1, "B200000": 1}))
    assert refusal(xlsx({"A1": 1, "CZ90000": 1}))
    styled = openpyxl.load_workbook(io.BytesIO(xlsx({"A1": 1})))
    styled["A"]["XFD500000"].font = openpyxl.styles.Font(bold=True)  # a format without a value takes no room
    stream = io.BytesIO()
    styled.save(stream)
    assert read_workbook(stream.getvalue()).sheet("A").height == 1


def test_a_lone_cell_far_away_in_the_old_kind():
    assert "65536" in refusal(xls({"A1": 1, "IV65536": "x"}))
    assert refusal(xls({"A1": 1, "J50": 1}), limits=Limits(rows=20))
    assert read_workbook(xls({"A1": 1, "J50": 1}), limits=Limits(rows=50)).sheet("A").height == 50


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.integers(0, 5500))
def test_bytes_never_raise_anything_else(tail, head, cut):
    for content in (head + tail, *(whole[:cut] + tail + whole[cut + len(tail) :] for whole in (WHOLE, OLD))):
        try:
            book = read_workbook(content)
            for name in book.sheet_names:
                list(book.sheet(name).rows())
        except Refused:
            pass


WHOLE = xlsx({"A1": "Họ đệm", "B2": 1968})
OLD = xls({"A1": "Họ đệm", "B2": 1968})


def test_table_by_titles():
    content = xlsx(
        {"A1": "Danh sách", "B2": "HỌ VÀ TÊN", "A2": "Mã", "C2": "Năm sinh", "A3": "007", "B3": " A Thui ", "C3": 1980, "B5": "Y Hu"}
    )
    sheet = read_workbook(content).sheet("A")
    table = Table.read(sheet, {"name": ["Họ và tên", "Tên"], "born": ["Năm sinh"], "phone": ["Điện thoại"]}, needed=["name"])
    assert [(number, table.text(row, "name"), table.text(row, "born"), table.text(row, "phone")) for number, row in table.rows] == [
        (3, "A Thui", "1980", ""),
        (5, "Y Hu", "", ""),
    ]
    assert table.letter("name") == "B"
    with pytest.raises(Refused, match="Điện thoại"):
        Table.read(sheet, {"phone": ["Điện thoại"]}, needed=["phone"])
