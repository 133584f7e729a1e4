"""When a report is late, how papers write days and numbers, what is said of a target."""

from datetime import date
from typing import Any

import pytest

from nharong.reports.form import report_form
from nharong.reports.rules import paper
from nharong.reports.rules.deadline import Deadline, data_until
from nharong.reports.rules.sentences import Outcome, lacking, sentence

SENTENCES = report_form(None)["sentences"]


def row(**values: Any) -> dict[str, Any]:
    known = {
        "id": "d2", "title": "Người học xóa mù chữ", "unit": "người", "operator": "ge", "threshold": 0.105, "due": 2026, "year": 2026,
        "value": 0.073, "numerator": 30, "denominator": 412, "unknown": 0, "maybe": 0, "low": 0.073, "high": 0.073, "met": False,
    }  # fmt: skip
    return known | values


def said(kind: str = "share", waits: str = "", **values: Any) -> str:
    return sentence(Outcome(row(**values), kind, waits), SENTENCES).replace("\u00a0", " ")


def test_before_a_day_means_until_the_evening_before() -> None:
    due = Deadline(date(2026, 12, 10), date(2026, 12, 9))
    assert due.days_left(date(2026, 11, 24)) == 15
    assert not due.is_late(date(2026, 12, 9))
    assert due.is_late(date(2026, 12, 10))
    assert not Deadline(due.day, due.last_on_time, grace=2).is_late(date(2026, 12, 11))
    assert Deadline(None, None).days_left(date(2026, 1, 1)) is None


def test_data_end_today_while_the_last_day_has_not_come() -> None:
    last = date(2026, 12, 9)
    assert data_until(last, 2026, date(2026, 11, 24)) == date(2026, 11, 24)
    assert data_until(last, 2026, date(2027, 3, 1)) == last
    assert data_until(None, 2025, date(2026, 3, 1)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2026, 3, 5), "05 tháng 3 năm 2026"), (date(2026, 2, 24), "24 tháng 02 năm 2026"), (date(2026, 12, 1), "01 tháng 12 năm 2026")],
)
def test_days_under_ten_and_the_first_months_carry_a_zero(day: date, text: str) -> None:
    assert paper.day_text(day) == text


def test_numbers_and_symbols_of_papers() -> None:
    assert paper.symbol_text(5, "BC", "UBND") == "05/BC-UBND"
    assert paper.symbol_text(12, "BC", "SGDĐT") == "12/BC-SGDĐT"
    assert paper.symbol_text(None, "BC", "UBND").strip(paper.NBSP) == "/BC-UBND"
    assert paper.finished("Đề nghị hỗ trợ.") == "Đề nghị hỗ trợ./."
    assert paper.ended(["- Sở (b/c)", "- Lưu: VT."]) == ["- Sở (b/c);", "- Lưu: VT."]
    assert [paper.roman(n) for n in (1, 4, 5, 9)] == ["I", "IV", "V", "IX"]
    assert paper.mark("dd1") == "đ1"
    assert paper.spelled("UBND xã Sa Bình", {"UBND": "Ủy ban nhân dân"}) == "Ủy ban nhân dân xã Sa Bình"
    kinds = report_form(None)["kinds"]
    assert [paper.kind_of_document(n, kinds) for n in ("1716/QĐ-TTg", "49-KL/TW", "1532/BGDĐT-GDNNTX")] == [
        "Quyết định",
        "Kết luận",
        "Văn bản",
    ]


@pytest.mark.parametrize(
    ("values", "lack"),
    [
        ({}, 14),  # 10,5 % of 412 is 43,26: 44 are needed
        ({"numerator": 43}, 1),
        ({"numerator": 44}, None),
        ({"threshold": 0.1, "denominator": 400, "numerator": 39}, 1),
        ({"threshold": 0.1, "denominator": 400, "numerator": 40, "operator": "gt"}, 1),
        ({"operator": "le"}, None),
        ({"threshold": [0.1, 0.2]}, None),
        ({"denominator": None}, None),
    ],
)
def test_what_is_still_lacking(values: dict[str, Any], lack: int | None) -> None:
    assert lacking(row(**values), "share") == lack


def test_the_machine_says_met_not_met_ahead_unclear_and_no_data() -> None:
    assert said() == "d2. Người học xóa mù chữ: 30/412 người, 7,3 %; chưa đạt mức ít nhất 10,5 % của năm 2026. Còn thiếu 14 người thì đạt."
    assert said(met=True, numerator=61, value=61 / 412).endswith("61/412 người, 14,8 %; đạt mức ít nhất 10,5 % của năm 2026.")
    assert said(due=2030).endswith("mức phải đạt là ít nhất 10,5 %, mốc năm 2030. Còn thiếu 14 người.")
    unclear = said(met=None, low=0.09, high=0.148, unknown=19)
    assert "có thể từ 9,0 đến 14,8 %" in unclear
    assert unclear.endswith("Rà xong 19 người chưa rõ thì kết luận được.")


def test_missing_data_is_never_zero_nor_not_met() -> None:
    nothing = dict.fromkeys(("value", "numerator", "denominator", "unknown", "maybe", "low", "high", "met"))
    assert said(**nothing) == "d2. Người học xóa mù chữ: chưa có số liệu."
    assert Outcome(row(**nothing), "share").state == "none"
    assert said(waits="Bộ chỉ số", **nothing) == "d2. Người học xóa mù chữ: Bộ chỉ số chưa ban hành nên chưa có số liệu."


def test_growth_and_counts_have_their_own_form() -> None:
    assert "+6,0 %; đạt mức ít nhất 5 %" in said("growth", threshold=0.05, value=0.06, met=True, denominator=None)
    assert "1.528 người; chưa đạt mức ít nhất 2.000" in said("count", threshold=2000, value=1528, numerator=1528, denominator=None)
