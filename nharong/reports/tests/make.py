"""Builders: a plan over the cast's province with the standard bodies, people in its villages, a report of it."""

from datetime import date
from pathlib import Path
from typing import Any

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.indicators.tests.make import person
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.plans.actions import load_text
from nharong.reports.queries import build_report
from nharong.reports.shape import Report
from nharong.territory.bodies import posts
from nharong.territory.bodies.founding import found_standard_bodies
from nharong.territory.bodies.models import Body, BodyPeriod

PLAN = """\
format: 1
id: thu
version: 1
title: Kế hoạch thử về học tập cộng đồng
source: Tệp thử
in_force: 2026-01-01
verified: no
issuer: ubnd-tinh@51
number: {value: 9/KH-UBND, verified: no}
basis:
  - {number: 1716/QĐ-TTg, date: 2024-12-31, issuer: thu-tuong}
area: 51@2025-07-01
period: 2026-2030
targets:
  - {id: a1, clause: I.1, title: Người biết chữ mức độ 1, unit: người, indicator: literate-1, band: 15-60, op: ge,
     milestones: [{every: year, since: 2026, until: 2030, value: 90 %}]}
  - {id: a2, clause: I.2, title: Người biết chữ mức độ 2, unit: người, indicator: literate-2, band: 15-60, op: ge,
     milestones: [{year: 2030, value: 80 %}]}
  - {id: dd1, clause: I.3, title: Trung tâm dùng công nghệ, unit: trung tâm, indicator: centres-digital-basic, op: ge,
     milestones: [{year: 2030, value: 90 %}], waits_for: {document: Bộ chỉ số chuyển đổi số, issuer: bo-gddt}}
  - {id: b1, clause: I.4, title: Hội viên trên dân số, unit: người, indicator: association-members, op: ge,
     milestones: [{year: 2030, value: 18 %}]}
tasks:
  - {id: 1, clause: II.1, title: Mở lớp xóa mù chữ, leads: ubnd-xa/*, with: [so-gddt], when: {kind: yearly}}
  - {id: 2, clause: II.2, title: Tập huấn giáo viên, leads: so-gddt, when: {kind: year, year: 2026}}
duties:
  - {id: units, clause: III.1, title: Báo cáo năm của xã, from: ubnd-xa/*, to: so-gddt, due: 10/12, feeds: province, form: plan-yearly}
  - {id: province, clause: III.2, title: Báo cáo năm của tỉnh, from: so-gddt, to: [bo-gddt, ubnd-tinh], due: 20/12, form: plan-yearly}
"""
DAY = date(2025, 7, 1)
DUE = date(2026, 12, 10)


def ground(cast: Cast) -> None:
    """The bodies of the cast's province and the plan over it."""
    founded = found_standard_bodies("51", DAY)
    assert founded.ok, founded.errors
    loaded = load_text(SYSTEM, PLAN)
    assert loaded.ok, loaded.errors


def people(cast: Cast) -> None:
    """Ten in the first commune: six read at level 2, one at level 1 alone, two cannot read, one unknown. None in the second."""
    village = cast.villages[0][0]
    known = [(True, True)] * 6 + [(True, False)] + [(False, False)] * 2 + [(None, None)]
    for i, (level1, level2) in enumerate(known):
        facts = {key: value for key, value in (("level1", level1), ("level2", level2)) if value is not None}
        receipt = person(village, since=date(2025, 1, 1), name=f"A Thui {i}", **facts)
        assert receipt.ok, receipt.errors


def body(code: str) -> Body:
    """The body of that code, today's."""
    return BodyPeriod.objects.standing().select_related("body").get(code=code).body


def signer(code: str, name: str = "A Khưk", **values: Any) -> None:
    """Somebody signs for the body in its head's place."""
    known = {"role": "vice-chair", "title": "Phó Chủ tịch", "signs": True, "signing": "TM. + KT.", "start": DAY}
    receipt = perform(posts.appoint, SYSTEM, post=new_uid(), body=body(code).uid, holder_name=name, **(known | values))
    assert receipt.ok, receipt.errors


def commune_report() -> Report:
    """The first commune's report of 2026."""
    return build_report(SYSTEM, "thu/units", 2026, place="23527")


def province_report() -> Report:
    """The province's report of 2026."""
    return build_report(SYSTEM, "thu/province", 2026)


def text_of(path: Path) -> str:
    """Every text of a .docx, paragraphs and cells, in order."""
    from docx import Document

    document = Document(str(path))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def founding() -> Any:
    """The action that founds the standard bodies."""
    from nharong.territory.bodies.founding import found_standard

    return found_standard
