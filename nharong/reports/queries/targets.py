"""The targets of a plan as a report speaks of them: figures, verdicts, sentences, the year before."""

from dataclasses import dataclass

from nharong.indicators.packs import indicators
from nharong.plans.figures import Asking, rows
from nharong.plans.queries import role_name, trend
from nharong.plans.shape import Plan
from nharong.plans.shape.targets import Target
from nharong.reports.form import ReportForm
from nharong.reports.rules import paper
from nharong.reports.rules.sentences import Outcome, result_text, sentence
from nharong.reports.shape import TargetLine

KINDS = {"share": "share", "ratio": "share", "level": "share", "growth": "growth", "count": "count", "declared": "count"}
"""What an indicator's value is, by its kind."""


def kind_of(plan: Plan, target: Target) -> str:
    """What a target's value is: share, growth or count. What is declared is a share where the plan asks for a percentage."""
    if target.basis and target.basis.target:
        return "share"
    known = indicators()
    own = {item.id: item.kind for item in plan.indicators}
    kind = known[target.indicator].kind if target.indicator in known else own.get(target.indicator or "", "share")
    if kind == "declared" and any(isinstance(milestone.value, float) and milestone.value <= 1 for milestone in target.milestones):
        return "share"
    return KINDS[kind]


@dataclass(frozen=True)
class Speaker:
    """Puts the rows of a plan into a report's words."""

    asked: Asking
    form: ReportForm

    def lines(self) -> list[TargetLine]:
        """Every target of the plan, compared with the year before."""
        said = {target.id: target for target in self.asked.plan.targets}
        return [self.line(said[row["id"]], row, compare=True) for row in rows(self.asked)]

    def line(self, target: Target, row: dict[str, object], *, compare: bool) -> TargetLine:
        """One target; ``compare`` asks for its value of the year before."""
        row = row | {"year": self.asked.year}
        kind = kind_of(self.asked.plan, target)
        outcome = Outcome(row, kind, _awaited(target))
        before = trend(self.asked, target.id, [self.asked.year - 1])[0]["value"] if compare and target.indicator else None
        return TargetLine(
            mark=outcome.mark,
            row=row,
            kind=kind,
            state=outcome.state,
            verdict=self.form["verdicts"][_word(outcome.state)],
            result=result_text(row, kind),
            threshold=_asked_text(row, kind),
            range=paper.range_text(row["low"], row["high"], kind),  # type: ignore[arg-type]
            before=before,
            before_text=paper.value_text(before, kind),
            sentence=sentence(outcome, self.form["sentences"]),
            waits=bool(outcome.waits_for),
        )


def _word(state: str) -> str:
    return "met" if state == "ahead_met" else state


def _awaited(target: Target) -> str:
    """The document that a target waits for, in words."""
    waits = target.waits_for
    if waits is None or not waits.document:
        return ""
    return waits.document if not waits.issuer else f"{waits.document} ({role_name(waits.issuer)})"


def _asked_text(row: dict[str, object], kind: str) -> str:
    """The threshold with its milestone: ``≥ 10,5 %`` or ``≥ 90 % (2030)``."""
    text = paper.threshold_text(str(row["operator"]), row["threshold"], kind)
    due = row["due"]
    return f"{text} ({due})" if text and due is not None and due != row["year"] else text
