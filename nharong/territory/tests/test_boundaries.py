"""Boundaries that a province brings: judged feature by feature, kept once, used from their day on."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nharong.access.tests.cast import Cast
from nharong.config.commands import run_command
from nharong.deeds.actions import perform, undo
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.territory import actions
from nharong.territory.boundaries import boundaries
from nharong.territory.models import BoundaryFile
from nharong.territory.rules.geojson import read_boundaries

DAY = date(2026, 11, 23)
RING = [[107.7, 14.4], [107.8, 14.4], [107.8, 14.5], [107.7, 14.4]]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """A data folder of its own."""
    settings.NHARONG_DATA = tmp_path / "data"


def feature(code: str, ring: Any = RING, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": [ring]}, **more}


def content(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_a_file_is_kept_once_and_drawn_from_its_day(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "xa.geojson"
    file.write_bytes(content(feature("23527"), feature("x", id="23534"), feature("99999")))
    words = ["places", "boundaries", str(file), "--from", "2025-07-01", "--json"]
    assert run_command([*words, "--dry-run"]) == 0
    assert not BoundaryFile.objects.exists()
    capsys.readouterr()
    assert run_command(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["units"], told["from"], told["unchanged"]) == (2, "2025-07-01", False)
    assert [fault["value"] for fault in told["refused"]] == ["99999"]
    assert run_command(words) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is True
    assert BoundaryFile.objects.count() == 1
    assert [found["id"] for found in boundaries(["23534", "23527"], DAY)] == ["23534", "23527"]
    assert boundaries(["23527"], date(2025, 6, 30)) == [], "before its day"
    assert boundaries(["23527", "23530", "23533"], DAY) == [], "too few are known"
    assert perform(undo, SYSTEM, deed=BoundaryFile.objects.get().by_deed.uid).ok
    assert boundaries(["23527"], DAY) == []


def test_a_unit_that_changed_is_not_drawn_by_the_old_file(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "xa.geojson"
    file.write_bytes(content(feature("23527"), feature("23534")))
    assert run_command(["places", "boundaries", str(file), "--from", "2025-07-01"]) == 0
    merged = perform(actions.merge, SYSTEM, codes=["23527", "23534"], day=date(2027, 1, 1), name="Sa Thầy", code="23527")
    assert merged.ok
    assert boundaries(["23527"], DAY)
    assert boundaries(["23527"], date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xfe\x00", "not_text"),
        (b'{"type": ', "not_json"),
        (b"[1]", "not_geojson"),
        (b'{"type":"FeatureCollection","features":{}}', "not_geojson"),
        (content(), "empty"),
        (content(7), "no_feature"),
        (content(feature("")), "no_code"),
        (content({"type": "Feature", "properties": 3, "geometry": None}), "no_code"),
        (content(feature("1", kind="LineString")), "no_polygon"),
        (content({**feature("1"), "geometry": None}), "no_polygon"),
        (content(feature("1", [["a", 1]])), "bad_corners"),
        (content(feature("1", 5)), "bad_corners"),
        (content(feature("1", RING[:2])), "short_ring"),
        (content(feature("1", [[y, x] for x, y in RING])), "swapped"),
        (content(feature("1", [[x * 5000, y * 100000] for x, y in RING])), "metres"),
        (content(feature("1", [[x - 100, y] for x, y in RING])), "elsewhere"),
        (content(feature("1"), feature("1")), "twice"),
    ],
)
def test_bad_files_are_told_apart(data: bytes, kind: str, db: None) -> None:
    from nharong.territory.boundaries import _said

    wrong = read_boundaries(data).wrong
    assert [fault.kind for fault in wrong] == [kind]
    said = _said(wrong[0])
    assert said.error
    assert said.mend


def test_the_page_takes_a_file_from_who_may(cast: Cast) -> None:
    url = "/dia-ban/ranh-gioi/"
    data = content(feature("23527"))

    def form(body: bytes = data) -> dict[str, Any]:
        return {"deed": str(new_uid()), "day": "01/7/2025", "file": SimpleUploadedFile("xa.geojson", body)}

    assert cast.client("teacher").get(url).status_code == 200
    assert cast.client("teacher").post(url, form()).status_code == 403
    assert cast.client("nobody").get(url).status_code == 403
    admin = cast.client("admin")
    bad = admin.post(url, form(b"{"))
    assert bad.status_code == 422
    assert "JSON" in bad.content.decode()
    assert admin.post(url, form()).status_code == 302
    assert admin.post(url, form()).status_code == 302
    assert BoundaryFile.objects.count() == 1
    assert "xa.geojson" in admin.get(url).content.decode()


def test_an_area_outside_is_left_out(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "xa.geojson"
    file.write_bytes(content(feature("23527")))
    assert run_command(["places", "boundaries", str(file), "--as", "commune-officer"]) == 1
