"""Open table: where a thing named by a Ref has its page, and who depends on a place."""

LINKS: dict[str, str] = {
    "class": "classes:class",
    "centre": "home:centre",
    "person": "people:person",
    "household": "people:household",
    "body": "territory:body",
}
"""Kind of Ref → URL name that takes its uid."""

PLACE_DEPENDENTS: list[str] = [
    "nharong.centres.queries.on_places",
    "nharong.classes.queries.lists.on_places",
]
"""Dotted functions (place ids) → [(label, count)]: shown in the rehearsal of a place change."""

BODY_DOORS: list[str] = [
    "nharong.reports.doors.owed_by",
]
"""Dotted functions (scope, state of a body) → ui.parts.Door or None: where a body's page leads for what the body owes."""

PERSON_PANELS: list[str] = []
"""Dotted functions (scope, person, ids of the person's records) → people.panels.Panel or None: what other nouns know of a person."""
