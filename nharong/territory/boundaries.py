"""Boundaries of units that a province brings itself (GeoJSON), kept by hash in the data folder; maps draw them from a day on.

Nothing is shipped: boundaries have licences of their own. Without such a file the schematic map stands in.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.actions import Receipt, action, perform, withdraw_rows
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.files.kept import keep, kept_path
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.territory import wording
from nharong.territory.models import BoundaryFile
from nharong.territory.queries import lineage
from nharong.territory.rules.doors import Impossible, resolve
from nharong.territory.rules.geojson import Feature, Wrong, read_boundaries
from nharong.territory.rules.lineage import Lineage

ENOUGH = 0.9
"""Share of the units that must be known before a map draws boundaries."""
LARGEST = 40_000_000
"""Bytes of a file; boundaries of a province for a screen are below one million."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file of boundaries judged, written nowhere yet."""

    name: str
    start: date
    """The first day on which these boundaries hold."""
    features: dict[str, Feature]
    problems: tuple[Problem, ...]
    known: bool
    """Whether the same boundaries are kept for that day already."""

    @property
    def content(self) -> bytes:
        """The features as they are kept."""
        return json.dumps({"type": "FeatureCollection", "features": list(self.features.values())}, ensure_ascii=False).encode()


def read_draft(scope: Scope, data: bytes, name: str, start: date | None, today: date) -> Draft:
    """Judge a file: a feature at fault is left out and told. Raises Refused where none is left, Forbidden.

    ``start``: first day of these boundaries; without one, the day of the last change of the units that the file names.
    """
    if not scope.has(Permission.PLACES_MANAGE):
        raise Forbidden
    if len(data) > LARGEST:
        raise Refused(
            Problem(error=_("The file is too large."), mend=_("Simplify the lines (about 100 m) and export it again."), field="file")
        )
    read = read_boundaries(data)
    problems = [_said(wrong) for wrong in read.wrong]
    graph = lineage()
    at = start or _last_change(graph, read.features, today)
    features: dict[str, Feature] = {}
    for code, feature in read.features.items():
        try:
            place = resolve(graph, code, at)
        except Impossible as impossible:
            problems += [Problem(error=p.error, mend=p.mend, field="code", value=code) for p in wording.refused(impossible).problems]
            continue
        if scope.allows(Permission.PLACES_MANAGE, place):
            features[code] = feature
        else:
            error = _("%s lies outside your area.") % graph.nearest(place, at).label
            problems.append(Problem(error=error, mend=_("Take it out of the file."), field="code", value=code))
    if not features:
        raise Refused(problems)
    draft = Draft(name, at, dict(sorted(features.items())), tuple(problems), False)
    known = BoundaryFile.objects.standing().filter(file=hashlib.sha256(draft.content).hexdigest(), start=at).exists()
    return Draft(name, at, draft.features, draft.problems, known)


def take(scope: Scope, draft: Draft, **options: Any) -> Receipt:
    """Keep the file and record it."""
    return perform(keep_boundaries, scope, file=keep([draft.content]), name=draft.name, day=draft.start, **options)


def _last_change(graph: Lineage, codes: Iterable[str], today: date) -> date:
    begun = [spell.start for code in codes for spell in graph.carriers(code) if spell.start <= today < spell.stop]
    return max(begun, default=today)


