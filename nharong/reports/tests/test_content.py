"""What a report says: its figures are the plan's, what is missing is named, the writer is who answers on the day."""

from datetime import date

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.kernel.permissions import SYSTEM, Hidden
from nharong.kernel.problems import Refused
from nharong.plans import queries as plans
from nharong.reports.queries import build_report
from nharong.reports.queries.owed import assignment_of, inherited
from nharong.reports.shape import Paragraph, Report
from nharong.reports.tests import make
from nharong.territory import actions as territory
from nharong.territory.bodies.models import BodyPeriod, BodySuccession
from nharong.territory.queries import parse_area


@pytest.fixture
def ground(cast: Cast, ledger: None) -> Cast:
    make.ground(cast)
    make.people(cast)
    return cast


def said(report: Report) -> str:
    texts = [block.text for section in report.sections for block in section.blocks if isinstance(block, Paragraph)]
    return "\n".join(texts).replace("\u00a0", " ")


def test_head_and_foot_are_those_of_the_body(ground: Cast) -> None:
    make.signer("ubnd-23527")
    report = make.commune_report()
    assert report.head.issuing_line == "ỦY BAN NHÂN DÂN XÃ SA THẦY"
    assert report.head.symbol_line.endswith("/BC-UBND")
    assert report.head.place_line.startswith("Sa Thầy, ngày")
    assert report.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert report.signature.name == "A Khưk"
    assert report.recipients == ("- Sở Giáo dục và Đào tạo tỉnh Quảng Ngãi (b/c);", "- Lưu: VT.")
    assert report.bases[0] == "Căn cứ Quyết định số 1716/QĐ-TTg ngày 31 tháng 12 năm 2024 của Thủ tướng Chính phủ;"
    assert report.bases[-1].endswith(".")
    assert "9/KH-UBND" not in report.bases[-1], "a number that is not verified is never printed"
    assert any("9/KH-UBND" in text for text in report.to_settle)
    assert report.due == date(2026, 12, 10) == report.on


def test_figures_are_those_of_the_plan(ground: Cast) -> None:
    report = make.commune_report()
    shown = plans.shown(SYSTEM, "thu", "23527", year=2026, on=make.DUE)["targets"]
    assert [{key: value for key, value in line.row.items() if key != "year"} for line in report.targets] == shown
    states = {line.row["id"]: line.state for line in report.targets}
    assert states == {"a1": "not_met", "a2": "ahead", "dd1": "none", "b1": "none"}
    text = said(report)
    assert "a1. Người biết chữ mức độ 1: 7/10 người, 70,0 %; chưa đạt mức ít nhất 90 % của năm 2026. Còn thiếu 2 người thì đạt." in text
    assert "a2. Người biết chữ mức độ 2: 6/10 người, 60,0 %; mức phải đạt là ít nhất 80 %, mốc năm 2030. Còn thiếu 2 người." in text
    assert "Bộ chỉ số chuyển đổi số (Bộ Giáo dục và Đào tạo) chưa ban hành nên chưa có số liệu" in text
    assert "1 đã đạt" not in text
    assert "1 chưa đạt, 1 chưa đến mốc, 2 chưa có số liệu" in text


def test_what_holds_back_is_counted_and_named(ground: Cast) -> None:
    commune, province = make.commune_report(), make.province_report()
    assert "1 người 15–60 tuổi chưa rõ biết chữ hay chưa" in commune.holes
    assert any(hole.startswith("2 người 15–60 tuổi chưa biết chữ (mức độ 1) chưa ra lớp trong năm, trong số 2") for hole in commune.holes)
    assert "2 mục tiêu chưa có số liệu: đ1, b1" in commune.holes
    assert "1 xã chưa có hồ sơ dân cư nào: Xã Sa Bình" in province.holes


def test_children_that_have_not_reported_are_named_never_zero(ground: Cast) -> None:
    text = said(make.province_report())
    assert "Chưa nhận báo cáo của 2/2 đơn vị trên hệ thống: UBND xã Sa Thầy, UBND xã Sa Bình." in text
    assert "Chưa nhận báo cáo" not in said(make.commune_report())


