"""Components: what they print, in both languages; what they must never do."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from nharong.kernel.problems import Problem
from nharong.ui.forms import DeedForm, base_of, put_problems
from nharong.ui.parts import Area, Bar, Door, FunnelStep, Point, Side, TargetLine, Tile, Work, state_of


def draw(source: str, language: str = "vi", **context: Any) -> str:
    with override(language):
        return Template("{% load ui %}" + source).render(Context(context))


def test_three_answers_and_no_data() -> None:
    assert [state_of(met, value=1) for met in (True, False, None)] == ["met", "not-met", "unclear"]
    assert state_of(None, value=None) == "none"
    assert "Chưa đủ số liệu" in draw('{% badge "unclear" %}')
    assert "Chưa đạt" in draw("{% badge met %}", met=False)
    assert "Chưa đủ số liệu" in draw("{% badge met %}", met=None)
    assert "Not met" in draw("{% badge met %}", "en", met=False)


@pytest.mark.parametrize(
    ("day", "before", "words", "css"),
    [
        (date(2026, 12, 10), True, "Trước 10/12", "due"),
        (date(2026, 12, 9), True, "Còn 15 ngày", "due due-soon"),
        (date(2026, 11, 24), True, "Hạn hôm nay", "due due-soon"),
        (date(2026, 11, 23), False, "Hạn hôm nay", "due due-soon"),
        (date(2026, 11, 23), True, "Quá 1 ngày", "due due-late"),
        (date(2026, 11, 18), False, "Quá 5 ngày", "due due-late"),
        (date(2027, 2, 5), False, "Hạn 05/02/2027", "due"),
    ],
)
def test_deadlines(today: date, day: date, before: bool, words: str, css: str) -> None:
    html = draw("{% due day before=before %}", day=day, before=before)
    assert words in html
    assert f'class="{css}"' in html


def test_a_bar_says_all_in_its_label() -> None:
    html = draw("{% bullet bar %}", bar=Bar(0.615, 0.615, 0.724, 0.7))
    assert "Đã chứng minh 61,5" in html
    assert "có thể từ 61,5" in html
    assert "ngưỡng ≥ 70" in html
    assert "Chưa có số liệu" in draw("{% bullet bar %}", bar=Bar(None, threshold=0.9))


def test_geometry_never_takes_the_readers_decimal_sign() -> None:
    areas = [Area("a", "Sa Bình", "14,8", 4, latitude=14.3, longitude=107.9), Area("b", "Ia Tơi", "8,3", 2, latitude=14.0, longitude=107.5)]
    ring = [[107.5, 14], [107.63, 14.01], [107.61, 14.17], [107.5, 14]]
    boundary = [{"id": "a", "geometry": {"type": "Polygon", "coordinates": [ring]}}]
    html = draw(
        '{% bullet bar %}{% spark trend %}{% funnel steps %}{% tile_map areas "x" %}{% real_map areas boundary "x" %}',
        bar=Bar(0.615, 0.615, 0.724, 0.7),
        trend=[Point("2025", 0.31), Point("2026", 0.423)],
        steps=[FunnelStep("a", 3), FunnelStep("b", 1, 2, "c")],
        areas=areas,
        boundary=boundary,
    )
    assert not re.search(r'\s(?:x|y|cx|cy|r|d|width|height|viewBox)="[^"]*\d,\d', html)


def test_a_target_near_its_threshold_prints_two_decimals() -> None:
    line = TargetLine("d2", "t", Bar(0.1025, 0.1025, 0.1036, 0.105), "not-met", "/d2/", 1214, 11842, 612)
    html = draw("{% target line %}", line=line)
    assert "10,25" in html
    assert "1.214/11.842" in html
    assert "chưa rõ 612" in html
    assert "0–20" in html


def test_nothing_from_data_becomes_markup() -> None:
    evil = "<script>x</script>"
    html = draw(
        "{% tiles tiles %}{% work work %}{% panel title=evil note=evil %}{{ evil }}{% endpanel %}"
        "{% banner evil strong=evil %}{% toast evil %}"
        "{% door evil evil evil %}{% crumbs evil evil %}{% conflict evil evil sides %}{% button evil evil %}{% badge True evil %}",
        tiles=[Tile(evil, evil, evil, evil, Door(evil, evil, evil))],
        work=[Work(1, evil, Door(evil, evil), evil)],
        sides=[Side(evil, evil, evil)],
        evil=evil,
    )
    assert "<script" not in html


def test_a_conflict_preselects_only_what_rests_on_a_document() -> None:
    sides = [Side("a", "1984", "x"), Side("b", "1985", "y", documented=True)]
    assert 'value="b" required checked' in draw('{% conflict "born" "Năm sinh" sides %}', sides=sides)
    assert "checked" not in draw('{% conflict "born" "Năm sinh" sides %}', sides=sides[:1])


class Person(DeedForm):
    name = forms.CharField(label="Họ và tên", help_text="Viết đủ dấu.")
    born = forms.IntegerField(label="Năm sinh")
    sex = forms.ChoiceField(label="Giới", choices=[("f", "Nữ")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Đồng ý", required=False)


def test_an_error_stands_between_label_and_field_with_its_mend() -> None:
    form = Person({"deed": str(DeedForm().fields["deed"].initial()), "name": "Y Bơng", "born": "2031", "sex": "f"})
    put_problems(form, [Problem("Năm 2031 chưa tới, 100 % sai.", "Xem lại phiếu.", "born"), Problem("Chung.", "Sửa.", "khong-co")])
    html = draw("{% form_errors form %}{% field form.born %}", form=form)
    assert html.index("Năm sinh</label>") < html.index("Năm 2031 chưa tới, 100 % sai.") < html.index("<input")
    assert "<span>Xem lại phiếu.</span>" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_born_error"' in html
    assert 'id="id_born_error"' in html
    assert "Chung. Sửa." in html
    assert "Có 2 chỗ phải sửa" in html
    assert '<a href="#id_born">' not in html, "two errors need no list of links"


def test_three_errors_get_a_summary_with_links() -> None:
    html = draw("{% form_errors form %}", form=Person({}))
    assert "Có 4 chỗ phải sửa" in html
    assert '<a href="#id_name">Họ và tên</a>: Ô này còn trống.' in html


def test_every_field_has_a_label_and_hidden_ones_none() -> None:
    form = Person(initial={"base": {"name": "Y Bơng"}})
    html = draw("{% fields form %}", form=form)
    assert '<label for="id_name">Họ và tên</label>' in html
    assert "<legend>Giới</legend>" in html
    assert html.count('type="hidden"') == 2
    assert "Viết đủ dấu." in html


def test_a_form_brings_its_uid_and_base_back() -> None:
    opened = Person(initial={"base": {"name": "Y Bơng"}})
    uid = re.search(r'name="deed" value="([0-9a-f-]{36})"', str(opened))
    assert uid
    sent = Person(
        {"deed": uid[1], "base": base_of({"name": "Y Bơng", "day": date(2026, 1, 1)}), "name": "Y Bơng", "born": "1984", "sex": "f"}
    )
    assert sent.is_valid(), sent.errors
    assert str(sent.uid) == uid[1]
    assert sent.base_values == {"name": "Y Bơng", "day": "2026-01-01"}
    assert sent.payload == {"name": "Y Bơng", "born": 1984, "sex": "f", "agreed": False}


def test_import_errors_mark_the_faulty_sign() -> None:
    problems = [Problem("Chữ O lẫn với số 0", "Sửa", value="2O12", row=17, column="G"), Problem("Trống", value="", row=18)]
    html = draw("{% import_errors problems names %}", problems=problems, names={"G": "Năm sinh"})
    assert "2<mark>O</mark>12" in html
    assert "Năm sinh" in html
