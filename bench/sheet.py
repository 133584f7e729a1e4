"""One attendance sheet of 30: saved through the action and through the whole request, in the large and a small province."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.measure import Result, percentile

RUNS = 60


def run(arguments: argparse.Namespace) -> list[Result]:
    """Large and small in turn, each in a process of its own, twice."""
    large: list[dict[str, Any]] = []
    small: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        little = Path(arguments.small or folder) / "small"
        for _ in range(2):
            large.append(_child(Path(arguments.data), arguments.people, arguments.marks, arguments))
            small.append(_child(little, 20_000, arguments.marks // 30, arguments))
    deeds, pages = _all(large, "deed"), _all(large, "page")
    ratio = percentile(_all(large, "page"), 0.5) / percentile(_all(small, "page"), 0.5)
    apart = percentile(_all(large, "page"), 0.5) - percentile(_all(small, "page"), 0.5)
    return [
        Result("sheet", "điểm danh 30 người: lưu, bền, số liệu tươi; p95", percentile(deeds, 0.95), "ms", 50, more=_shown(deeds)),
        Result("sheet", "cả yêu cầu (POST), p95", percentile(pages, 0.95), "ms", more=_shown(pages)),
        Result(
            "sheet",
            "cả yêu cầu so với tỉnh 20.000 người (trung vị)",
            ratio,
            "lần",
            1.5,
            more={"chênh ms": round(apart, 2), "hoặc": "≤ 15 ms"},
        ),
        Result("sheet", "số câu lệnh SQL của việc lưu", large[0]["queries"], "câu", small[0]["queries"]),
    ]


def _all(found: list[dict[str, Any]], name: str) -> list[float]:
    return [value for one in found for value in one[name]]


def _shown(found: list[float]) -> dict[str, Any]:
    return {"median": round(percentile(found, 0.5), 2), "runs": len(found)}


def _child(folder: Path, people: int, marks: int, arguments: argparse.Namespace) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    database = arguments.database if folder == Path(arguments.data) else ""
    words = [sys.executable, "-m", "bench.sheet", str(folder), str(people), str(marks), str(arguments.seed), database]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


# ---------------------------------------------------------------- the child


def measure(folder: Path, people: int, marks: int, seed: int) -> dict[str, Any]:
    """Times in ms of RUNS evenings: the deed alone, the whole request; and how many statements a deed needs."""
    import re  # noqa: PLC0415
    import time  # noqa: PLC0415
    from datetime import timedelta  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.models import Count  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bench.province import make  # noqa: PLC0415
    from nharong.access.models import Grant, User  # noqa: PLC0415
    from nharong.access.queries import scope_of  # noqa: PLC0415
    from nharong.classes.actions import record_evening  # noqa: PLC0415
    from nharong.classes.models import Enrolment, Evening, LiteracyClass  # noqa: PLC0415
    from nharong.deeds.actions import perform  # noqa: PLC0415
    from nharong.deeds.models import Deed  # noqa: PLC0415
    from nharong.kernel.time import today  # noqa: PLC0415

    make(folder, people, seed, marks, say=lambda _text: None)
    settings.ALLOWED_HOSTS = ["*"]
    rng = random.Random()
    user, made = User.objects.get_or_create(username="bench", defaults={"name": "bench", "password": "!"})
    if made:
        Grant.objects.create(user=user, role="commune-officer", area="", body_name="", by_deed=Deed.objects.order_by("pk").first())
    scope = scope_of(user, today())
    rooms = LiteracyClass.objects.annotate(size=Count("enrolments")).filter(size__gte=27, size__lte=33)
    keys = list(rooms.order_by("pk").values_list("pk", flat=True)[:400])

    def room() -> tuple[Any, Any, list[Any]]:
        row = LiteracyClass.objects.get(pk=rng.choice(keys))
        held = set(Evening.objects.filter(literacy_class=row).values_list("day", flat=True))
        free = [day for i in range(1, 240) if (day := row.start + timedelta(days=i)) not in held and day < row.stop]
        return row, rng.choice(free), list(Enrolment.objects.filter(literacy_class=row).values_list("uid", flat=True))

    deeds, pages, queries = [], [], 0
    for i in range(RUNS + 5):
        row, day, learners = room()
        sheet = {uid: rng.choice("cccck") for uid in learners}
        seen: list[str] = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any, seen: list[str] = seen) -> Any:
            seen.append(sql)
            return execute(sql, params, many, context)

        if i == 0:
            with connection.execute_wrapper(count):
                assert perform(record_evening, scope, literacy_class=row.uid, day=day, marks=sheet).ok
            queries = len(seen)
            continue
        begun = time.perf_counter()
        receipt = perform(record_evening, scope, literacy_class=row.uid, day=day, marks=sheet)
        deeds.append((time.perf_counter() - begun) * 1000)
        assert receipt.ok, receipt.errors
    browser = Client()
    browser.force_login(user)
    for _ in range(RUNS + 5):
        row, day, _learners = room()
        url = f"/lop-hoc/{row.uid}/diem-danh/{day.isoformat()}/"
        html = browser.get(url).content.decode()
        sent: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", html):
            said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if said.get("name") and (said.get("type") != "radio" or " checked" in tag):
                sent[said["name"]] = said.get("value", "").replace("&quot;", '"').replace("&#x27;", "'")
        begun = time.perf_counter()
        answer = browser.post(url, sent)
        pages.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 302, (answer.status_code, answer.content[:2000])
    return {"deed": deeds[4:], "page": pages[5:], "queries": queries}


if __name__ == "__main__":
    os.environ |= {"NHARONG_DATA": sys.argv[1], "NHARONG_DATABASE": sys.argv[5], "DJANGO_SETTINGS_MODULE": "nharong.config.settings"}
    import django

    django.setup()
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
