"""The menu is the map: its entries, in one order for every role; what one may not open is absent, not grey."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from nharong.kernel.permissions import Permission, Scope

P = Permission
Count = Callable[[Scope], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``noun`` is the folder's name and the namespace of its URLs."""

    noun: str
    label: str | Promise
    url_name: str
    needs: Permission | None = None
    """None: every signed-in user."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one head; the first group has none."""

    label: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that this reader may open, with how many things of theirs are due there."""

    noun: str
    label: str | Promise
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A group of which something is left."""

    label: str | Promise
    lines: tuple[Line, ...]


MENU: tuple[Group, ...] = (
    Group("", (Entry("home", _("Today's work"), "home:today"),)),
    Group(
        _("Follow"),
        (
            Entry("plans", _("Plans"), "plans:list", P.PLANS_VIEW),
            Entry("tasks", _("Tasks"), "tasks:list", P.TASKS_VIEW),
            Entry("indicators", _("Indicators"), "indicators:list", P.FIGURES_VIEW),
            Entry("reports", _("Reports"), "reports:list", P.REPORTS_VIEW),
        ),
    ),
    Group(
        _("People and classes"),
        (
            Entry("people", _("People"), "people:list", P.PEOPLE_VIEW),
            Entry("classes", _("Classes"), "classes:list", P.CLASSES_VIEW),
            Entry("centres", _("Centres"), "centres:list", P.CENTRES_VIEW),
            Entry("activities", _("Activities"), "activities:list", P.ACTIVITIES_VIEW),
            Entry("library", _("Learning materials"), "library:list"),
        ),
    ),
    Group(
        _("Learning society"),
        (
            Entry("society", _("Learning promotion"), "society:list", P.SOCIETY_VIEW),
            Entry("recognition", _("Recognition"), "recognition:list", P.REPORTS_VIEW),
            Entry("criteria", _("Evaluation, inspection"), "criteria:list", P.REPORTS_VIEW),
        ),
    ),
    Group(
        _("Resources"),
        (
            Entry("funds", _("Funds"), "funds:list", P.REPORTS_VIEW),
            Entry("documents", _("Documents"), "documents:list", P.DOCUMENTS_VIEW),
        ),
    ),
    Group(
        _("Ground"),
        (
            Entry("territory", _("Places"), "territory:list", P.PLACES_VIEW),
            Entry("field", _("Field work"), "field:start", P.CLASSES_TEACH),
            Entry("access", _("Users"), "access:list", P.USERS_VIEW),
            Entry("deeds", _("Journal"), "deeds:list", P.DEEDS_VIEW),
        ),
    ),
)


def menu_for(scope: Scope) -> list[Section]:
    """What this reader's menu shows: entries whose page exists and may be opened, with counts from NHARONG_COUNTS."""
    counts = _counts()
    sections = []
    for group in MENU:
        lines = tuple(line for entry in group.entries if (line := _line(entry, scope, counts)))
        if lines:
            sections.append(Section(group.label, lines))
    return sections


def _line(entry: Entry, scope: Scope, counts: Mapping[str, Count]) -> Line | None:
    if entry.needs is not None and not scope.has(entry.needs):
        return None
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    count = counts.get(entry.noun)
    return Line(entry.noun, entry.label, url, count(scope) if count else 0)


def _counts() -> Mapping[str, Count]:
    """The open table of counts, noun to function of a scope: each must answer in one cheap query."""
    path = getattr(settings, "NHARONG_COUNTS", "")
    table: Mapping[str, Count] = import_string(path) if path else {}
    return table
