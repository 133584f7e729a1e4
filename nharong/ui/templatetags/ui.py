"""``{% load ui %}``: every component of the pages. Tags take data and print it; they compute nothing of the domain.

The gallery at /giao-dien/ shows each with an example. Charts and forms are in modules of their own, loaded with these.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nharong.kernel.pages import ListPage
from nharong.kernel.time import today
from nharong.ui import numbers
from nharong.ui.parts import STATES, Attendance, Door, Evening, Fact, Happening, Side, Step, Tab, Tile, Unit, Work, state_of
from nharong.ui.templatetags import ui_figures, ui_forms
from nharong.ui.templatetags.ui_marks import icon, register_marks

register = template.Library()
for module in (ui_figures, ui_forms):
    register.tags.update(module.register.tags)
    register.filters.update(module.register.filters)
register_marks(register)

SOON = 15
"""Days before a deadline from which the days left are printed."""


# ---------------------------------------------------------------- numbers and dates

register.filter("vi_number", numbers.number)
register.filter("vi_percent", numbers.percent)
register.filter("vi_change", numbers.change)
register.filter("vi_difference", numbers.difference)
register.filter("vi_date", numbers.day)
register.filter("vi_day", numbers.short_day)
register.filter("vi_weekday", numbers.weekday)
register.filter("vi_weekday_short", numbers.short_weekday)
register.filter("vi_moment", numbers.moment)


@register.simple_tag
def vi_between(low: float | None, high: float | None) -> str:
    """``{% vi_between low high %}``: "từ 61,5 đến 72,4 %"."""
    return numbers.between(low, high)


@register.simple_tag
def vi_fraction(numerator: int | None, denominator: int | None) -> str:
    """``{% vi_fraction n d %}``: "1.214/11.842"."""
    return numbers.fraction(numerator, denominator)


@register.filter
def vi_value(value: Any) -> str:
    """Anything as it is printed in a cell: numbers grouped, days as days, None as –."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return numbers.number(value, 2)
    if isinstance(value, date):
        return numbers.day(value)
    return numbers.NONE if value is None or value == "" else str(value)


@register.filter
def cell_text(cell: Any) -> str:
    """A list's cell in words: percent as percent, a state as its word."""
    if cell.kind == "percent":
        return numbers.percent(cell.value)
    if cell.kind == "state":
        return str(STATES[str(cell.value)][2]) if cell.value in STATES else ""
    return str(cell.value) if cell.kind == "year" and cell.value is not None else vi_value(cell.value)


@register.filter
def state_word(state: str) -> str:
    """The word of a state's badge."""
    return str(STATES[state][2]) if state in STATES else ""


@register.filter
def folded(line: Any) -> str:
    """The wide columns of a list's row in one line, for a phone."""
    return " · ".join(text for cell in line.cells[1:] if cell.wide and (text := cell_text(cell)) not in ("", numbers.NONE))


# ---------------------------------------------------------------- small marks


@register.simple_tag
def badge(state: Any, text: str = "") -> SafeString:
    """``{% badge "unclear" %}``: shape, word and colour of a state; ``True`` and ``False`` are met and not met."""
    name = state_of(state, value=True) if isinstance(state, bool) or state is None else str(state)
    css, sign, word = STATES[name]
    return format_html('<span class="st st-{}">{}{}</span>', css, icon(sign), text or word)


@register.simple_tag
def due(day: date, before: bool = False, note: str = "") -> SafeString:
    """``{% due day before=True %}``: the day a thing is due, from 15 days the days left, after it the days over.

    ``before``: the day itself is too late. The full date stands in a hover title.
    """
    left = (day - today()).days - (1 if before else 0)
    if left < 0:
        css, sign = "due due-late", "warn"
        text = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": numbers.number(-left)}
    elif left <= SOON:
        css, sign = "due due-soon", "cal"
        text = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left} if left else _("Due today")
    else:
        css, sign = "due", "cal"
        shown = numbers.short_day(day) if day.year == today().year else numbers.day(day)
        text = (_("Before %(day)s") if before else _("By %(day)s")) % {"day": shown}
    return format_html('<span class="{}" title="{}">{}{}{}</span>', css, numbers.day(day), icon(sign), text, f": {note}" if note else "")


