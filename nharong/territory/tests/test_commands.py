"""The command line of places: parsed as typed, answered as JSON."""

import argparse
import json
from collections.abc import Callable
from typing import Any

import pytest

from nharong.deeds.actions import perform
from nharong.kernel.permissions import NOBODY, SYSTEM, Forbidden, Scope
from nharong.kernel.problems import Refused
from nharong.territory import actions, commands
from nharong.territory.models import PlacePeriod

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quang_ngai() -> None:
    """Province 51 and its former ones, loaded."""
    perform(actions.load, SYSTEM, provinces=["51"])


@pytest.fixture
def run() -> Callable[..., dict[str, Any]]:
    """What a command prints, as JSON."""

    def run(line: str, scope: Scope = SYSTEM) -> dict[str, Any]:
        parser = argparse.ArgumentParser()
        commands.add_parsers(parser.add_subparsers())
        args = parser.parse_args(["places", *line.split(), "--json"])
        answer: dict[str, Any] = json.loads(json.dumps(args.handle(args, scope), ensure_ascii=False))
        return answer

    return run


Run = Callable[..., dict[str, Any]]


def test_trace_and_tree(run: Run) -> None:
    answer = run("trace 23395 --from 2025-06-30 --to 31/12/2025")
    assert answer == {
        "from": {"code": "23395", "name": "Xã Pờ Y", "kind": "commune", "on": "2025-06-30"},
        "to": [{"code": "23377", "name": "Xã Bờ Y", "kind": "commune", "partial": False}],
        "on": "2025-12-31",
        "by": [{"decree": "1677/NQ-UBTVQH15", "date": "2025-06-16", "kind": "merge"}],
    }
    assert len(run("tree 616 --on 2025-06-30")["children"]) == 11
    with pytest.raises(Refused):
        run("tree 616 --on 2025-12-31")


def test_dry_run_changes_nothing_then_the_real_thing(run: Run) -> None:
    periods = PlacePeriod.objects.count()
    line = "merge 23534 23548 --from 2027-01-01 --name Mới --code 23534 --decree 9/NQ --decree-date 2026-12-01"
    rehearsed = run(line + " --dry-run")
    assert rehearsed["dry_run"]
    assert [unit["code"] for unit in rehearsed["before"]] == ["23534", "23548"]
    assert PlacePeriod.objects.count() == periods
    assert run(line)["result"] == "done"
    assert run("trace 23548 --from 2026-12-31 --to 2027-01-01")["by"] == [{"decree": "9/NQ", "date": "2026-12-01", "kind": "merge"}]
    with pytest.raises(Refused):
        run(line)


def test_split_by_village(run: Run) -> None:
    first = run("village 23534 --name Một --title Làng --from 2026-01-01")["made"][0]["code"]
    second = run("village 23534 --name Hai --title Làng --from 2026-01-01")["made"][0]["code"]
    assert (first, second) == ("23534-001", "23534-002")
    with pytest.raises(Refused, match="23534-002"):
        run(f"split 23534 --from 2027-01-01 --part 23534:Trên={first} --part 23999:Dưới")
    answer = run(f"split 23534 --from 2027-01-01 --part 23534:Trên={first} --part 23999:Dưới:Phường={second}")
    assert [unit["name"] for unit in answer["made"]] == ["Xã Trên", "Phường Dưới"]
    assert answer["moved"] == 2
    assert run("transfer 23534-002 --to 23534 --from 2028-01-01")["change"] == "transfer"
    assert run("rename 23999 --name Dưới.Mới --from 2028-01-01")["change"] == "rename"


@pytest.mark.parametrize("line", ["trace 23395", "tree 616 --on hôm-qua", "split 23534 --from 2027-01-01 --part x", "nothing"])
def test_wrong_use_is_exit_2(run: Run, line: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(line)
    assert ended.value.code == 2


def test_rights_are_asked(run: Run) -> None:
    with pytest.raises(Forbidden):
        run("tree 616 --on 2025-06-30", NOBODY)
    with pytest.raises(Forbidden):
        run("rename 23534 --from 2027-01-01 --name X --dry-run", NOBODY)
