"""Words of the screens for what models name by id."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nharong.centres.models import CentreKind

KINDS: dict[str, str | Promise] = {
    CentreKind.PUBLIC: _("Public"),
    CentreKind.PRIVATE: _("Private"),
    CentreKind.MERGED: _("Public, one house with the culture and sport centre"),
}
