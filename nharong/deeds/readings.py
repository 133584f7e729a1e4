"""The read log: who opened whose record, which list, for what purpose. A GET may append to it, and to nothing else."""

import uuid
from collections.abc import Callable
from typing import Any

from nharong.deeds.models import Reading
from nharong.kernel.db import appending
from nharong.kernel.permissions import Scope
from nharong.kernel.time import now


def read_log(
    scope: Scope,
    *,
    kind: str,
    subject: uuid.UUID | None = None,
    name: str = "",
    place_key: int | None = None,
    purpose: str = "",
    filter: str = "",
    count: int = 1,
) -> None:
    """Append one line: a record opened (``subject``, ``name``), or a list or export (``filter``, ``count``), and its purpose.

    ``kind``: a word of the folder that owns the record (``person``, ``person list``, ``person xlsx``).
    """
    with appending():
        Reading.objects.create(
            at=now(),
            reader=scope.user,
            reader_name=scope.name[:200],
            body_name=scope.body_name[:300],
            kind=kind[:40],
            subject=subject,
            subject_name=name[:300],
            place_key=place_key,
            purpose=purpose[:200],
            filter=filter[:500],
            count=count,
        )


def list_log(scope: Scope, kind: str, purpose: str = "") -> Callable[[Any], None]:
    """For ``show_list(…, log=…)``: one line for the list or the file that was opened."""

    def log(opened: Any) -> None:
        said = ", ".join(f"{name}={value}" for name, value in opened.filters.items())
        read_log(scope, kind=f"{kind} {opened.how}", purpose=purpose, filter=said, count=opened.count or 0)

    return log
