"""Long work about people, done by the worker: a survey file read for its preview, and taken once it is accepted."""

import logging
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from nharong.access.models import User
from nharong.access.queries import scope_of
from nharong.deeds.actions import perform
from nharong.files.kept import kept_path
from nharong.files.workbook import read_workbook
from nharong.kernel.permissions import Forbidden, Hidden, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.people.imports import dry_run, import_survey
from nharong.people.models import SurveyDraft
from nharong.people.preview import keep_faulty, keep_lists, preview
from nharong.people.sheet import survey_year

log = logging.getLogger(__name__)
READ, COMPARE, LAY_OUT, TAKE = 1, 2, 3, 4
"""Steps of a draft: reading the file, comparing it with the register, laying the preview out, taking it."""
State = SurveyDraft.State


def _step(draft: SurveyDraft, step: int) -> None:
    draft.step = step
    SurveyDraft.objects.filter(pk=draft.pk).update(step=step)


def _scope(draft: SurveyDraft) -> Scope:
    """The rights of whoever uploaded it, as they are today. Raises Forbidden."""
    user = User.objects.filter(uid=draft.author, is_active=True).first() if draft.author else None
    if user is None:
        raise Forbidden
    return scope_of(user, today())


def values_of(draft: SurveyDraft) -> dict[str, Any]:
    """The payload of the import deed; villages that match none are founded unless the officer leaves them out."""
    return {
        "place": draft.place.uid,
        "year": draft.year,
        "file": draft.file,
        "file_name": draft.file_name,
        "villages": draft.choices.get("villages", {}),
        "create_villages": True,
        "blanks": draft.choices.get("blanks", {}),
        "convert": bool(draft.choices.get("convert")),
        "skip_errors": True,
    }


def _refuse(draft: SurveyDraft, *problems: Problem) -> None:
    draft.state, draft.problems = State.REFUSED, [problem.as_json() for problem in problems]
    draft.save(update_fields=["state", "problems"])


def _guarded(draft: SurveyDraft, work: Any) -> None:
    """Do it; whatever goes wrong stands on the draft, in words."""
    try:
        work(draft)
    except Refused as refusal:
        _refuse(draft, *refusal.problems)
    except (Hidden, Forbidden):
        _refuse(draft, Problem(error=_("You may not take survey files for this place."), mend=_("Ask the administrator for the right.")))
    except Exception:
        log.exception("survey draft %s", draft.uid)
        error = _("Something went wrong on our side; nothing was taken.")
        _refuse(draft, Problem(error=error, mend=_("Try again; if it happens again, call the administrator.")))


@task()
def read_draft(uid: str) -> None:
    """Read the file and lay out what it would bring; writes nothing to the register."""
    draft = SurveyDraft.objects.select_related("place").filter(uid=UUID(uid), state=State.READING).first()
    if draft is not None:
        _guarded(draft, _read)


def _read(draft: SurveyDraft) -> None:
    path = kept_path(draft.file)
    if path is None:
        raise Refused(_("The uploaded file is no longer here."), _("Choose the file again."))
    _step(draft, READ)
    if draft.year is None:
        draft.year = survey_year(read_workbook(path), today().year)
    _step(draft, COMPARE)
    work, value = dry_run(_scope(draft), values_of(draft))
    _step(draft, LAY_OUT)
    draft.summary, lists = preview(work, value)
    draft.lists, draft.faulty = keep_lists(lists), keep_faulty(work.sheet, path)
    draft.state, draft.problems = State.READY, []
    draft.save(update_fields=["year", "summary", "lists", "faulty", "state", "problems"])


@task()
def take_draft(uid: str) -> None:
    """Take the file: one deed, whole or not at all."""
    draft = SurveyDraft.objects.select_related("place").filter(uid=UUID(uid), state=State.TAKING).first()
    if draft is not None:
        _guarded(draft, _take)


def _take(draft: SurveyDraft) -> None:
    _step(draft, TAKE)
    receipt = perform(import_survey, _scope(draft), uid=draft.deed, **values_of(draft))
    if not receipt.ok:
        raise Refused(receipt.errors)
    draft.state, draft.summary = State.TAKEN, draft.summary | {"receipt": receipt.value}
    draft.save(update_fields=["state", "summary"])
