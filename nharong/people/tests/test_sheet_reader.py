"""A survey workbook read: columns by their headers, households carried down, blanks by their meaning."""

import io
import random
import unicodedata
from datetime import date

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from nharong.files.address import column_index, column_letter
from nharong.files.workbook import read_workbook
from nharong.kernel.problems import Refused
from nharong.people.sheet import BlankChoices, SurveyRow, read_survey, shipped_forms

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


# ---------------------------------------------------------------- headers


def test_dropped_and_added_columns():
    def change(page):
        for area in list(page.merged_cells.ranges):
            page.unmerge_cells(str(area))
        for letter, title in TITLES.items():
            page[f"{letter}1"] = dict(TITLES).get(letter) and next((t for a, t in GROUPS if inside(letter, a)), None)
            page[f"{letter}2"] = title
        for letter, upper in {"M": "Chủ hộ", "AD": "Học xong", "AF": "Bỏ học"}.items():
            page[f"{letter}1"] = next(t for a, t in GROUPS if inside(letter, a))
            page[f"{letter}2"] = upper
        page.delete_cols(column_index("T") + 1)
        page.insert_cols(3)
        page["C2"] = "Số định danh cá nhân"
        page["C5"] = 62081000123

    sheet = read_survey(book({**THUI, "AC": 5, "AE": 7, "AI": 1}, change=change))
    (row,) = sheet.rows
    assert (row.name, row.personal_id, row.finished, row.dropped, row.relapse, row.head_name) == (
        "A Thui",
        "062081000123",
        5,
        7,
        1,
        "A Thui",
    )


def inside(letter, area):
    first, last = (column_index(address.rstrip("1")) for address in area.split(":"))
    return first <= column_index(letter) <= last


