"""A wrong file is told its line, field and mend; it never ends in a traceback."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nharong.kernel.tests.length import examples
from nharong.plans.check import check_plan
from nharong.plans.marked import MAX_BYTES
from nharong.plans.tests import make
from nharong.plans.tests.make import SMALL, faults


def test_small_plan_is_sound() -> None:
    assert faults() == []


CASES = [
    ("indicator: literate-1", "indicator: literate-9", 16, "targets[a1].indicator", "literate-1"),
    ("    unit: người\n", "", 12, "targets[a1].unit", "Thêm dòng unit"),
    ("    band: 15-60", "    bnad: 15-60", 17, "targets[a1].bnad", "band"),
    ("band: 15-60", "band: 60-15", 17, "targets[a1].band", "15+"),
    ("op: ge", "op: gte", 18, "targets[a1].op", "ge"),
    ("value: 90 %", "value: 90", 19, "targets[a1].milestones[1].value", "90 %"),
    ("value: 90 %", "value: 10,5 %", 19, "targets[a1].milestones[1].5 %", "10.5 %"),
    ("value: 90 %", "value: nhiều", 19, "targets[a1].milestones[1].value", "90 %"),
    ("value: 90 %", "value: kha", 12, "targets[a1]", "scale"),
    ("value: 90 %", "value: 9/8", 19, "targets[a1].milestones[1].value", "1/8"),
    ("value: 90 %", "value: [5, 3]", 19, "targets[a1].milestones[1].value", "thấp trước"),
    ("year: 2030, value", "year: 2040, value", 19, "targets[a1].milestones[1].year", "period"),
    ("year: 2030, value", "value", 19, "targets[a1].milestones[1]", "undated"),
    ("year: 2030, value: 90 %", "year: 2030", 12, "targets[a1]", "90 %"),
    ("milestones: [{year: 2030, value: 90 %}]", "milestones: []", 12, "targets[a1]", "milestones"),
    ("{year: 2030, value: 90 %}", "{year: 2030, value: 90 %}, {year: 2030, value: 80 %}", 19, "targets[a1].milestones[1]", "một mốc"),
    ("    op: ge", "    op: ge\n    parent: a9", 19, "targets[a1].parent", "a1"),
    ("    op: ge", "    op: ge\n    parent: a1", 19, "targets[a1].parent", "vòng"),
    ("    op: ge", "    op: ge\n    waits_for: {target: b7}", 19, "targets[a1].waits_for.target", "Sửa mã"),
    ("    op: ge", "    op: ge\n    waits_for: {}", 19, "targets[a1].waits_for", "document"),
    ("    op: ge", "    op: ge\n    where: {any: []}", 19, "targets[a1].where", "any"),
    ("    op: ge", "    op: ge\n    scope: {traits: {hardshp: [III]}}", 19, "targets[a1].scope.traits.hardshp", "hardship"),
    ("    op: ge", "    op: ge\n    scope: {traits: {hardship: [V]}}", 19, "targets[a1].scope.traits.hardship", "III"),
    ("    op: ge", "    op: ge\n    reading: x\n    readings: [{id: y, title: Khác}]", 12, "targets[a1]", "y"),
    ("id: 1,", "id: a b,", 21, "tasks[a b].id", "v7-1"),
    ("id: 1,", "id: đ1,", 21, "tasks[đ1].id", "dd"),
    ("leads: so-gddt", "leads: so-gdđt", 21, "tasks[1].leads", "so-gddt"),
    ("leads: so-gddt", "leads: so-gdt", 21, "tasks[1].leads", "so-gddt"),
    ("leads: so-gddt", "leads: so-gddt/*", 21, "tasks[1].leads", "so-gddt"),
    ("leads: so-gddt", "leads: []", 21, "tasks[1].leads", "ít nhất 1"),
    ("kind: year, year: 2026", "kind: nam, year: 2026", 21, "tasks[1].when", "continuous"),
    ("kind: year, year: 2026", "year: 2026", 21, "tasks[1].when", "kind"),
    ("kind: year, year: 2026", "kind: year, year: 2050", 21, "tasks[1].when.year", "period"),
    ("kind: year, year: 2026", "kind: quarter, year: 2026, quarter: 5", 21, "tasks[1].when.quarter", "4"),
    ("kind: year, year: 2026", "kind: day, day: 2026-02-30", 21, "tasks[1].when.day", "2026-11-24"),
    ("kind: year, year: 2026", "kind: day, day: 31/2/2026", 21, "tasks[1].when.day", "24/11/2026"),
    ("kind: year, year: 2026", "kind: range, start: 2027-01-01, stop: 2026-01-01", 21, "tasks[1].when", "Đổi lại"),
    ("title: Một việc, leads", "title: Một việc, hai việc, leads", 21, "tasks[1].hai việc", "ngoặc kép"),
    ("title: Một việc", "title: " + "dài " * 60, 21, "tasks[1].title", "ngắn gọn"),
    ("due: 10/12", "due: 31/11", 23, "duties[units].due", "10/12"),
    ("due: 10/12", "due: 2026-12-10", 23, "duties[units]", "once"),
    ("due: 10/12", "every: quarter", 23, "duties[units]", "occasions"),
    (", due: 10/12", "", 23, "duties[units]", "due: 10/12"),
    (", due: 10/12", ", due: 10/12, feeds: tinh", 23, "duties[units].feeds", "Sửa mã"),
    ("from: ubnd-xa/*", "from: ubnd-thon/*", 23, "duties[units].from", "ubnd-huyen"),
    (", due: 10/12", ", due: 10/12, data_period: nam", 23, "duties[units].data_period", "year-to-sent"),
    ("area: 51@2025-07-01", "area: 51", 9, "area", "62@2025-06-30"),
    ("area: 51@2025-07-01", "area: 51@2025-07-99", 9, "area", "năm-tháng-ngày"),
    ("period: 2026-2030", "period: 2030-2026", 10, "period", "2025-2030"),
    ("period: 2026-2030", "period: năm tới", 10, "period", "2025-2030"),
    ("version: 1", "version: 0", 3, "version", "1"),
    ("version: 1", "version: một", 3, "version", "số nguyên"),
    ("verified: no", "verified: maybe", 7, "verified", "yes"),
    ("format: 1", "format: 2", 1, "format", "1"),
    ("issuer: ubnd-tinh@51", "issuer: [a]", 8, "issuer", "so-gddt"),
    ("in_force: 2026-01-01", "in_force: hôm nay", 6, "in_force", "24/11/2026"),
    ("id: 1,", "id: 007,", 21, "tasks[1].id", "ngoặc kép"),
    ("title: Kế hoạch thử", "title: Kế hoạch thử\ntitle: Lần nữa", 5, "title", "Giữ một"),
    ("title: Kế hoạch thử", "title: !!python/object:os.system x", 4, "title", "!"),
    ("title: Kế hoạch thử", "title: &neo Kế hoạch", 4, "", "Chép lại"),
    ("targets:", "targets: 5\ncu:", 11, "targets", "danh sách"),
]


@pytest.mark.parametrize(("old", "new", "line", "field", "mend"), CASES, ids=[f"{case[1][:40]}" for case in CASES])
def test_fault_names_line_field_and_mend(old: str, new: str, line: int, field: str, mend: str) -> None:
    found = faults(old, new)
    assert any(fault["line"] == line and fault["field"] == field and mend in fault["error"] + fault["mend"] for fault in found), found
    assert all(set(fault) == {"line", "field", "error", "mend"} and fault["error"] for fault in found)


def test_doubled_ids_and_several_faults_at_once() -> None:
    text = SMALL.replace(
        "  - {id: 1, clause", "  - {id: 1, clause: x, title: y, leads: so-gddt, when: {kind: continuous}}\n  - {id: 1, clause"
    )
    found = faults("indicator: literate-1", "indicator: nope", text)
    assert [(fault["line"], fault["field"]) for fault in found] == [(16, "targets[a1].indicator"), (22, "tasks[1].id")]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 0, "trống"),
        ("# chỉ ghi chú\n", 0, "trống"),
        ("chỉ là chữ", 1, "không phải là một kế hoạch"),
        ("- a\n- b\n", 1, "không phải là một kế hoạch"),
        ("a: [1, 2\nb: 3\n", 2, "YAML"),
        ("a: b: c\n", 1, "YAML"),
        ("targets:\n\t- id: a1\n", 2, "Tab"),
        ("a: 1\n---\nb: 2\n", 2, "---"),
        ("title: a\x07b\n", 1, "U+0007"),
        ("{" * 5000, 1, "lồng quá sâu"),
        ("- " * 3000 + "a", 1, "lồng quá sâu"),
        ("a: &x [1]\nb: *x\n", 1, "neo"),
        ("<<: {a: 1}\n", 1, "Không có trường"),
        ("? [a, b]\n: c\n", 1, "không phải là chữ"),
        ("x" * (MAX_BYTES + 1), 0, "nặng"),
        (b"\xff\xfe\x00a", 1, "UTF-8"),
        (b"PK\x03\x04 a workbook", 1, "U+0003"),
    ],
)
def test_what_is_no_plan_at_all(text: str | bytes, line: int, word: str) -> None:
    found = make.read(text).faults
    assert any(fault["line"] == line and word in fault["error"] for fault in found), found


def test_alias_bomb_is_refused_at_once() -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 9)]
    found = make.read("\n".join(layers)).faults
    assert len(found) == 1
    assert "bí danh" in found[0]["error"]


def test_decomposed_letters_are_named_by_line() -> None:
    found = make.read(unicodedata.normalize("NFD", SMALL)).faults
    assert {fault["line"] for fault in found} >= {4, 14}
    assert all("tách rời" in fault["error"] for fault in found)


def test_byte_order_mark_and_windows_lines_pass() -> None:
    assert make.read(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()).faults == []


def test_a_plan_without_targets_is_a_plan() -> None:
    assert faults(SMALL[SMALL.index("targets:") :], "") == []


def test_own_indicators_are_known() -> None:
    own = "indicators: [{id: moi, title: Mới, unit: người, kind: share, records: later}]\ntargets:"
    assert faults("targets:", own, SMALL.replace("indicator: literate-1", "indicator: moi")) == []


def test_a_set_of_ids_is_enough() -> None:
    assert check_plan(SMALL, {"literate-1"}, {"ubnd-tinh": {}, "so-gddt": {}, "ubnd-xa": {"many": "yes"}}) == []


@settings(max_examples=examples(150), deadline=None)
@given(st.data())
def test_no_spoilt_file_ends_in_a_traceback(data: st.DataObject) -> None:
    lines = (make.DATA / "song-lam-2026.yaml").read_text("utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        i = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[i])))
        lines[i] = (
            lines[i][:cut] + data.draw(st.text(st.sampled_from("[]{}:,-&*!|>'\"%@ \tnoyes019/đ\u0301\n"), max_size=4)) + lines[i][cut + 1 :]
        )
    for fault in make.read("\n".join(lines)).faults:
        assert set(fault) == {"line", "field", "error", "mend"}
        assert isinstance(fault["line"], int)
        assert fault["error"]
