"""Python's own housekeeping, where it gets in the way."""

import contextlib
import gc
import threading
from collections.abc import Iterator

_lock = threading.Lock()
_pauses = 0


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Inside, no search for reference cycles: over hundreds of thousands of living rows it costs a third of an import.

    Whatever is not in a cycle is freed all the same. May be nested and used in several threads.
    """
    global _pauses  # noqa: PLW0603 - the collector is one for the process
    with _lock:
        was_on = _pauses > 0 or gc.isenabled()
        _pauses += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and was_on:
                gc.enable()