def test_the_annex_has_a_row_for_every_unit(ground: Cast) -> None:
    annex = make.province_report().annex
    assert annex is not None
    assert [row.code for row in annex.rows] == ["23527", "23534"]
    assert [line.mark for line in annex.targets] == ["a1", "a2"]
    first, second = annex.rows
    assert (first.answers["a1"]["numerator"], first.answers["a1"]["denominator"], first.answers["a1"]["met"]) == (7, 10, False)
    assert second.answers["a1"]["value"] is None
    assert second.answers["a1"]["met"] is None
    assert len(annex.without) == 2
    villages = make.commune_report().annex
    assert villages is not None
    assert [row.name for row in villages.rows] == ["Làng Kơ Tu", "Thôn Một"]
    assert sum(row.answers["a1"]["numerator"] or 0 for row in villages.rows) == 7


def test_tasks_are_those_of_the_body(ground: Cast) -> None:
    assert "chủ trì 1 nhiệm vụ, phối hợp 0 nhiệm vụ" in said(make.commune_report())
    assert "II.2. Tập huấn giáo viên" in said(make.province_report())


def test_last_year_is_compared(ground: Cast) -> None:
    later = build_report(SYSTEM, "thu/units", 2027, place="23527")
    assert later.targets[0].before == 0.7
    assert "So với năm 2026" in said(later)


@pytest.mark.parametrize(
    ("name", "year", "asked"),
    [
        ("thu/khong", 2026, {"place": "23527"}),
        ("khong/units", 2026, {"place": "23527"}),
        ("thu/units", 2040, {"place": "23527"}),
        ("thu/units", 2026, {"place": "99999"}),
        ("thu/units", 2026, {"place": "51"}),
        ("thu/units", 2026, {"body": "so-gddt@51"}),
        ("thu/units", 2026, {"body": "khong-co"}),
    ],
)
def test_what_cannot_be_is_refused_with_the_choices(ground: Cast, name: str, year: int, asked: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        build_report(SYSTEM, name, year, **asked)
    assert all(problem.error and problem.mend for problem in refusal.value.problems)


def test_outside_the_area_there_is_no_report(ground: Cast) -> None:
    assert build_report(ground.scope("commune-officer"), "thu/units", 2026, place="23527").body == "UBND xã Sa Thầy"
    with pytest.raises(Hidden):
        build_report(ground.scope("stranger"), "thu/units", 2026, place="23527")


def test_an_heir_writes_by_the_old_unit(ground: Cast) -> None:
    merged = perform(
        territory.merge, SYSTEM, codes=["23527", "23534"], name="Sa Thầy", code="23527", day=date(2026, 7, 1), decree="9/NQ", title="Xã"
    )
    assert merged.ok, merged.errors
    assert perform(make.founding(), SYSTEM, province="51", day=date(2026, 7, 1)).ok
    report = build_report(SYSTEM, "thu/units", 2026, place="23534@2026-06-30")
    assert report.body == "UBND xã Sa Thầy"
    assert report.old_unit == "Lập theo đơn vị cũ: xã Sa Bình, địa giới ngày 30/6/2026."
    assert report.old_unit in said(report)


def test_a_duty_whose_bodies_are_all_gone_falls_to_the_heir(ground: Cast) -> None:
    heir = make.body("so-gddt-51")
    owed = assignment_of(SYSTEM, "thu/units", 2026, make.body("ubnd-23527").uid)
    assert inherited(owed.loaded, owed.duty, owed.area, owed.on) == {}
    with pytest.raises(Hidden):
        assignment_of(SYSTEM, "thu/units", 2026, heir.uid)
    told = {"predecessor": make.body("ubnd-23534"), "successor": heir, "day": date(2026, 9, 1), "by_deed": ground.deed}
    BodySuccession.objects.create(**told)
    BodyPeriod.objects.filter(code="ubnd-23534").update(stop=date(2026, 9, 1))
    only = parse_area("23534@2026-08-31", owed.on)
    assert {row.code: old for row, old in inherited(owed.loaded, owed.duty, only, owed.on).values()} == {"so-gddt-51": "UBND xã Sa Bình"}
    report = build_report(SYSTEM, "thu/units", 2026, place="23534@2026-08-31")
    assert report.body == "Sở Giáo dục và Đào tạo tỉnh Quảng Ngãi"
    assert report.old_unit == "Lập theo đơn vị cũ: UBND xã Sa Bình, địa giới ngày 31/8/2026."
