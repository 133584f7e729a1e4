"""What the roles are called on screens."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nharong.kernel.permissions import ROLES

ROLE_NAMES: dict[str, str | Promise] = {
    "admin": _("Administrator"),
    "province-officer": _("Officer of the Department of Education and Training"),
    "body-officer": _("Officer of another body"),
    "commune-officer": _("Commune officer"),
    "director": _("Centre director"),
    "teacher": _("Teacher"),
    "surveyor": _("Surveyor"),
    "association-officer": _("Officer of the learning-promotion association"),
    "inspector": _("Inspector"),
}


def role_name(role: str) -> str:
    """The name of a role."""
    return str(ROLE_NAMES.get(role, role))


def role_choices() -> list[tuple[str, str]]:
    """For a select: every role in the order of the roles."""
    return [(role, role_name(role)) for role in ROLES]
