"""Open table: every write there is. A page, a command, an import, the API and a field device all go through it."""

from nharong.deeds import actions as deeds
from nharong.deeds.actions import Action
from nharong.people import actions as people
from nharong.people import imports

ACTIONS: list[Action] = [
    deeds.undo,
    people.add_person,
    people.say_fact,
    people.mark_same,
    imports.import_survey,
]
