"""`nharong init | run | backup | restore`: the life of a data folder."""

import argparse
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nharong.config import env
from nharong.deeds.actions import perform
from nharong.indicators import audit
from nharong.indicators.ledger import subjects
from nharong.indicators.models import LedgerState
from nharong.kernel.db import is_postgresql
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.problems import Problem
from nharong.kernel.shell import DONE, Progress, Refusal, answer, say
from nharong.kernel.time import today
from nharong.plans.actions import load_shipped
from nharong.territory import actions as territory
from nharong.territory.bodies.founding import found_standard_bodies


def add_parsers(subparsers: Any) -> None:
    """The commands of a data folder."""
    parser = subparsers.add_parser("init", help="lập thư mục dữ liệu trống")
    parser.add_argument("--province", default="51", metavar="MÃ", help="mã tỉnh (mặc định 51, Quảng Ngãi)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_init)

    parser = subparsers.add_parser("run", help="chạy máy chủ web")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=4)
    parser.set_defaults(run=run_server)

    parser = subparsers.add_parser("backup", help="sao lưu ra một tệp .zip")
    parser.add_argument("file", metavar="TỆP")
    parser.set_defaults(run=run_backup)

    parser = subparsers.add_parser("restore", help="khôi phục từ tệp sao lưu vào thư mục dữ liệu trống")
    parser.add_argument("file", metavar="TỆP")
    parser.set_defaults(run=run_restore)


def prepare_folder() -> None:
    """The tables, the static files, the registered definitions: cheap where all is in place."""
    settings.NHARONG_DATA.mkdir(parents=True, exist_ok=True)
    (settings.NHARONG_DATA / "uploads").mkdir(exist_ok=True)
    _keep_secret_key()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if not _static_is_current():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def _static_is_current() -> bool:
    """Whether the collected static files are younger than every file they were made of: a new version brings new ones."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return False
    made = manifest.stat().st_mtime
    sources = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return all(Path(path).stat().st_mtime <= made for path in sources)


def _keep_secret_key() -> None:
    """The key that this process made before there was a folder: the next one reads it."""
    path = settings.NHARONG_DATA / "secret.key"
    if not path.exists() and not env.text("NHARONG_SECRET_KEY"):
        path.touch(mode=0o600)
        path.write_text(settings.SECRET_KEY, encoding="ascii")


def load_province(code: str) -> dict[str, Any]:
    """The units of a province and its former ones; an open ledger. Raises Refusal for an unknown province."""
    receipt = perform(territory.load, SYSTEM, provinces=[code])
    if not receipt.ok:
        raise Refusal(*receipt.errors)
    if audit.sync_definitions() and not is_counted():
        LedgerState.objects.update(stale=False)
    for founded in (found_standard_bodies(code, today()), *load_shipped(SYSTEM)):
        if not founded.ok:
            raise Refusal(*founded.errors)
    return receipt.value


def is_counted() -> bool:
    """Whether there is anything that a new ledger would have to count."""
    return any(subject.model.objects.exists() for subject in subjects().values())


def run_init(arguments: argparse.Namespace) -> int:
    """An empty, real start."""
    prepare_folder()
    loaded = load_province(arguments.province)
    document = {"data": str(settings.NHARONG_DATA), "province": arguments.province, **loaded}
    answer(document, arguments.json, lambda d: [f"Đã lập {d['data']}: {d['places']} đơn vị hành chính của tỉnh {d['province']}."])
    say("Tạo người quản trị: nharong user add TÊN --role admin --body MÃ --area MÃ@NGÀY. Rồi chạy: nharong run.")
    return DONE


def bring_up() -> None:
    """Before serving: the tables of this version, and a ledger that is not stale."""
    prepare_folder()
    if audit.sync_definitions():
        if is_counted():
            say("Quy tắc đếm đã đổi: lập lại số đang giữ.")
            audit.rebuild(Progress())
        LedgerState.objects.update(stale=False)


def run_server(arguments: argparse.Namespace) -> int:
    """The web server and one worker for background jobs, until interrupted."""
    if not settings.NHARONG_DATA.exists() and not is_postgresql():
        raise Refusal(Problem(error="Chưa có thư mục dữ liệu.", mend="Chạy “nharong init --province 51” trước."))
    _require_free(arguments.host, arguments.port)
    bring_up()
    connection.close()
    say(f"Nhà Rông: http://{arguments.host}:{arguments.port}/  (dữ liệu: {settings.NHARONG_DATA}). Dừng: Ctrl+C.")
    if settings.NHARONG_DEMO and (accounts := settings.NHARONG_DATA / "accounts.txt").exists():
        say("Dữ liệu mẫu. Tên và mật khẩu để thử, mỗi vai một tài khoản:\n" + accounts.read_text(encoding="utf-8").strip())
    environment = os.environ | {"NHARONG_DATA": str(settings.NHARONG_DATA)}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", arguments.host, "--port", str(arguments.port)]
    web += ["--workers", "1", "--blocking-threads", str(arguments.threads), "--log-level", "warning", "nharong.config.wsgi:application"]
    worker = [sys.executable, "-W", "ignore", "-m", "django", "db_worker"]
    processes = [subprocess.Popen(command, env=environment) for command in (web, worker)]
    return _watch(processes)


def _require_free(host: str, port: int) -> None:
    """Raises Refusal where another program already listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            mend = f"Chọn cổng khác: nharong run --port {port + 1}, hoặc make run PORT={port + 1}."
            raise Refusal(Problem(error=f"Cổng {port} đang có chương trình khác dùng.", mend=mend)) from None


