"""Forms: label above, hint, error between label and field with its mend; the context form; errors of an import."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, Form, RadioSelect, Select, Textarea
from django.forms.utils import ErrorList
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.kernel.problems import Problem
from nharong.ui.numbers import number

register = template.Library()

BANNER_FROM = 3
"""From so many errors a summary stands above the form as well."""


def _told(errors: ErrorList) -> list[tuple[str, str]]:
    """Each error with its mend (``params["mend"]``, see ui.forms.put_problems)."""
    return [(message, str((error.params or {}).get("mend", ""))) for error in errors.as_data() for message in error.messages]


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, CheckboxInput) else "plain"


def _control(bound: BoundField, css: str = "in") -> SafeString:
    """The widget, styled; a number's box is as short as what goes in."""
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {} if _kind(bound) == "tick" else {"class": " ".join(filter(None, (css, widget.attrs.get("class", ""))))}
    if css == "in" and not isinstance(widget, Select | Textarea | FileInput) and (size := widget.attrs.get("maxlength")):
        attrs["class"] = f"{attrs['class']} in-s" if int(size) <= 12 else attrs["class"]
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, wide: bool = False) -> dict[str, Any]:
    """``{% field form.name %}``: one field with everything around it."""
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    optional = "" if bound.field.required or _kind(bound) == "tick" else format_html(' <span class="hint">{}</span>', _("(optional)"))
    return {
        "bound": bound,
        "kind": _kind(bound),
        "errors": _told(bound.errors),
        "control": _control(bound),
        "described": " ".join(described),
        "optional": optional,
        "wide": wide,
    }


@register.inclusion_tag("ui/parts/field.html")
def filter_field(bound: BoundField) -> dict[str, Any]:
    """A field of a list's filters: never required, so nothing is said of it; a text box takes the room that is left."""
    shown = field(bound, wide=not isinstance(bound.field.widget, Select) and _kind(bound) == "plain")
    return {**shown, "optional": ""}


@register.simple_tag
def fields(form: Form) -> SafeString:
    """Every field of a form in its order, hidden ones included."""
    shown = get_template("ui/parts/field.html")
    return format_html_join("", "{}", ((shown.render(field(bound)),) for bound in form))


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """Above a form: what belongs to no field; from three errors on also each, with a link to its field."""
    general = _told(form.non_field_errors())
    told = [(bound.label, bound.id_for_label or bound.auto_id, error) for bound in form for error, _mend in _told(bound.errors)]
    count = len(general) + len(told)
    many = count >= BANNER_FROM
    head = ngettext("%(count)s thing to mend; nothing was saved yet.", "%(count)s things to mend; nothing was saved yet.", count) % {
        "count": number(count)
    }
    return {"show": bool(general) or many, "head": head, "general": general, "fields": told if many else []}


@register.inclusion_tag("ui/parts/context_form.html", takes_context=True)
def context_form(context: Context, form: Form, part: str = "") -> dict[str, Any]:
    """Place, period, boundary: a GET form; with htmx, the element ``part`` of the page is exchanged on change."""
    controls = [(bound, bound.as_widget()) for bound in form.visible_fields()]
    request = context.get("request")
    return {"form": form, "controls": controls, "part": part, "path": request.path if request else ""}


@register.inclusion_tag("ui/parts/import_errors.html")
def import_errors(problems: Iterable[Problem], names: dict[str, str] | None = None) -> dict[str, Any]:
    """Faults of a file by row and column, the faulty sign marked; ``names`` gives each column letter its head."""
    return {"problems": [_fault(problem, names or {}) for problem in problems]}


def _fault(problem: Problem, names: dict[str, str]) -> dict[str, Any]:
    before, fault, after = problem.value, "", ""
    if problem.value.strip() and any(sign.isdigit() for sign in problem.value):
        odd = [place for place, sign in enumerate(problem.value) if not (sign.isdigit() or sign in " .,/-")]
        whole = not odd or len(odd) > len(problem.value) / 2
        first, last = (0, len(problem.value)) if whole else (odd[0], odd[-1] + 1)
        before, fault, after = problem.value[:first], problem.value[first:last], problem.value[last:]
    return {
        "row": problem.row,
        "column": problem.column,
        "name": names.get(problem.column, ""),
        "before": before,
        "fault": fault,
        "after": after,
        "error": problem.error,
        "mend": problem.mend,
    }
