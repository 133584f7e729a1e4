"""The words of a plan file: ids, values, bands, conditions, roles, places, days. Each fault says how to mend it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from nharong.kernel.time import BadPeriod, parse_day, parse_period


class Strict(BaseModel):
    """Keys that the format does not know are refused; a plan once read never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


def fault(error: str, mend: str = "") -> PydanticCustomError:
    """A fault in the user's language with the way to mend it; raise it inside a validator."""
    context = {"error": error.replace("{", "{{").replace("}", "}}"), "mend": mend}
    return PydanticCustomError("plan_fault", "{error}", context)


# ---------------------------------------------------------------- ids and texts

_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def _read_id(raw: object) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str) or not _ID.fullmatch(raw) or len(raw) > 40:
        raise fault(
            f"Mã “{raw}” không dùng được.",
            "Chỉ dùng chữ cái không dấu, chữ số và gạch nối, tối đa 40 ký tự, ví dụ a1, v7-1; chữ đ viết là dd.",
        )
    return raw


Id = Annotated[str, PlainValidator(_read_id)]
"""Written in the file, never computed from a title: it names the thing for ever."""


def _short(limit: int) -> Any:
    def check(text: str) -> str:
        if not text.strip():
            raise fault("Ô này để trống.", "Ghi nội dung, hoặc bỏ hẳn dòng này nếu không bắt buộc.")
        if len(text) > limit:
            raise fault(f"Dài {len(text)} ký tự, quá {limit}.", "Viết lại ngắn gọn bằng lời của mình, không chép nguyên văn kế hoạch.")
        return text.strip()

    return AfterValidator(check)


Title = Annotated[str, _short(200)]
Note = Annotated[str, _short(600)]
Clause = Annotated[str, _short(60)]


def _read_text(raw: object) -> object:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


Version = Annotated[int, Field(ge=1, le=100_000)]
Year = Annotated[int, Field(ge=1990, le=2100)]


def _read_flag(raw: object) -> bool:
    if raw in ("yes", True):
        return True
    if raw in ("no", False):
        return False
    raise fault(f"“{raw}” không phải có hay không.", "Ghi yes hoặc no.")


Flag = Annotated[bool, PlainValidator(_read_flag)]


# ---------------------------------------------------------------- ages and conditions

_BAND = re.compile(r"(\d{1,3})-(\d{1,3})|(\d{1,3})\+")


def _read_band(raw: object) -> str:
    text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    match = _BAND.fullmatch(text)
    if not match or (match[1] and int(match[1]) > int(match[2])):
        raise fault(f"Nhóm tuổi “{raw}” không hiểu được.", "Ghi 15-60 (cả hai đầu) hoặc 15+.")
    return text


Band = Annotated[str, PlainValidator(_read_band)]
"""Ages in whole years, both ends inside: ``15-60`` or ``15+``; age is the year's number minus the birth year."""

Condition = Mapping[str, Any]
_FIELD = re.compile(r"[a-z][a-z0-9_]*")


def read_condition(raw: object, depth: int = 0) -> Condition:
    """``{all: […]}``, ``{any: […]}``, ``{not: …}``, ``{age: "15-60"}`` or ``{field: [values]}``, nested at most 8 deep."""
    if not isinstance(raw, dict) or not raw:
        raise fault(
            "Điều kiện phải là một cặp tên: giá trị.", 'Ghi {minority: [y]}, {age: "15-60"}, {all: [..]}, {any: [..]} hoặc {not: ..}.'
        )
    if depth > 8:
        raise fault("Điều kiện lồng quá sâu.", "Viết lại với ít tầng hơn.")
    if len(raw) > 1:
        return {"all": [read_condition({key: value}, depth + 1) for key, value in raw.items()]}
    ((key, value),) = raw.items()
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            raise fault(f"“{key}” cần một danh sách điều kiện.", f"Ghi {key}: [điều kiện, điều kiện].")
        return {key: [read_condition(part, depth + 1) for part in value]}
    if key == "not":
        return {"not": read_condition(value, depth + 1)}
    if key == "age":
        return {"age": value if value == "band" else _read_band(value)}
    return {_read_field(key): _read_words(key, value)}


def _read_field(key: object) -> str:
    if not isinstance(key, str) or not _FIELD.fullmatch(key):
        raise fault(f"Tên trường “{key}” không dùng được.", "Dùng chữ thường không dấu, ví dụ minority, sex, phase.")
    return key


