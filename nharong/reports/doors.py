"""Where the page of a body leads for the reports that the body owes."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nharong.kernel.permissions import Permission, Scope
from nharong.territory.bodies.models import BodyPeriod
from nharong.ui.parts import Door


def owed_by(scope: Scope, body: BodyPeriod) -> Door | None:
    """The list of reports, narrowed to the body; None where the asker sees no reports there."""
    if not scope.allows(Permission.REPORTS_VIEW, body.place_id):
        return None
    return Door(_("Open the reports it owes"), f"{reverse('reports:list')}?{urlencode({'tim': body.name})}", body.name)
