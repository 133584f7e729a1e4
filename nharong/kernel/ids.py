"""Names of things that last: uids that any device can make, and references that need no foreign key."""

import contextlib
import random
import secrets
import uuid
from collections.abc import Callable, Iterator
from typing import NamedTuple

from nharong.kernel.time import now

_bits: Callable[[int], int] = secrets.randbits


@contextlib.contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Inside, uids follow from the seed and the moment: for a demo, which can be made again the same. Never for real records."""
    global _bits  # noqa: PLW0603 - one source of chance per process
    before, _bits = _bits, random.Random(seed).getrandbits  # noqa: S311
    try:
        yield
    finally:
        _bits = before


def new_uid() -> uuid.UUID:
    """A fresh uid, version 7: ordered by time, so that indexes stay compact; a phone makes its own the same way."""
    milliseconds = int(now().timestamp() * 1000)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | _bits(12) << 64 | 0b10 << 62
    return uuid.UUID(int=value | _bits(62))


class Ref(NamedTuple):
    """A thing named from afar: its kind (a word of config/links.py) and its uid."""

    kind: str
    uid: uuid.UUID
