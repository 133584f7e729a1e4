"""The report as .pdf, set by typst: tagged, its title set, the fonts of the package embedded and no others."""

import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

import nharong.files
from nharong.reports.papers import layout
from nharong.reports.shape import Report

FONTS = Path(nharong.files.__file__).parent / "fonts"
"""Liberation Serif 2, metrically Times New Roman, with every Vietnamese letter; other fonts of the machine are not used."""
TEMPLATE = Path(__file__).with_name("report.typ")

_one_at_a_time = threading.Lock()  # the compiler keeps the inputs of the call it is working on


@cache
def _compiler() -> Any:
    """One compiler for the life of the process: reading the template and the fonts takes longer than setting a report."""
    return typst.Compiler(str(TEMPLATE), font_paths=[str(FONTS)], ignore_system_fonts=True)


def write(report: Report, path: Path) -> None:
    """Write the report to ``path``."""
    told = json.dumps(content(report), ensure_ascii=False, default=str)
    with _one_at_a_time:
        path.write_bytes(_compiler().compile(format="pdf", sys_inputs={"report": told}))


def content(report: Report) -> dict[str, Any]:
    """What the template is given."""
    annex = None
    if report.annex:
        heads, rows = layout.annex_table(report.annex)
        annex = {
            "title": report.annex.title,
            "note": report.annex.note,
            "heads": heads if report.annex.targets else [],
            "rows": rows,
            "without": layout.without_text(report.annex),
        }
    return {
        "title": layout.document_title(report),
        "author": report.body,
        "layout": layout.MEASURES,
        "head": {
            **asdict(report.head),
            "superior_line": layout.broken(report.head.superior_line),
            "issuing_line": layout.broken(report.head.issuing_line),
        },
        "bases": list(report.bases),
        "opening": report.opening,
        "sections": [asdict(section) for section in layout.ended(report).sections],
        "recipients": list(report.recipients),
        "signature": asdict(report.signature),
        "annex": annex,
    }
