"""Two writers at once on PostgreSQL: whatever their deeds, in whatever order they wait for each other, kept is recounted."""

import random
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from nharong.deeds.actions import perform, undo
from nharong.indicators.audit import check, sync_definitions
from nharong.indicators.models import LedgerState
from nharong.indicators.tests import make
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people import actions as people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_writers_leave_no_difference(seed: int, today: date) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; this test is about PostgreSQL")
    sync_definitions()
    LedgerState.objects.update(first_year=2020, last_year=2027, stale=False)
    villages = [make.village(f"23534-00{i}") for i in range(3)]
    persons = [new_uid() for _ in range(6)]
    for person in persons:
        make.person(villages[0], uid=person, level1=False)
    faults: list[BaseException] = []

    def write(own: int) -> None:
        chance, done = random.Random(f"{seed}-{own}"), []
        try:
            for _ in range(40):
                person = chance.choice(persons)
                day = date(2020, 1, 1) + timedelta(days=chance.randrange(2400))
                kind = chance.choice(["level1", "level2", "birth", "residence", "same", "undo"])
                if kind == "undo":
                    if done:
                        perform(undo, SYSTEM, deed=done.pop(chance.randrange(len(done))))
                    continue
                if kind == "same":
                    receipt = perform(people.mark_same, SYSTEM, first=person, second=chance.choice(persons))
                else:
                    value = {
                        "level1": True,
                        "level2": chance.random() < 0.5,
                        "birth": [chance.randrange(1960, 2010), None, None],
                        "residence": {"place": str(chance.choice(villages).uid), "state": chance.choice(["here", "here", "away"])},
                    }[kind]
                    receipt = perform(people.say_fact, SYSTEM, person=person, kind=kind, value=value, valid_from=day, source="thử")
                if receipt.result == "done":
                    done.append(receipt.deed)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(own,)) for own in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert check() == []
