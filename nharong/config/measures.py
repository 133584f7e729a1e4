"""Open table: the modules that say what can be counted, each with SOURCES and SUBJECTS."""

MEASURES = [
    "nharong.people.measures",
    "nharong.classes.measures",
]
