"""Which two records look like one person, how much, and why. Only a person decides; nothing is joined by itself. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

LISTED_FROM = 60
"""Score from which a pair is shown."""
YEARS = 2
"""Birth years may differ by so many: elders know their age, not their year (practice)."""
NEAR_FROM, VERY_LONG = 4, 9
"""Letters from which one letter, and from which two, may differ between near names."""


class Reason(NamedTuple):
    """One ground for (or against) two records being one person."""

    word: str
    """``name``, ``near_name``, ``sex``, ``birth``, ``birth_near``, ``birth_day``, ``village``, ``commune``, ``household``,
    ``relative``, ``same_round``."""
    points: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of one record."""

    person: int
    fold: str
    """Without diacritics and marker."""
    sex: str | None
    birth: tuple[int | None, int | None, int | None]
    village: int | None
    """The village of today to which the place maps, whatever it was called before."""
    commune: int | None
    household: int | None = None
    relatives: frozenset[str] = frozenset()
    """Folded names of parents and of the householder."""
    rounds: frozenset[int] = frozenset()
    """Survey rounds in which the record stands: two rows of one file are rarely one person."""


class Pair(NamedTuple):
    """Two records that may be one person."""

    first: int
    second: int
    score: int
    """0 to 100."""
    reasons: tuple[Reason, ...]


def near(a: str, b: str) -> bool:
    """Whether two folded names differ by a slip of the pen: one letter (two in long names), never in short ones."""
    shorter = min(len(a), len(b))
    if shorter < NEAR_FROM:
        return False
    allowed = 2 if shorter >= VERY_LONG else 1
    return abs(len(a) - len(b)) <= allowed and DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed


def compare(a: Record, b: Record) -> tuple[int, tuple[Reason, ...]] | None:
    """Score and reasons, or None where the two cannot be one person: another sex, birth years too far apart, other names."""
    if (a.sex and b.sex and a.sex != b.sex) or not a.fold or not b.fold:
        return None
    found: list[Reason] = []
    if a.fold == b.fold:
        found.append(Reason("name", 40))
    elif near(a.fold, b.fold):
        found.append(Reason("near_name", 28))
    else:
        return None
    born = _birth(a.birth, b.birth)
    if born is None:
        return None
    found += born
    if a.sex and b.sex:
        found.append(Reason("sex", 5))
    if a.village is not None and a.village == b.village:
        found.append(Reason("village", 15))
    elif a.commune is not None and a.commune == b.commune:
        found.append(Reason("commune", 8))
    if a.household is not None and a.household == b.household:
        found.append(Reason("household", 12))
    if a.relatives & b.relatives - {a.fold, b.fold}:
        found.append(Reason("relative", 12))
    if a.rounds & b.rounds:
        found.append(Reason("same_round", -30))
    return max(0, min(100, sum(reason.points for reason in found))), tuple(found)


def _birth(a: tuple[int | None, int | None, int | None], b: tuple[int | None, int | None, int | None]) -> list[Reason] | None:
    if a[0] is None or b[0] is None:
        return []
    apart = abs(a[0] - b[0])
    if apart > YEARS:
        return None
    found = [Reason("birth", 20) if apart == 0 else Reason("birth_near", 14 if apart == 1 else 8)]
    if a[1] and a[2] and a[1:] == b[1:]:
        found.append(Reason("birth_day", 10))
    return found


@dataclass
class Blocks:
    """Records laid out so that only those are compared which may be alike: never all with all."""

    records: Mapping[int, Record]
    by_name: dict[tuple[int | None, str], list[Record]] = field(default_factory=lambda: defaultdict(list))
    """Same name in one commune."""
    by_village: dict[tuple[int | None, int | None], list[Record]] = field(default_factory=lambda: defaultdict(list))
    """Birth year (or none) in one village: where near names are looked for."""

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Blocks":
        """Lay them out."""
        blocks = cls({record.person: record for record in records})
        for record in blocks.records.values():
            if record.fold:
                blocks.by_name[record.commune, record.fold].append(record)
                if record.village is not None:
                    blocks.by_village[record.village, record.birth[0]].append(record)
        return blocks

    def candidates(self) -> Iterator[tuple[Record, Record]]:
        """Pairs to compare, each once."""
        for group in self.by_name.values():
            yield from _same_name(group)
        for (village, year), group in self.by_village.items():
            if year is None:
                continue
            for later in range(year, year + YEARS + 1):
                others = self.by_village.get((village, later), []) if later > year else group
                yield from _near_names(group, others, later == year)


def _same_name(group: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    dated = sorted((r for r in group if r.birth[0] is not None), key=lambda r: (r.birth[0] or 0, r.person))
    for i, first in enumerate(dated):
        for second in dated[i + 1 :]:
            if (second.birth[0] or 0) - (first.birth[0] or 0) > YEARS:
                break
            yield first, second
    undated = [r for r in group if r.birth[0] is None]
    for i, first in enumerate(undated):
        for second in [*undated[i + 1 :], *dated]:
            if first.village == second.village:
                yield first, second


def _near_names(group: Sequence[Record], others: Sequence[Record], same: bool) -> Iterator[tuple[Record, Record]]:
    for i, first in enumerate(group):
        for second in group[i + 1 :] if same else others:
            if first.fold != second.fold and (first.sex == second.sex or not first.sex or not second.sex) and near(first.fold, second.fold):
                yield first, second


def pairs(records: Iterable[Record], settled: Iterable[tuple[int, int]] = (), least: int = LISTED_FROM) -> list[Pair]:
    """Likely pairs, the likeliest first; ``settled`` pairs (joined, or remembered as two) are left out."""
    done = {tuple(sorted(pair)) for pair in settled}
    found = []
    for a, b in Blocks.of(records).candidates():
        low, high = sorted((a.person, b.person))
        if (low, high) not in done and (judged := compare(a, b)) and judged[0] >= least:
            found.append(Pair(low, high, *judged))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))
