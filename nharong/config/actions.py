"""Open table: every write there is. A page, a command, an import, the API and a field device all go through it."""

from nharong.access import actions as access
from nharong.centres import actions as centres
from nharong.classes.actions import ACTIONS as CLASSES
from nharong.deeds import actions as deeds
from nharong.deeds.actions import Action
from nharong.meetings import actions as meetings
from nharong.people import actions as people
from nharong.people import imports
from nharong.plans import actions as plans
from nharong.reports import actions as reports
from nharong.territory import actions as territory
from nharong.territory import boundaries, traits
from nharong.territory.bodies import actions as bodies
from nharong.territory.bodies import founding, posts, settling

ACTIONS: list[Action] = [
    deeds.undo,
    territory.load,
    territory.merge,
    territory.split,
    territory.rename,
    territory.transfer,
    territory.found_village,
    territory.extend_village,
    territory.settle_villages,
    traits.set_trait,
    traits.set_traits,
    founding.found_standard,
    boundaries.keep_boundaries,
    bodies.found,
    settling.settle_bodies,
    settling.settle_posts,
    bodies.rename,
    bodies.move,
    bodies.merge,
    bodies.dissolve,
    posts.appoint,
    posts.end,
    access.add_user,
    access.import_accounts,
    access.reset_password,
    access.deactivate,
    access.reactivate,
    access.grant,
    access.end_grant,
    access.name_acting,
    access.changed_password,
    access.set_preferences,
    people.add_person,
    people.say_fact,
    people.correct,
    people.mark_same,
    people.seal_number,
    imports.import_survey,
    plans.load,
    reports.write,
    meetings.hold,
    meetings.record_attendance,
    centres.found,
    centres.rename,
    centres.close,
    *CLASSES,
]