SENTENCES: dict[str, tuple[Any, Any]] = {
    "not_text": (lambda: _("The file is no text in UTF-8."), lambda: _("Export it again as GeoJSON (UTF-8), not as a shapefile.")),
    "not_json": (
        lambda: _("The file is not JSON: line %(line)s, column %(column)s cannot be read."),
        lambda: _("It may be cut in half; export it again as GeoJSON."),
    ),
    "not_geojson": (lambda: _("The file is not a GeoJSON FeatureCollection."), lambda: _("In QGIS: Export, Save Features As, GeoJSON.")),
    "empty": (lambda: _("The file has no units."), lambda: _("Choose the layer of communes before the export.")),
    "no_feature": (lambda: _("Feature %(number)s is none."), lambda: _("Export the layer again.")),
    "no_code": (
        lambda: _("Feature %(number)s “%(name)s” has no code of its unit."),
        lambda: _("Put the code (like 23534) into the field code, or make it the feature's id."),
    ),
    "twice": (lambda: _("The code %(name)s stands there twice."), lambda: _("Join the parts of a unit into one MultiPolygon.")),
    "no_polygon": (
        lambda: _("Feature %(number)s (%(name)s) is no area but %(kind)s."),
        lambda: _("Only Polygon and MultiPolygon can be drawn; choose the layer of areas."),
    ),
    "bad_corners": (lambda: _("Feature %(number)s (%(name)s) has corners that are no numbers."), lambda: _("Export the layer again.")),
    "short_ring": (
        lambda: _("Feature %(number)s (%(name)s) has a line of fewer than three corners."),
        lambda: _("Mend it in QGIS: Fix geometries."),
    ),
    "swapped": (
        lambda: _("Feature %(number)s (%(name)s): longitude and latitude are swapped (%(corner)s)."),
        lambda: _("GeoJSON writes the longitude first, like 107.8, 14.4."),
    ),
    "metres": (
        lambda: _("Feature %(number)s (%(name)s) is in metres (%(corner)s), not in degrees."),
        lambda: _("Export it in the coordinate system EPSG:4326 (WGS 84) instead of VN-2000."),
    ),
    "elsewhere": (
        lambda: _("Feature %(number)s (%(name)s) lies outside Viet Nam (%(corner)s)."),
        lambda: _("Check the coordinate system of the layer, or take the feature out."),
    ),
}


def _said(wrong: Wrong) -> Problem:
    error, mend = SENTENCES[wrong.kind]
    words = {"number": wrong.number, "name": wrong.name, **wrong.data}
    return Problem(error=error() % words, mend=mend() % words, field="file", value=wrong.name, row=wrong.number or None, column="features")


# ---------------------------------------------------------------- the deed


def _undo(doing: Doing, deed: Deed) -> None:
    withdraw_rows(doing, deed, BoundaryFile)


@action("places.keep_boundaries", needs=Permission.PLACES_MANAGE, undo=_undo)
def keep_boundaries(doing: Doing, *, file: str, name: str, day: date) -> dict[str, Any]:
    """From ``day`` on maps draw the units of the kept file (its SHA-256) by these boundaries; a later file goes before."""
    path = kept_path(file)
    read = read_boundaries(path.read_bytes()) if path else None
    if read is None or read.wrong:
        raise Refused(Problem(error=_("The file of boundaries is not here."), mend=_("Upload it again."), field="file", value=name))
    graph = lineage()
    places = [_unit(graph, code, day) for code in read.features]
    if not all(place is not None and doing.scope.allows(Permission.PLACES_MANAGE, place) for place in places):
        raise Forbidden
    if BoundaryFile.objects.standing().filter(file=file, start=day).exists():
        raise Refused(Problem(error=_("These boundaries are kept already."), field="file", value=name))
    BoundaryFile.objects.create(file=file, name=name[:200], start=day, units=len(places), by_deed=doing.deed)
    above = graph.unit_of(places[0], "province", day) if places[0] is not None else None
    if above is not None:
        doing.at(above, graph.nodes[above].uid, graph.nearest(above, day).label)
    return {"units": len(places), "from": day.isoformat()}


def _unit(graph: Lineage, code: str, day: date) -> int | None:
    try:
        return resolve(graph, code, day)
    except Impossible:
        return None


# ---------------------------------------------------------------- what maps ask


def boundaries(codes: Collection[str], day: date) -> list[Feature]:
    """GeoJSON features of the units that carry the codes on the day; empty where fewer than ENOUGH of them are known.

    Of several files the latest that holds on the day goes first; one from before a change serves only the units that are still
    the same. At most as many files are read as are needed.
    """
    if not codes:
        return []
    graph = lineage()
    found: dict[str, Feature] = {}
    for row in BoundaryFile.objects.standing().filter(start__lte=day).order_by("-start", "-pk"):
        path = kept_path(row.file)
        known = _read(path) if path else {}
        for code in set(codes) & set(known) - set(found):
            unit = _unit(graph, code, day)
            if unit is not None and unit == _unit(graph, code, row.start):
                found[code] = known[code]
        if len(found) == len(set(codes)):
            break
    return [found[code] for code in codes if code in found] if len(found) >= ENOUGH * len(set(codes)) else []


@lru_cache(maxsize=8)
def _read(path: Path) -> dict[str, Feature]:
    return read_boundaries(path.read_bytes()).features
