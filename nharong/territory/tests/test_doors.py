"""`nharong import villages | places | bodies | posts` and `export posts`: faults at their cells, one deed, twice is once."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nharong.access.tests.cast import Cast
from nharong.config.commands import run_command
from nharong.deeds.models import Deed, Reading
from nharong.files.table import write_table
from nharong.territory.bodies.models import BodyPeriod, Post
from nharong.territory.models import PlacePeriod, Trait

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code and the JSON of a command."""

    def run(*words: str | Path) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = run_command([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out or "{}")

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """A file of rows under titles; .xlsx or .csv by its name."""

    def table(name: str, titles: list[str], *rows: list[Any]) -> Path:
        write_table(tmp_path / name, titles, rows)
        return tmp_path / name

    return table


@pytest.mark.parametrize("name", ["thon.xlsx", "thon.csv"])
def test_villages_are_taken_with_every_fault_at_its_cell(run: Run, table: Callable[..., Path], name: str) -> None:
    file = table(
        name,
        ["STT", "Tên thôn", "Mã xã", "Từ ngày"],
        [1, "Làng Kơ Tu", "23527", None],
        [2, "Làng Mới", "23527", "01/8/2025"],
        [3, "Thôn Kơ Tu", "23527", None],
        [4, "làng mới", "23527", "01/8/2025"],
        [5, "Làng Xa", "99999", None],
        [6, "", "23527", None],
        [7, "Làng Lạ", "23527", "32/8/2025"],
    )
    periods, deeds = PlacePeriod.objects.count(), Deed.objects.count()
    code, dry = run("import", "villages", file, "--dry-run")
    assert (code, dry["rows"], dry["accepted"], dry["unchanged"], dry["new"], dry["deed"]) == (0, 7, 3, 2, 1, None)
    assert [(fault["row"], fault["column"]) for fault in dry["refused"]] == [(5, "B"), (6, "C"), (7, "B"), (8, "D")]
    assert any("Làng Kơ Tu" in warning["error"] for warning in dry["warnings"])
    assert any("STT" in warning["error"] for warning in dry["warnings"])
    assert all(fault["error"] and fault["mend"] for fault in dry["refused"])
    assert (PlacePeriod.objects.count(), Deed.objects.count()) == (periods, deeds)
    code, done = run("import", "villages", file)
    assert (code, done["new"], Deed.objects.count()) == (0, 1, deeds + 1)
    assert PlacePeriod.objects.filter(name="Mới", title="Làng", code="23527-003").exists()
    code, again = run("import", "villages", file)
    assert (code, again["new"], again["unchanged"], again["deed"]) == (0, 0, 3, None)
    assert Deed.objects.count() == deeds + 1


def test_villages_of_one_commune_need_no_column(run: Run, table: Callable[..., Path]) -> None:
    file = table("a.csv", ["Thôn"], ["Làng Một mới"], ["Thôn Một"])
    code, done = run("import", "villages", file, "--place", "23534")
    assert (code, done["new"], done["unchanged"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.csv", b"", "cột"),
        ("a.csv", "Tên thôn,Mã xã\n".encode(), "dòng"),
        ("a.csv", "Tên thôn,Mã xã\nLàng,1".encode("utf-16"), ""),
        ("a.csv", b"\xc3\x28\xff", "UTF-8"),
        ("a.xlsx", b"khong phai", "Excel"),
        (None, b"", ""),
    ],
)
def test_what_is_no_table_is_told_in_words(cast: Cast, capsys: Any, tmp_path: Path, name: str | None, content: bytes, word: str) -> None:
    file = tmp_path / (name or "khong-co.csv")
    if name:
        file.write_bytes(content)
    assert run_command(["import", "villages", str(file)]) == 1
    said = capsys.readouterr().err
    assert word in said
    assert "Traceback" not in said


def test_traits_come_with_scheme_and_decision(run: Run, table: Callable[..., Path]) -> None:
    file = table(
        "dd.xlsx",
        ["Mã xã", "Tên xã", "Vùng DTTS", "Miền núi", "Biên giới", "Khu vực", "Từ ngày", "Đến ngày", "Quyết định"],
        ["23527", "Sa Thầy", "Có", "x", "không", "KV III", "01/01/2026", "31/12/2030", "1/QĐ-TTg"],
        ["23534", "Sa Bình", "", "", "", "V", "01/01/2026", None, ""],
        ["23534", "Sa Bình", "", "", "", "", "01/01/2026", None, ""],
        ["23534", "Sa Bình", "có", "", "", "", "", None, ""],
    )
    code, done = run("import", "places", file)
    assert (code, done["accepted"], done["new"]) == (0, 1, 1)
    assert [(fault["row"], fault["column"]) for fault in done["refused"]] == [(3, "F"), (4, "A"), (5, "G")]
    kept = {(row.kind, row.value, row.scheme, row.decision) for row in Trait.objects.all()}
    assert ("hardship", "III", "nd272-2025", "1/QĐ-TTg") in kept
    assert ("border", "no", "", "1/QĐ-TTg") in kept
    assert len(kept) == 4
    code, again = run("import", "places", file)
    assert (again["unchanged"], again["deed"]) == (1, None)


def test_bodies_are_founded_renamed_or_left(run: Run, table: Callable[..., Path], cast: Cast) -> None:
    titles = ["Tên cơ quan", "Mã địa bàn", "Từ ngày", "Loại", "Mã cơ quan", "Ký hiệu", "Vai"]
    file = table(
        "cq.xlsx",
        titles,
        ["Trường Tiểu học Kơ Tu", "23527", "01/8/2025", "", "", "", "truong"],
        ["UBND xã Sa Thầy", "23527", "01/7/2025", "UBND", "ubnd-23527", "UBND", "ubnd-xa"],
        ["Sở Lạ", "51", "01/7/2025", "hội kín", "", "", "vai-la"],
    )
    code, done = run("import", "bodies", file)
    assert (code, done["new"], done["accepted"]) == (0, 2, 2)
    assert {fault["column"] for fault in done["refused"]} == {"D"}
    school = BodyPeriod.objects.get(name="Trường Tiểu học Kơ Tu")
    assert (school.body.kind, school.roles) == ("school", " truong ")
    assert run("import", "bodies", file)[1]["unchanged"] == 2
    renamed = table("cq2.csv", titles, ["UBND xã Sa Thầy mới", "23527", "01/01/2026", "", "ubnd-23527", "", ""])
    code, dry = run("import", "bodies", renamed, "--dry-run")
    assert (dry["changed"], len(dry["warnings"])) == (1, 1)
    assert run("import", "bodies", renamed)[1]["changed"] == 1
    assert run("import", "bodies", renamed)[1]["unchanged"] == 1
    assert BodyPeriod.objects.standing().filter(body__periods__code="ubnd-23527").values("name").distinct().count() == 2


def test_posts_are_filled_and_ended_and_taken_away(run: Run, table: Callable[..., Path], tmp_path: Path) -> None:
    run(
        "import",
        "bodies",
        table("cq.csv", ["Tên", "Mã địa bàn", "Từ ngày", "Mã", "Vai"], ["UBND xã", "23527", "01/7/2025", "u1", "ubnd-xa"]),
    )
    titles = ["Cơ quan", "Họ và tên", "Chức danh", "Từ ngày", "Đến ngày", "Hình thức ký", "Thứ tự"]
    file = table(
        "cd.xlsx",
        titles,
        ["u1", "Y Bình", "Phó Chủ tịch", "01/7/2025", None, "TM. KT.", 2],
        ["ubnd-xa@23527", "A Một", "Chủ tịch", "01/7/2025", None, "", 1],
        ["khong-co", "A Hai", "Chủ tịch", "01/7/2025", None, "", "mot"],
    )
    code, done = run("import", "posts", file)
    assert (code, done["new"]) == (0, 2)
    assert {(fault["row"], fault["column"]) for fault in done["refused"]} == {(4, "A"), (4, "G")}
    vice = Post.objects.get(holder_name="Y Bình")
    assert (vice.role, vice.signs, vice.signing, vice.order) == ("vice-chair", True, "TM. + KT.", 2)
    assert run("import", "posts", file)[1]["unchanged"] == 2
    ended = table("cd2.csv", titles, ["u1", "Y Bình", "Phó Chủ tịch", "01/7/2025", "31/10/2026", "", ""])
    assert run("import", "posts", ended)[1]["changed"] == 1
    assert run("import", "posts", ended)[1]["unchanged"] == 1
    out = tmp_path / "ra.xlsx"
    assert run("export", "posts", "--out", out)[0] == 1
    code, told = run("export", "posts", "--out", out, "--purpose", "Niêm yết", "--place", "23527", "--as", "commune-officer")
    assert (code, told) == (0, {"kind": "posts", "file": "ra.xlsx", "rows": 1})
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert any("A Một" in row for row in rows)
    assert Reading.objects.filter(kind="posts xlsx", purpose="Niêm yết", filter="place=23527", count=1).exists()
    assert run("export", "posts", "--out", out, "--purpose", "x", "--place", "23534", "--as", "commune-officer")[0] == 1


def test_a_file_is_taken_only_where_one_may(run: Run, table: Callable[..., Path]) -> None:
    villages = table("t.csv", ["Tên thôn", "Mã xã"], ["Làng Mới", "23527"])
    assert run("import", "villages", villages, "--as", "teacher")[0] == 1
    assert run("import", "villages", villages, "--as", "commune-officer")[0] == 1
    assert not PlacePeriod.objects.filter(name="Mới").exists()
    bodies = table("b.csv", ["Tên", "Mã địa bàn", "Từ ngày", "Mã"], ["Trường A", "23527", "01/7/2025", "ta"])
    assert run("import", "bodies", bodies, "--as", "commune-officer")[0] == 1, "founding is for who may change places"
    assert run("import", "bodies", bodies)[0] == 0
    posts = table("p.csv", ["Cơ quan", "Họ tên", "Chức vụ", "Từ ngày"], ["ta", "Y Na", "Hiệu trưởng", "01/8/2025"])
    assert run("import", "posts", posts, "--as", "stranger")[0] == 1
    assert run("import", "posts", posts, "--as", "inspector")[0] == 1
    assert run("import", "posts", posts, "--as", "commune-officer")[0] == 0


def test_kinds_of_later_versions_are_refused_in_words(cast: Cast, capsys: Any, tmp_path: Path) -> None:
    for words in (["import", "activities", "x.csv"], ["export", "activities", "--out", str(tmp_path / "x.csv")]):
        assert run_command(words) == 1
        assert "chưa có trong bản này" in capsys.readouterr().err


def test_a_csv_is_read_as_it_is_written(table: Callable[..., Path], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    with file.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink, delimiter=";").writerows([["Danh sách thôn"], [], ["TT", "Tên thôn", "Mã xã"], ["1", "Làng Kơ Tu", "23527"]])
    assert run("import", "villages", file)[1]["unchanged"] == 1
