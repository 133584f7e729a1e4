"""Who may see which class: one definition for the door and for the lists."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from nharong.classes.models import ClassTeacher, LiteracyClass
from nharong.kernel.permissions import ROLES, Forbidden, Hidden, Permission, Scope, ids


def only_own(scope: Scope) -> bool:
    """A teacher and nothing else sees the classes that he or she teaches or taught, not the others of the area."""
    roles = {grant.role for grant in scope.grants if Permission.CLASSES_VIEW in ROLES[grant.role]}
    return roles == {"teacher"}


def _shown(scope: Scope) -> "QuerySet[Any]":
    rows = LiteracyClass.objects.standing()
    if only_own(scope):
        own = ClassTeacher.objects.standing().filter(literacy_class=OuterRef("pk"), user__uid=scope.user)
        rows = rows.filter(Exists(own))
    return rows


def visible_classes(scope: Scope, permission: Permission = Permission.CLASSES_VIEW) -> "QuerySet[Any]":
    """Standing classes in the places where the permission holds."""
    places = ids(scope.places(permission))
    rows = _shown(scope)
    return rows if places is None else rows.filter(place_id__in=places)


def get_class(scope: Scope, uid: uuid.UUID, permission: Permission | None = None) -> LiteracyClass:
    """The one door to a class. Raises Hidden outside the asker's area or classes, Forbidden without the permission there."""
    found: LiteracyClass | None = _shown(scope).filter(uid=uid).select_related("place").first()
    if found is None or not scope.allows(Permission.CLASSES_VIEW, found.place_id):
        raise Hidden
    if permission is not None and not scope.allows(permission, found.place_id):
        raise Forbidden
    return found
