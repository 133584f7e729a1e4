"""Every fault of a survey file, told with row, column, value and mend."""

import unicodedata
from datetime import date

import pytest
from django.utils import translation

from nharong.files.workbook import read_workbook
from nharong.people.sheet import SurveyRow, read_survey, shipped_forms, write_survey
from nharong.people.tests.sheet_make import HANH, HU, THUI, book, problems


def fault(row, *others, **how):
    """The one fault of a file whose first person has it."""
    sheet = read_survey(
        book({**THUI, **row}, *others, **{k: v for k, v in how.items() if k not in READ}), **{k: how[k] for k in READ & how.keys()}
    )
    (found,) = sheet.problems
    assert sheet.counts.refused == 1
    return found


READ = {"schools", "convert", "expected_year", "latest_year"}


def warnings(*rows, **how):
    return [(warning.row, warning.column) for warning in read_survey(book(*rows), **how).warnings]


@pytest.mark.parametrize(
    ("cells", "column", "value", "mend"),
    [
        ({"G": "2O12"}, "G", "2O12", "2012"),
        ({"G": "l968"}, "G", "l968", "1968"),
        ({"G": "khoảng 1970"}, "G", "khoảng 1970", "1968"),
        ({"G": 2031}, "G", "2031", "1900"),
        ({"G": 1868}, "G", "1868", "1900"),
        ({"G": 1968.5}, "G", "1968.5", "1968"),
        ({"G": "15/13/1980"}, "G", "15/13/1980", ""),
        ({"E": 31, "F": 2}, "E", "31", ""),
        ({"E": 32, "F": 1}, "E", "32", ""),
        ({"F": 13}, "F", "13", ""),
        ({"F": "ba"}, "F", "ba", ""),
        ({"C": None, "D": None}, "C", "", ""),
        ({"C": " . ", "D": None}, "C", " . ", ""),
        ({"H": "có lẽ"}, "H", "có lẽ", "x"),
        ({"P": "ở trọ đâu đó"}, "P", "ở trọ đâu đó", ""),
        ({"Q": "không biết"}, "Q", "không biết", ""),
        ({"R": 13}, "R", "13", ""),
        ({"R": "lớp hai mươi"}, "R", "lớp hai mươi", ""),
        ({"W": "đã học"}, "W", "đã học", "THCS"),
        ({"Y": "2O24-2025"}, "Y", "2O24-2025", "2024-2025"),
        ({"Y": "2024-2026"}, "Y", "2024-2026", ""),
        ({"AD": "năm ngoái"}, "AD", "năm ngoái", ""),
        ({"AD": 2031}, "AD", "2031", ""),
        ({"Z": "học nghề gì đó"}, "Z", "học nghề gì đó", ""),
        ({"AC": 0}, "AC", "0", ""),
        ({"AC": 13}, "AC", "13", ""),
        ({"AE": "lớp ba"}, "AE", "lớp ba", "3"),
        ({"AG": 6}, "AG", "6", ""),
        ({"AH": "xong"}, "AH", "xong", ""),
        ({"AI": 3}, "AI", "3", "1"),
        ({"O": "x" * 30}, "O", "x" * 30, ""),
    ],
)
def test_a_cell_that_cannot_be_read(cells, column, value, mend):
    found = fault(cells, {**HANH, "AC": 5})
    assert (found.row, found.column, found.value) == (5, column, value)
    assert found.error
    assert found.field
    assert mend in found.mend


