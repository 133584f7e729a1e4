"""Survey workbooks made for tests, and what the reader says of them."""

import io

import openpyxl

from nharong.files.workbook import read_workbook
from nharong.people.sheet import read_survey

GROUPS = [
    ("B1:K1", "Thông tin đối tượng"),
    ("L1:Q1", "Thông tin nơi đang ở"),
    ("R1:AF1", "Thông tin học tập"),
    ("AG1:AI1", "Xóa mù chữ"),
    ("AJ1:AS1", "Khuyết tật"),
    ("AT1:AU1", "Hoàn cảnh"),
    ("AV1:AY1", "Thông tin liên lạc"),
]
# fmt: off
TITLES = {
    "B": "TT", "C": "Họ đệm", "D": "Tên", "E": "Ngày", "F": "Tháng", "G": "Năm sinh", "H": "Nữ", "I": "Dân tộc", "J": "Tôn giáo",
    "K": "Diện ưu tiên", "L": "Chủ hộ", "N": "Địa chỉ: số nhà, tên đường, tổ (nếu có)", "O": "Số phiếu", "P": "Diện cư trú",
    "Q": "Tình trạng cư trú", "R": "Khối học", "S": "Lớp học", "V": "Mã trường", "W": "Bậc tốt nghiệp", "X": "Bổ túc",
    "Y": "Năm tốt nghiệp", "Z": "Bậc TN nghề", "AB": "Năm TN nghề", "AC": "Học xong", "AE": "Bỏ học", "AG": "Đang học lớp",
    "AH": "Hoàn thành lớp", "AI": "Tái mù chữ mức", "AJ": "Khuyết tật vận động", "AK": "Khuyết tật nghe nói",
    "AL": "Khuyết tật nhìn", "AM": "Khuyết tật thần kinh, tâm thần", "AN": "Khuyết tật trí tuệ", "AO": "Khuyết tật học tập",
    "AP": "Tự kỷ", "AQ": "Khuyết tật khác", "AR": "Có chứng nhận khuyết tật", "AS": "Khả năng học tập", "AT": "Hoàn cảnh đặc biệt",
    "AU": "Chi tiết hoàn cảnh đặt biệt", "AV": "Quan hệ với chủ hộ", "AW": "Họ tên cha hoặc mẹ", "AX": "Điện thoại", "AY": "Ghi chú",
}
# fmt: on
SPLIT = {"L": "Họ đệm", "M": "Tên", "AC": "Lớp", "AD": "Năm", "AE": "Lớp", "AF": "Năm"}
THUI = {"A": 1, "B": 1, "C": "A", "D": "Thui", "G": 1981, "I": "Xơ Đăng", "L": "A", "M": "Thui", "N": "Làng Kơ Tu - xã Sa Bình", "O": 1}
HU = {"B": 2, "C": "Y", "D": "Hu", "E": 3, "F": 2, "G": 1985, "H": "x", "I": "Xê Đăng", "O": 1, "AV": "Vợ"}
HANH = {
    "A": 2,
    "B": 3,
    "C": "Nguyễn Thị",
    "D": "Hạnh",
    "G": 1999,
    "H": "X",
    "L": "Nguyễn Văn",
    "M": "Dũng",
    "N": "Thôn 1 – Sa Bình",
    "O": 2,
}


def book(*rows, year=2026, sheet="MauNhapLieu", merge=(), others=None, change=None):
    """A workbook as the form prints it; rows map column letters to values, from row 5."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for letter, title in TITLES.items():
        page[f"{letter}2"] = title
    for letter, title in SPLIT.items():
        page[f"{letter}3"] = title
    for area, title in GROUPS:
        page[area.split(":")[0]] = title
        page.merge_cells(area)
    page.merge_cells("L2:M2")
    page.merge_cells("AC2:AD2")
    page.merge_cells("AE2:AF2")
    for number in range(2, 52):
        page.cell(4, number).value = number - 1
    page["A2"] = year
    for number, row in enumerate(rows, start=5):
        for letter, value in row.items():
            page[f"{letter}{number}"] = value
    for area in merge:
        page.merge_cells(area)
    for name, cells in (others or {}).items():
        other = made.create_sheet(name)
        for address, value in cells.items():
            other[address] = value
    if change:
        change(page)
    stream = io.BytesIO()
    made.save(stream)
    return read_workbook(stream.getvalue())


def problems(*rows, **how):
    """Row, column and value of every fault."""
    return [(problem.row, problem.column, problem.value) for problem in read_survey(book(*rows, **how)).problems]
