"""`nharong export centres`: the community learning centres in the asker's area."""

import argparse
from typing import Any

from django.utils.translation import gettext as _

from nharong.centres.queries import centres_on
from nharong.centres.wording import KINDS
from nharong.deeds.exports import places_asked, write_export
from nharong.files.table import Column
from nharong.kernel.permissions import Permission, Scope
from nharong.territory.queries import place_labels

_COLUMNS = (
    Column("Mã trung tâm", "text", 20), Column("Trung tâm", "text", 40), Column("Mã xã", "text"), Column("Xã, phường", "text", 24),
    Column("Tỉnh", "text", 20), Column("Loại hình", "text", 20), Column("Thành lập", "date"), Column("Quyết định", "text", 28),
    Column("Trụ sở", "text", 28),
)  # fmt: skip


def export_centres(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every centre that exists on the day asked for, by name; what is not said stays empty."""
    places = places_asked(arguments, scope, Permission.CENTRES_VIEW)
    listed = [centre for centre in centres_on(scope, arguments.on) if places is None or centre.place in places]
    labels = place_labels({centre.place for centre in listed}, arguments.on)
    rows = [
        (
            centre.code, centre.name, labels[centre.place].code, labels[centre.place].name, labels[centre.place].parent,
            str(KINDS.get(centre.kind, centre.kind)), centre.founded, centre.decision, centre.house,
        )
        for centre in listed
    ]  # fmt: skip
    return write_export(arguments, scope, _COLUMNS, rows, title=_("Community learning centres"))