@register.simple_tag
def door(to: Door | str, url: str = "", about: str = "") -> SafeString:
    """``{% door label url about="lớp làng Kơ Tu" %}`` or ``{% door a_door %}``: a link that opens a list or a page."""
    label, url, about = (to.label, to.url, str(to.about)) if isinstance(to, Door) else (to, url, about)
    hidden = format_html('<span class="vh">: {}</span>', about) if about else ""
    return format_html('<a class="open" href="{}">{}{}</a>', url, label, hidden)


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """``{% crumbs "Plans" url "d2" url2 %}``: the way to this page, as label and address in turn."""
    links = format_html_join("", '<li><a href="{1}">{0}</a></li>', zip(pairs[::2], pairs[1::2], strict=True))
    return format_html('<nav class="crumb" aria-label="{}"><ol>{}</ol></nav>', _("Path"), links)


@register.simple_tag
def button(label: str, url: str = "", sign: str = "", kind: str = "") -> SafeString:
    """``{% button label url sign="down" kind="main" %}``: a link that looks like a button; kinds main, plain, risk."""
    css = f"btn btn-{kind}" if kind else "btn"
    return format_html('<a class="{}" href="{}">{}{}</a>', css, url, icon(sign) if sign else "", label)


@register.simple_tag
def print_button(label: str = "") -> SafeString:
    """Prints the page; appears only where JavaScript runs (a browser prints by itself as well)."""
    return format_html('<button class="btn" type="button" data-print hidden>{}{}</button>', icon("print"), label or _("Print"))


# ---------------------------------------------------------------- blocks of a page


@register.simple_block_tag
def panel(content: str, title: str, note: str = "", id: str = "", flat: bool = False) -> SafeString:
    """``{% panel title="…" note="…" %} … {% endpanel %}``: a sheet of paper with a head; ``flat``: no inner margin."""
    head = format_html('<div class="panel-h"><h2>{}</h2>{}</div>', title, format_html("<p>{}</p>", note) if note else "")
    body = content if flat else format_html('<div class="panel-b">{}</div>', content)
    name = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="panel"{} aria-label="{}">{}{}</section>', name, title, head, body)


@register.simple_block_tag
def asof(content: str) -> SafeString:
    """``{% asof %} … {% endasof %}``: under the context form: state, day of the data, rule, scope."""
    return format_html('<p class="asof">{}</p>', content)


BANNERS = {"bad": "warn", "unk": "unk", "ok": "ok", "info": "cal", "nonet": "nonet"}


def _banner(content: Any, strong: str, kind: str) -> SafeString:
    css = "unk" if kind == "nonet" else kind
    role = mark_safe(' role="alert"') if kind == "bad" else ""
    head = format_html("<b>{}</b> ", strong) if strong else ""
    return format_html('<div class="ban ban-{}"{}>{}<div><p>{}{}</p></div></div>', css, role, icon(BANNERS[kind]), head, content)


@register.simple_tag
def banner(text: Any, strong: str = "", kind: str = "info") -> SafeString:
    """What one must know before going on; kinds bad, unk, ok, info, nonet."""
    return _banner(text, strong, kind)


@register.simple_block_tag
def notice(content: str, strong: str = "", kind: str = "info") -> SafeString:
    """``{% notice strong="…" kind="bad" %} more, with <p class="acts"> {% endnotice %}``: a banner with buttons."""
    css = "unk" if kind == "nonet" else kind
    role = mark_safe(' role="alert"') if kind == "bad" else ""
    head = format_html("<p><b>{}</b></p>", strong) if strong else ""
    return format_html('<div class="ban ban-{}"{}>{}<div>{}{}</div></div>', css, role, icon(BANNERS[kind]), head, content)


