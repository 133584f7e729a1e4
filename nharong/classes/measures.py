"""What can be counted about classes: beginnings of study."""

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
    label="p.name",
    uid="p.uid",
)

SOURCES = [BEGAN]
