"""ID and phone numbers at the door: sealed so that the journal never holds them, revealed one by one with a line in the read log."""

from uuid import UUID

from django.conf import settings

from nharong.deeds.actions import Receipt, perform
from nharong.deeds.readings import read_log
from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.people.actions import seal_number
from nharong.people.models import Sealed
from nharong.people.rules import numbers


def seal(scope: Scope, uid: UUID, person: UUID, kind: str, written: str) -> Receipt:
    """Keep a number: the deed's payload holds its keyed hash, the number goes beside it."""
    number = numbers.plain(kind, written) or ""
    digest = numbers.digest(settings.SECRET_KEY, kind, number)
    return perform(seal_number, scope, uid=uid, staged=number, person=person, kind=kind, digest=digest)


def reveal(scope: Scope, uid: UUID) -> Sealed:
    """The number in plain; whoever asked stands in the read log. Raises Hidden outside the area."""
    sealed: Sealed | None = Sealed.objects.select_related("person").filter(uid=uid, withdrawn_by__isnull=True).first()
    if sealed is None:
        raise Hidden
    person = sealed.person
    scope.require(Permission.PEOPLE_VIEW, person.place_id)
    read_log(scope, kind=f"person {sealed.kind}", subject=person.uid, name=person.name, place_key=person.place_id)
    return sealed
