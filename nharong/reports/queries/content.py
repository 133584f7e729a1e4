"""A report put together: head, bases, sections with the machine's text and the officer's own, annex, receivers, signature."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import parse_period, show_day, today
from nharong.plans import queries as plans
from nharong.plans.figures import Asking
from nharong.plans.grounds import ground
from nharong.plans.rules.scopes import roles_on
from nharong.reports.form import ReportForm
from nharong.reports.models import ReportDraft
from nharong.reports.queries.drafts import current_draft
from nharong.reports.queries.owed import Assignment, assignment, bodies_of, levels_below
from nharong.reports.queries.targets import Speaker
from nharong.reports.queries.units import AskingByUnit, by_unit, unit_rows
from nharong.reports.queries.work import children_text, hole_texts, task_texts
from nharong.reports.rules import paper
from nharong.reports.rules.deadline import data_until
from nharong.reports.rules.sentences import ORDER
from nharong.reports.shape import Annex, Block, Column, Head, Paragraph, Report, Section, Signature, Table, TargetLine
from nharong.territory.bodies.queries import Letterhead, Signer, find_body, letterhead, signers
from nharong.territory.queries import Label, lineage
from nharong.ui import numbers


def build_report(
    scope: Scope, name: str, year: int, *, place: str = "", body: str = "", on: date | None = None, draft: ReportDraft | None = None
) -> Report:
    """The report of a duty (``kon-tum-1716/units``) for a place or body and year, with the officer's text saved so far.

    Figures come from the plan's queries alone. Raises Refused with the choices, Hidden, Forbidden.
    """
    owed = assignment(scope, name, year, place=place, body=body, on=on)
    return report_of(scope, owed, draft)


def report_of(scope: Scope, owed: Assignment, draft: ReportDraft | None = None, *, with_annex: bool = True) -> Report:
    """The report of an assignment; ``draft`` defaults to the one saved. A page does without the annex."""
    return _Writing(scope, owed, draft or current_draft(owed) or ReportDraft(), with_annex).report()


@dataclass
class _Writing:
    """One report while it is being put together."""

    scope: Scope
    owed: Assignment
    draft: ReportDraft
    with_annex: bool

    @cached_property
    def form(self) -> ReportForm:
        return self.owed.form

    @cached_property
    def asked(self) -> Asking:
        return plans.asking(self.scope, self.owed.loaded, str(self.owed.area), year=self.owed.year, on=self.owed.on)

    @cached_property
    def by_unit(self) -> AskingByUnit:
        return by_unit(self.asked, levels_below(self.owed.area))

    @cached_property
    def targets(self) -> list[TargetLine]:
        return Speaker(self.asked, self.form).lines()

    @cached_property
    def unconfirmed(self) -> tuple[Label, ...]:
        return ground(self.owed.loaded.plan.scope, self.asked.area, date(self.owed.year, 12, 31)).unconfirmed

    @cached_property
    def letterhead(self) -> Letterhead:
        return letterhead(self.owed.body.body_id, self.owed.on)

    @cached_property
    def holes(self) -> list[str]:
        return hole_texts(self.owed, self.asked, self.by_unit, self.targets)

    @cached_property
    def signer(self) -> Signer | None:
        found = signers(self.owed.body.body_id, self.owed.on)
        return next((one for one in found if one.post == self.draft.signer), found[0] if found else None)

    def report(self) -> Report:
        owed = self.owed
        return Report(
            duty=owed.name,
            year=owed.year,
            body=owed.body.name,
            body_uid=str(owed.body.body.uid),
            area=str(owed.area),
            area_name=owed.area.name,
            on=owed.on,
            due=owed.due.day,
            last_on_time=owed.due.last_on_time,
            head=self.head(),
            bases=tuple(self.bases()),
            opening=self.form["paper"]["opening"].format(body=paper.spelled(owed.body.name, self.form["spelled"]), year=owed.year),
            old_unit=self.old_unit(),
            sections=tuple(self.sections()),
            targets=tuple(self.targets),
            holes=tuple(self.holes),
            annex=self.annex() if self.with_annex else None,
            recipients=tuple(self.recipients()),
            signature=self.signature(),
            rules=tuple(
                dict.fromkeys([self.asked.rule, *(str(line.row["rule"]) for line in self.targets if line.row["value"] is not None)])
            ),
            to_settle=tuple(self.to_settle()),
            written=today(),
        )

    # ------------------------------------------------------------ head and foot

    @property
    def symbol(self) -> str:
        return paper.symbol_text(self.draft.number, self.form["type"]["symbol"], self.letterhead.symbol)

    def head(self) -> Head:
        words, plan = self.form["paper"], self.owed.loaded.plan
        return Head(
            superior_line=self.letterhead.superior_line,
            issuing_line=self.letterhead.issuing_line,
            symbol_line=f"Số: {self.symbol}",
            place_line=paper.place_and_day(self.letterhead.place_line, self.draft.day, self.owed.due.day, self.owed.year),
            type_name=self.form["type"]["name"],
            abstract=words["abstract"].format(plan=paper.decapitalised(plan.title), year=self.owed.year),
        )

    def bases(self) -> list[str]:
        if own := self.draft.texts.get("bases", "").strip():
            return paper.ended([line.strip() for line in own.splitlines() if line.strip()])
        words, plan = self.form["paper"], self.owed.loaded.plan
        lines = []
        for rest in plan.basis:
            kind = paper.kind_of_document(rest.number, self.form["kinds"])
            issuer = f" của {plans.role_name(rest.issuer)}" if rest.issuer else ""
            day = paper.day_text(rest.date) if rest.date else ""
            lines.append(words["basis" if day else "basis_undated"].format(kind=kind, number=rest.number, day=day, issuer=issuer))
        number = plan.number.value if plan.number and plan.number.verified else words["blank"] + "/KH-UBND"
        issued = paper.day_text(plan.date.value) if plan.date and plan.date.verified else words["blank"]
        title = paper.decapitalised(plan.title)
        lines.append(words["basis_plan"].format(number=number, day=issued, issuer=self.issuer(), title=title))
        return paper.ended(lines)

    def issuer(self) -> str:
        """The body that issued the plan, as it was then."""
        role = self.owed.loaded.plan.issuer
        try:
            return paper.spelled(find_body(role, self.owed.area.day).name, self.form["spelled"])
        except Refused:
            return plans.role_name(role)

    def old_unit(self) -> str:
        if not (self.owed.is_old_area or self.owed.old_body):
            return ""
        unit = self.owed.old_body or paper.decapitalised(self.owed.area.name)
        return str(self.form["paper"]["old_unit"].format(unit=unit, day=show_day(self.owed.area.day)))

    def recipients(self) -> list[str]:
        owed, names = self.owed, []
        for role in roles_on(owed.duty.to, owed.loaded.plan.heirs, owed.on):
            bodies = bodies_of([role.removesuffix("/*")], owed.area, owed.on, self.form)
            names += [row.name for row in bodies] or [plans.role_name(role)]
        lines = [f"- {paper.spelled(name, self.form['spelled'])} (b/c)" for name in dict.fromkeys(names)]
        return paper.ended([*lines, self.form["paper"]["keep"]])

    def signature(self) -> Signature:
        if self.signer:
            return Signature(self.signer.lines, self.signer.name)
        kinds, kind = self.form["unsigned"], self.owed.body.body.kind
        level = lineage().nodes[self.owed.body.place_id].kind
        return Signature(tuple(kinds.get(f"{kind}@{level}") or kinds.get(kind) or kinds[""]), "")

    # ------------------------------------------------------------ sections

    def sections(self) -> list[Section]:
        found = []
        for i, section in enumerate(self.form["sections"], 1):
            blocks = [block for part in section["parts"] for block in self.part(part)]
            found.append(Section(paper.roman(i), section["title"], tuple(blocks)))
        return found

    def part(self, part: str) -> list[Block]:
        """The blocks of one part of a section: a place for own text, or what the machine says there."""
        if part in self.form.slots:
            return self.own_text(part)
        made: dict[str, Any] = {
            "period": self.period,
            "summary": self.summary,
            "targets": self.target_table,
            "sentences": self.sentences,
            "before": self.before,
            "tasks": self.tasks,
            "holes": self.hole_list,
            "children": self.children,
        }
        blocks: list[Block] = made[part]()
        return blocks

    def own_text(self, slot: str) -> list[Block]:
        text = self.draft.texts.get(slot, "").strip()
        if not text:
            label = self.form.slots[slot].label
            return [Paragraph(self.form["texts"]["placeholder"].format(label=label), slot=slot, empty=True)]
        return [Paragraph(line.strip(), slot=slot) for line in text.splitlines() if line.strip()]

    def period(self) -> list[Block]:
        words, owed = self.form["texts"], self.owed
        span = parse_period(owed.due.data_period)
        last = min(span.last_day, max(span.start, data_until(owed.due.last_on_time, owed.year, today())))
        scope = ""
        if self.unconfirmed:
            names = ", ".join(label.name for label in self.unconfirmed)
            scope = words["scope"].format(count=numbers.number(len(self.unconfirmed), language=paper.VI), names=names)
        text = words["period"].format(period=paper.period_text(span.start, last), year=owed.year, on=show_day(owed.on), scope=scope)
        notes = [self.old_unit(), self.outside()]
        return [Paragraph(text), *(Paragraph(note, "note") for note in notes if note)]

    def outside(self) -> str:
        """That the plan is surely not about this area, by the traits entered; empty if it is."""
        scope = self.owed.loaded.plan.scope
        if scope is None or self.asked.area.place not in self.asked.left_out:
            return ""
        title = paper.decapitalised(scope.title or "")
        return str(self.form["texts"]["outside"].format(area=self.owed.area.name, scope=title))

    def summary(self) -> list[Block]:
        words = self.form["texts"]
        counts = {state: sum(line.state == state for line in self.targets) for state in ORDER}
        parts = [
            words["summary_parts"][state].format(n=numbers.number(count, language=paper.VI)) for state, count in counts.items() if count
        ]
        if not parts:
            return []
        return [Paragraph(words["summary"].format(all=numbers.number(len(self.targets), language=paper.VI), parts=", ".join(parts)))]

    def target_table(self) -> list[Block]:
        return [target_table(self.targets, self.owed.year)] if self.targets else []

    def sentences(self) -> list[Block]:
        return [Paragraph(line.sentence, "item") for line in self.targets if line.state != "none" or line.sentence.count("chưa ban hành")]

    def before(self) -> list[Block]:
        words, year = self.form["texts"], self.owed.year - 1
        known = [line for line in self.targets if line.before is not None and line.row["value"] is not None]
        if not known:
            return [Paragraph(words["before_none"].format(before=year))]
        changes = [
            words["change"].format(
                mark=line.mark,
                title=paper.decapitalised(line.row["title"]),
                old=line.before_text,
                new=paper.value_text(line.row["value"], line.kind),
            )
            for line in known
        ]
        return [Paragraph(words["before"].format(before=year, changes="; ".join(changes)))]

    def tasks(self) -> list[Block]:
        head, lines = task_texts(self.owed)
        return [Paragraph(head), *(Paragraph(line, "item") for line in lines)]

    def hole_list(self) -> list[Block]:
        words = self.form["texts"]
        if not self.holes:
            return [Paragraph(words["holes_clear"])]
        return [Paragraph(words["holes_intro"]), *(Paragraph(line, "item") for line in paper.ended(self.holes))]

    def children(self) -> list[Block]:
        text = children_text(self.owed)
        return [Paragraph(text)] if text else []

    # ------------------------------------------------------------ annex, and what is to be settled

    def annex(self) -> Annex | None:
        rows, rest = unit_rows(self.by_unit, frozenset(label.code for label in self.unconfirmed))
        if not rows:
            return None
        words, level = self.form["paper"], self.by_unit.level
        known = {id for row in rows for id, answer in row.answers.items() if answer["low"] is not None or answer["value"] is not None}
        with_records = tuple(line for line in self.targets if line.row["id"] in known)
        day = show_day(self.draft.day) if self.draft.day else f"{paper.NBSP * 6}/{paper.NBSP * 6}/{self.owed.year}"
        return Annex(
            title=words["annex"].format(level=words["levels"][level]),
            note=words["annex_note"].format(number=self.symbol, day=day, body=paper.spelled(self.owed.body.name, self.form["spelled"])),
            level=level,
            level_name=self.form["units"][level],
            targets=with_records,
            rows=tuple(rows),
            rest=rest,
            without=tuple(f"{line.mark}. {line.row['title']}" for line in self.targets if line.row["id"] not in known),
            total=with_records,
        )

    def to_settle(self) -> list[str]:
        words, plan, duty = self.form["settle"], self.owed.loaded.plan, self.owed.duty
        found = []
        if plan.number is None or not plan.number.verified:
            number = plan.number.value if plan.number else self.form["paper"]["blank"]
            found.append(words["plan_number"].format(number=number))
        if outside := self.outside():
            found.append(outside)
        if self.draft.number is None or self.draft.day is None:
            found.append(words["number"])
        if self.signer is None:
            found.append(words["signer"])
        if empty := [slot.label for slot in self.form.slots.values() if not self.draft.texts.get(slot.id, "").strip()]:
            found.append(words["slots"].format(names="; ".join(empty)))
        if unsure := [paper.mark(target.id) for target in plan.targets if not target.verified]:
            found.append(words["readings"].format(names=", ".join(unsure)))
        if duty.data_period == "year-to-sent":
            found.append(words["data_period"])
        return found if self.owed.due.day else [*found, words["due"]]


COLUMNS = (
    Column("TT", 9, centred=True),
    Column("Mục tiêu", 48),
    Column("Kết quả", 26, centred=True),
    Column("Chưa rõ", 14, centred=True),
    Column("Có thể", 18, centred=True),
    Column("Mức giao", 18, centred=True),
    Column("Năm trước", 15, centred=True),
    Column("Đánh giá", 17, centred=True),
)
"""Of the table of targets, in millimetres: together the width of the text."""


def target_table(targets: list[TargetLine], year: int) -> Table:
    """The targets as printed; the reading used stands under the title."""
    columns = [*COLUMNS[:6], Column(f"Năm {year - 1}", COLUMNS[6].width, centred=True), COLUMNS[7]]
    rows = [_table_row(line) for line in targets]
    return Table(columns, rows, [str(line.row["reading"] or "") if line.row["value"] is not None else "" for line in targets])


def _table_row(line: TargetLine) -> list[str]:
    known = line.row["value"] is not None
    unknown = (line.row["unknown"] or 0) + (line.row["maybe"] or 0)
    result = line.result.replace(f" {line.row['unit']}, ", "\n") if known else numbers.NONE
    return [
        line.mark,
        f"{line.row['title']} ({line.row['unit']})",
        result,
        numbers.number(unknown, language=paper.VI) if known else numbers.NONE,
        line.range.removeprefix("từ ") or (numbers.NONE if not known else ""),
        line.threshold,
        line.before_text,
        line.verdict,
    ]