@register.simple_tag
def toast(text: str, undo: str = "") -> SafeString:
    """A deed done without a new page; stays until the next one; ``undo`` is the address that takes it back."""
    link = format_html(' <a href="{}">{}</a>', undo, _("Undo")) if undo else ""
    return format_html('<p class="toast" role="status">{}{}</p>', text, link)


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", to: Door | None = None) -> dict[str, Any]:
    """Nothing here: why, and the next step."""
    return {"title": title, "text": text, "door": to}


@register.simple_tag
def load(text: str, done: int | None = None, of: int | None = None) -> SafeString:
    """Work that goes on: how many of how many."""
    bar = format_html('<progress max="{}" value="{}" aria-label="{}"></progress>', of, done, text) if of else mark_safe("")
    return format_html('<div class="load">{}{}</div>', bar, text)


@register.inclusion_tag("ui/parts/tiles.html")
def tiles(tiles: Iterable[Tile]) -> dict[str, Any]:
    """Two to five figures that frame a page."""
    return {"tiles": tiles}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(tabs: Iterable[Tab], label: str = "") -> dict[str, Any]:
    """The lists behind a figure, as links with their counts."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/parts/work.html")
def work(items: Iterable[Work], title: str = "") -> dict[str, Any]:
    """A group of the work list: late, within seven days, coming."""
    return {"items": items, "title": title}


@register.inclusion_tag("ui/parts/steps.html")
def steps(steps: Sequence[Step]) -> dict[str, Any]:
    """Three or four steps; those behind are links."""
    return {"steps": steps}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(happenings: Iterable[Happening]) -> dict[str, Any]:
    """What happened, newest on top; the source in the second line."""
    return {"happenings": happenings}


@register.inclusion_tag("ui/parts/facts.html")
def facts(facts: Iterable[Fact]) -> dict[str, Any]:
    """Label and value, source under it."""
    return {"facts": facts}


@register.inclusion_tag("ui/parts/conflict.html")
def conflict(name: str, legend: str, sides: Iterable[Side]) -> dict[str, Any]:
    """Two values for one field: both, who, when; nothing preselected unless one rests on a document."""
    return {"name": name, "legend": legend, "sides": sides}


@register.inclusion_tag("ui/parts/before_after.html")
def before_after(left: Iterable[Unit], right: Iterable[Unit], left_title: str, right_title: str, verb: str) -> dict[str, Any]:
    """Places before and after a change."""
    return {"left": left, "right": right, "left_title": left_title, "right_title": right_title, "verb": verb}


MARKS = {
    "present": ("c", "·", gettext_lazy("present")),
    "absent": ("k", pgettext_lazy("mark of an absence", "A"), gettext_lazy("absent")),
    "excused": ("p", pgettext_lazy("mark of an excused absence", "E"), gettext_lazy("excused")),
    "missing": ("miss", "", gettext_lazy("roll not called")),
    "later": ("off", "", ""),
}


@register.inclusion_tag("ui/parts/grid.html")
def month_grid(evenings: Sequence[Evening], rows: Iterable[Attendance], caption: str, unit: str = "") -> dict[str, Any]:
    """Attendance by meeting: presence whispers, absence speaks, what was not recorded is hatched."""
    marked = [(row, [(evening, *MARKS[mark]) for evening, mark in zip(evenings, row.marks, strict=True)]) for row in rows]
    return {"evenings": evenings, "rows": marked, "caption": caption, "unit": unit}


@register.inclusion_tag("ui/parts/listing.html", takes_context=True)
def listing(context: Context, page: ListPage, empty_title: str = "", empty_text: str = "") -> dict[str, Any]:
    """A whole list from kernel.pages: filters, table, pager, export."""
    flat: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    return {**flat, "page": page, "empty_title": empty_title, "empty_text": empty_text}
