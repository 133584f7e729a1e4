"""YAML of a plan file as data with the line of every part, safely: no tags, no anchors, bounded in size and depth. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from nharong.kernel.packs import PackLoader

MAX_BYTES = 512 * 1024
"""A plan of a hundred tasks is about 40 KB."""
MAX_DEPTH = 20
MAX_NODES = 50_000

Path = tuple[str | int, ...]
Fault = dict[str, Any]
"""``{"line", "field", "error", "mend"}``: line counted from 1, 0 where the file as a whole is meant."""


@dataclass
class Marked:
    """What the file says, where each part stands, and what was wrong with the file as such."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Line of the part, or of the nearest part around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


_TRAP = re.compile(r"[-+]?0\d+|[-+]?\d+(:[0-5]?\d)+|0[xob][0-9a-fA-F_]+|[-+]?\.(inf|nan)|<<", re.IGNORECASE)
"""Words that YAML takes for octal or base-60 numbers, infinities or merges: never what an officer means."""

_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null", "timestamp", "str")}


def fault_at(line: int, field_: str, error: str, mend: str = "") -> Fault:
    """One fault in the shape that ``nharong plan check`` prints."""
    return {"line": line, "field": field_, "error": error, "mend": mend}


def read_marked(text: str | bytes) -> Marked:
    """Read the file; whatever is wrong with it comes back as faults, never as an exception."""
    found = Marked()
    decoded = _decode(text, found)
    if decoded is None or not _looks_sound(decoded, found):
        return found
    try:
        if not _is_bounded(decoded, found):
            return found
        node = yaml.compose(decoded, Loader=PackLoader)
    except yaml.YAMLError as error:
        found.faults.append(_not_yaml(error))
        return found
    if node is None:
        found.faults.append(fault_at(0, "", "Tệp trống.", "Chép tệp mẫu trong sách hướng dẫn rồi sửa."))
        return found
    found.data = _build(node, (), found)
    return found


def _decode(text: str | bytes, found: Marked) -> str | None:
    size = len(text)
    if size > MAX_BYTES:
        found.faults.append(
            fault_at(0, "", f"Tệp nặng {size // 1024} KB, quá {MAX_BYTES // 1024} KB.", "Kiểm tra lại có đúng là tệp kế hoạch không.")
        )
        return None
    if isinstance(text, bytes):
        try:
            return text.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = text[: error.start].count(b"\n") + 1
            found.faults.append(fault_at(line, "", "Tệp không phải mã UTF-8.", "Lưu lại tệp với bảng mã UTF-8 (Unicode)."))
            return None
    return text.removeprefix("\ufeff")


def _looks_sound(text: str, found: Marked) -> bool:
    for number, line in enumerate(text.splitlines(), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            found.faults.append(fault_at(number, "", "Dòng thụt vào bằng phím Tab.", "Thay mỗi Tab bằng hai dấu cách."))
        if bad := next((sign for sign in line if unicodedata.category(sign) == "Cc" and sign != "\t"), ""):
            found.faults.append(fault_at(number, "", f"Dòng có ký tự điều khiển U+{ord(bad):04X}.", "Xóa ký tự lạ đó, hoặc gõ lại dòng."))
        if not unicodedata.is_normalized("NFC", line):
            found.faults.append(
                fault_at(
                    number,
                    "",
                    "Dấu tiếng Việt ở dạng tách rời (Unicode tổ hợp).",
                    "Gõ lại dòng bằng Unicode dựng sẵn, hoặc chuyển mã cả tệp.",
                )
            )
    return not found.faults


def _is_bounded(text: str, found: Marked) -> bool:
    depth = nodes = documents = 0
    for event in _events(text):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found.faults.append(
                fault_at(
                    line,
                    "",
                    "Tệp kế hoạch không dùng neo & và bí danh * của YAML.",
                    "Chép lại nội dung vào chỗ cần; chữ có & hoặc * ở đầu thì đặt trong ngoặc kép.",
                )
            )
            return False
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            found.faults.append(fault_at(line, "", "Tệp lồng quá sâu hoặc quá nhiều phần.", "Kiểm tra lại có đúng là tệp kế hoạch không."))
            return False
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            found.faults.append(fault_at(line, "", "Tệp có hơn một phần ngăn bằng ---.", "Mỗi tệp một kế hoạch: tách ra."))
            return False
    return True


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=PackLoader)


def _not_yaml(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    return fault_at(
        line,
        "",
        "Chỗ này không đúng cú pháp YAML.",
        "Xem lại dấu hai chấm (sau nó phải có dấu cách), ngoặc, gạch đầu dòng, độ thụt; chữ có dấu : hay # thì đặt trong ngoặc kép.",
    )


def _build(node: yaml.Node, path: Path, found: Marked) -> Any:
    found.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(node, path, found)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, i), found) for i, item in enumerate(node.value)]
    return _build_scalar(node, path, found)


def _build_mapping(node: yaml.MappingNode, path: Path, found: Marked) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        line = key_node.start_mark.line + 1
        if not key:
            found.faults.append(fault_at(line, show_path(path), "Tên trường không phải là chữ.", "Ghi tên: giá trị."))
        elif key in built:
            found.faults.append(fault_at(line, show_path((*path, key)), f"Trường “{key}” ghi hai lần.", "Giữ một, xóa một."))
        else:
            found.lines[(*path, key)] = line
            built[key] = _build(value_node, (*path, key), found)
    return built


def _build_scalar(node: Any, path: Path, found: Marked) -> Any:
    line = node.start_mark.line + 1
    if node.tag not in _SCALARS:
        found.faults.append(fault_at(line, show_path(path), f"Thẻ “{node.tag}” không được dùng.", "Bỏ dấu ! và chữ đi liền nó."))
        return None
    if not node.style and _TRAP.fullmatch(node.value):
        said = f"“{node.value}” viết thế này máy hiểu thành số khác."
        found.faults.append(fault_at(line, show_path(path), said, "Đặt trong ngoặc kép nếu là chữ; bỏ số 0 ở đầu nếu là số."))
        return node.value
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError:
        found.faults.append(
            fault_at(
                line, show_path(path), f"“{node.value}” không phải một ngày có thật.", "Sửa ngày, dạng năm-tháng-ngày, ví dụ 2026-11-24."
            )
        )
        return None


def show_path(path: Path, data: Any = None) -> str:
    """The path as an officer finds it: items by their id, else by number from 1: ``targets[a1].milestones[1].value``."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            if isinstance(data, str):
                break  # one thing written where a list may stand
            item = data[part] if isinstance(data, list) and part < len(data) else None
            name = item.get("id") if isinstance(item, dict) else None
            shown += f"[{name if name is not None else part + 1}]"
            data = item
        else:
            shown += f".{part}" if shown else part
            data = data.get(part) if isinstance(data, dict) else None
    return shown
