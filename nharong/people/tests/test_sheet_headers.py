"""Headers decide the columns; what is missing or strange is told; random cells never break the reader."""

import io
import random
import unicodedata
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nharong.files.address import column_index, column_letter
from nharong.files.workbook import read_workbook
from nharong.kernel.problems import Refused
from nharong.kernel.tests.length import examples
from nharong.people.sheet import BlankChoices, SurveyRow, read_survey, shipped_forms
from nharong.people.tests.sheet_make import GROUPS, HANH, HU, SPLIT, THUI, TITLES, book

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


@settings(max_examples=examples(15), deadline=None)
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


@settings(max_examples=examples(60), deadline=None)
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