@pytest.mark.parametrize(
    ("cells", "born"),
    [
        ({"G": "1968"}, (1968, None, None)),
        ({"G": " 1968 "}, (1968, None, None)),
        ({"G": "1968.0"}, (1968, None, None)),
        ({"G": date(1905, 5, 21)}, (1968, None, None)),  # the number 1968 in a cell formatted as a date
        ({"G": date(1980, 3, 15)}, (1980, 3, 15)),
        ({"G": "15/3/1980"}, (1980, 3, 15)),
        ({"E": "03", "F": "2", "G": 1980}, (1980, 2, 3)),
        ({"F": 2, "G": 1980}, (1980, 2, None)),
        ({"E": 29, "F": 2, "G": 1980}, (1980, 2, 29)),
    ],
)
def test_birth(cells, born):
    (row,) = read_survey(book({**THUI, "G": None, **cells})).rows
    assert (row.birth_year, row.birth_month, row.birth_day) == born


def test_an_old_font_is_told_with_its_reading_or_turned():
    row = {"C": "Nguyeãn Thò", "D": "Haïnh", "L": "Nguyeãn Vaên", "M": "Dũng"}
    found = fault(row, {**HANH, "O": 3})
    assert (found.row, found.column, found.value) == (5, "C", "Nguyeãn Thò")
    assert "Nguyễn Thị" in found.mend
    assert "VNI" in found.error
    sheet = read_survey(book({**THUI, **row}), convert=True)
    assert (sheet.rows[0].name, sheet.rows[0].head_name) == ("Nguyễn Thị Hạnh", "Nguyễn Văn Dũng")
    assert sheet.counts.converted == 1
    tcvn3 = read_survey(book({**THUI, "C": "NguyÔn ThÞ", "D": "H¹nh", "I": "X¬ §¨ng", "N": "Th«n 1 - x· Sa B×nh"}), convert=True)
    assert [(row.name, row.ethnicity, row.village) for row in tcvn3.rows] == [("Nguyễn Thị Hạnh", "xo-dang", "Thôn 1")]


def test_a_word_that_could_be_both_follows_the_file():
    vni = [
        {**THUI, "B": n, "C": "Traàn Thò", "D": f"Haïnh {n}", "O": n, "L": "Leâ", "M": str(n), "N": "Laøng 1 - xaõ"} for n in range(1, 9)
    ]
    lone = {**THUI, "B": 9, "C": "A", "D": "Thò", "O": 9, "L": None, "M": None, "N": "Lang 2"}
    assert [row.name for row in read_survey(book(*vni, lone), convert=True).rows][-1] == "A Thị"
    assert read_survey(book({**THUI, "D": "Thò"})).rows[0].name == "A Thò"


def test_letters_and_marks_apart_are_put_together_and_told_once():
    apart = {"C": unicodedata.normalize("NFD", "Đặng Thị"), "D": unicodedata.normalize("NFD", "Hạnh")}
    sheet = read_survey(book({**THUI, **apart}))
    assert sheet.rows[0].name == "Đặng Thị Hạnh"
    assert sheet.counts.decomposed == 2
    assert len(sheet.warnings) == 1


def test_an_unknown_school_code():
    found = fault({"V": "62B00X"}, {**HANH, "V": "62b001 "}, schools={"62B001"})
    assert (found.row, found.column, found.value) == (5, "V", "62B00X")
    own = {"MaTruong": {"A1": "Mã trường", "A2": "62B001", "B2": "TH Sa Bình"}}
    assert problems({**THUI, "V": "62B00X"}, {**HANH, "V": "62B001"}, others=own) == [(5, "V", "62B00X")]
    assert problems({**THUI, "V": "62B00X"}) == []  # no list: nothing to check against


def test_a_form_number_of_two_householders():
    other = {**HANH, "N": THUI["N"], "O": "01"}
    child = {"B": 4, "C": "Nguyễn", "D": "Bé", "G": 2020, "O": 1}
    sheet = read_survey(book(THUI, HU, other, child))
    assert [(problem.row, problem.column, problem.value) for problem in sheet.problems] == [(7, "O", "1"), (8, "O", "1")]
    assert "A Thui" in sheet.problems[0].error
    assert problems(THUI, {**other, "N": "Làng khác - xã Sa Bình"}) == []
    assert problems(THUI, {**HU, "L": "Thui", "M": None}) == []  # the marker left out is the same householder


