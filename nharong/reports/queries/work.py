"""What a plan asks of the writing body, and what holds back: every number from the figures, every unit by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nharong.indicators.queries import Question
from nharong.kernel.time import year_period
from nharong.plans.rules.dues import task_state, window
from nharong.plans.shape.asked import Task
from nharong.reports.queries.owed import Assignment, answering_roles, answers_to, children, received
from nharong.reports.queries.writing import Writing
from nharong.reports.rules import paper
from nharong.territory.queries import lineage
from nharong.ui import numbers


def _n(value: int) -> str:
    return numbers.number(value, language=paper.VI)


# ---------------------------------------------------------------- tasks


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task of the body, with its state in the calendar."""

    task: Task
    state: str
    leads: bool


def own_tasks(owed: Assignment) -> list[OwnTask]:
    """The plan's tasks that the body leads or joins and that run in the year, those it leads first."""
    found = []
    span, meant = owed.loaded.plan.span, answers_to(owed.body, owed.form)
    for task in owed.loaded.plan.tasks:
        said = task.when.kind in ("by-plan", "ad-hoc", "unsaid") or task.when.waits_for is not None
        if not said and window(task.when, span, owed.year) is None:
            continue
        leads = not meant.isdisjoint(answering_roles(owed.loaded, task.leads, owed.on))
        if leads or not meant.isdisjoint(answering_roles(owed.loaded, task.with_, owed.on)):
            found.append(OwnTask(task, task_state(task.when, span, owed.on), leads))
    return sorted(found, key=lambda own: not own.leads)


def task_texts(owed: Assignment) -> tuple[str, list[str]]:
    """The sentence on the body's tasks, and a line for each that it leads."""
    words, own = owed.form["texts"], own_tasks(owed)
    if not own:
        return words["tasks_none"].format(year=owed.year), []
    waiting = sum(item.state == "waits" for item in own)
    led = [item for item in own if item.leads]
    head = words["tasks"].format(
        leads=_n(len(led)), **{"with": _n(len(own) - len(led))}, year=owed.year,
        waits=words["tasks_wait"].format(n=_n(waiting)) if waiting else "",
    )  # fmt: skip
    return head, [words["task"].format(mark=item.task.clause, title=item.task.title, state=_task_state(item, words)) for item in led]


def _task_state(own: OwnTask, words: dict[str, Any]) -> str:
    waits = own.task.when.waits_for
    text: str = words["task_states"][own.state]
    return text.format(document=(waits.document if waits else "") or "")


# ---------------------------------------------------------------- what holds back


def hole_texts(told: Writing) -> list[str]:
    """A line for everything that keeps the figures or the work back, in the order of the form."""
    found = []
    for hole in told.form["holes"]:
        values = _hole(told, hole)
        if values:
            found.append(hole["text"].format(**values))
    return found


def _hole(told: Writing, hole: Mapping[str, Any]) -> dict[str, str] | None:
    if hole["kind"] == "no-records":
        marks = [line.mark for line in told.targets if line.state == "none"]
        return {"n": _n(len(marks)), "names": ", ".join(marks)} if marks else None
    asked = told.asked
    question = Question(hole["indicator"], asked.area, year_period(told.owed.year), asked.on, band=hole.get("band", ""))
    if hole["kind"] == "empty":
        return _empty(told, question)
    answer = asked.answer(question, asked.left_out)
    if hole["kind"] == "left":
        return _left(answer, told.form["least"])
    return {"n": _n(answer[hole["kind"]])} if answer[hole["kind"]] else None


def _left(answer: Mapping[str, Any], least: str) -> dict[str, str] | None:
    """Those of the known stock who did not begin: at least the stock less everybody who began, for some began from outside it."""
    if answer["denominator"] is None or answer["numerator"] is None:
        return None
    stock = answer["denominator"] - (answer["unknown"] or 0)
    left = stock - answer["numerator"]
    return {"n": _n(left), "stock": _n(stock), "least": least if answer["numerator"] else ""} if left > 0 else None


def _empty(told: Writing, question: Question) -> dict[str, str] | None:
    """Units without a single record: named, never counted as zero."""
    rows = told.units.table(question, told.asked.left_out)
    names = sorted(row.label.name for row in rows if row.label and not row.out and not row.suppressed and row.answer["value"] is None)
    if not names:
        return None
    return {"n": _n(len(names)), "units": told.form["units"][told.units.level], "names": ", ".join(names)}


# ---------------------------------------------------------------- reports of the bodies below


def children_text(owed: Assignment) -> str:
    """Whose report has not arrived, by name; empty where this report consolidates none."""
    below = children(owed)
    if not below:
        return ""
    arrived, words = received(owed), owed.form["texts"]
    missing = [row for row in below if row.body_id not in arrived]
    if not missing:
        return str(words["children_all"].format(all=_n(len(below))))
    place = paper.decapitalised(lineage().nearest(owed.body.place_id, owed.on).label)
    names = ", ".join(row.name.removesuffix(f" {place}") for row in missing)  # "Sở Tài chính", without the writer's own place
    return str(words["children"].format(missing=_n(len(missing)), all=_n(len(below)), names=names))
