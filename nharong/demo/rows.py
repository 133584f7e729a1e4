"""What the surveyor of a year writes about the invented people: one SurveyRow a person. Pure."""

from collections.abc import Iterator

from nharong.demo.population import Household, Member, Village
from nharong.people.sheet.row import SurveyRow

_FIRST_SCHOOL_AGE = 6
_GROWN = 15


def rows_of(village: Village, year: int, commune: str) -> Iterator[SurveyRow]:
    """The rows of a village; ``commune`` is its commune's name that year."""
    for home, members in listed(village, year):
        ordered = in_order(home, members, year)
        for member in ordered:
            yield _row(village, home, ordered[0], member, year, commune)


def in_order(home: Household, members: list[Member], year: int) -> list[Member]:
    """The householder, then the others from the eldest."""
    head = _head(home, members, year)
    return sorted(members, key=lambda member: (member is not head, member.birth[0]))


def _head(home: Household, members: list[Member], year: int) -> Member:
    """The householder, or whoever took over: the eldest who is listed and there."""
    first = home.members[0]
    if first in members and not (first.end and first.until < year):
        return first
    return min(members, key=lambda member: (bool(member.end and member.until == year), member.birth[0]))


def _row(village: Village, home: Household, head: Member, member: Member, year: int, commune: str) -> SurveyRow:
    born, month, day = member.birth
    row = SurveyRow(
        0,
        name=member.name,
        sex=member.sex,
        birth_year=born - 1 if member.slip == year else born,
        birth_month=month,
        birth_day=day,
        ethnicity=member.people,
        village=village.label,
        address=f"{village.label} - {commune}",
        form_number=str(home.number),
        head_name=head.name,
        residence="permanent",
        disabilities=member.disabilities,
        relation="Chủ hộ" if member is head else member.relation if member.relation != "Chủ hộ" else "",
        parent=member.parent,
    )
    if member.until == year and member.end:
        row.state = member.end
    elif member.since == year and member.moved_in:
        row.moved_in = True
    schooling(row, member, year)
    return row


def schooling(row: SurveyRow, member: Member, year: int) -> None:
    """School as it stands in September of the year, and literacy classes."""
    born = member.birth[0]
    grade = year - born - (_FIRST_SCHOOL_AGE - 1)
    if -3 < grade < 1:
        row.grade = 0
    elif 1 <= grade <= member.last:
        row.grade = grade
    elif grade > 0 and member.last:
        _finished(row, member)
    attends, done = member.studies.get(year) or next(
        ((0, done) for past, (_at, done) in sorted(member.studies.items(), reverse=True) if past < year), (0, member.done)
    )
    row.literacy_class, row.literacy_done = attends or None, done or None


def _finished(row: SurveyRow, member: Member) -> None:
    last, ended = member.last, member.birth[0] + _FIRST_SCHOOL_AGE + member.last
    dated = member.birth[0] >= 1975
    if member.dropped_only:
        row.dropped, row.dropped_year = last + 1, ended + 1 if dated else None
        return
    row.finished, row.finished_year = last, ended if dated else None
    row.level = "thpt" if last == 12 else "thcs" if last >= 9 else "th" if last >= 5 else ""
    if member.vocational:
        row.vocational = member.vocational


def listed(village: Village, year: int) -> Iterator[tuple[Household, list[Member]]]:
    """The households of a survey with those whom it lists, eldest first after the householder."""
    for home in village.households:
        found = [member for member in home.members if (member.since or year) <= year <= member.until and member.missed != year]
        if found:
            yield home, found
