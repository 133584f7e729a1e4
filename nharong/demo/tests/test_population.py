"""The invented people: the same from the same seed, plausible in shape, and with the names of their peoples."""

from datetime import date

from nharong.demo.lessons import courses
from nharong.demo.population import Unit, commune_sizes, grow
from nharong.demo.rows import rows_of
from nharong.people.rules.literacy import assess
from nharong.people.sheet.row import SurveyRow

UNITS = [
    Unit("23527", "Thị trấn", "Sa Thầy", "616", "23527"),
    Unit("23536", "Xã", "Mô Rai", "616", "23536"),
    Unit("23395", "Xã", "Pờ Y", "611", "23377"),
    Unit("23422", "Xã", "Tu Mơ Rông", "617", "23425"),
    Unit("23425", "Xã", "Đăk Hà", "617", "23425"),
]
YEARS = (2023, 2024, 2025)


def people(seed: int = 1) -> list[SurveyRow]:
    return [row for found in grow(UNITS, people=4_000, seed=seed, years=YEARS) for village in found for row in rows_of(village, 2023, "Xã")]


def test_the_same_seed_gives_the_same_people() -> None:
    assert people() == people()
    assert people() != people(seed=2)


def test_the_number_asked_for() -> None:
    assert sum(commune_sizes(UNITS, 4_000, 1).values()) == 4_000
    assert abs(len(people()) - 4_000) < 80  # a few are forgotten by the surveyor


def test_literacy_falls_with_age() -> None:
    rows = [row for row in people() if row.ethnicity != "kinh"]

    def illiterate(low: int, high: int) -> float:
        band = [row for row in rows if low <= 2023 - row.birth_year <= high]
        none = [row for row in band if not (row.grade or row.finished or row.dropped or row.literacy_done)]
        return len(none) / len(band)

    assert illiterate(15, 25) < illiterate(26, 40) < illiterate(41, 60)


def test_names_follow_their_people() -> None:
    for row in people():
        if row.ethnicity in {"xo-dang", "ba-na", "gie-trieng", "brau", "ro-mam"}:
            assert row.name.startswith("A " if row.sex == "m" else "Y ")
        elif row.ethnicity == "gia-rai" and row.sex == "f":
            assert "H'" in row.name
    assert {"brau", "ro-mam"} <= {row.ethnicity for row in people()}


def test_a_completed_class_shows_in_later_surveys() -> None:
    villages = {found[0].commune.code: found for found in grow(UNITS, people=4_000, seed=1, years=(2023, 2024, 2025, 2026))}
    planned = courses(UNITS, villages, date(2026, 11, 23), 1, "23527")
    done = [course for course in planned if course.phase == 1 and course.stop < date(2025, 9, 30)]
    assert done
    assert any(course.heir == "23527" and course.stop > date(2026, 11, 23) for course in planned)
    for course in done:
        for learner in course.learners:
            before = next(
                row
                for row in rows_of(learner.village, 2024, "Xã")
                if row.name == learner.member.name and row.birth_year == learner.member.birth[0]
            )
            assert assess(before.facts() | {"schooling": "none"}).level1 == "n"
            assert bool(learner.member.studies) is learner.passes
