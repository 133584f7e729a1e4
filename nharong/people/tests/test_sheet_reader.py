"""A survey workbook read: columns by their headers, households carried down, blanks by their meaning."""

import io

import xlwt

from nharong.files.address import column_index
from nharong.files.workbook import read_workbook
from nharong.people.sheet import read_survey
from nharong.people.tests.sheet_make import GROUPS, HANH, HU, SPLIT, THUI, TITLES, book

# ---------------------------------------------------------------- a good file


def test_a_household_is_read_as_written():
    sheet = read_survey(book(THUI, HU, {}, HANH))
    assert (sheet.form, sheet.sheet, sheet.year) == ("pcgd-xmc-mau-nhap-lieu@1", "MauNhapLieu", 2026)
    thui, hu, hanh = sheet.rows
    assert (thui.number, thui.name, thui.sex, thui.birth_year, thui.birth_month, thui.ethnicity) == (
        5,
        "A Thui",
        "m",
        1981,
        None,
        "xo-dang",
    )
    assert (hu.name, hu.sex, hu.birth_day, hu.birth_month, hu.ethnicity, hu.relation) == ("Y Hu", "f", 3, 2, "xo-dang", "Vợ")
    assert hu.household == thui.household == ("Làng Kơ Tu", "1")
    assert (hu.head_name, hu.address) == ("A Thui", "Làng Kơ Tu - xã Sa Bình")
    assert (hanh.number, hanh.name, hanh.village, hanh.head_name) == (8, "Nguyễn Thị Hạnh", "Thôn 1", "Nguyễn Văn Dũng")
    assert sheet.problems == []
    assert sheet.warnings == []
    assert (sheet.counts.filled, sheet.counts.accepted, sheet.counts.households) == (3, 3, 2)
    assert sheet.villages == {"Làng Kơ Tu": 2, "Thôn 1": 1}


def test_schooling_and_disability():
    # fmt: off
    row = {
        "R": 6, "S": "6A1!*", "V": "62b001", "W": "Tiểu học", "X": "x", "Y": "2024-2025", "Z": "Sơ cấp", "AB": 2020, "AC": "5/12",
        "AD": "2023 - 2024", "AE": "lớp 7", "AF": "2024", "AG": 4, "AH": 3, "AI": "mức 2", "AJ": "x", "AP": "x", "AR": "x", "AS": "x",
        "AT": "Hộ nghèo",
        "AU": "chi tiết",
        "AW": "Y Bé",
        "AX": 905123456,
        "AY": "ghi chú",
        "P": "Tạm trú",
        "Q": "Chuyển đến",
        "K": "HN",
    }
    # fmt: on
    (read,) = read_survey(book({**THUI, **row})).rows
    assert (read.grade, read.class_name, read.repeats, read.two_sessions, read.school_code) == (6, "6A1", True, True, "62B001")
    assert (read.level, read.complementary, read.level_year, read.vocational, read.vocational_year) == ("th", True, 2025, "so-cap", 2020)
    assert (read.finished, read.finished_year, read.dropped, read.dropped_year) == (5, 2024, 7, 2024)
    assert (read.literacy_class, read.literacy_done, read.relapse) == (4, 3, 2)
    assert (read.disability, read.disabilities, read.disability_paper, read.able_to_learn) == (True, ("movement", "autism"), True, True)
    assert (read.residence, read.state, read.moved_in, read.phone, read.parent) == ("temporary", "here", True, "0905123456", "Y Bé")
    facts = read.facts()
    assert facts["finished"] == 5
    assert facts["disabilities"] == ["movement", "autism"]
    assert not {"phone", "personal_id", "number", "village"} & set(facts)


def test_the_old_xls():
    made = xlwt.Workbook()
    page = made.add_sheet("MauNhapLieu")
    page.write(1, 0, 2025)
    for letter, title in TITLES.items():
        page.write(1, column_index(letter), title)
    for area, title in GROUPS:
        first, last = (column_index(address.rstrip("1")) for address in area.split(":"))
        page.write_merge(0, 0, first, last, title)
    for letter, title in SPLIT.items():
        page.write(2, column_index(letter), title)
    for letter, value in THUI.items():
        page.write(4, column_index(letter), value)
    stream = io.BytesIO()
    made.save(stream)
    sheet = read_survey(read_workbook(stream.getvalue()))
    assert sheet.year == 2025
    assert [(row.name, row.birth_year, row.form_number) for row in sheet.rows] == [("A Thui", 1981, "1")]


def test_the_data_shape():
    def to_data(page):
        page["A1"] = "Thôn"
        page["A5"] = page["A6"] = "Làng Kơ Tu"
        page["BD2"], page["BE2"], page["BE5"] = "Thôn", "Số phiếu", 99

    thui = {key: value for key, value in THUI.items() if key not in "AN"}
    sheet = read_survey(book(thui, HU, sheet="DATA", change=to_data))
    assert sheet.form == "pcgd-xmc-data@1"
    assert [(row.name, row.village, row.form_number) for row in sheet.rows] == [("A Thui", "Làng Kơ Tu", "1"), ("Y Hu", "Làng Kơ Tu", "1")]
