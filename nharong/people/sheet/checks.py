"""What a row contradicts in itself, and what rows contradict in each other."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nharong.kernel.problems import Problem
from nharong.kernel.text import bare_name, fold, marked_sex
from nharong.people.rules.ethnicity import OTHER
from nharong.people.sheet.cells import Fault, check_day
from nharong.people.sheet.person import Person, PersonReader
from nharong.people.sheet.result import SurveySheet

_LONGEST_NAME = 200
_AGE_AT_GRADE_0 = 4
"""A child two years ahead is possible; younger than grade + 4 is a slip."""
_HEAD = "chu ho"
_MANY = 50
"""From as many rows on, an empty column of women is told."""


def check_row(person: Person, reader: PersonReader) -> None:
    """Faults and warnings that need more than one cell of the row."""
    for check in (_check_name, _check_birth, _check_ethnicity, _check_state, _check_school, _check_literacy, _check_numbers):
        check(person, reader)


def _warn(person: Person, reader: PersonReader, name: str, error: str, mend: str = "") -> None:
    person.warnings.append(reader.problem(person, name, error, mend))


def _check_name(person: Person, reader: PersonReader) -> None:
    row = person.row
    if not fold(row.name):
        person.problems.append(
            reader.problem(person, "family_name", _("The name is missing."), _("Write the whole name as the person says it."))
        )
    elif len(row.name) > _LONGEST_NAME:
        person.problems.append(reader.problem(person, "family_name", _("The name is longer than 200 signs."), _("Write only the name.")))
    said = marked_sex(row.name, row.ethnicity or "")
    if said and said != (row.sex or "m") and "female" in reader.layout.columns:
        if said == "f":
            _warn(person, reader, "female", _("The name is a woman's, but the column of women is empty."), _("Write x if she is a woman."))
        else:
            _warn(person, reader, "female", _("The name is a man's, but the column of women is marked."), _("Take x away if he is a man."))


def _check_birth(person: Person, reader: PersonReader) -> None:
    row = person.row
    if row.birth_year is None:
        if "birth_year" not in person.values and not any(
            problem.field == reader.form.title_of("birth_year") for problem in person.problems
        ):
            _warn(
                person,
                reader,
                "birth_year",
                _("The year of birth is missing."),
                _("Ask again; until then the person counts in no age band."),
            )
        row.birth_month = row.birth_day = None
    elif row.birth_day is not None and row.birth_month is None:
        _warn(person, reader, "birth_day", _("A day of birth without a month was left out."))
        row.birth_day = None
    elif row.birth_month is not None:
        try:
            check_day(row.birth_year, row.birth_month, row.birth_day)
        except Fault as fault:
            person.problems.append(reader.problem(person, "birth_day", fault.error, fault.mend))


def _check_ethnicity(person: Person, reader: PersonReader) -> None:
    row = person.row
    if row.ethnicity is None and row.ethnicity_written:
        row.ethnicity = OTHER
        mend = _("Write the name as in the list of 54 ethnic groups.")
        _warn(person, reader, "ethnicity", _("This ethnic group is not in the list; it is kept as “other”."), mend)
    row.ethnicity = row.ethnicity or None


def _check_state(person: Person, reader: PersonReader) -> None:
    state, _written = person.values.get("state", (None, ""))
    if state and state.absent:
        _warn(person, reader, "state", _("Absent for a time: still counted here."), _("Write “chuyển đi” if the person has moved out."))
    if not person.row.form_number:
        mend = _("Write the number of the paper form.")
        _warn(person, reader, "form_number", _("The form number is missing: the person belongs to no household."), mend)


def _check_school(person: Person, reader: PersonReader) -> None:
    row = person.row
    if row.school_code and reader.schools is not None and row.school_code not in reader.schools:
        mend = _("Choose a school of the list, or leave the cell empty.")
        person.problems.append(reader.problem(person, "school_code", _("No school has this code."), mend))
    if row.birth_year is not None:
        age = reader.year - row.birth_year
        for name in ("grade", "finished", "dropped"):
            grade = getattr(row, name)
            if grade is not None and 1 <= grade <= 12 and age < grade + _AGE_AT_GRADE_0:
                error = _("Grade %(grade)s does not go with age %(age)s.") % {"grade": grade, "age": age}
                _warn(person, reader, name, error, _("Look at year of birth and grade again."))
    if row.grade is not None and row.dropped is not None:
        error = _("Grade now attended and grade left are both written.")
        _warn(person, reader, "dropped", error, _("Keep the one that holds now."))


def _check_literacy(person: Person, reader: PersonReader) -> None:
    """A relapse needs a level that was reached; only what the row itself says is weighed."""
    row = person.row
    if row.relapse is None:
        return
    reached = max(
        row.literacy_done or 0,
        row.finished or 0,
        5 if row.level in {"th", "thcs", "thpt"} else 0,
    )
    if reached and reached < (3, 5)[row.relapse - 1]:
        error = _("Relapsed at level %(level)s, but only class %(reached)s was completed.") % {"level": row.relapse, "reached": reached}
        _warn(person, reader, "relapse", error, _("Look at the completed class and the relapse again."))


def _check_numbers(person: Person, reader: PersonReader) -> None:
    row = person.row
    phone = reader.layout.columns.get("phone")
    if phone is not None and person.cells[phone] != "" and not row.phone:
        _warn(person, reader, "phone", _("This is not a phone number; it was left out."), _("Write ten digits."))
    if len(row.personal_id) == 12 and row.birth_year is not None:
        century, woman = divmod(int(row.personal_id[3]), 2)
        born = 1900 + 100 * century + int(row.personal_id[4:6])
        if born != row.birth_year or (row.sex is not None and (row.sex == "f") != bool(woman)):
            error = _("The personal number belongs to another year of birth or sex.")
            _warn(person, reader, "personal_id", error, _("Compare it with the card."))


# ---------------------------------------------------------------- the whole file


def check_file(result: SurveySheet, people: Sequence[Person], reader: PersonReader) -> None:
    """Household numbers given twice, persons written twice, and what is told once for the whole file."""
    _name_heads(people)
    _check_households(people, reader)
    _check_twice(people, reader)
    if not any(person.row.sex == "f" for person in people) and len(people) >= _MANY and "female" in reader.layout.columns:
        title = reader.form.title_of("female")
        error = _("Nobody in the file is marked as a woman.")
        result.warnings.append(Problem(error=error, mend=_("Fill the column “%(title)s” with x.") % {"title": title}, field=title))
    missing = [person.row.number for person in people if not person.row.village]
    if missing:
        error = _("%(count)s rows name no village, the first is row %(row)s.") % {"count": len(missing), "row": missing[0]}
        mend = _("Write the village before the first dash of the address.")
        result.warnings.append(Problem(error=error, mend=mend, field=reader.form.title_of("address"), row=missing[0]))
    if result.counts.decomposed:
        error = _("%(count)s cells had letters and marks stored apart; they were put together.") % {"count": result.counts.decomposed}
        result.warnings.append(Problem(error=error))
    if result.counts.converted:
        error = _("%(count)s rows were changed from an old font to Unicode.") % {"count": result.counts.converted}
        result.warnings.append(Problem(error=error, mend=_("Look through some of the names.")))


def _name_heads(people: Sequence[Person]) -> None:
    """Where the columns of the householder are empty, the person related as "chủ hộ" is it."""
    heads: dict[tuple[str, str], str] = {}
    for person in people:
        if fold(person.row.relation) == _HEAD:
            heads.setdefault((fold(person.row.village), person.row.form_number), person.row.name)
    for person in people:
        row = person.row
        if not row.head_name and row.form_number:
            row.head_name = row.name if fold(row.relation) == _HEAD else heads.get((fold(row.village), row.form_number), "")


def _check_households(people: Sequence[Person], reader: PersonReader) -> None:
    """One form number of a village belongs to one householder; the later household's rows are refused."""
    owners: dict[tuple[str, str], tuple[str, str, int]] = {}
    for person in people:
        row = person.row
        if not row.form_number or not row.head_name:
            continue
        key, bare = (fold(row.village), row.form_number), bare_name(row.head_name)
        owner = owners.setdefault(key, (bare, row.head_name, row.number))
        if owner[0] != bare:
            error = _("Form number %(number)s already belongs to the household of %(head)s (row %(row)s).") % {
                "number": row.form_number,
                "head": owner[1],
                "row": owner[2],
            }
            mend = _("Give this household another form number.")
            person.problems.append(reader.problem(person, "form_number", error, mend, row.form_number))


def _check_twice(people: Sequence[Person], reader: PersonReader) -> None:
    """The same person twice in a household: refused where nothing tells them apart, else only told."""
    seen: dict[tuple[object, ...], Person] = {}
    for person in people:
        row = person.row
        if person.problems:
            continue
        key = (fold(row.village), row.form_number, fold(row.name), row.sex, row.birth_year, row.birth_month, row.birth_day)
        first = seen.setdefault(key, person)
        if first is person:
            continue
        alike = (fold(row.relation), fold(row.parent), row.phone) == (fold(first.row.relation), fold(first.row.parent), first.row.phone)
        error = _("This person stands already in row %(row)s.") % {"row": first.row.number}
        if alike:
            person.problems.append(reader.problem(person, "family_name", error, _("Delete one of the two rows."), row.name))
        else:
            person.warnings.append(
                reader.problem(person, "family_name", error, _("Delete one of the two rows if they are one person."), row.name)
            )
