"""Deeds, readings, and the two fields by which every countable row names the deeds that made and withdrew it."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from nharong.kernel.ids import new_uid


class Deed(models.Model):
    """One write: who, for whom, where, when, what was asked, what came of it. Never changed, never deleted.

    Author, body and place are uids with the names printed that day, not foreign keys: the line outlives what it names.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    action = models.CharField(max_length=60)
    schema = models.PositiveSmallIntegerField(default=1)
    author = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200)
    body = models.UUIDField(null=True)
    body_name = models.CharField(max_length=300, blank=True)
    place = models.UUIDField(null=True)
    place_key = models.BigIntegerField(null=True)  # the place's integer key, to filter by area; not a foreign key
    place_name = models.CharField(max_length=300, blank=True)
    device = models.CharField(max_length=100, blank=True)
    happened_on = models.DateField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    base = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    undone_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undoes")

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"]),
            models.Index(fields=["place_key", "-received_at"]),
            models.Index(fields=["action", "-received_at"]),
            models.Index(fields=["author", "-received_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.uid}"

    @property
    def by(self) -> str:
        """Who did it, as pages print it: the name of that day, or that the system did it by itself."""
        return self.author_name if self.author else _("the system")


class Reading(models.Model):
    """One opening of a person's record (or one list or export of many): the append-only read log."""

    at = models.DateTimeField()
    reader = models.UUIDField(null=True)
    reader_name = models.CharField(max_length=200)
    body_name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    subject_name = models.CharField(max_length=300, blank=True)
    place_key = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    filter = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["subject", "-at"])]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.kind} {self.subject_name}"


class RecordedQuerySet(models.QuerySet[Any]):
    """Rows that name their deeds."""

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_by__isnull=True)

    def known_at(self, moment: Any) -> Self:
        """Those recorded by the moment and not withdrawn by then."""
        return self.filter(by_deed__received_at__lte=moment).exclude(withdrawn_by__received_at__lte=moment)


class Recorded(models.Model):
    """A row made by a deed; undo and correction set ``withdrawn_by``, the only field ever set later."""

    by_deed = models.ForeignKey(Deed, on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(Deed, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True


touched: ContextVar[dict[str, set[int]]] = ContextVar("touched", default={})  # noqa: B039 - never written into, only replaced
"""Subjects that the running deed has announced, by kind; set by the wrapper in actions.py."""


class Untouched(RuntimeError):
    """A countable row was written without ``doing.touch``: the ledger would go wrong. A fault of ours."""


def require_touched(model: type["Countable"], ids: Iterable[int]) -> None:
    """Raise Untouched unless the running deed has touched these subjects of the model."""
    if missing := set(ids) - touched.get().get(model.subject_kind, set()):
        raise Untouched(f"{model.__name__}: {model.subject_kind} {sorted(missing)[:5]}")


class CountableQuerySet(RecordedQuerySet):
    """Writes pass only for touched subjects."""

    def _check(self) -> None:
        require_touched(self.model, self.values_list(self.model.subject_field, flat=True).distinct())

    def update(self, **values: Any) -> int:
        self._check()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], **options: Any) -> list[Any]:  # type: ignore[override]
        rows = list(objs)
        require_touched(self.model, {getattr(row, self.model.subject_field) for row in rows})
        return super().bulk_create(rows, **options)


class Countable(Recorded):
    """A recorded row that some figure counts: it belongs to one subject, which must be touched first."""

    subject_kind: ClassVar[str]
    subject_field: ClassVar[str]

    objects = CountableQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        require_touched(type(self), [getattr(self, self.subject_field)])
        super().save(**options)
