"""Reads of users and grants; the compiled scope."""

from datetime import date
from typing import Any

from nharong.access.areas import compiled
from nharong.access.models import Grant
from nharong.kernel import permissions
from nharong.kernel.permissions import Scope


def scope_of(user: Any, day: date) -> Scope:
    """The scope of a signed-in user on the day, its areas compiled to place ids."""
    grants = list(Grant.objects.filter(user=user, withdrawn_by__isnull=True).filter(start__lte=day, stop__gt=day).order_by("pk"))
    areas = compiled(grant.area for grant in grants)
    return Scope(user=user.uid, name=user.name or user.username, grants=tuple(_grant(grant, areas[grant.area]) for grant in grants))


def _grant(grant: Grant, places: frozenset[int] | None) -> permissions.Grant:
    return permissions.Grant(
        role=grant.role,
        body=grant.body,
        body_name=grant.body_name,
        area=grant.area,
        places=places,
        start=grant.start,
        stop=grant.stop,
    )
