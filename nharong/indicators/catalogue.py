"""Which indicators there are, in words for a list."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from nharong.indicators.packs import indicators

KINDS = {
    "share": gettext_lazy("share"),
    "count": gettext_lazy("count"),
    "ratio": gettext_lazy("ratio of two counts"),
    "growth": gettext_lazy("growth"),
    "level": gettext_lazy("level"),
    "declared": gettext_lazy("declared"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the list."""

    id: str
    title: str
    unit: str
    kind: str
    rule: str
    records: bool


def listed() -> list[Line]:
    """Every indicator of the loaded packs; those with records first."""
    lines = [Line(i.id, i.title, i.unit, str(KINDS[i.kind]), i.rule, i.has_records) for i in indicators().values()]
    return sorted(lines, key=lambda line: not line.records)