def _watch(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the web server; end the others with it."""

    def stop(_signal: int, _frame: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = processes[0].wait()
    stop(0, None)
    for process in processes[1:]:
        process.wait(timeout=10)
    return DONE if code in (0, -signal.SIGTERM, -signal.SIGINT) else code


def run_backup(arguments: argparse.Namespace) -> int:
    """One .zip with a consistent copy of the database, the attachments and the secret key."""
    if is_postgresql():
        raise Refusal(Problem(error="Cơ sở dữ liệu PostgreSQL sao lưu bằng pg_dump.", mend="Xem chương Vận hành của sổ tay."))
    target = Path(arguments.file)
    copy = target.with_suffix(".sqlite3.tmp")
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source, sqlite3.connect(copy) as sink:
        source.backup(sink)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.write(copy, "nharong.sqlite3")
        for folder in ("uploads", "files"):
            for path in sorted((settings.NHARONG_DATA / folder).rglob("*")):
                if path.is_file():
                    bundle.write(path, str(path.relative_to(settings.NHARONG_DATA)))
        for name in ("secret.key", "demo"):
            if (settings.NHARONG_DATA / name).exists():
                bundle.write(settings.NHARONG_DATA / name, name)
    copy.unlink()
    say(f"Đã sao lưu vào {target}. Tệp này chứa dữ liệu cá nhân: cất nơi chỉ người có trách nhiệm mở được.")
    return DONE


def run_restore(arguments: argparse.Namespace) -> int:
    """Into an empty data folder only: nothing is overwritten."""
    folder: Path = settings.NHARONG_DATA
    if (folder / "nharong.sqlite3").exists():
        raise Refusal(Problem(error=f"Thư mục {folder} đã có dữ liệu.", mend="Chọn thư mục trống: nharong --data THƯ_MỤC restore TỆP."))
    try:
        with zipfile.ZipFile(arguments.file) as bundle:
            if bundle.testzip() is not None or "nharong.sqlite3" not in bundle.namelist():
                raise zipfile.BadZipFile
            if any(Path(name).is_absolute() or ".." in Path(name).parts for name in bundle.namelist()):
                raise zipfile.BadZipFile
            folder.mkdir(parents=True, exist_ok=True)
            bundle.extractall(folder)
    except (zipfile.BadZipFile, OSError):
        shutil.rmtree(folder / "uploads", ignore_errors=True)
        raise Refusal(Problem(error="Tệp không phải bản sao lưu, hoặc đã hỏng.", mend="Chọn tệp khác.", value=arguments.file)) from None
    say(f"Đã khôi phục vào {folder}. Chạy “nharong check” để đếm lại.")
    return DONE
