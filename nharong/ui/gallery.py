"""Invented data for the gallery of components; nobody and nothing here exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest

from nharong.kernel.pages import Column, Listing
from nharong.kernel.problems import Problem
from nharong.kernel.text import fold
from nharong.kernel.time import today
from nharong.ui import gallery_figures as figures
from nharong.ui.forms import put_problems
from nharong.ui.parts import Attendance, Door, Evening, Fact, Happening, Side, Step, Tab, Tile, Unit, Work

HERE = "#"


@dataclass(frozen=True)
class Sample:
    """A person of the sample list."""

    name: str
    born: int
    sex: str
    village: str
    reason: str
    state: str


class SampleFilters(forms.Form):
    """Filters of the sample list."""

    name = forms.CharField(label="Tên", required=False)
    village = forms.ChoiceField(
        label="Thôn, làng",
        required=False,
        choices=[("", "Tất cả"), ("Làng Kơ Tu", "Làng Kơ Tu"), ("Thôn Đăk Wơk", "Thôn Đăk Wơk"), ("Làng Ka Bay", "Làng Ka Bay")],
    )


def _narrow(rows: Sequence[Sample], filters: dict[str, Any]) -> list[Sample]:
    name, village = fold(filters.get("name", "")), filters.get("village")
    return [row for row in rows if name in fold(row.name) and village in (None, row.village)]


@dataclass(frozen=True)
class SampleList:
    """The sample list and its rows."""

    listing: Listing[Sample]
    rows: tuple[Sample, ...]


PEOPLE = SampleList(
    Listing(
        name="nguoi-mau",
        columns=(
            Column("name", "Họ và tên", sort=lambda row: row.name, url=lambda _row: HERE),
            Column("born", "Năm sinh", sort=lambda row: row.born, kind="year", wide=True),
            Column("sex", "Giới", wide=True),
            Column("village", "Thôn, làng", sort=lambda row: row.village, wide=True),
            Column("reason", "Vì sao không tính", wide=True),
            Column("state", "Mức 1", kind="state", wide=True),
        ),
        order="village",
        filters=SampleFilters,
        narrow=_narrow,
        size=6,
        pick=lambda row: (row.name, row.name),
    ),
    (
        Sample("Y Hnhưn", 1979, "Nữ", "Làng Kơ Tu", "Chưa mời", "not-met"),
        Sample("A Dưng", 1971, "Nam", "Làng Kơ Tu", "Chưa mời", "not-met"),
        Sample("Y Plênh", 1985, "Nữ", "Thôn Đăk Wơk", "Đã mời 2 lần, chưa ghi danh", "not-met"),
        Sample("Rơ Châm H’Blưng Ngọc Trinh", 1990, "Nữ", "Làng Ka Bay", "Đã mời, chưa ghi danh", "unclear"),
        Sample("A Grưi", 1968, "Nam", "Làng Kơ Tu", "Chưa mời", "not-met"),
        Sample("Y Rơh", 1973, "Nữ", "Làng Kơ Tu", "Chưa mời", "unclear"),
        Sample("A Plih", 1982, "Nam", "Làng Ka Bay", "Chưa mời", "not-met"),
        Sample("A Tơl", 1966, "Nam", "Thôn Đăk Wơk", "Chưa mời", "none"),
    ),
)


class ContextForm(forms.Form):
    """Place, period, boundary."""

    place = forms.ChoiceField(label="Địa bàn", choices=[("23534", "Xã Sa Bình"), ("51", "Cả tỉnh Quảng Ngãi")])
    period = forms.ChoiceField(label="Kỳ số liệu", choices=[("2026", "Năm 2026"), ("2025", "Năm 2025")])
    on = forms.ChoiceField(label="Địa giới ngày", choices=[("", "24/11/2026"), ("2025-06-30", "30/6/2025 (trước sắp xếp)")], required=False)


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Họ và tên", help_text="Viết đủ dấu, như trong giấy tờ.")
    born = forms.CharField(label="Năm sinh", help_text="Chỉ cần năm. Biết ngày tháng thì ghi thêm.", max_length=10)
    village = forms.ChoiceField(label="Thôn, làng", choices=[("", "Chọn thôn, làng"), ("1", "Làng Kơ Tu"), ("2", "Thôn Đăk Wơk")])
    sex = forms.ChoiceField(label="Giới", choices=[("f", "Nữ"), ("m", "Nam")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="Đã hỏi ý kiến người học.", help_text="Ghi ngày hỏi vào ghi chú.", required=False)


def _form() -> SampleForm:
    form = SampleForm({"name": "Y Bơng", "born": "2031", "village": "", "sex": ""})
    put_problems(form, [Problem("Năm 2031 chưa tới.", "Xem lại phiếu rồi ghi năm từ 1906 đến 2026.", "born")])
    return form


def example(request: HttpRequest) -> dict[str, Any]:
    """What the gallery shows."""
    day = today()
    return {
        "context_form": ContextForm(initial=request.GET.dict()),
        "form": _form(),
        "dues": [(day + timedelta(days=40), True), (day + timedelta(days=3), False), (day - timedelta(days=5), False)],
        "tiles": [
            Tile("Lớp đang mở", 3, note="61 người học", door=Door("Xem lớp", HERE)),
            Tile("Chuyên cần tháng 11", "85,6", "%", "226 trong 264 lượt", Door("Mở danh sách", HERE, "chuyên cần tháng 11")),
            Tile("", 3, "/ 16", "c3, d1, đ3: rà số chưa rõ là kết luận được", state="unclear"),
        ],
        "tabs": [Tab("Được tính", 61, HERE), Tab("Không tính", 351, HERE, True), Tab("Chưa rõ", 19, HERE)],
        "late": [Work(2, "buổi học chưa điểm danh", Door("Điểm danh bù", HERE), "17/11 và 19/11", day - timedelta(days=5))],
        "coming": [
            Work(7, "người đạt, chưa cấp giấy xác nhận", Door("Cấp giấy", HERE), "Quyết định đã ký 14/11", day + timedelta(days=6)),
            Work(6, "người đã xác nhận, đến kỳ rà lại", Door("Mở danh sách", HERE), when="Trong tháng 12"),
        ],
        "steps": [Step("Chọn tệp", "done", HERE), Step("Xem trước", "now"), Step("Nhận vào hồ sơ", "later")],
        "happenings": [
            Happening(date(2027, 6, 20), "Đến kỳ rà lại", "12 tháng từ ngày xác nhận", "next"),
            Happening(date(2026, 6, 20), "Biết chữ mức 1", "Kết quả kì 3 · giấy 031/XN-TTHTCĐ", "change"),
            Happening(date(2024, 1, 1), "Chưa biết chữ mức 1", "Điều tra năm 2024, phiếu 14"),
        ],
        "sides": [
            Side("a", "1984", "Y Phiên, điện thoại 03, 18/11 19:42"),
            Side("b", "1985", "Đặng Thị Hạnh, trang web, 19/11 08:05, theo căn cước", True),
        ],
        "before": [Unit("Xã Sa Bình", "12.184 người · 17 thôn, làng"), Unit("Xã Ya Ly", "9.020 người · 13 thôn, làng")],
        "after": [Unit("Xã Sa Bình", "21.204 người · khu vực: chưa rõ, phải nhập")],
        "facts": [
            Fact("Số định danh", "062•••••••17", door=Door("Hiện số", HERE, "số định danh")),
            Fact("Nơi ở", "Làng Kơ Tu", "thường trú, từ trước 2021"),
            Fact("Khuyết tật", None),
        ],
        "problems": [
            Problem("Chữ O lẫn với số 0", "Sửa thành 2012 rồi tải lại tệp", value="2O12", row=17, column="G"),
            Problem("Chữ theo phông VNI cũ", "Bấm “Đổi sang Unicode”: Nguyễn Thị Hạnh", value="Nguyeãn Thò Haïnh", row=230, column="C"),
        ],
        "columns": {"G": "Năm sinh", "C": "Họ và tên"},
        "evenings": [
            Evening(date(2026, 11, 16), week=True),
            Evening(date(2026, 11, 17)),
            Evening(date(2026, 11, 18)),
            Evening(date(2026, 11, 23), week=True),
            Evening(date(2026, 11, 24), today=True),
        ],
        "attendance": [
            Attendance("A Brao", ("absent", "missing", "absent", "present", "later"), "1/3", HERE),
            Attendance("Y Blơn", ("present", "missing", "excused", "present", "later"), "2/3", HERE),
        ],
        "empty_door": Door("Mở lớp mới", HERE),
        **figures.example(day),
    }