def test_the_householder_by_relation():
    nameless = [{**line, "L": None, "M": None} for line in (THUI, HU)]
    nameless[0]["AV"] = "Chủ hộ"
    assert [row.head_name for row in read_survey(book(*nameless)).rows] == ["A Thui", "A Thui"]
    second = {**HANH, "N": THUI["N"], "O": 1, "L": None, "M": None, "AV": "chủ hộ"}
    assert [(row, column) for row, column, _value in problems(*nameless, second)] == [(7, "O")]


def test_the_same_person_twice():
    again = {**THUI, "A": None, "B": 9}
    assert problems(THUI, HU, again) == [(7, "C", "A Thui")]
    told = read_survey(book(THUI, HU, {**again, "AV": "con"}))
    assert told.problems == []
    assert [warning.row for warning in told.warnings] == [7]


def test_merged_cells():
    household = {"merge": ["O5:O6", "N5:N6", "L5:L6", "M5:M6", "A5:A6"]}
    hu = {key: value for key, value in HU.items() if key != "O"}
    sheet = read_survey(book(THUI, hu, **household))
    assert sheet.problems == []
    assert [row.household for row in sheet.rows] == [("Làng Kơ Tu", "1")] * 2
    assert [row.head_name for row in sheet.rows] == ["A Thui"] * 2
    assert [(row, column) for row, column, _value in problems(THUI, HU, HANH, merge=["G5:G6"])] == [(5, "G"), (6, "G")]
    assert problems(THUI, merge=["C5:C5", "AY20:AY30"]) == []


def test_a_second_header_in_the_data():
    header = {"B": "TT", "C": "Họ đệm", "D": "Tên", "G": "Năm sinh", "H": "Nữ", "O": "Số phiếu"}
    numbers = {chr(66 + n): n + 1 for n in range(15)}
    sheet = read_survey(book(THUI, header, numbers, HANH))
    assert [row.number for row in sheet.rows] == [5, 8]
    assert [warning.row for warning in sheet.warnings] == [6, 7]
    assert sheet.counts.filled == 2


def test_households_carry_down():
    lines = [THUI, {"B": 2, "C": "Y", "D": "Hu", "G": 1985, "H": "x"}, {"B": 3, "C": "A", "D": "Bi", "G": 2010}, HANH]
    rows = read_survey(book(*lines)).rows
    assert [(row.form_number, row.head_name, row.village) for row in rows[:3]] == [("1", "A Thui", "Làng Kơ Tu")] * 3
    assert (rows[3].form_number, rows[3].head_name) == ("2", "Nguyễn Văn Dũng")
    bad_first = [{**THUI, "G": "không rõ"}, *lines[1:3]]
    kept = read_survey(book(*bad_first)).rows
    assert [(row.name, row.form_number, row.head_name) for row in kept] == [("Y Hu", "1", "A Thui"), ("A Bi", "1", "A Thui")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"G": None}, "G"),
        ({"E": 5}, "E"),
        ({"I": "Người Sao Hỏa"}, "I"),
        ({"Q": "Tạm vắng"}, "Q"),
        ({"O": None}, "O"),
        ({"AI": 2, "AH": 2}, "AI"),
        ({"AI": 1, "AC": 1}, "AI"),
        ({"G": 2020, "AC": 9}, "AC"),
        ({"R": 6, "G": 2014, "AE": 5}, "AE"),
        ({"AX": "hỏi sau"}, "AX"),
        ({"H": "x"}, "H"),
    ],
)
def test_what_is_only_told(cells, column):
    sheet = read_survey(book({**THUI, **cells}))
    assert sheet.problems == []
    assert [(warning.row, warning.column) for warning in sheet.warnings] == [(5, column)]


