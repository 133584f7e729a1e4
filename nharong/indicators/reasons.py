"""Why somebody stands in a list: read from the fields that the definition itself looks at."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.kernel.measures import Condition, Definition, Source

SURE, BORN = "sure", "birth_year"
"""Two fields that no condition names: whether the residence is sure, and the year of birth."""


NOT_IN = {"began": gettext_lazy("Has not begun to study in the period"), "studied": gettext_lazy("Was not seen in class in the period")}
"""Why somebody of a ratio's stock does not count, by the source of its numerator."""


def fields_of(condition: Condition | None) -> Iterator[str]:
    """The fields that a condition looks at, in its order."""
    if not condition:
        return
    for key, value in condition.items():
        if key in ("all", "any"):
            for part in value:
                yield from fields_of(part)
        elif key == "not":
            yield from fields_of(value)
        elif key != "age":
            yield key


class Reasons:
    """The columns that a list asks for beside its rows, and the sentence they make."""

    def __init__(self, definition: Definition, about: str = "", numerator: Definition | None = None) -> None:
        self.definition = definition
        self.about = about
        """``not``: in a ratio's stock and not in its numerator; ``outside``: the other way round; else empty."""
        self.numerator = numerator
        judged = [*fields_of(definition.yes), *fields_of(definition.unknown)]
        self.judged = list(dict.fromkeys(judged))
        self.fields = list(dict.fromkeys([*judged, *fields_of(definition.who), *([SURE] if definition.source.sure else [])]))

    def columns(self) -> list[str]:
        """SQL of name, uid, sort key, year of birth, sex, ethnicity, then one column a field."""
        source = self.definition.source
        head = {
            "l_name": source.label,
            "l_uid": source.uid,
            "l_sort": source.sort or source.label,
            "l_born": source.birth_year or "NULL",
            "l_sex": _dimension(source, "sex"),
            "l_ethnicity": _dimension(source, "ethnicity"),
        }
        named = [f"{sql} AS {name}" for name, sql in head.items()]
        return named + [f"{self._sql(name)} AS f_{number}" for number, name in enumerate(self.fields)]

    def names(self) -> str:
        """The names of these columns."""
        return ", ".join(["l_name", "l_uid", "l_sort", "l_born", "l_sex", "l_ethnicity", *(f"f_{n}" for n in range(len(self.fields)))])

    def _sql(self, name: str) -> str:
        source = self.definition.source
        if name == SURE:
            return f"CASE WHEN {source.sure} THEN 'y' ELSE NULL END"
        return source.dimensions[name].sql

    def said(self, state: int, values: Sequence[Any], born: int | None) -> str:
        """Why a row is in its list; ``state`` is its place among the six counts."""
        if self.about == "outside":
            return _("Not among those counted at the start of the period")
        if self.about == "not" and self.numerator is not None:
            said = NOT_IN.get(self.numerator.source.name)
            return str(said) if said else _("Not found in the period: %(what)s") % {"what": self.numerator.source.title}
        known = dict(zip(self.fields, values, strict=False))
        open_ = [self._title(name) for name in self.fields if known[name] is None]
        if born is None and self.definition.source.birth_year:
            open_.append(_("year of birth"))
        if state in (2, 3, 4, 5):
            wanted = [self._title(name) for name in self.judged if known[name] is None] if state == 2 else open_
            return _("Unknown: %(what)s") % {"what": ", ".join(wanted or open_)}
        if state == 0:
            return "; ".join(f"{self._title(name)}: {_word(known[name])}" for name in self.judged)
        return ""

    def _title(self, name: str) -> str:
        if name == SURE:
            return _("where they live")
        title = self.definition.source.dimensions[name].title or name
        return title[:1].lower() + title[1:]


def _dimension(source: Source, name: str) -> str:
    return source.dimensions[name].sql if name in source.dimensions else "NULL"


def _word(value: Any) -> str:
    return {"y": _("yes"), "n": _("no"), None: _("unknown")}.get(value, str(value))
