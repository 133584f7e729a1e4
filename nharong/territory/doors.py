"""`nharong import villages` and `import places`: lists of villages, and dated traits of units, from a table file."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.deeds.intake import NO, YES, Intake, Line
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.text import fold
from nharong.kernel.time import show_day, today
from nharong.territory import wording
from nharong.territory.actions import settle_villages
from nharong.territory.models import Place, Trait
from nharong.territory.queries import TRAITS, find_place, lineage, parse_area
from nharong.territory.rules import villages
from nharong.territory.rules.changes import Extend, Found
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.lineage import Lineage
from nharong.territory.traits import TraitOf, default_scheme, set_traits, trait_faults, values_of

Titles = dict[str, Sequence[str]]


def reading_day(arguments: argparse.Namespace) -> date:
    """The day on which codes of the file are read: that of ``--place CODE@DATE``, else today."""
    return parse_area(arguments.place, today()).day if arguments.place else today()


def place_at(line: Line, code: str, day: date, column: str = "code") -> Place | None:
    """The unit that carries the code on the day, or None with a fault at the column."""
    try:
        return find_place(code, day)
    except Refused as refusal:
        line.take(refusal, {}, column)
        return None


def allowed(line: Line, scope: Scope, place: int, column: str, right: Permission = Permission.PLACES_MANAGE) -> bool:
    """Whether the right holds at the place; else a fault."""
    if scope.allows(right, place):
        return True
    line.fault(column, _("This unit lies outside your area."), _("Leave the row out, or ask who is in charge there."))
    return False


# ---------------------------------------------------------------- villages

VILLAGES: Titles = {
    "name": ("Tên thôn", "Tên thôn, làng", "Tên thôn, làng, tổ dân phố", "Thôn", "Thôn, làng", "Thôn (làng)", "Tên", "name", "village"),
    "title": ("Loại", "Loại hình", "Cấp", "title", "kind"),
    "commune": ("Mã xã", "Mã xã, phường", "Mã đơn vị", "Xã", "commune", "commune code", "parent"),
    "code": ("Mã thôn", "Mã", "code", "village code"),
    "day": ("Từ ngày", "Ngày thành lập", "from", "since", "start"),
    "heir": ("Mã xã sau chia tách", "Xã kế thừa", "heir"),
}


def import_villages(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """A list of villages: those not yet known are founded, those known only later are dated back, the others are unchanged.

    A row without a commune is of ``--place``; without a day the village exists since its commune does.
    """
    intake = Intake.open("villages", arguments.file, VILLAGES, needed=("name",) if arguments.place else ("name", "commune"))
    on = reading_day(arguments)
    default = find_place(arguments.place.partition("@")[0], on) if arguments.place else None
    graph = lineage()
    seen: dict[tuple[str, ...], int] = {}
    for line in intake.lines():
        commune = place_at(line, code, on, "commune") if (code := line.text("commune")) else default
        if commune is None and not line.faults:
            line.required("commune", _("Write the code of the commune, or give it with --place."))
        name, day = line.required("name", _("Write the village's name.")), line.day("day")
        if commune is None or line.faults:
            continue
        title = fold(_title(line))
        first = (str(commune.pk), title, villages.key(name))
        if first in seen:
            line.fault("name", _("This village stands in row %s already.") % seen[first], _("Leave one of the two rows out."))
            continue
        seen[first] = line.number
        if allowed(line, scope, commune.pk, "commune"):
            _village(intake, line, graph, commune, day or commune.start)
    return intake.finish(arguments, scope, settle_villages, lambda rows: {"rows": rows})


def _village(intake: Intake, line: Line, graph: Lineage, commune: Place, day: date) -> None:
    """Whether the row's village is known, known only later, or new; or what stands against it."""
    name = line.text("name")
    title, bare = villages.title_and_name(name, line.text("title") or "Thôn")
    if line.text("code") and (carriers := graph.carriers(line.text("code"))):
        match: villages.Match | None = villages.Match(carriers[0].place, graph.nodes[carriers[0].place].start > day)
        if villages.key(graph.nearest(carriers[0].place, day).name) != villages.key(name):
            other = graph.nearest(carriers[0].place, day).label
            line.fault(
                "code", _("This code is that of %s.") % other, _("Leave the code empty for a new village; rename on the page Places.")
            )
            return
    elif line.text("code"):
        line.fault("code", _("No village carries this code."), _("Leave it empty: a new village gets the next code of its commune."))
        return
    else:
        match = _known(graph, commune.pk, name, _title(line), day)
    told = {"commune": commune.uid, "day": day}
    if match and not match.extend:
        intake.unchanged += 1
        label = graph.nearest(match.place, day).label
        if _title(line) and fold(label) != fold(f"{title} {bare}"):
            intake.warnings.append(
                line.problem("name", _("Recorded as %s.") % label, _("If it is another village, enter it on the page Places."))
            )
        return
    code = graph.nearest(commune.pk, day).code
    heirs = [line.text("heir")] if line.text("heir") else []
    change: Found | Extend = Found(code, day, bare, title, tuple(heirs))
    if match:
        change = Extend(graph.spells[match.place][0].code, code, day)
    try:
        villages.settled(graph, [change])
    except Impossible as impossible:
        columns = {"commune": "commune", "heirs": "heir", "day": "day"}
        line.take(wording.refused(impossible), {name: at for name, at in columns.items() if at in line.table.columns}, "name")
        return
    if isinstance(change, Extend):
        intake.changed.append({**told, "village": change.village})
        since = show_day(graph.spells[graph.carriers(change.village)[0].place][0].start)
        intake.warnings.append(line.problem("name", _("Known only since %s: dated back.") % since))
    else:
        intake.new.append({**told, "name": bare, "title": title, "heirs": heirs})