def test_the_kept_value_of_what_is_only_told():
    (row,) = read_survey(book({**THUI, "I": "Người Sao Hỏa", "Q": "Tạm vắng", "E": 5})).rows
    assert (row.ethnicity, row.ethnicity_written, row.state, row.birth_day) == ("other", "Người Sao Hỏa", "here", None)
    assert read_survey(book({**THUI, "AI": 1, "AH": 3})).warnings == []
    assert [row.ethnicity for row in read_survey(book({**THUI, "I": "chưa rõ"})).rows] == [None]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Chuyển đi", "away"),
        ("Đã chuyển đi nơi khác", "away"),
        ("Chết", "dead"),
        ("đã mất năm 2024", "dead"),
        ("Chuyển đến", "here"),
        ("Đang ở", "here"),
    ],
)
def test_states(written, state):
    assert [row.state for row in read_survey(book({**THUI, "Q": written})).rows] == [state]


def test_a_file_without_women_or_villages_is_told():
    rows = [{**THUI, "B": n, "D": f"Thui{n}", "O": n, "M": f"Thui{n}", "N": None} for n in range(1, 61)]
    assert [column for _row, column in warnings(*rows)] == ["", ""]


def test_round_trip_through_the_writer(tmp_path):
    rows = [
        SurveyRow(5, name="A Thui", sex="m", birth_year=1981, ethnicity="xo-dang", ethnicity_written="Xơ Đăng", village="Làng Kơ Tu"),
        SurveyRow(6, name="Y Hu", sex="f", birth_year=1985, birth_month=2, birth_day=3, ethnicity="ba-na", ethnicity_written="Ba Na"),
        SurveyRow(7, name="Khuê", sex="f", birth_year=2012, ethnicity="kinh", ethnicity_written="Kinh", grade=6, class_name="6A"),
    ]
    for row in rows:
        row.village, row.address, row.form_number, row.head_name = "Làng Kơ Tu", "Làng Kơ Tu - xã Sa Bình", "7", "A Thui"
        row.residence, row.state, row.disability, row.blanks = "permanent", "here", False, ()
        row.schooling = "some"
    rows[0].finished, rows[0].finished_year, rows[0].relapse, rows[0].literacy_done = 3, 1995, 1, 3
    rows[1].level, rows[1].level_year, rows[1].vocational, rows[1].vocational_year = "thcs", 2001, "trung-cap", 2004
    rows[1].disability, rows[1].disabilities, rows[1].able_to_learn = True, ("sight", "other"), True
    rows[2].repeats, rows[2].two_sessions, rows[2].school_code, rows[2].school_name = True, True, "62B001", "THCS Sa Bình"
    rows[2].phone, rows[2].relation, rows[2].parent, rows[2].note, rows[2].moved_in = "0905123456", "Con", "Y Hu", "=1+1", True
    rows[2].state_written = "Chuyển đến"
    for form in shipped_forms():
        path = tmp_path / f"{form.name}.xlsx"
        assert write_survey(path, form, rows, 2026) == 3
        sheet = read_survey(read_workbook(path))
        assert (sheet.form, sheet.year, sheet.problems, sheet.warnings) == (form.name, 2026, [], [])
        for row in sheet.rows:
            row.blanks = ()
        assert sheet.rows == rows


@pytest.mark.parametrize(
    ("cells", "error", "mend"),
    [
        ({"G": "2O12"}, "Chữ O lẫn với số 0.", "Ghi 2012."),
        ({"G": 2031}, "Năm 2031 chưa tới.", "Xem lại phiếu rồi ghi năm từ 1900 đến 2026."),
        ({"AE": "lớp ba"}, "Cần một số từ 1 đến 12.", "Ghi 3."),
        ({"C": "Nguyeãn Thò"}, "Chữ theo phông VNI cũ.", "Bấm “Đổi sang Unicode” để máy đổi hộ: Nguyễn Thị"),
    ],
)
def test_faults_in_plain_vietnamese(cells, error, mend):
    with translation.override("vi"):
        found = fault(cells)
    assert (found.error, found.mend) == (error, mend)
