"""Open table of the command line: the functions that add each folder's commands, and the kinds of import and export."""

COMMANDS: list[str] = [
    "nharong.config.operate.add_parsers",
    "nharong.demo.commands.add_parsers",
    "nharong.territory.commands.add_parsers",
    "nharong.plans.commands.add_parsers",
    "nharong.indicators.commands.add_parsers",
    "nharong.reports.commands.add_parsers",
    "nharong.deeds.commands.add_parsers",
    "nharong.access.commands.add_user_parser",
    "nharong.config.exchange.add_parsers",
]
"""Each takes argparse's subparsers. A parser sets ``run`` (prints, returns the exit code) or ``handle`` (arguments and the
author's scope → the document of ``--json``)."""

NOT_YET = "nharong.config.exchange.not_yet"

IMPORTS: dict[str, str] = {
    "survey": "nharong.people.doors.import_survey_file",
    "villages": "nharong.territory.doors.import_villages",
    "places": "nharong.territory.doors.import_places",
    "bodies": "nharong.territory.bodies.doors.import_bodies",
    "posts": "nharong.territory.bodies.doors.import_posts",
    "accounts": "nharong.access.doors.import_accounts_file",
    "activities": NOT_YET,
}
EXPORTS: dict[str, str] = {
    "persons": "nharong.people.exports.export_persons",
    "households": "nharong.people.exports.export_households",
    "classes": "nharong.classes.doors.export_classes",
    "attendance": "nharong.classes.doors.export_attendance",
    "results": "nharong.classes.doors.export_results",
    "centres": "nharong.centres.doors.export_centres",
    "posts": "nharong.territory.bodies.doors.export_posts",
    "targets": "nharong.plans.doors.export_targets",
    "deeds": "nharong.deeds.doors.export_deeds",
    "activities": NOT_YET,
}
"""Kind → function of the parsed arguments and the scope, giving the document of ``--json``."""
