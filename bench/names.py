"""Search by name over the whole register: three letters and more, the first fifty."""

import argparse
import random

from bench.measure import Result, timed, times
from nharong.kernel.permissions import SYSTEM
from nharong.people.models import Person
from nharong.people.queries.search import search_persons

QUERIES = 200


def run(arguments: argparse.Namespace) -> list[Result]:
    """Words people type: beginnings of names with and without diacritics, whole names, rare and very common ones."""
    rng = random.Random(arguments.seed)
    names = list(Person.objects.exclude(fold="").order_by("pk").values_list("name", "fold")[:: max(1, Person.objects.count() // 4_000)])
    asked = []
    for _ in range(QUERIES):
        name, fold = rng.choice(names)
        asked.append(rng.choice((name, fold, name.split()[-1][:4], fold[: rng.randint(3, 6)].strip(), fold.split()[-1])))
    asked = [text for text in asked if len(text) >= 3]
    found = [times(lambda text=text: search_persons(SYSTEM, text), 1, warm=0)[0] for text in asked * 2][len(asked) :]
    worst = max(zip(found, asked, strict=True))
    return [
        timed("names", "tìm tên trên cả sổ, 50 người đầu", found, 30, persons=Person.objects.count(), worst=f"{worst[1]} {worst[0]:.0f} ms")
    ]
