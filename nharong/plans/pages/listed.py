"""The list behind a target: the indicator's list, asked in the plan's words."""

from collections.abc import Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from nharong.indicators.rows import RowsAsked
from nharong.kernel.permissions import Hidden, Scope
from nharong.plans.figures import row as row_of
from nharong.plans.pages.plan import ask, mark, show


def rows_of(scope: Scope, plan: str, key: str, data: Mapping[str, str]) -> RowsAsked:
    """The list of a target as its address asks for it. Raises Hidden, Forbidden."""
    asked = ask(scope, plan, data, key)
    target = asked.target(key)
    if target is None:
        raise Hidden
    shown = show(asked, row_of(asked.asking, target), trend=False)
    back = replace(asked.context, query={name: value for name, value in asked.context.query.items() if name in ("noi", "ky", "ngay")})
    plan_url = reverse("plans:plan", args=[asked.key])
    figure_url = back.url(plan_url, mo=target.id, cach=asked.asking.readings.get(target.id)) + f"#{target.id}"
    return RowsAsked(
        scope=scope,
        question=asked.asking.question(target, target.band or ""),
        context=asked.context,
        path=reverse("plans:target-list", args=[asked.key, target.id]),
        title=f"{mark(target.id)}: {target.title}",
        crumbs=[_("Plans"), reverse("plans:list"), asked.loaded.row.title, back.url(plan_url), mark(target.id), figure_url],
        lede=str(shown.row["reading"] or ""),
        verdict={"state": shown.line.state, "goal": shown.line.goal},
        without=asked.asking.outside(target),
        figure_url=figure_url,
    )
