"""The manual tells the truth: every example in it passes the check, every role and indicator is listed."""

import re
import textwrap
from pathlib import Path

import pytest

from nharong.kernel import packs
from nharong.plans.shape.asked import Duty, Occasion, Task
from nharong.plans.shape.money import Money
from nharong.plans.shape.plan import Plan
from nharong.plans.shape.targets import Milestone, Reading, Target
from nharong.plans.tests import make

PAGE = Path(__file__).resolve().parents[3] / "docs" / "manual" / "viet-ke-hoach.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"```yaml (\w+)\n(.*?)```", TEXT, re.DOTALL)
HEAD = make.SMALL[: make.SMALL.index("targets:")]


def whole(kind: str, block: str) -> str:
    if kind == "plan":
        return block
    return HEAD + (block if kind == "top" else f"{kind}:\n{textwrap.indent(block, '  ')}")


@pytest.mark.parametrize(("kind", "block"), BLOCKS, ids=[f"{i}-{kind}" for i, (kind, _) in enumerate(BLOCKS)])
def test_every_example_passes(kind: str, block: str) -> None:
    assert make.read(whole(kind, block)).faults == []


def test_every_role_and_indicator_is_listed() -> None:
    for word, role in packs.find("rules", "body-roles").data["roles"].items():
        name = f"{word}/*" if role.get("many") == "yes" else word
        assert f"| `{name}` | {role['name']} |" in TEXT
    for pack in packs.shipped("indicators"):
        for entry in pack.data["indicators"]:
            assert f"| `{entry['id']}` | {entry['title']} | {entry['unit']} |" in TEXT


@pytest.mark.parametrize("model", [Plan, Target, Milestone, Reading, Task, Duty, Occasion, Money])
def test_every_field_is_told(model: type) -> None:
    for name, field in model.model_fields.items():  # type: ignore[attr-defined]
        assert re.search(rf"\b{field.alias or name}\b", TEXT), name


def test_every_timing_is_told() -> None:
    said = set(re.findall(r"kind: ([a-z-]+)", TEXT))
    samples = {task.when.kind for path in make.DATA.glob("*.yaml") for task in make.read(path.read_bytes()).plan.tasks}  # type: ignore[union-attr]
    assert samples <= said