def _read_words(key: str, value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    words = {"yes": "y", "no": "n"}
    found = [words.get(str(v), str(v)) for v in values if v is not None]
    if not found or any(isinstance(v, dict | list) for v in values):
        raise fault(f"Trường “{key}” cần danh sách giá trị.", f"Ghi {key}: [y] hoặc {key}: [a, b].")
    return found


Where = Annotated[Condition, PlainValidator(read_condition)]


# ---------------------------------------------------------------- places, roles, days, periods


def _read_traits(raw: object) -> dict[str, list[str]]:
    if not isinstance(raw, dict) or not raw or not all(isinstance(values, list) and values for values in raw.values()):
        raise fault("Đặc điểm địa bàn phải là tên: [giá trị].", "Ghi traits: {hardship: [III]} hoặc traits: {minority_area: [yes]}.")
    return {str(key): [str(v) for v in values] for key, values in raw.items()}


Traits = Annotated[dict[str, list[str]], PlainValidator(_read_traits)]
"""Dated traits of places: ``{hardship: [III]}``, ``{minority_area: [yes]}``; yes and no are words here."""

_PLACE = re.compile(r"(\d{2,5})(?:-\d{3})?@(\d{4}-\d{2}-\d{2})")
_ROLE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:/\*)?(?:@\d{2,5}(?:@\d{4}-\d{2}-\d{2})?)?")


def _read_area(raw: object) -> str:
    match = _PLACE.fullmatch(raw) if isinstance(raw, str) else None
    if not match:
        raise fault(
            f"Địa bàn “{raw}” không hiểu được.", "Ghi mã đơn vị và ngày, ví dụ 62@2025-06-30; tra mã bằng lệnh nharong places tree."
        )
    try:
        date.fromisoformat(match[2])
    except ValueError:
        raise fault(f"Ngày {match[2]} không có thật.", "Sửa ngày sau dấu @, dạng năm-tháng-ngày.") from None
    return str(raw)


Area = Annotated[str, PlainValidator(_read_area)]
"""``CODE@DATE``: the ground that the unit of that code covered on that day, for ever."""


def _read_role(raw: object) -> str:
    if not isinstance(raw, str) or not _ROLE.fullmatch(raw):
        raise fault(
            f"Vai cơ quan “{raw}” không hiểu được.", "Ghi một từ trong danh sách vai, ví dụ so-gddt, ubnd-xa/* (mọi xã), ubnd-tinh@62."
        )
    return raw


Role = Annotated[str, PlainValidator(_read_role)]
"""A body by its role: ``so-gddt``; ``ubnd-xa/*`` is each one in the area; ``role@CODE[@DATE]`` names one place's."""


def role_word(role: str) -> str:
    """The word looked up among the roles: ``ubnd-xa`` of ``ubnd-xa/*@62``."""
    return re.split(r"[/@]", role, maxsplit=1)[0]


def _one_or_many(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


Roles = Annotated[list[Role], BeforeValidator(_one_or_many)]


def read_day(raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return parse_day(str(raw))
    except BadPeriod as error:
        raise fault(str(error), "Ngày phải có thật, ghi dạng 2026-11-24 hoặc 24/11/2026.") from None


Day = Annotated[date, BeforeValidator(read_day)]

_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")


def read_day_month(raw: object) -> str:
    match = _DAY_MONTH.fullmatch(raw) if isinstance(raw, str) else None
    try:
        if match:
            date(2024, int(match[2]), int(match[1]))
            return f"{int(match[1]):02d}/{int(match[2]):02d}"
    except ValueError:
        pass
    raise fault(f"“{raw}” không phải ngày/tháng.", "Ghi ngày trước, tháng sau, ví dụ 10/12.")


DayMonth = Annotated[str, PlainValidator(read_day_month)]
"""A day of every year, as officials write it: ``10/12``."""


def day_in(day_month: str, year: int) -> date:
    """That day in the year; 29 February falls back to the 28th."""
    day, month = (int(part) for part in day_month.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def _read_period(raw: object) -> str:
    try:
        return parse_period(str(raw)).name
    except BadPeriod as error:
        raise fault(str(error)) from None


PeriodName = Annotated[str, PlainValidator(_read_period)]
"""``2026`` ``2026-H1`` ``2026-Q3`` ``2026-03`` ``SY2025-2026`` ``2026-01-01..2026-12-08``."""


class Waits(Strict):
    """What has to be there first: a document of another body, or another target or task of this plan."""

    document: Title | None = None
    issuer: Role | None = None
    target: Id | None = None
    task: Id | None = None

    @staticmethod
    def check(waits: "Waits") -> "Waits":
        """Exactly one thing is waited for."""
        if sum(thing is not None for thing in (waits.document, waits.target, waits.task)) != 1:
            raise fault("“waits_for” phải nói đúng một thứ đang chờ.", "Ghi một trong: document (kèm issuer), target, task.")
        return waits


WaitsFor = Annotated[Waits, AfterValidator(Waits.check)]
