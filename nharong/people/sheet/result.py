"""What reading a survey file gives, and what the officer chose about its empty cells."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace

from django.utils.translation import gettext as _

from nharong.kernel.problems import Problem, Refused
from nharong.people.sheet.form import Form
from nharong.people.sheet.row import SurveyRow


@dataclass(frozen=True, slots=True)
class BlankChoices:
    """What the officer decides that empty cells mean; empty: as the form pack says."""

    schooling: str = ""
    disability: str = ""
    sex: str = ""
    state: str = ""
    residence: str = ""
    ethnicity: str = ""

    def resolved(self, form: Form) -> "BlankChoices":
        """The choices with the form's own meanings filled in. Raises Refused on a choice the form does not offer."""
        chosen = {}
        for choice in fields(self):
            blank = form.blanks[choice.name]
            value = getattr(self, choice.name) or blank.means
            if value not in {blank.means, blank.otherwise, *blank.says}:
                raise Refused(
                    Problem(error=_("An empty cell cannot mean this."), mend=", ".join(blank.says), field=choice.name, value=value)
                )
            chosen[choice.name] = value
        return replace(self, **chosen)


@dataclass(slots=True)
class Counts:
    """How many of what the file holds; for the preview."""

    filled: int = 0
    accepted: int = 0
    refused: int = 0
    households: int = 0
    blanks: Counter[str] = field(default_factory=Counter)
    """Accepted rows in which schooling, disability, sex, state, residence, ethnicity was left empty."""
    kinh_written: int = 0
    """Rows that write Kinh: where there are some, an empty ethnic group is unknown."""
    decomposed: int = 0
    """Cells whose letters and marks were stored apart, composed silently."""
    converted: int = 0
    """Rows turned from an old font into Unicode."""


@dataclass(slots=True)
class SurveySheet:
    """A survey file, read."""

    form: str
    """``id@version`` of the form pack."""
    sheet: str
    year: int
    rows: list[SurveyRow]
    """Only rows without fault."""
    problems: list[Problem]
    warnings: list[Problem]
    counts: Counts
    villages: dict[str, int]
    """Village as shown → accepted rows; spellings that fold alike are one, the commonest shown."""
    blanks: BlankChoices
