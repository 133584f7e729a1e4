"""A deed while it is being done: what every action is given as its first argument, and the ledger it works with."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from nharong.deeds.models import Countable, Deed, require_touched
from nharong.kernel.db import Row, insert_rows
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Problem, Refused


class Ledger(Protocol):
    """Keeps the figures in step with the facts, in the deed's own transaction."""

    def touch(self, kind: str, ids: Sequence[int]) -> None:
        """Lock the subjects in the order of their ids and remember what they count for now."""

    def created(self, kind: str, ids: Sequence[int]) -> None:
        """Take subjects that the deed has just made."""

    def add(self, changes: Mapping[Any, Sequence[int]]) -> None:
        """Take a difference worked out before the transaction."""

    def busy(self, kind: str, ids: Sequence[int]) -> set[int]:
        """Those of the subjects that some happening names: staged spells alone do not say what they count for."""

    def staged(self, kind: str, ids: Sequence[int], stand_in: Mapping[str, str]) -> Mapping[tuple[str, int, int], list[int]]:
        """What the cells would change by if the spells of ``ids`` were replaced by all rows of the staged table."""

    def settle(self) -> None:
        """Derive the touched subjects anew and add the difference to the cells."""


@dataclass
class Doing:
    """A deed while it is being done: given to every action as its first argument."""

    deed: Deed
    scope: Scope
    ledger: Ledger
    touched: dict[str, set[int]] = field(default_factory=dict)
    staged: Any = None
    """What the action's ``prepare`` worked out before the transaction."""

    @property
    def day(self) -> date:
        """The day on which it happened, as the author says."""
        return self.deed.happened_on

    def at(self, place_key: int, place: uuid.UUID, name: str) -> None:
        """Say where the deed was done, with the name printed that day."""
        self.deed.place_key, self.deed.place, self.deed.place_name = place_key, place, name

    def touch(self, kind: str, ids: Iterable[int]) -> None:
        """Announce that countable rows of these subjects are about to be written."""
        new = sorted(set(ids) - self.touched.get(kind, set()))
        if new:
            self.ledger.touch(kind, new)
            self.touched.setdefault(kind, set()).update(new)

    def created(self, kind: str, ids: Iterable[int]) -> None:
        """Announce subjects that this deed has just made: they counted for nothing before."""
        self.ledger.created(kind, list(ids))
        self.touched.setdefault(kind, set()).update(ids)

    def announce(self, kind: str, ids: Iterable[int], changes: Mapping[Any, Sequence[int]]) -> None:
        """Announce subjects whose new figures and derived rows were worked out before the transaction."""
        self.ledger.add(changes)
        self.touched.setdefault(kind, set()).update(ids)

    def insert(self, model: type[Countable], names: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert many countable rows; ``names`` need not say ``by_deed_id``: it is this deed."""
        position = names.index(model.subject_field)
        require_touched(model, {row[position] for row in rows})
        insert_rows(model, [*names, "by_deed_id"], ([*row, self.deed.pk] for row in rows))

    def withdraw(self, rows: "models.QuerySet[Any]") -> int:
        """Withdraw recorded rows that still stand; returns how many."""
        return rows.filter(withdrawn_by__isnull=True).update(withdrawn_by=self.deed)

    def check_base(self, current_values: Mapping[str, Any]) -> None:
        """Refuse, field by field, what somebody else changed since the form was opened and this deed would overwrite."""
        problems = [
            Problem(
                field=name,
                value=str(current_values[name]),
                error=_("Somebody else has changed this to “%(value)s” meanwhile.") % {"value": current_values[name]},
                mend=_("Choose the right value and save again."),
            )
            for name, seen in self.deed.base.items()
            if name in current_values
            and str(seen) != str(current_values[name])
            and str(self.deed.payload.get(name)) != str(current_values[name])
        ]
        if problems:
            raise Refused(problems)
