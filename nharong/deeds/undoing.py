"""Whether an entry of the journal can be undone by somebody."""

from nharong.deeds.actions import actions, may
from nharong.deeds.models import Deed
from nharong.kernel.permissions import Scope


def may_undo(scope: Scope, deed: Deed) -> bool:
    """Whether the button is worth showing; the action itself has the last word."""
    act = actions().get(deed.action)
    if act is None or act.undo is None or deed.undone_by_id or not may(scope, act):
        return False
    own = deed.author is not None and deed.author == scope.user
    return own or act.needs is None or scope.allows(act.needs, deed.place_key)
