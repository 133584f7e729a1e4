"""Invented figures, trends and places for the gallery."""

from datetime import date
from typing import Any

from nharong.ui.maps import level
from nharong.ui.parts import Area, Bar, FunnelStep, Lane, MatrixCell, MatrixHead, MatrixRow, Point, Stretch, TargetLine

HERE = "#"
BOUNDS = (8.0, 10.5, 13.0)
PLACES = (
    ("Đăk Plô", 107.75, 15.3, 7.0),
    ("Xốp", 107.85, 15.28, 11.7),
    ("Đăk Pék", 107.82, 15.12, 14.1),
    ("Ngọc Linh", 107.97, 15.1, 7.3),
    ("Đăk Sao", 107.87, 14.87, 6.1),
    ("Măng Đen", 108.28, 14.6, 6.7),
    ("Rờ Kơi", 107.62, 14.52, 15.3),
    ("Sa Bình", 107.9, 14.36, 14.8),
    ("Kon Tum", 108.0, 14.35, None),
    ("Ia Tơi", 107.55, 14.05, 8.3),
    ("Đăk Rơ Wa", 108.03, 14.3, 9.9),
    ("Kon Braih", 108.15, 14.48, 14.9),
)


def _areas() -> list[Area]:
    return [
        Area(
            id=name,
            name=name,
            text="–" if value is None else f"{value:.1f}".replace(".", ","),
            level=level(value, BOUNDS),
            met=value is not None and value >= BOUNDS[1],
            url=HERE,
            latitude=latitude,
            longitude=longitude,
            said="phạm vi chưa xác nhận" if value is None else "",
        )
        for name, longitude, latitude, value in PLACES
    ]


def _features() -> list[dict[str, Any]]:
    """Boxes around the invented places, as a boundary file would have them."""
    boxes = []
    for name, x, y, _value in PLACES:
        ring = [[x - 0.07, y - 0.06], [x + 0.06, y - 0.07], [x + 0.08, y + 0.02], [x, y + 0.07], [x - 0.07, y - 0.06]]
        boxes.append({"type": "Feature", "id": name, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    return boxes


def _targets() -> list[TargetLine]:
    up = tuple(Point(str(2023 + place), value) for place, value in enumerate((0.38, 0.475, 0.581, 0.711)))
    return [
        TargetLine(
            "a3", "Có già làng, nhà giáo nghỉ hưu, tình nguyện viên", Bar(0.711, 0.711, 0.763, 0.7), "met", HERE,
            27, 38, 2, "trung tâm", "≥ 70 %, 2030", up,
        ),
        TargetLine(
            "c3", "Tình nguyện viên được tập huấn nghiệp vụ", Bar(0.615, 0.615, 0.724, 0.7), "unclear", HERE,
            118, 192, 21, "người", "≥ 70 %, 2030", up,
        ),
        TargetLine(
            "d2", "Người 15–60 chưa biết chữ học xóa mù chữ giai đoạn 1", Bar(0.1025, 0.1025, 0.1036, 0.105), "not-met", HERE,
            1214, 11842, 612, "người", "≥ 10,5 %, hằng năm",
            tuple(Point(str(2023 + place), value) for place, value in enumerate((0.071, None, 0.112, 0.1025))), open=True,
        ),
        TargetLine("dd1", "Ứng dụng công nghệ từ mức cơ bản", Bar(None, threshold=0.9), "none", HERE, goal="≥ 90 %, 2030", mark="đ1"),
    ]  # fmt: skip


def _matrix() -> dict[str, Any]:
    heads = [
        MatrixHead("a0", "Nhân lực", "Trung tâm được bổ sung nhân lực", HERE),
        MatrixHead("a2", "Mạng lưới", "Có mạng lưới báo cáo viên, cộng tác viên", HERE),
        MatrixHead("d2", "XMC 1", "Người 15–60 chưa biết chữ học xóa mù chữ giai đoạn 1", HERE),
        MatrixHead("đ1", "CNTT", "Ứng dụng công nghệ từ mức cơ bản trở lên", HERE),
    ]
    none = MatrixCell("none", "·")
    rows = [
        MatrixRow(
            "Ia Tơi",
            0,
            (MatrixCell("not-met", "0/1", HERE), MatrixCell("unclear", "?/1", HERE), MatrixCell("not-met", "8,3", HERE), none),
            HERE,
        ),
        MatrixRow(
            "Sa Bình", 2, (MatrixCell("met", "1/1", HERE), MatrixCell("unclear", "?/1", HERE), MatrixCell("met", "14,8", HERE), none), HERE
        ),
    ]
    foot = MatrixRow("Hai xã", 1, (MatrixCell("unclear", "50,0"), MatrixCell("unclear", "?/2"), MatrixCell("met", "11,2"), none))
    return {"heads": heads, "rows": rows, "foot": foot}


def example(day: date) -> dict[str, Any]:
    """Charts, maps, lanes."""
    return {
        "bars": [
            ("met", Bar(0.711, 0.711, 0.763, 0.7)),
            ("unclear", Bar(0.615, 0.615, 0.724, 0.7)),
            ("not-met", Bar(0.46, 0.46, 0.518, 0.7)),
            ("none", Bar(None, threshold=0.9)),
        ],
        "targets": _targets(),
        "areas": _areas(),
        "features": _features(),
        "bounds": BOUNDS,
        "matrix": _matrix(),
        "funnel": [
            FunnelStep("Chưa biết chữ mức 1", 412, out_label="điểm xuất phát"),
            FunnelStep("Đã mời", 236, 176, "chưa mời", HERE),
            FunnelStep("Đã ghi danh", 61, 175, "đã mời, chưa ghi danh", HERE),
            FunnelStep("Đi học đều", 48, 13, "vắng từ ba buổi liền", HERE),
            FunnelStep("Đạt giai đoạn 1", 22, 26, "đang học", HERE, True),
            FunnelStep("Đã cấp xác nhận", 15, 7, "đạt, chưa cấp", HERE),
            FunnelStep("Đã rà lại", 9, 6, "chưa rà lại", HERE),
        ],
        "lanes": [
            Lane(
                "Mức 1",
                (
                    Stretch(date(2021, 1, 1), date(2023, 1, 1), "no", "chưa biết chữ"),
                    Stretch(date(2023, 1, 1), date(2024, 1, 1), "unknown"),
                    Stretch(date(2024, 1, 1), date(2026, 6, 20), "no", "chưa biết chữ"),
                    Stretch(date(2026, 6, 20), date(9999, 12, 31), "yes", "biết chữ"),
                ),
            ),
            Lane("Mức 2", (Stretch(date(2021, 1, 1), date(9999, 12, 31), "no", "chưa biết chữ"),)),
        ],
        "lane_first": date(2021, 1, 1),
        "lane_last": date(2027, 3, 1),
        "lane_now": day,
    }
