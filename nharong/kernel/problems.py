"""What a user is told when something cannot be taken: where, what stands there, what is wrong, how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input, in the user's language."""

    error: str
    """What is wrong, one sentence."""
    mend: str = ""
    """What to do about it, one sentence."""
    field: str = ""
    """Name of the payload's or form's field, if one is at fault."""
    value: str = ""
    """What stands there now."""
    row: int | None = None
    """Row of the file, counted from 1 as the spreadsheet shows it."""
    column: str = ""
    """Letter of the column in a spreadsheet."""

    def as_json(self) -> dict[str, Any]:
        """The shape that the command line and the API print."""
        shape: dict[str, Any] = {"field": self.field, "value": self.value, "error": self.error, "mend": self.mend}
        if self.row is not None:
            shape |= {"row": self.row, "column": self.column}
        return shape


class Refused(Exception):
    """The deed cannot be done as asked; nothing was written."""

    def __init__(self, problems: Sequence[Problem] | Problem | str, mend: str = "") -> None:
        if isinstance(problems, str):
            problems = Problem(error=problems, mend=mend)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(problem.error for problem in self.problems))