def flat_rows(rows, order):
    """A workbook whose columns stand in another order, each with its whole header over it."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = "MauNhapLieu"
    upper = {"M": "Chủ hộ", "AD": "Học xong", "AF": "Bỏ học"}
    for place, letter in enumerate(order, start=2):
        page.cell(1, place).value = next(title for area, title in GROUPS if inside(letter, area))
        page.cell(2, place).value = upper.get(letter) or TITLES[letter]
        page.cell(3, place).value = SPLIT.get(letter)
        for number, row in enumerate(rows, start=5):
            page.cell(number, place).value = row.get(letter)
    page["A2"] = 2026
    for number, row in enumerate(rows, start=5):
        page.cell(number, 1).value = row.get("A")
    page["A1"] = "TT hộ"
    stream = io.BytesIO()
    made.save(stream)
    return read_survey(read_workbook(stream.getvalue()))


FULL = {
    **THUI,
    "R": 6,
    "S": "6A",
    "W": "TH",
    "AC": 5,
    "AD": "2023-2024",
    "AE": 7,
    "AF": "2024-2025",
    "AH": 3,
    "AI": 1,
    "AO": "x",
    "AX": "0905123456",
}


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_columns_in_any_order_give_the_same_rows(shuffler):
    letters = [*TITLES, "M", "AD", "AF"]
    order = letters[:]
    shuffler.shuffle(order)
    rows = [FULL, HU, HANH]
    assert flat_rows(rows, order).rows == flat_rows(rows, letters).rows


def test_a_column_without_title_is_taken_by_its_letter_and_told():
    sheet = read_survey(book({**THUI, "U": "TH Sa Bình"}))
    assert sheet.rows[0].school_name == "TH Sa Bình"
    assert sheet.warnings == []  # the printed form itself leaves U without a title
    lost = read_survey(book({**THUI, "AX": "0905123456"}, change=lambda page: page.__setitem__("AX2", None)))
    assert lost.rows[0].phone == "0905123456"
    assert [(warning.column, warning.field) for warning in lost.warnings] == [("AX", "Điện thoại")]


def test_a_column_nobody_knows_is_told():
    sheet = read_survey(book({**THUI, "AZ": 3}, change=lambda page: page.__setitem__("AZ2", "Số con")))
    assert [(warning.column, warning.value) for warning in sheet.warnings] == [("AZ", "so con")]


def test_a_moved_sheet_takes_nothing_by_letter():
    sheet = read_survey(book({**THUI, "U": "TH Sa Bình"}, change=lambda page: page.insert_cols(2)))
    assert sheet.rows[0].name == "A Thui"
    assert sheet.rows[0].school_name == ""


def test_header_rows_further_down_and_header_in_an_old_font():
    sheet = read_survey(book(THUI, change=lambda page: page.move_range("A1:AY5", rows=4)), expected_year=2026)
    assert [row.number for row in sheet.rows] == [9]

    def legacy(page):
        page["C2"], page["D2"], page["G2"], page["I2"] = "Hä ®Öm", "Tªn", "N¨m sinh", "D©n téc"

    assert read_survey(book(THUI, change=legacy)).rows[0].name == "A Thui"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"sheet": "Sheet1"}, "MauNhapLieu"),
        ({"change": lambda page: page.delete_rows(1, 4)}, "MauNhapLieu"),
        ({"change": lambda page: page.__setitem__("G2", "x")}, "Năm sinh"),
        ({"change": lambda page: page.__setitem__("O2", "x")}, "Số phiếu"),
        ({"year": "hai không hai sáu"}, "A2"),
        ({"year": 2031, "latest_year": 2026}, "2031"),
        ({"year": 2025, "expected_year": 2026}, "2025"),
    ],
)
def test_what_is_wrong_with_the_whole_file(how, said):
    years = {name: how.pop(name) for name in ("latest_year", "expected_year") if name in how}
    with pytest.raises(Refused) as caught:
        read_survey(book(THUI, **how), **years)
    (problem,) = caught.value.problems
    assert said in problem.error + problem.mend


def test_the_year_in_words_or_from_the_caller():
    assert read_survey(book(THUI, year="Năm 2024")).year == 2024
    assert read_survey(book(THUI, year=None), expected_year=2023).year == 2023


# ---------------------------------------------------------------- blanks


def test_meanings_of_blanks_and_the_officers_choice():
    young = {**HANH, "B": 4, "D": "Mai", "G": 2015, "AV": "con"}
    sheet = read_survey(book(THUI, HANH, young))
    thui, hanh, mai = sheet.rows
    assert (thui.schooling, thui.disability, thui.state, thui.residence) == ("none", False, "here", "permanent")
    assert mai.schooling is None  # under 15
    assert hanh.ethnicity == "kinh"  # nobody writes Kinh: an empty cell is Kinh
    assert sheet.counts.blanks == {"schooling": 2, "disability": 3, "sex": 1, "state": 3, "residence": 3, "ethnicity": 2}
    other = read_survey(book(THUI, HANH), blanks=BlankChoices("unknown", "unknown", "unknown", "unknown", "unknown", "unknown"))
    assert [(row.schooling, row.disability, row.state, row.residence) for row in other.rows] == [(None, None, None, None)] * 2
    assert (other.rows[0].sex, other.rows[1].ethnicity) == (None, None)
    assert read_survey(book(THUI, {**HANH, "AC": 5})).rows[1].schooling == "some"


def test_an_empty_ethnic_group_is_unknown_where_kinh_is_written():
    kinh = {**HANH, "B": 4, "D": "Mai", "I": "Kinh"}
    assert [row.ethnicity for row in read_survey(book(HANH, kinh)).rows] == [None, "kinh"]
    chosen = read_survey(book(HANH, kinh), blanks=BlankChoices(ethnicity="kinh"))
    assert [row.ethnicity for row in chosen.rows] == ["kinh", "kinh"]
    with pytest.raises(Refused):
        read_survey(book(HANH), blanks=BlankChoices(ethnicity="tay"))


def test_a_column_that_is_not_there_says_nothing():
    def without(page):
        for letter in ("H", "I", "Q"):
            page[f"{letter}2"] = "cột khác"

    (row,) = read_survey(book({**THUI, "I": None}, change=without)).rows
    assert (row.sex, row.ethnicity, row.state) == (None, None, None)


# ---------------------------------------------------------------- random input


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1905, 1, 1), date(2030, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).filter(lambda text: not text.startswith("=")),
    st.sampled_from(
        ["x", "2O12", "Nguyeãn", "TrÇn V¨n", "6A!*", "5/12", "2024-2025", "Chuyển đi", "chết", unicodedata.normalize("NFD", "Đặng Thị Hà")]
    ),
)
LETTERS = [column_letter(place) for place in range(51)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(LETTERS), CELLS, max_size=12), max_size=6), st.booleans())
def test_the_reader_never_raises_on_what_stands_in_cells(rows, convert):
    sheet = read_survey(book(THUI, *rows), convert=convert)
    assert sheet.counts.filled == sheet.counts.accepted + sheet.counts.refused
    assert {problem.row for problem in sheet.problems}.isdisjoint(row.number for row in sheet.rows)
    assert 5 in {row.number for row in sheet.rows}  # one bad row never spoils another
    for problem in sheet.problems:
        assert problem.error
        assert problem.mend
        assert problem.row
        assert problem.column
    for row in sheet.rows:
        assert isinstance(row, SurveyRow)
        assert row.name
        assert row.birth_year is None or 1900 <= row.birth_year <= 2026
        row.facts()


def test_forms_are_found_in_order():
    assert [form.name for form in shipped_forms()] == ["pcgd-xmc-mau-nhap-lieu@1", "pcgd-xmc-data@1"]
    assert all(not form.verified for form in shipped_forms())


def test_rows_in_random_order_are_the_same_persons():
    rows = [{**THUI, "B": n, "D": f"Thui{n}", "O": n, "M": f"Thui{n}"} for n in range(1, 30)]
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    names = [
        {(row.name, row.form_number, row.head_name, row.village) for row in read_survey(book(*order)).rows} for order in (rows, shuffled)
    ]
    assert names[0] == names[1]
