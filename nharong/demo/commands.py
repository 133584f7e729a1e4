"""`nharong demo`: fill a separate data folder with invented people, through the actions of real work."""

import argparse
import json
import shutil
import tempfile
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from nharong.config.operate import load_province, prepare_folder
from nharong.demo.accounts import COMMUNE, RECORDER, account_lines, keep_accounts, open_accounts, scope_of_player
from nharong.demo.ground import FIRST, PROVINCE, enter_traits, former_units, found_villages, traits
from nharong.demo.lessons import courses
from nharong.demo.population import Unit, Village, grow
from nharong.demo.surveys import TAKEN, survey_years, take_all
from nharong.demo.teaching import found_centres, teach
from nharong.kernel.db import is_postgresql
from nharong.kernel.ids import seeded
from nharong.kernel.problems import Problem
from nharong.kernel.shell import DONE, Progress, Refusal, WrongUse, answer, say
from nharong.kernel.time import TIMEZONE, BadPeriod, parse_day, standing_at, today

EARLIEST = date(FIRST, TAKEN[0] + 1, 1)
BEGUN = datetime.combine(date(FIRST, 1, 3), time(8), TIMEZONE)
"""When the invented office opened: accounts, bodies and traits are entered then."""


def add_parsers(subparsers: Any) -> None:
    """The command."""
    parser = subparsers.add_parser("demo", help="lập thư mục dữ liệu mẫu (mặc định ./demo-data), không dùng dữ liệu thật")
    parser.add_argument("--people", type=int, default=20_000, metavar="SỐ_NGƯỜI", help="mặc định 20000")
    parser.add_argument("--seed", type=int, default=1, metavar="SỐ", help="cùng một số cho cùng một dữ liệu")
    parser.add_argument("--today", default="", metavar="NGÀY", help="ngày mà dữ liệu dừng lại; mặc định hôm nay")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    """Make the folder whole or not at all: what was begun and not finished is cleared by the next call."""
    try:
        day = parse_day(arguments.today) if arguments.today else today()
    except BadPeriod as fault:
        raise WrongUse(str(fault)) from None
    if arguments.people < 2_000:
        raise WrongUse("--people: ít nhất 2000 người.")
    if day < EARLIEST:
        raise WrongUse(f"--today: từ {EARLIEST:%d/%m/%Y} trở đi.")
    folder: Path = settings.NHARONG_DATA
    _clear(folder)
    mark(
        folder, {"people": arguments.people, "seed": arguments.seed, "today": day.isoformat() if arguments.today else None, "whole": False}
    )
    document = {"data": str(folder), **fill(arguments.people, arguments.seed, day)}
    mark(folder, {"people": arguments.people, "seed": arguments.seed, "today": day.isoformat() if arguments.today else None, "whole": True})
    answer(document, arguments.json, _lines)
    return DONE


def mark(folder: Path, said: dict[str, Any]) -> None:
    """Leave the marker that makes every page say "số liệu mẫu"; ``today`` stands only where the demo stands still on it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo").write_text(json.dumps(said) + "\n", encoding="ascii")


def _clear(folder: Path) -> None:
    """Make room for a new demo. Raises Refusal where the folder holds anything that is no demo."""
    if is_postgresql():
        raise Refusal(Problem(error="Dữ liệu mẫu chỉ lập trên SQLite, trong một thư mục riêng.", mend="Bỏ NHARONG_DATABASE rồi chạy lại."))
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / "demo").exists():
        raise Refusal(
            Problem(error=f"Thư mục {folder} có dữ liệu không phải dữ liệu mẫu.", mend="Chọn thư mục khác: nharong --data THƯ_MỤC demo.")
        )
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def fill(people: int, seed: int, day: date) -> dict[str, Any]:
    """Everything, in order; uids and deeds follow from the seed."""
    with seeded(seed):
        with standing_at(datetime.combine(day, time(8), TIMEZONE)):
            say("Lập bảng; nạp địa giới, cơ quan, kế hoạch …")
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")  # a demo cut off in the middle is made anew, nothing real is lost
            prepare_folder()
            load_province(PROVINCE)
        units = former_units()
        years = survey_years(day)
        villages = {found[0].commune.code: found for found in grow(units, people=people, seed=seed, years=years)}
        with standing_at(BEGUN):
            say("Tài khoản, danh mục thôn, tính chất của xã …")
            accounts = list(open_accounts(BEGUN.date()))
            keep_accounts(settings.NHARONG_DATA, accounts)
            admin = scope_of_player("quantri", BEGUN.date())
            found_villages(units, villages, admin)
            enter_traits(traits(units, villages, seed), admin, Progress())
        planned = courses(units, villages, day, seed, COMMUNE)
        taken = _surveys(villages, units, day)
        centres = found_centres(sorted({unit.heir for unit in units}), scope_of_player("sogddt", day), day)
        evenings = teach(planned, centres, partial(scope_of_player, RECORDER.username), day, {COMMUNE: "giaovien"}, seed, Progress())
    return {
        "people": people,
        "seed": seed,
        "today": day.isoformat(),
        "surveys": taken,
        "classes": len(planned),
        "evenings": evenings,
        "accounts": account_lines(accounts),
    }


def _surveys(villages: dict[str, list[Village]], units: list[Unit], day: date) -> dict[int, int]:
    everything = [village for found in villages.values() for village in found]
    with tempfile.TemporaryDirectory(dir=settings.NHARONG_DATA) as folder:
        return dict(take_all(everything, units, day, Path(folder), partial(scope_of_player, "sogddt"), Progress()))


def _lines(document: dict[str, Any]) -> list[str]:
    rows = ", ".join(f"{year}: {count}" for year, count in document["surveys"].items())
    taught = f"{document['classes']} lớp xóa mù chữ, {document['evenings']} buổi học đã điểm danh"
    return [f"Dữ liệu mẫu ở {document['data']}. Người theo phiếu điều tra: {rows}. {taught}.", *document["accounts"]]
