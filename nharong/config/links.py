"""Open table: where a thing named by a Ref has its page, and who depends on a place."""

LINKS: dict[str, str] = {
    "class": "classes:class",
    "centre": "home:centre",
}
"""Kind of Ref → URL name that takes its uid."""

PLACE_DEPENDENTS: list[str] = [
    "nharong.centres.queries.on_places",
    "nharong.classes.queries.lists.on_places",
]
"""Dotted functions (place ids) → [(label, count)]: shown in the rehearsal of a place change."""
