"""Checking a plan file: every fault with its line, its field, what is wrong and how to mend it; never a traceback. Pure."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from nharong.plans.known import Fits, Indicators, Roles, TraitWords, kinds_of, misfits, unknown_words
from nharong.plans.marked import Fault, Marked, Path, fault_at, read_marked, show_path
from nharong.plans.shape import Plan
from nharong.plans.shape.words import Strict
from nharong.plans.whole import items_of, whole_faults

MAX_FAULTS = 100


@dataclass(frozen=True)
class Checked:
    """A plan file read: the plan if it has no fault, its data as written, and the faults in the order of lines."""

    plan: Plan | None
    data: Any
    faults: list[Fault]

    @property
    def ok(self) -> bool:
        """Whether the plan can be loaded."""
        return self.plan is not None and not self.faults


def check_plan(
    text: str | bytes, indicators: Indicators, roles: Roles, traits: TraitWords | None = None, fits: Fits | None = None
) -> list[Fault]:
    """The faults of a plan file, ``{"line", "field", "error", "mend"}`` each; empty if it can be loaded.

    ``indicators`` are the ids that are known, or ids with their kinds (then thresholds are checked by kind);
    ``roles`` are the words of packs/rules/body-roles.yaml; ``traits`` those of places with their values, if they are to
    be checked; ``fits(indicator, band, condition, variant)`` says what is wrong with them, or nothing.
    """
    return read_plan(text, indicators, roles, traits, fits).faults


def read_plan(
    text: str | bytes, indicators: Indicators, roles: Roles, traits: TraitWords | None = None, fits: Fits | None = None
) -> Checked:
    """Read and check a plan file; see ``check_plan``."""
    return _checked(read_marked(text), indicators, roles, traits, fits)


def check_data(data: Any, indicators: Indicators, roles: Roles, traits: TraitWords | None = None, fits: Fits | None = None) -> Checked:
    """Check the data of a plan file that has already been read (lines are 0)."""
    return _checked(Marked(data=data), indicators, roles, traits, fits)


def _checked(marked: Marked, indicators: Indicators, roles: Roles, traits: TraitWords | None, fits: Fits | None) -> Checked:
    faults = list(marked.faults)
    plan: Plan | None = None
    data = marked.data
    if data is not None and not isinstance(data, dict):
        mend = "Tệp phải gồm các dòng tên: giá trị; xem tệp mẫu trong sách hướng dẫn."
        faults.append(fault_at(1, "", "Tệp không phải là một kế hoạch.", mend))
    elif data is not None:
        try:
            plan = Plan.model_validate(data)
        except ValidationError as error:
            faults += _shape_faults(error, marked)
        items, kinds = items_of(data), kinds_of(data, indicators)
        whole = [*whole_faults(data, items, kinds), *unknown_words(data, items, kinds, roles, traits), *misfits(items, fits)]
        faults += [fault_at(marked.line(path), show_path(path, data), *said) for path, *said in whole]
    faults.sort(key=lambda fault: fault["line"])
    return Checked(plan if not faults else None, data, faults[:MAX_FAULTS])


# ---------------------------------------------------------------- faults of shape, in the user's words


def _shape_faults(error: ValidationError, marked: Marked) -> Iterator[Fault]:
    seen: set[Path] = set()
    for problem in error.errors(include_url=False):
        path, missing = _place(problem["loc"], problem["type"], marked.data)
        if path in seen:
            continue
        seen.add(path)
        said, mend = _say(problem, path)
        yield fault_at(marked.line(path[:-1] if missing else path), show_path(path, marked.data), said, mend)


def _place(loc: tuple[str | int, ...], kind: str, data: Any) -> tuple[Path, bool]:
    """The path inside the file: without the tags that unions put in between."""
    path: list[str | int] = []
    here = data
    for i, part in enumerate(loc):
        if isinstance(here, dict) and part in here:  # noqa: SIM114 - the checker of types follows only one test a branch
            here = here[part]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        elif not (kind == "missing" and i == len(loc) - 1):
            continue
        path.append(part)
    return tuple(path), kind == "missing"


def _say(problem: Any, path: Path) -> tuple[str, str]:
    kind, context, value = problem["type"], problem.get("ctx") or {}, problem["input"]
    name = str(path[-1]) if path else ""
    if kind == "plan_fault":
        return context["error"], context["mend"]
    if kind == "missing":
        return f"Thiếu trường “{name}”.", f"Thêm dòng {name}: … ở mức này; xem mẫu trong sách hướng dẫn."
    if kind == "extra_forbidden":
        return f"Không có trường nào tên “{name}”.", _did_you_mean(name, value is None)
    if kind in ("literal_error", "union_tag_invalid"):
        return f"“{_show(context.get('tag', value))}” không dùng được ở đây.", f"Chọn một trong: {_choices(context)}."
    if kind == "union_tag_not_found":
        return "Thiếu “kind” nói đây là loại thời gian nào.", "Ghi kind: year, continuous, yearly, …; xem sách hướng dẫn."
    return f"“{_show(value)}” không đúng loại.", _wanted(kind, context)


def _wanted(kind: str, context: Mapping[str, Any]) -> str:
    words = {
        "string_type": "Ghi chữ; nếu là số thì đặt trong ngoặc kép.",
        "int_type": "Ghi số nguyên, không ngoặc kép, không dấu chấm ngăn nghìn.",
        "list_type": "Ghi một danh sách: mỗi mục một dòng bắt đầu bằng dấu gạch, hoặc [a, b].",
        "dict_type": "Ghi các dòng tên: giá trị, thụt vào hai dấu cách.",
        "model_type": "Ghi các dòng tên: giá trị, thụt vào hai dấu cách.",
        "too_short": f"Cần ít nhất {context.get('min_length', 1)} mục.",
        "greater_than_equal": f"Ghi từ {context.get('ge')} trở lên.",
        "less_than_equal": f"Ghi nhiều nhất {context.get('le')}.",
    }
    return words.get(kind, "Xem lại cách ghi trường này trong sách hướng dẫn.")


def _show(value: Any) -> str:
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else "trống" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _choices(context: Mapping[str, Any]) -> str:
    listed = str(context.get("expected_tags") or context.get("expected") or "")
    return listed.replace(" or ", ", ").replace("'", "").replace("True", "yes").replace("False", "no")


def _did_you_mean(name: str, empty: bool) -> str:
    if "%" in name:
        return "Trong ngoặc nhọn { } số thập phân dùng dấu chấm: ghi 10.5 %."
    if empty:
        return "Trong ngoặc nhọn { } chữ có dấu phẩy phải đặt trong ngoặc kép."
    near = difflib.get_close_matches(name, sorted(_field_names(Strict)), n=3, cutoff=0.6)
    return f"Có phải: {', '.join(near)}?" if near else "Xóa dòng này, hoặc xem tên đúng trong sách hướng dẫn."


def _field_names(model: type[Strict]) -> set[str]:
    names = {field.alias or name for name, field in model.model_fields.items()}
    return names.union(*(_field_names(sub) for sub in model.__subclasses__()))
