"""One person as one row of a survey says it."""

from dataclasses import dataclass, fields
from typing import Any

HERE, AWAY, DEAD = "here", "away", "dead"


@dataclass(slots=True)
class SurveyRow:
    """A row read, checked and normalised; None and "" are unknown or not written."""

    number: int
    """Row of the file, from 1."""
    name: str = ""
    """The whole name as written, composed; never split."""
    sex: str | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    birth_day: int | None = None
    """Each None where not written: never a made-up 01/01."""
    ethnicity: str | None = None
    """Id of the pack ethnic-groups, ``other``, or None for unknown."""
    ethnicity_written: str = ""
    village: str = ""
    """The village as cleaned for matching and showing."""
    address: str = ""
    """The address as written."""
    form_number: str = ""
    head_name: str = ""
    residence: str | None = None
    """``permanent`` or ``temporary``."""
    state: str | None = None
    """``here``, ``away`` (moved out) or ``dead``."""
    moved_in: bool = False
    state_written: str = ""
    schooling: str | None = None
    """``none`` where nothing is written of a person of 15 and more and that means never attended; ``some``; None."""
    grade: int | None = None
    """Attended now: 0 preschool, 1-12, 13 beyond school."""
    class_name: str = ""
    repeats: bool = False
    two_sessions: bool = False
    school_name: str = ""
    school_code: str = ""
    level: str = ""
    """Highest level finished: ``mn``, ``th``, ``thcs``, ``thpt``."""
    complementary: bool = False
    level_year: int | None = None
    """The calendar year in which the school year ended; likewise below."""
    vocational: str = ""
    """``so-cap``, ``trung-cap``, ``cao-dang``, ``dai-hoc``, ``sau-dai-hoc``."""
    vocational_year: int | None = None
    finished: int | None = None
    finished_year: int | None = None
    dropped: int | None = None
    dropped_year: int | None = None
    literacy_class: int | None = None
    literacy_done: int | None = None
    relapse: int | None = None
    disability: bool | None = None
    disabilities: tuple[str, ...] = ()
    disability_paper: bool = False
    able_to_learn: bool = False
    priority: str = ""
    circumstance: str = ""
    circumstance_detail: str = ""
    relation: str = ""
    parent: str = ""
    phone: str = ""
    personal_id: str = ""
    note: str = ""
    blanks: tuple[str, ...] = ()
    """What was left empty and read by the meaning of blanks: source "ô trống"."""

    @property
    def household(self) -> tuple[str, str]:
        """The key of the household inside the file: village, form number."""
        return self.village, self.form_number

    def facts(self) -> dict[str, Any]:
        """What an observation keeps: plain values, nothing that is not known, no phone or ID number."""
        kept = {name: getattr(self, name) for name in _KEPT}
        flags = {"repeats", "two_sessions", "complementary", "disability_paper", "able_to_learn", "moved_in"}
        written = {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
        return {name: value for name, value in written.items() if value not in (None, "", []) and not (name in flags and not value)}


_APART = {"number", "village", "address", "form_number", "head_name", "phone", "personal_id"}
_KEPT = tuple(field.name for field in fields(SurveyRow) if field.name not in _APART)
