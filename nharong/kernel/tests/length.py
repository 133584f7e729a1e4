"""How long the property tests run: a moment by default, at length under ``make test-long``."""

import os

LENGTH = int(os.environ.get("NHARONG_LENGTH", "1"))


def examples(count: int) -> int:
    """Examples of a property: ``count`` each time, NHARONG_LENGTH times as many at length."""
    return count * LENGTH
