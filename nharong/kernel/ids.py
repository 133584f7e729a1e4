"""Names of things that last: uids that any device can make, and references that need no foreign key."""

import secrets
import uuid
from typing import NamedTuple

from nharong.kernel.time import now


def new_uid() -> uuid.UUID:
    """A fresh uid, version 7: ordered by time, so that indexes stay compact; a phone makes its own the same way."""
    milliseconds = int(now().timestamp() * 1000)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    return uuid.UUID(int=value | secrets.randbits(62))


class Ref(NamedTuple):
    """A thing named from afar: its kind (a word of config/links.py) and its uid."""

    kind: str
    uid: uuid.UUID
