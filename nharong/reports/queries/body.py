"""The text of a report, part by part as its form lists them: what the machine says, and the places for own words."""

from collections.abc import Callable

from nharong.kernel.time import parse_period, show_day, today
from nharong.reports.queries.work import children_text, hole_texts, task_texts
from nharong.reports.queries.writing import Writing
from nharong.reports.rules import paper
from nharong.reports.rules.deadline import data_until
from nharong.reports.rules.sentences import ORDER
from nharong.reports.shape import Block, Column, Paragraph, Section, Table, TargetLine
from nharong.ui import numbers


def sections(told: Writing) -> list[Section]:
    """Every section of the form."""
    found = []
    for i, section in enumerate(told.form["sections"], 1):
        blocks = [block for name in section["parts"] for block in _part(told, name)]
        found.append(Section(paper.roman(i), section["title"], tuple(blocks)))
    return found


def _part(told: Writing, name: str) -> list[Block]:
    return _own_text(told, name) if name in told.form.slots else PARTS[name](told)


def _own_text(told: Writing, slot: str) -> list[Block]:
    text = told.draft.texts.get(slot, "").strip()
    if not text:
        label = told.form.slots[slot].label
        return [Paragraph(told.form["texts"]["placeholder"].format(label=label), slot=slot, empty=True)]
    return [Paragraph(line.strip(), slot=slot) for line in text.splitlines() if line.strip()]


def _n(count: int) -> str:
    return numbers.number(count, language=paper.VI)


def _period(told: Writing) -> list[Block]:
    words, owed = told.form["texts"], told.owed
    span = parse_period(owed.due.data_period)
    last = min(span.last_day, max(span.start, data_until(owed.due.last_on_time, owed.year, today())))
    scope = ""
    if told.unconfirmed:
        names = ", ".join(label.name for label in told.unconfirmed)
        scope = words["scope"].format(count=_n(len(told.unconfirmed)), names=names)
    text = words["period"].format(period=paper.period_text(span.start, last), year=owed.year, on=show_day(owed.on), scope=scope)
    return [Paragraph(text), *(Paragraph(note, "note") for note in (told.old_unit, told.outside) if note)]


def _summary(told: Writing) -> list[Block]:
    words = told.form["texts"]
    counts = {state: sum(line.state == state for line in told.targets) for state in ORDER}
    parts = [words["summary_parts"][state].format(n=_n(count)) for state, count in counts.items() if count]
    return [Paragraph(words["summary"].format(all=_n(len(told.targets)), parts=", ".join(parts)))] if parts else []


def _target_table(told: Writing) -> list[Block]:
    return [target_table(told.targets, told.owed.year)] if told.targets else []


def _sentences(told: Writing) -> list[Block]:
    return [Paragraph(line.sentence, "item") for line in told.targets if line.state != "none" or line.waits]


def _before(told: Writing) -> list[Block]:
    words, year = told.form["texts"], told.owed.year - 1
    known = [line for line in told.targets if line.before is not None and line.row["value"] is not None]
    if not known:
        return [Paragraph(words["before_none"].format(before=year))]
    changes = [_change(line, words["change"]) for line in known]
    return [Paragraph(words["before"].format(before=year, changes="; ".join(changes)))]


def _change(line: TargetLine, pattern: str) -> str:
    title, new = paper.decapitalised(line.row["title"]), paper.value_text(line.row["value"], line.kind)
    return pattern.format(mark=line.mark, title=title, old=line.before_text, new=new)


def _tasks(told: Writing) -> list[Block]:
    head, lines = task_texts(told.owed)
    return [Paragraph(head), *(Paragraph(line, "item") for line in lines)]


def _holes(told: Writing) -> list[Block]:
    words, holes = told.form["texts"], hole_texts(told)
    if not holes:
        return [Paragraph(words["holes_clear"])]
    return [Paragraph(words["holes_intro"]), *(Paragraph(line, "item") for line in paper.ended(holes))]


def _children(told: Writing) -> list[Block]:
    text = children_text(told.owed)
    return [Paragraph(text)] if text else []


PARTS: dict[str, Callable[[Writing], list[Block]]] = {
    "period": _period,
    "summary": _summary,
    "targets": _target_table,
    "sentences": _sentences,
    "before": _before,
    "tasks": _tasks,
    "holes": _holes,
    "children": _children,
}
"""What a form may list besides its own places for text."""


# ---------------------------------------------------------------- the table of targets

WIDTHS = (9, 48, 26, 14, 18, 18, 15, 17)
"""Of the columns, in millimetres: together the width of the text."""


def target_table(targets: list[TargetLine], year: int) -> Table:
    """The targets as printed; the reading used stands under the title."""
    titles = ("TT", "Mục tiêu", "Kết quả", "Chưa rõ", "Có thể", "Mức giao", f"Năm {year - 1}", "Đánh giá")
    columns = [Column(title, width, centred=i != 1) for i, (title, width) in enumerate(zip(titles, WIDTHS, strict=True))]
    subs = [str(line.row["reading"] or "") if line.row["value"] is not None else "" for line in targets]
    return Table(columns, [_table_row(line) for line in targets], subs)


def _table_row(line: TargetLine) -> list[str]:
    title = f"{line.row['title']} ({line.row['unit']})"
    if line.row["value"] is None:
        none = numbers.NONE
        return [line.mark, title, none, none, none, line.threshold, line.before_text, line.verdict]
    result = line.result.replace(f" {line.row['unit']}, ", "\n")
    unknown = _n((line.row["unknown"] or 0) + (line.row["maybe"] or 0))
    return [line.mark, title, result, unknown, line.range.removeprefix("từ "), line.threshold, line.before_text, line.verdict]
