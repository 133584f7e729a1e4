"""`nharong export classes | attendance | results`: what the asker sees of the literacy classes, without ID numbers or phones."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nharong.centres.queries import names_of
from nharong.classes.models import ClassTeacher, Enrolment, Evening, LiteracyClass, TermResult
from nharong.classes.programmes import programme
from nharong.classes.queries.access import visible_classes
from nharong.classes.wording import KINDS
from nharong.deeds.exports import each, inside, places_asked, require_purpose, write_export
from nharong.files.table import Column
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import END
from nharong.meetings.models import Attendance
from nharong.territory.queries import Label, place_labels

_CLASS = (
    Column("Mã lớp", "text", 38), Column("Lớp", "text", 32), Column("Loại", "text", 16), Column("Thôn, làng", "text", 20),
    Column("Xã, phường", "text", 20),
)  # fmt: skip


def _asked(arguments: argparse.Namespace, scope: Scope) -> list[LiteracyClass]:
    """The visible classes held in the place asked for, by name."""
    rows = inside(visible_classes(scope), "place_id", places_asked(arguments, scope, Permission.CLASSES_VIEW))
    return list(rows.order_by("name", "pk"))


class _Heads:
    """The first columns of every row: the class and where it is held."""

    def __init__(self, rows: Sequence[LiteracyClass], day: date) -> None:
        self.rows = {row.pk: row for row in rows}
        self.labels: Mapping[int, Label] = place_labels({row.place_id for row in self.rows.values()}, day)

    def of(self, key: int) -> tuple[str, ...]:
        """Uid, name, kind, village, commune."""
        row = self.rows[key]
        at = self.labels[row.place_id]
        village = at.kind == "village"
        return (str(row.uid), row.name, str(KINDS[row.kind]), at.name if village else "", at.parent if village else at.name)


# ---------------------------------------------------------------- classes


def export_classes(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every class with its phase, days, centre, teachers, learners and evenings."""
    columns = (
        *_CLASS, Column("Giai đoạn", "whole"), Column("Chương trình", "text"), Column("Từ ngày", "date"), Column("Đến ngày", "date"),
        Column("Trung tâm", "text", 32), Column("Nơi học", "text", 24), Column("Giáo viên", "text", 32),
        Column("Số người ghi danh", "whole"), Column("Trong đó nữ", "whole"), Column("Đang học", "whole"), Column("Số buổi đã ghi", "whole"),
    )  # fmt: skip
    rows = _class_rows(_asked(arguments, scope), arguments.on)
    return write_export(arguments, scope, columns, rows, title=_("Literacy classes"))


def _class_rows(classes: Sequence[LiteracyClass], day: date) -> Iterator[tuple[Any, ...]]:
    heads = _Heads(classes, day)
    enrolled = Enrolment.objects.standing().filter(literacy_class__in=classes).order_by().values_list("literacy_class")
    here = Q(began_on__lte=day, ended_on__gt=day)
    counts = {
        key: numbers
        for key, *numbers in enrolled.annotate(
            n=Count("person", distinct=True), f=Count("person", filter=Q(person__sex="f"), distinct=True), now=Count("pk", filter=here)
        )
    }
    held = Evening.objects.standing().filter(literacy_class__in=classes).order_by().values_list("literacy_class")
    evenings = dict(held.annotate(n=Count("pk")))
    teachers: dict[int, list[str]] = {}
    for key, name in (
        ClassTeacher.objects.standing().filter(literacy_class__in=classes).order_by("start").values_list("literacy_class", "name")
    ):
        if name not in teachers.setdefault(key, []):
            teachers[key].append(name)
    centres = names_of({row.centre_id for row in heads.rows.values() if row.centre_id}, day)
    for key, row in heads.rows.items():
        everybody, women, now = counts.get(key, (0, 0, 0))
        last = None if row.stop == END else row.stop - timedelta(days=1)
        yield (
            *heads.of(key), row.phase, row.programme, row.start, last, centres.get(row.centre_id or 0, ""), row.venue,
            ", ".join(teachers.get(key, [])), everybody, women, now, evenings.get(key, 0),
        )  # fmt: skip


# ---------------------------------------------------------------- attendance

_MARKS = {"c": "có mặt", "p": "vắng có phép", "k": "vắng không phép"}


def export_attendance(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every mark of every recorded evening, by class and day. Names persons: asks for a purpose."""
    require_purpose(arguments)
    columns = (
        *_CLASS,
        Column("Ngày", "date"),
        Column("Mã người học", "text", 38),
        Column("Họ và tên", "text", 28),
        Column("Điểm danh", "text", 16),
    )
    rows = _mark_rows(_asked(arguments, scope), arguments.on)
    return write_export(arguments, scope, columns, rows, title=_("Attendance"))


def _mark_rows(classes: Sequence[LiteracyClass], day: date) -> Iterator[tuple[Any, ...]]:
    heads = _Heads(classes, day)
    for key in heads.rows:
        days = dict(Evening.objects.standing().filter(literacy_class=key).values_list("meeting", "day"))
        marks = Attendance.objects.standing().filter(meeting__in=list(days)).values_list("meeting", "person__uid", "person__name", "mark")
        marks = marks.order_by("meeting__day", "meeting", "person__sort_key", "person")
        for meeting, uid, name, mark in marks.iterator(chunk_size=2000):
            yield (*heads.of(key), days[meeting], str(uid), name, _MARKS[mark])


# ---------------------------------------------------------------- results


def export_results(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every learner with the level of each decided term, or none yet. Names persons: asks for a purpose."""
    require_purpose(arguments)
    columns = (
        *_CLASS, Column("Mã người học", "text", 38), Column("Họ và tên", "text", 28), Column("Năm sinh", "any"), Column("Giới tính", "text"),
        Column("Vào lớp", "date"), Column("Thôi học", "date"), Column("Kì", "whole"), Column("Kết quả", "text", 16), Column("Ngày xét", "date"),
    )  # fmt: skip
    rows = _result_rows(_asked(arguments, scope), arguments.on)
    return write_export(arguments, scope, columns, rows, title=_("Results"))


def _result_rows(classes: Sequence[LiteracyClass], day: date) -> Iterator[tuple[Any, ...]]:
    heads = _Heads(classes, day)
    decided: dict[int, list[TermResult]] = {}
    for result in each(TermResult.objects.standing().filter(enrolment__literacy_class__in=classes).order_by("term")):
        decided.setdefault(result.enrolment_id, []).append(result)
    sexes = {"f": "nữ", "m": "nam"}
    for key, row in heads.rows.items():
        titles = {level.id: level.title for level in programme(row.programme).assessment.levels}
        enrolled = Enrolment.objects.standing().filter(literacy_class=key).select_related("person").order_by("person__sort_key", "pk")
        for one in enrolled:
            person = one.person
            left = None if one.ended_on == END else one.ended_on
            start = (*heads.of(key), str(person.uid), person.name, person.birth_year, sexes.get(person.sex or "", ""), one.began_on, left)
            for result in decided.get(one.pk, [None]):
                yield (*start, *((result.term, titles.get(result.level, result.level), result.decided_on) if result else (None, "", None)))
