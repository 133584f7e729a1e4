"""The wrapper every write goes through: one typed payload, one transaction, one deed row, one settled ledger."""

import inspect
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from nharong.deeds.doing import Doing as Doing
from nharong.deeds.doing import Ledger as Ledger
from nharong.deeds.models import Countable, Deed, Recorded, touched
from nharong.kernel.ids import new_uid
from nharong.kernel.packs import canonical_hash
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import now, today


@dataclass(frozen=True)
class Receipt:
    """The answer to a deed: ``done``, ``again`` (the same deed had been done before), or ``refused``."""

    deed: uuid.UUID
    result: str
    value: dict[str, Any] = field(default_factory=dict)
    errors: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the deed stands."""
        return self.result != "refused"

    def as_json(self) -> dict[str, Any]:
        """The shape of `nharong do` and of the API."""
        return {"deed": str(self.deed), "result": self.result, "errors": [e.as_json() for e in self.errors], "value": self.value}


@dataclass(frozen=True)
class Action:
    """A named write with its typed payload and the permission it needs."""

    name: str
    needs: Permission | None
    """None: one's own account, open to whoever has signed in."""
    run: Callable[..., dict[str, Any] | None]
    payload: type[BaseModel]
    prepare: Callable[[Scope, Any, Ledger], Any] | None = None
    undo: Callable[[Doing, Deed], None] | None = None
    schema: int = 1

    def within(self, doing: Doing, **values: Any) -> dict[str, Any]:
        """Do it as a part of an outer deed."""
        if self.prepare:
            raise TypeError(f"{self.name} prepares its work before the transaction; it cannot join another deed")
        parsed = self.read(values)
        return self.run(doing, **{name: getattr(parsed, name) for name in self.payload.model_fields}) or {}

    def read(self, values: Mapping[str, Any]) -> BaseModel:
        """The payload, typed. Raises Refused naming each field that is wrong."""
        try:
            return self.payload.model_validate(values)
        except ValidationError as error:
            raise Refused([_as_problem(fault) for fault in error.errors()]) from None


def _as_problem(fault: Any) -> Problem:
    name = ".".join(str(part) for part in fault["loc"])
    wrong = {
        "missing": _("This is required."),
        "extra_forbidden": _("There is no field of this name."),
    }.get(fault["type"], _("This value cannot be read: %(why)s.") % {"why": fault["msg"]})
    return Problem(
        field=name, value="" if fault["type"] == "missing" else str(fault["input"])[:200], error=wrong, mend=_("Correct it and send again.")
    )


_RESERVED = {"uid", "happened_on", "made_at", "device", "base", "staged"}


def action(
    name: str,
    *,
    needs: Permission | None,
    prepare: Callable[[Scope, Any, Ledger], Any] | None = None,
    undo: Callable[[Doing, Deed], None] | None = None,
    schema: int = 1,
) -> Callable[[Callable[..., dict[str, Any] | None]], Action]:
    """Make an action of a function ``(doing, *, …)``: its keyword-only arguments are the payload."""

    def make(run: Callable[..., dict[str, Any] | None]) -> Action:
        fields: dict[str, Any] = {}
        for parameter in list(inspect.signature(run, eval_str=True).parameters.values())[1:]:
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                raise TypeError(f"{name}: {parameter.name} must be keyword-only")
            if parameter.name in _RESERVED:
                raise TypeError(f"{name}: {parameter.name} is a word of the deed itself")
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[parameter.name] = (parameter.annotation, default)
        payload: type[BaseModel] = create_model(
            f"{name} payload", __config__=ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True), **fields
        )
        return Action(name=name, needs=needs, run=run, payload=payload, prepare=prepare, undo=undo, schema=schema)

    return make


