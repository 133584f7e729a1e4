"""Typed readers of the environment: a wrong value is named at start, with what would be right."""

import json
import os
from datetime import date
from pathlib import Path


class BadSetting(Exception):
    """An environment variable holds what it cannot mean."""


def text(name: str, default: str = "") -> str:
    """A text, or the content of the file named by ``<name>_FILE`` (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """yes/no, true/false, 1/0."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(f"{name}={value}: ghi yes hoặc no.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name}={value}: cần một số nguyên.") from None


def path(name: str, default: Path) -> Path:
    """A folder or file."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def demo_day(marker: Path) -> date | None:
    """The day on which a demo stands still, from its marker file; None where it goes with the clock."""
    try:
        said = json.loads(marker.read_text(encoding="ascii")).get("today")
        return date.fromisoformat(said) if said else None
    except (ValueError, AttributeError, TypeError):
        return None
