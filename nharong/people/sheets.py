"""From the kept upload to rows ready to be staged: the workbook read, its villages matched to places."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nharong.files.kept import kept_path
from nharong.files.workbook import read_workbook
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.people.rules.villages import Matched, match_village, split_title
from nharong.people.sheet import BlankChoices, SurveySheet, read_survey
from nharong.people.staging import Row
from nharong.territory.queries import lineage, place_of

FOUND, LEFT = "found", "left"
"""What an officer may say of a village name besides a village: found one of this name, or leave its rows out."""


@dataclass
class Prepared:
    """A survey file read for one commune and year."""

    sheet: SurveySheet
    commune: int
    commune_code: str
    founded_on: date
    rows: list[Row]
    problems: list[Problem]
    villages: list[Matched]
    new_villages: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Stand-in (negative) → title and name of a village to found."""
    extended: list[str] = field(default_factory=list)
    """Codes of villages known only from later years, to be given their earlier time."""

    @property
    def form(self) -> str:
        """The form pack by which the columns were read."""
        return self.sheet.form

    @property
    def filled(self) -> int:
        """Rows of the file that say anything."""
        return self.sheet.counts.filled


def prepare_sheet(scope: Scope, values: Any) -> Prepared:
    """Read the upload named by its hash for the commune and year of the payload.

    Raises Hidden or Forbidden for a commune outside the asker's right to import, Refused for a file that is none.
    """
    commune = place_of(values.place)
    scope.require(Permission.PEOPLE_VIEW, commune.pk, Permission.PEOPLE_IMPORT)
    if values.year > today().year:
        raise Refused(
            Problem(error=_("The survey year has not come yet."), mend=_("Check the year."), field="year", value=str(values.year))
        )
    sheet = read_kept(values.file, values.year, values.blanks, values.convert)
    day = survey_boundaries(commune.pk, values.year)
    prepared = Prepared(
        sheet=sheet,
        commune=commune.pk,
        commune_code=lineage().nearest(commune.pk, day).code,
        founded_on=max(date(values.year, 1, 1), commune.start),
        rows=[],
        problems=list(sheet.problems),
        villages=match_villages(sheet.villages, commune.pk, day, values.villages),
    )
    _fill_rows(prepared, values.create_villages)
    return prepared


def survey_boundaries(commune: int, year: int) -> date:
    """The day whose villages are meant: the end of the survey year, or the commune's last day within it."""
    node = lineage().nodes[commune]
    last = date(year, 12, 31)
    if node.start > last or node.stop <= date(year, 1, 1):
        raise Refused(
            Problem(
                error=_("This commune did not exist in %(year)s.") % {"year": year},
                mend=_("Choose the commune of that year, or another year."),
                field="place",
                value=lineage().nearest(commune, last).label,
            )
        )
    return min(last, date.fromordinal(node.stop.toordinal() - 1))


def read_kept(digest: str, year: int, blanks: Mapping[str, str], convert: bool) -> SurveySheet:
    """The survey sheet of a kept upload."""
    path = kept_path(digest)
    if path is None:
        raise Refused(_("The uploaded file is no longer here."), _("Choose the file again."))
    return read_survey(read_workbook(path), expected_year=year, latest_year=today().year, blanks=BlankChoices(**blanks), convert=convert)


def match_villages(names: Iterable[str], commune: int, day: date, chosen: Mapping[str, str]) -> list[Matched]:
    """Each village name of the file with the village it stands for; ``chosen`` is the officer's word.

    That is the uid of a village, FOUND (let a new one be founded) or LEFT (leave its rows out).
    """
    graph = lineage()
    here = {place: graph.nearest(place, day).label for place in graph.children(commune, day) if graph.nodes[place].kind == "village"}
    later = {
        place: graph.nearest(place, day).label
        for place, node in graph.nodes.items()
        if node.kind == "village" and node.start > day and _could_lie_in(place, commune, day)
    }
    found = []
    for written in names:
        word = chosen.get(written)
        if word in (FOUND, LEFT):
            found.append(Matched(written, None, word))
        elif word:
            place = graph.by_uid(_uid(word))
            found.append(Matched(written, place, "chosen") if place in here else Matched(written, None, "new"))
        else:
            found.append(match_village(written, here, later))
    return found


def _uid(word: str) -> uuid.UUID:
    try:
        return uuid.UUID(word)
    except ValueError:
        raise Refused(
            Problem(error=_("This names no village."), mend=_("Choose one from the list."), field="villages", value=word)
        ) from None


def _could_lie_in(village: int, commune: int, day: date) -> bool:
    """Whether the commune in which the village is first known took over from this one."""
    graph = lineage()
    first = graph.spells[village][0].parent
    return first is not None and any(hit.place == commune for hit in graph.reach(first, day))


def _fill_rows(prepared: Prepared, create_villages: bool) -> None:
    graph = lineage()
    places: dict[str, int | None] = {}
    for matched in prepared.villages:
        place = matched.place
        if place is None and matched.written and (matched.how == FOUND or (create_villages and matched.how != LEFT)):
            place = -len(prepared.new_villages) - 1
            title, name = split_title(matched.written)
            prepared.new_villages[place] = (title or "Thôn", name)
        elif matched.how == "earlier" and place is not None:
            prepared.extended.append(graph.spells[place][0].code)
        places[matched.written] = place
    for row in prepared.sheet.rows:
        place = places.get(row.village) if row.village else prepared.commune
        if place is None:
            prepared.problems.append(_no_village(row.number, row.village))
            continue
        facts = row.facts() | ({"form": row.form_number} if row.form_number else {}) | ({"head": row.head_name} if row.head_name else {})
        prepared.rows.append(Row(number=row.number, place=place, form=row.form_number, facts=facts))


def _no_village(number: int, written: str) -> Problem:
    return Problem(
        error=_("This commune has no village “%(name)s”.") % {"name": written},
        mend=_("Choose the village it stands for, or let it be founded."),
        field="village",
        value=written,
        row=number,
        column="N",
    )
