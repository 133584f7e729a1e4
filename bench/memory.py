"""Web server and worker idle after the first page, as proportional set size."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench.measure import Result


def run(arguments: argparse.Namespace) -> list[Result]:
    """Start `nharong run`, open the sign-in page, wait, and add up all its processes; the time until it answers too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    words = [sys.executable, "-m", "nharong", "--data", arguments.data, "run", "--port", str(port)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        answered = _until_it_answers(port, begun)
        time.sleep(8)
        sizes = {pid: _pss(pid) for pid in _group(server.pid)}
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
    whole = sum(sizes.values()) / 1024
    return [
        Result("memory", "web và việc nền lúc rảnh (PSS)", whole, "MB", 300, more={"tiến trình": len(sizes)}),
        Result("memory", "khởi động đến khi trả lời", answered, "s", 5),
    ]


def _until_it_answers(port: int, begun: float) -> float:
    while time.perf_counter() - begun < 120:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/", timeout=5):
                return time.perf_counter() - begun
        except urllib.error.HTTPError:
            return time.perf_counter() - begun
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server does not answer.")


def _group(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except (ProcessLookupError, PermissionError):
                continue
    return found


def _pss(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
