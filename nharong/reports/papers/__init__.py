"""A report as a file: .docx that the body goes on editing, .xlsx of the annex, .pdf of the same content."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from nharong.reports.shape import Report

# The libraries behind these modules cost tens of megabytes: a module is imported when its first file is asked for,
# never when the server starts.
_WRITERS = {
    ".docx": "nharong.reports.papers.word",
    ".xlsx": "nharong.reports.papers.sheets",
    ".pdf": "nharong.reports.papers.pdf",
}
ENDINGS = tuple(_WRITERS)
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


def write_report(report: Report, path: Path) -> None:
    """Write the report to ``path`` in the format of its ending. Raises ValueError on another ending."""
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        raise ValueError(ending)
    write: Callable[[Report, Path], None] = import_module(_WRITERS[ending]).write
    write(report, path)
