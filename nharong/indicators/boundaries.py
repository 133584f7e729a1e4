"""Boundaries that a province has put into its data folder: ``maps/<first day>.geojson``, features named by the units' codes.

Without such a file the schematic map stands in. Nothing is shipped: boundaries have licences of their own.
"""

import json
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

Feature = dict[str, Any]
ENOUGH = 0.9
"""Share of the units that a file must know before it is used."""


def boundaries(codes: Collection[str], day: date) -> list[Feature]:
    """GeoJSON features of the units by their codes on the day; empty where no file knows (nearly) all of them."""
    folder = Path(settings.NHARONG_DATA) / "maps"
    files = sorted(path for path in folder.glob("*.geojson") if path.stem <= day.isoformat()) if folder.is_dir() else []
    if not files or not codes:
        return []
    known = _read(files[-1], files[-1].stat().st_mtime_ns)
    found = [known[code] for code in codes if code in known]
    return found if len(found) >= ENOUGH * len(codes) else []


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Feature]:
    features = json.loads(path.read_text(encoding="utf-8")).get("features", [])
    return {str(feature.get("id") or (feature.get("properties") or {}).get("code")): feature for feature in features}
