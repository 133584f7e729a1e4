"""Tasks and reports of a plan: who leads, who joins, when, in which state of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nharong.kernel.text import fold
from nharong.kernel.time import today
from nharong.plans import queries, words
from nharong.plans.queries import Loaded, role_name
from nharong.plans.rules.dues import task_state


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in words."""

    id: str
    clause: str
    section: str
    title: str
    leads: str
    joining: str
    timing: str
    state: str
    position: int
    lead_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A report asked for in the year."""

    name: str
    title: str
    clause: str
    sender: str
    receivers: str
    due: date | None
    before: bool
    covers: str


def task_lines(loaded: Loaded, on: date | None = None) -> list[TaskLine]:
    """Every task with the roles that answer on the day (default today), in the order of the plan."""
    on = on or today()
    said = {row["id"]: row for row in queries.tasks(loaded.plan, on)}
    return [
        TaskLine(
            id=task.id,
            clause=task.clause,
            section=task.section or "",
            title=task.title,
            leads="; ".join(role_name(role) for role in said[task.id]["leads"]),
            joining="; ".join(role_name(role) for role in said[task.id]["with"]),
            timing=words.timing_text(task.when),
            state=task_state(task.when, loaded.plan.span, on),
            position=position,
            lead_roles=tuple(said[task.id]["leads"]),
        )
        for position, task in enumerate(loaded.plan.tasks)
    ]


def duty_lines(loaded: Loaded, year: int) -> list[DutyLine]:
    """The reports of a year, earliest first."""
    titles = {item.id: item for item in loaded.plan.duties}
    lines = []
    for row in queries.duties(loaded, year):
        item = titles[row["id"].split("/")[1]]
        lines.append(
            DutyLine(
                name=row["id"],
                title=item.title,
                clause=item.clause,
                sender="; ".join(role_name(role) for role in row["from"].split(", ")),
                receivers="; ".join(role_name(role) for role in row["to"]),
                due=date.fromisoformat(row["due"]) if row["due"] else None,
                before=row["due_kind"] == "before",
                covers=words.period_text(row["data_period"]),
            )
        )
    return sorted(lines, key=lambda line: line.due or date.max)


def lead_choices(lines: Sequence[TaskLine]) -> list[tuple[str, str]]:
    """The leading roles that occur, by name."""
    found = {role: role_name(role) for line in lines for role in line.lead_roles}
    return sorted(found.items(), key=lambda pair: fold(pair[1]))


def narrow_tasks(lines: Sequence[TaskLine], asked: dict[str, str]) -> list[TaskLine]:
    """Those with the words, lead and state asked for."""
    text, lead, state = fold(asked.get("tim", "")), asked.get("chu_tri", ""), asked.get("trang_thai", "")
    return [
        line
        for line in lines
        if (not text or text in fold(f"{line.id} {line.title} {line.joining}"))
        and (not lead or lead in line.lead_roles)
        and (not state or line.state == state)
    ]
