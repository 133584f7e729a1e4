"""Builders: the words that files may use, the shipped plans and the samples, a small plan to spoil."""

from pathlib import Path
from typing import Any

import yaml

from nharong.kernel import packs
from nharong.plans.check import Checked, read_plan
from nharong.plans.marked import Fault

DATA = Path(__file__).parent / "data"
SHIPPED = packs.ROOT / "plans"

SMALL = """\
format: 1
id: thu
version: 1
title: Kế hoạch thử
source: Tệp thử
in_force: 2026-01-01
verified: no
issuer: ubnd-tinh@51
area: 51@2025-07-01
period: 2026-2030
targets:
  - id: a1
    clause: I.1
    title: Người biết chữ
    unit: người
    indicator: literate-1
    band: 15-60
    op: ge
    milestones: [{year: 2030, value: 90 %}]
tasks:
  - {id: 1, clause: II.1, title: Một việc, leads: so-gddt, when: {kind: year, year: 2026}}
duties:
  - {id: units, clause: III.1, title: Báo cáo, from: ubnd-xa/*, to: so-gddt, due: 10/12}
"""


def kinds() -> dict[str, str]:
    """The indicators of the shipped packs with their kinds, without the counting engine."""
    return {entry["id"]: entry["kind"] for pack in packs.shipped("indicators") for entry in pack.data["indicators"]}


def read(text: str | bytes) -> Checked:
    """Read a plan file against the shipped packs."""
    traits = {kind: list(trait["values"]) for kind, trait in packs.find("rules", "hardship").data["traits"].items()}
    return read_plan(text, kinds(), packs.find("rules", "body-roles").data["roles"], traits)


def faults(old: str = "", new: str = "", text: str = SMALL) -> list[Fault]:
    """The faults of the small plan with one thing changed."""
    assert old in text, old
    return read(text.replace(old, new, 1)).faults


def shipped(name: str) -> Checked:
    """A shipped plan by its id."""
    return read((SHIPPED / f"{name}.yaml").read_bytes())


def raw(name: str) -> dict[str, Any]:
    """A shipped plan's data as plain YAML gives it."""
    found: dict[str, Any] = yaml.safe_load((SHIPPED / f"{name}.yaml").read_text("utf-8"))
    return found
