"""What can be counted about classes: beginnings of study, study itself, marks of attendance, completed phases."""

from dataclasses import replace

from nharong.kernel.measures import Dimension, Source
from nharong.people.measures import YES_NO
from nharong.people.models import Spell

PERSON_DIMENSIONS = {
    "sex": Dimension("p.sex", ("f", "m"), "Giới"),
    "ethnicity": Dimension("p.ethnicity", None, "Dân tộc"),
    "minority": Dimension(
        "CASE p.ethnicity WHEN 'kinh' THEN 'n' ELSE CASE WHEN p.ethnicity IS NULL THEN NULL ELSE 'y' END END", YES_NO, "Dân tộc thiểu số"
    ),
    "disability": Dimension("s.disability", YES_NO, "Khuyết tật"),
    "level1": Dimension("s.level1", YES_NO, "Biết chữ mức độ 1"),
    "level2": Dimension("s.level2", YES_NO, "Biết chữ mức độ 2"),
    "phase": Dimension("e.phase", ("1", "2"), "Giai đoạn"),
}

BEGAN = Source(
    name="began",
    title="Người bắt đầu học xóa mù chữ",
    subject="person",
    rows=(
        "classes_enrolment e JOIN people_person p ON p.id = e.person_id"
        " LEFT JOIN {spell} s ON s.person_id = COALESCE(p.canonical_id, p.id) AND s.start <= e.began_on AND s.stop > e.began_on"
    ),
    tables={"spell": Spell._meta.db_table},
    subject_id="COALESCE(p.canonical_id, p.id)",
    touched_id="e.person_id",
    place="COALESCE(s.place_id, e.place_id)",
    dimensions=PERSON_DIMENSIONS,
    unit="người",
    day="e.began_on",
    order="e.id",
    birth_year="p.birth_year",
    standing="e.withdrawn_by_id IS NULL",
    recorded="e",
    label="p.name",
    sort="p.sort_key",
    uid="p.uid",
)

_MARKS = (
    "meetings_attendance a JOIN classes_evening v ON v.meeting_id = a.meeting_id AND v.withdrawn_by_id IS NULL"
    " JOIN classes_literacyclass c ON c.id = v.literacy_class_id JOIN people_person p ON p.id = a.person_id"
    " LEFT JOIN {spell} s ON s.person_id = COALESCE(p.canonical_id, p.id) AND s.start <= v.day AND s.stop > v.day"
)
MARK_DIMENSIONS = PERSON_DIMENSIONS | {
    "phase": Dimension("CAST(c.phase AS CHAR(1))", ("1", "2"), "Giai đoạn"),
    "mark": Dimension("a.mark", ("c", "p", "k"), "Điểm danh"),
}

STUDIED = Source(
    name="studied",
    title="Người có mặt học xóa mù chữ",
    subject="person",
    rows=_MARKS,
    tables={"spell": Spell._meta.db_table},
    subject_id="COALESCE(p.canonical_id, p.id)",
    touched_id="a.person_id",
    place="COALESCE(s.place_id, c.place_id)",
    dimensions=MARK_DIMENSIONS,
    unit="người",
    day="v.day",
    order="a.id",
    birth_year="p.birth_year",
    standing="a.withdrawn_by_id IS NULL AND a.mark = 'c'",
    recorded="a",
    label="p.name",
    sort="p.sort_key",
    uid="p.uid",
)
"""The first evening in the period at which somebody was present, from the raw marks; never kept in cells."""

ATTENDED = replace(
    STUDIED,
    name="attended",
    title="Lượt điểm danh lớp xóa mù chữ",
    place="c.place_id",
    unit="lượt",
    standing="a.withdrawn_by_id IS NULL",
    distinct=False,
)
"""Every recorded mark, where the class was held: the share of ``{mark: [c]}`` is the rate of attendance; never kept in cells."""

COMPLETED = Source(
    name="completed",
    title="Người hoàn thành giai đoạn xóa mù chữ",
    subject="person",
    rows=(
        "classes_termresult r JOIN classes_enrolment e ON e.id = r.enrolment_id JOIN people_person p ON p.id = r.person_id"
        " LEFT JOIN {spell} s ON s.person_id = COALESCE(p.canonical_id, p.id) AND s.start <= r.decided_on AND s.stop > r.decided_on"
    ),
    tables={"spell": Spell._meta.db_table},
    subject_id="COALESCE(p.canonical_id, p.id)",
    touched_id="r.person_id",
    place="COALESCE(s.place_id, e.place_id)",
    dimensions=PERSON_DIMENSIONS,
    unit="người",
    day="r.decided_on",
    order="r.id",
    birth_year="p.birth_year",
    standing="r.withdrawn_by_id IS NULL AND r.claim_id IS NOT NULL",
    recorded="r",
    label="p.name",
    sort="p.sort_key",
    uid="p.uid",
)
"""A term's result that proved a level: the day on which a phase was completed."""

ASKED_FROM_ROWS = frozenset({"studied", "attended"})
"""Sources that no kept definition may use: saving an attendance sheet touches nobody."""

SOURCES = [BEGAN, STUDIED, ATTENDED, COMPLETED]
