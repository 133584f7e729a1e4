"""Files kept by their hash in the data folder: the same content once, a name that says nothing, never changed."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Where kept files lie."""
    return Path(settings.NHARONG_DATA) / "uploads"


def keep(chunks: Iterable[bytes], *, durable: bool = True) -> str:
    """Keep a file; returns its SHA-256. Written aside and renamed, so that a half-written file is never found.

    ``durable`` waits for the disk; only a demo, which can be made again, does without.
    """
    folder().mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder(), prefix="part-", delete=False) as part:
        for chunk in chunks:
            digest.update(chunk)
            part.write(chunk)
        part.flush()
        if durable:
            os.fsync(part.fileno())
    target = folder() / digest.hexdigest()
    shutil.move(part.name, target)
    return digest.hexdigest()


def keep_path(path: Path, *, durable: bool = True) -> str:
    """Keep a copy of a file, as ``keep`` does. Raises OSError where it cannot be read."""
    with path.open("rb") as source:
        return keep(iter(lambda: source.read(1 << 20), b""), durable=durable)


def kept_path(digest: str) -> Path | None:
    """The kept file of that hash, if it is here."""
    path = folder() / digest
    return path if len(digest) == 64 and digest.isalnum() and path.exists() else None