def perform(
    act: Action,
    scope: Scope,
    /,
    *,
    uid: uuid.UUID | None = None,
    happened_on: date | None = None,
    made_at: datetime | None = None,
    device: str = "",
    base: Mapping[str, Any] | None = None,
    staged: Any = None,
    **values: Any,
) -> Receipt:
    """Do an action as a deed of its own; ``staged`` is what its ``prepare`` worked out a moment ago, if the caller has it.

    Faults of the input come back as a receipt ``refused``; Hidden and Forbidden are raised. The same uid with the same
    payload answers ``again`` with the first result; with another payload it is refused.
    """
    if not may(scope, act):
        raise Forbidden
    uid = uid or new_uid()
    try:
        parsed = act.read(values)
        payload = parsed.model_dump(mode="json")
        digest = canonical_hash([act.name, act.schema, payload])
        if receipt := _done_before(uid, digest):
            return receipt
        if act.prepare and staged is None:
            staged = act.prepare(scope, parsed, new_ledger())
        moment = now()
        fields = {
            "uid": uid,
            "action": act.name,
            "schema": act.schema,
            "author": scope.user,
            "author_name": scope.name,
            "body": scope.body,
            "body_name": scope.body_name,
            "device": device,
            "happened_on": happened_on or today(),
            "made_at": made_at or moment,
            "received_at": moment,
            "payload": payload,
            "payload_hash": digest,
            "base": dict(base or {}),
        }
        return _patiently(lambda: _transact(act, Doing(deed=Deed(**fields), scope=scope, ledger=new_ledger(), staged=staged), parsed))
    except Refused as refusal:
        return Receipt(deed=uid, result="refused", errors=refusal.problems)


def may(scope: Scope, act: Action) -> bool:
    """Whether the asker may do such a thing anywhere at all."""
    return scope.has(act.needs) if act.needs else scope.user is not None


def new_ledger() -> Ledger:
    """The ledger that settings name, for one deed."""
    ledger: Ledger = import_string(settings.NHARONG_LEDGER)()
    return ledger


_TRIES = 6


def _patiently(transact: Callable[[], Receipt]) -> Receipt:
    """Try again where PostgreSQL broke a deadlock between two deeds: nothing of the broken one stands."""
    for attempt in range(_TRIES):
        try:
            return transact()
        except OperationalError as fault:
            deadlock = getattr(fault.__cause__, "sqlstate", "") in ("40P01", "40001")
            if not deadlock or attempt == _TRIES - 1 or connection.in_atomic_block:
                raise
    raise AssertionError("unreachable")


def _transact(act: Action, doing: Doing, parsed: BaseModel) -> Receipt:
    deed = doing.deed
    try:
        with transaction.atomic():
            deed.save(force_insert=True)
            token = touched.set(doing.touched)
            try:
                value = act.run(doing, **{name: getattr(parsed, name) for name in act.payload.model_fields}) or {}
                doing.ledger.settle()
            finally:
                touched.reset(token)
            deed.result = value
            deed.save(update_fields=["result", "place", "place_key", "place_name"])
    except IntegrityError:
        if receipt := _done_before(deed.uid, deed.payload_hash):
            return receipt  # the same deed arrived twice at once; the other one won
        raise
    return Receipt(deed=deed.uid, result="done", value=value)


def _done_before(uid: uuid.UUID, digest: str) -> Receipt | None:
    done = Deed.objects.filter(uid=uid).values_list("payload_hash", "result").first()
    if done is None:
        return None
    if done[0] == digest:
        return Receipt(deed=uid, result="again", value=done[1])
    raise Refused(_("This form has already been saved with other content."), _("Open the page again, then make the change."))


def actions() -> dict[str, Action]:
    """The open table of config/actions.py, by name."""
    return {act.name: act for act in import_string(settings.NHARONG_ACTIONS)}


@action("deeds.undo", needs=Permission.DEEDS_VIEW)
def undo(doing: Doing, *, deed: uuid.UUID) -> dict[str, Any]:
    """Withdraw what a deed recorded, as far as nothing later rests on it: one's own, or where one may do the like."""
    row = Deed.objects.select_for_update().filter(uid=deed).first()
    if row is None:
        raise Refused(_("There is no such entry in the journal."))
    if row.undone_by_id:
        raise Refused(_("This entry has already been undone."))
    act = actions().get(row.action)
    if act is None or act.undo is None:
        raise Refused(_("This kind of entry cannot be undone."), _("Record a correction instead."))
    if not may(doing.scope, act):
        raise Forbidden
    if row.author is None or row.author != doing.scope.user:
        doing.scope.require(Permission.DEEDS_VIEW, row.place_key, act.needs)
    act.undo(doing, row)
    Deed.objects.filter(pk=row.pk).update(undone_by=doing.deed)
    return {"undone": str(deed)}


def withdraw_rows(doing: Doing, deed: Deed, *models_: type[Recorded]) -> None:
    """The common undo: withdraw every standing row that the deed made, touching the subjects of countable ones."""
    for model in models_:
        rows = model.objects.filter(by_deed=deed, withdrawn_by__isnull=True)
        if issubclass(model, Countable):
            doing.touch(model.subject_kind, rows.values_list(model.subject_field, flat=True))
        doing.withdraw(rows)
