"""Run as a program by test_killed.py: fills a data folder, takes a survey file and dies in the middle, counts what is there."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django


def main(what: str, point: str = "") -> None:
    django.setup()
    from django.core.management import call_command

    from nharong.indicators.audit import sync_definitions
    from nharong.indicators.models import LedgerState

    if what == "make":
        call_command("migrate", verbosity=0)
        sync_definitions()
        LedgerState.objects.update(first_year=2020, last_year=2027, stale=False)
        from nharong.access.tests.cast import make_cast

        make_cast()
    if what == "take":
        count()
        take(point)
    count()


def count() -> None:
    """Print what is there."""
    from nharong.deeds.models import Deed
    from nharong.indicators.audit import check, kept_cells
    from nharong.people.models import Household, Observation, Person, Spell, SurveyRound
    from nharong.territory.models import Place

    models = (Person, Household, Observation, Spell, SurveyRound, Place)
    counts = {model.__name__: model.objects.count() for model in models}
    imports = Deed.objects.filter(action="people.import_survey").count()
    print(json.dumps({**counts, "deeds": imports, "cells": len(kept_cells()), "differences": len(check())}))


def take(point: str) -> None:
    from nharong.deeds.actions import perform
    from nharong.files.kept import keep
    from nharong.kernel.permissions import SYSTEM
    from nharong.people import imports
    from nharong.people.tests.make import line, workbook
    from nharong.territory.models import Place

    if point:
        die_at(imports, point)
    rows = [line(i, f"A Thui{i}", village="Khu mới" if i % 2 else "Làng Kơ Tu", form=str(i), born=1950 + i) for i in range(40)]
    commune = Place.objects.get(periods__code="23527")
    values: dict[str, Any] = {"place": commune.uid, "year": 2026, "file": keep([workbook(rows)])}
    receipt = perform(imports.import_survey, SYSTEM, create_villages=True, **values)
    assert receipt.ok, receipt.errors


def die_at(module: Any, name: str) -> None:
    """Let the process be killed right after the named step of the transaction."""
    real = getattr(module, name)

    def step(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, step)


if __name__ == "__main__":
    assert Path(os.environ["NHARONG_DATA"]).is_dir()
    main(*sys.argv[1:])
