"""Open table of the command line: modules whose ``add_parsers`` bring commands, and the kinds of import and export."""

COMMANDS: list[str] = [
    "nharong.config.operate",
    "nharong.territory.doors",
    "nharong.indicators.commands",
    "nharong.deeds.commands",
]
"""Each module has ``add_parsers(subparsers)``; a parser's ``run`` takes the parsed arguments and returns the exit code."""