def _title(line: Line) -> str:
    """The title that the row says, in its own column or before the name; empty where it says none."""
    return line.text("title") or villages.title_and_name(line.text("name"), "")[0]


def _known(graph: Lineage, commune: int, name: str, title: str, day: date) -> villages.Match | None:
    """The village of that name in the commune; where the file says the title, first one of the same title.

    Of villages called by a number (Thôn 1, Làng 1) the title tells them apart; a name is the same village under another title.
    """
    if title:
        wanted = (fold(title), villages.key(name))
        for child in graph.children(commune, day):
            spell = graph.nearest(child, day)
            if (fold(spell.title), villages.key(spell.name)) == wanted:
                return villages.Match(child, False)
    match = villages.match(graph, commune, name, day)
    if match and title and villages.key(name).isdecimal() and fold(graph.nearest(match.place, day).title) != fold(title):
        return None
    return match


# ---------------------------------------------------------------- traits of places

PLACES: Titles = {
    "code": ("Mã", "Mã xã", "Mã xã, phường", "Mã đơn vị", "code"),
    "name": ("Tên", "Tên xã", "Tên xã, phường", "Tên đơn vị", "name"),
    "minority_area": (
        "Vùng đồng bào dân tộc thiểu số",
        "Vùng dân tộc thiểu số",
        "Dân tộc thiểu số",
        "Xã vùng DTTS",
        "DTTS",
        "Vùng DTTS",
        "minority_area",
    ),
    "mountainous": ("Miền núi", "Xã miền núi", "mountainous"),
    "border": ("Biên giới", "Xã biên giới", "border"),
    "hardship": ("Khu vực", "Mức độ khó khăn", "Khu vực I, II, III", "hardship"),
    "day": ("Từ ngày", "Ngày có hiệu lực", "from", "day", "start"),
    "until": ("Đến ngày", "Đến hết ngày", "to", "until"),
    "scheme": ("Phân định theo", "Giai đoạn", "scheme"),
    "decision": ("Quyết định", "Số quyết định", "Số, ngày quyết định", "decision"),
}
_CLASSES: Mapping[str, Sequence[str]] = {
    "I": ("I", "khu vực I", "KV I", "1"),
    "II": ("II", "khu vực II", "KV II", "2"),
    "III": ("III", "khu vực III", "KV III", "3"),
    "none": ("không", "không thuộc khu vực nào", "none", "0"),
}


