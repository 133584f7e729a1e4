"""What can be counted about people: the residents of a day."""

from nharong.kernel.measures import Dimension, Source, Subject
from nharong.people.derive import audit, derive, whole_components
from nharong.people.known import known_spells
from nharong.people.models import Person, Spell
from nharong.people.queries import first_surveys

YES_NO = ("y", "n")

RESIDENT_DIMENSIONS = {
    "sex": Dimension("s.sex", ("f", "m"), "Giới"),
    "ethnicity": Dimension("s.ethnicity", None, "Dân tộc"),
    "minority": Dimension("s.minority", YES_NO, "Dân tộc thiểu số"),
    "disability": Dimension("s.disability", YES_NO, "Khuyết tật"),
    "level1": Dimension("s.level1", YES_NO, "Biết chữ mức độ 1"),
    "level2": Dimension("s.level2", YES_NO, "Biết chữ mức độ 2"),
}

RESIDENT = Source(
    name="resident",
    title="Người cư trú",
    subject="person",
    rows="{spell} s",
    names=" JOIN people_person p ON p.id = s.person_id",
    tables={"spell": Spell._meta.db_table},
    subject_id="s.person_id",
    place="s.place_id",
    dimensions=RESIDENT_DIMENSIONS,
    unit="người",
    start="s.start",
    stop="s.stop",
    first_year="s.first_year",
    last_year="s.last_year",
    birth_year="s.birth_year",
    sure="s.sure",
    doubt="NOT s.sure OR s.birth_year IS NULL OR s.disability IS NULL OR s.level1 IS NULL",
    label="p.name",
    sort="p.sort_key",
    uid="p.uid",
    first_years=first_surveys,
)

SOURCES = [RESIDENT]
SUBJECTS = [Subject(kind="person", model=Person, derive=derive, audit=audit, whole=whole_components, known=known_spells)]
