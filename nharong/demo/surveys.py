"""The yearly surveys of the invented people: real workbooks, written beside the imports and taken as anybody's would be."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from nharong.deeds.actions import perform
from nharong.demo.ground import FIRST, MERGER
from nharong.demo.population import Unit, Village
from nharong.demo.rows import rows_of
from nharong.files.kept import keep_path
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import TIMEZONE, standing_at
from nharong.people.imports import import_survey
from nharong.people.sheet import shipped_forms, write_survey
from nharong.territory.queries import find_place, lineage, place_id

SURVEYED, TAKEN = (9, 30), (10, 12)
"""Month and day on which the survey is done and its file sent in."""


class Round(NamedTuple):
    """One file to come: the survey of a commune and year."""

    year: int
    code: str
    name: str
    file_name: str


def survey_years(today: date) -> list[int]:
    """The years whose files are in by ``today``."""
    return [year for year in range(FIRST, today.year + 1) if date(year, *TAKEN) < today]


def rounds(units: Sequence[Unit], year: int) -> list[Round]:
    """The files of a year: by the communes before the merger, then by those after it."""
    day = date(year, 12, 31)
    codes = sorted({unit.code if day < MERGER else unit.heir for unit in units})
    graph = lineage()
    names = {code: graph.nearest(place_id(code, day), day).label for code in codes}
    return [Round(year, code, names[code], f"phieu-dieu-tra-{code}-{year}.xlsx") for code in codes]


_villages: dict[str, list[Village]] = {}
"""Code of a commune, before or after the merger → its villages; set before the writing process begins, which inherits it."""


def _write(folder: Path, file: Round) -> Path:
    path = folder / file.file_name
    rows = (
        row
        for village in _villages[file.code if file.year < MERGER.year else f"{file.code}+"]
        for row in rows_of(village, file.year, file.name)
    )
    write_survey(path, shipped_forms()[0], rows, file.year)
    return path


def written(villages: Sequence[Village], files: Sequence[Round], folder: Path) -> Iterator[tuple[Round, Path]]:
    """Each file in turn, written by a second process while the one before is being taken."""
    _villages.clear()
    for village in villages:
        _villages.setdefault(village.commune.code, []).append(village)
        _villages.setdefault(f"{village.commune.heir}+", []).append(village)
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        waiting = [pool.submit(_write, folder, file) for file in files]
        for file, future in zip(files, waiting, strict=True):
            yield file, future.result()


def take(file: Round, path: Path, scope: Scope, moment: datetime) -> int:
    """Import one file as the deed of that day; returns its rows. Raises Refused: the invented files have no faults."""
    with standing_at(moment):
        receipt = perform(
            import_survey,
            scope,
            place=find_place(file.code, date(file.year, 12, 31) if file.year >= MERGER.year else date(file.year, *SURVEYED)).uid,
            year=file.year,
            file=keep_path(path, durable=False),
            file_name=file.file_name,
            surveyed_on=date(file.year, *SURVEYED),
            create_villages=True,
        )
    path.unlink()
    if not receipt.ok:
        raise Refused(receipt.errors)
    return int(receipt.value["rows"])


def take_all(
    villages: Sequence[Village],
    units: Sequence[Unit],
    today: date,
    folder: Path,
    scope_on: Callable[[date], Scope],
    progress: Callable[[str, int, int], None],
) -> Mapping[int, int]:
    """All files of all years in order; answers year → rows taken."""
    files = [file for year in survey_years(today) for file in rounds(units, year)]
    taken: dict[int, int] = defaultdict(int)
    scope, year = None, 0
    for i, (file, path) in enumerate(written(villages, files, folder)):
        moment = datetime.combine(date(file.year, *TAKEN), time(8), TIMEZONE) + timedelta(minutes=4 * i % 500)
        if scope is None or file.year != year:
            scope, year = scope_on(moment.date()), file.year
        taken[file.year] += take(file, path, scope, moment)
        progress("Phiếu điều tra", i + 1, len(files))
    return taken