def import_places(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Dated traits of units: minority area, mountainous, border, hardship class. An empty cell says nothing of its trait."""
    intake = Intake.open("places", arguments.file, PLACES, needed=("code", "day"))
    area = parse_area(arguments.place, today()) if arguments.place else None
    inside = lineage().area(area.place, area.day) if area else None
    seen: dict[tuple[UUID, str, date], int] = {}
    for line in intake.lines():
        day = line.day("day")
        if day is None and not line.faults:
            line.required("day", _("Write the day from which the decision holds, like 01/01/2026."))
        code = line.required("code", _("Write the unit's code."))
        place = place_at(line, code, day) if code and day else None
        if place is None or day is None:
            continue
        if inside is not None and place.pk not in inside:
            line.fault("code", _("This unit lies outside %s.") % arguments.place, _("Leave the row out, or take --place away."))
        elif allowed(line, scope, place.pk, "code"):
            _traits(intake, line, place, day, seen)
    return intake.finish(arguments, scope, set_traits, lambda rows: {"rows": [told for row in rows for told in row]})


def _traits(intake: Intake, line: Line, place: Place, day: date, seen: dict[tuple[UUID, str, date], int]) -> None:
    label = lineage().nearest(place.pk, day).name
    if (name := line.text("name")) and villages.key(name) != villages.key(label) and not fold(name).endswith(fold(label)):
        intake.warnings.append(line.problem("name", _("The code is that of %s.") % label, _("Check code and name.")))
    until = line.day("until")
    rows = [told for kind in TRAITS if (told := _trait(line, place, kind, (day, until)))]
    if not rows and not line.faults:
        line.fault("code", _("The row says no trait."), _("Fill in at least one of the columns, or leave the row out."))
    for told in rows:
        first = seen.setdefault((told.place, told.kind, told.day), line.number)
        if first != line.number:
            line.fault(told.kind, _("Row %s says this trait of the same day already.") % first, _("Leave one of the two out."))
    if line.faults:
        return
    different = [told for told in rows if not _stands(place, told)]
    if not different:
        intake.unchanged += 1
    elif Trait.objects.filter(place=place, kind__in=[told.kind for told in different]).exists():
        intake.changed.append(different)
    else:
        intake.new.append(different)


def _trait(line: Line, place: Place, kind: str, span: tuple[date, date | None]) -> TraitOf | None:
    """What the row says of one trait, checked; None where it says nothing or something at fault."""
    words = _CLASSES if kind == "hardship" else {"yes": ("có", *YES), "no": ("không", *NO)}
    value = line.word(kind, {word: spellings for word, spellings in words.items() if word in values_of(kind)})
    if not value:
        return None
    day, until = span
    scheme = line.text("scheme") if kind == "hardship" else ""
    told = TraitOf(
        place=place.uid,
        kind=kind,
        value=value,
        day=day,
        until=until,
        scheme=scheme or default_scheme(kind, day),
        decision=line.text("decision"),
    )
    line.take(Refused(trait_faults(place, told)), {"value": kind, "day": "day", "until": "until"}, kind)
    return told


def _stands(place: Place, told: TraitOf) -> bool:
    """Whether exactly this is recorded: from the same day, with the same decision, and as long as the file says."""
    row = Trait.objects.filter(place=place, kind=told.kind, start=told.day).first()
    if row is None or (row.value, row.scheme, row.decision) != (told.value, told.scheme, told.decision):
        return False
    if told.until is None or row.stop.toordinal() == told.until.toordinal() + 1:
        return True
    return row.stop == place.stop or Trait.objects.filter(place=place, kind=told.kind, start=row.stop).exists()
