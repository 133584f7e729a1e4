"""Uploaded survey files on their way to the register: laid down, chosen about, accepted, left. No deed before acceptance."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nharong.deeds.actions import Receipt, perform, undo
from nharong.deeds.models import Deed
from nharong.files.kept import keep
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Hidden, Permission, Scope, ids
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import now
from nharong.people.jobs import read_draft, take_draft
from nharong.people.models import SurveyDraft
from nharong.people.sheets import FOUND, LEFT
from nharong.territory.queries import place_of

State = SurveyDraft.State
P = Permission
MOVING = (State.READING, State.TAKING)
"""States in which the worker has it."""


def drafts(scope: Scope) -> QuerySet[SurveyDraft]:
    """Uploads for places where the asker may take files, the newest first."""
    rows = SurveyDraft.objects.select_related("place").order_by("-made_at", "-pk")
    places = ids(scope.places(P.PEOPLE_IMPORT))
    if not scope.has(P.PEOPLE_IMPORT):
        return rows.none()
    return rows if places is None else rows.filter(place_id__in=places)


def get_draft(scope: Scope, uid: UUID) -> SurveyDraft:
    """The one door to an upload. Raises Hidden, Forbidden. One that the worker took but could not tell counts as taken."""
    row = SurveyDraft.objects.select_related("place").filter(uid=uid).first()
    if row is None:
        raise Hidden
    scope.require(P.PEOPLE_VIEW, row.place_id, P.PEOPLE_IMPORT)
    if row.state == State.TAKING and (deed := Deed.objects.filter(uid=row.deed).only("result").first()):
        row.state, row.summary = State.TAKEN, row.summary | {"receipt": deed.result}
    return row


def lay_down(scope: Scope, *, place: UUID, file: Any, year: int | None) -> SurveyDraft:
    """Keep an upload and hand it to the worker. Raises Refused where it is too large, Hidden or Forbidden for the place."""
    commune = place_of(place)
    scope.require(P.PEOPLE_VIEW, commune.pk, P.PEOPLE_IMPORT)
    if file.size > settings.NHARONG_UPLOAD_MAX:
        most = settings.NHARONG_UPLOAD_MAX // 2**20
        error = _("The file is larger than %(most)s MB.") % {"most": most}
        raise Refused(Problem(error=error, mend=_("Keep only the sheet with the data, save it, then choose it again."), field="file"))
    draft = SurveyDraft.objects.create(
        author=scope.user,
        author_name=scope.name,
        made_at=now(),
        place=commune,
        year=year,
        file=keep(file.chunks()),
        file_name=file.name[:200],
    )
    read_draft.enqueue(str(draft.uid))
    return draft


def choose(draft: SurveyDraft, choices: Mapping[str, Any]) -> None:
    """Read the file anew under other choices (villages, meaning of blanks, old fonts)."""
    moved = SurveyDraft.objects.filter(pk=draft.pk).exclude(state__in=(*MOVING, State.TAKEN))
    if moved.update(state=State.READING, step=0, choices=dict(choices), problems=[], deed=new_uid()):
        read_draft.enqueue(str(draft.uid))


def accept(draft: SurveyDraft) -> None:
    """Hand a draft that was looked at to the worker to be taken; pressed twice it is taken once."""
    if SurveyDraft.objects.filter(pk=draft.pk, state=State.READY).update(state=State.TAKING, step=0):
        take_draft.enqueue(str(draft.uid))


def leave(draft: SurveyDraft) -> None:
    """Take nothing of it."""
    SurveyDraft.objects.filter(pk=draft.pk).exclude(state__in=(*MOVING, State.TAKEN)).update(state=State.CANCELLED)


def take_back(scope: Scope, draft: SurveyDraft, uid: UUID) -> Receipt:
    """Undo the import that came of it."""
    return perform(undo, scope, uid=uid, deed=draft.deed)


def effective(summary: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The choices that the counts of the preview were made with, in the words of its form."""
    villages = {line["written"]: line["place"] or (line["how"] if line["how"] == LEFT else FOUND) for line in summary.get("villages", ())}
    return {"villages": villages, "blanks": {line["of"]: line["chosen"] for line in summary.get("blanks", ())}}


def chosen(draft: SurveyDraft, posted: Mapping[str, str]) -> tuple[dict[str, Any], bool]:
    """The choices as the preview's form sends them (``v0`` … villages in their order, ``b-<column>``, ``convert``), and whether they are new.

    Kept are those that differ from what the reading proposes, and those chosen before.
    """
    now_, before = effective(draft.summary), draft.choices
    sent = {
        "villages": {name: posted.get(f"v{i}", word) for i, (name, word) in enumerate(now_["villages"].items())},
        "blanks": {of: posted.get(f"b-{of}", word) for of, word in now_["blanks"].items()},
    }
    convert = bool(posted.get("convert")) or bool(before.get("convert"))
    differ = any(sent[part] != now_[part] for part in sent) or convert != bool(before.get("convert"))
    kept: dict[str, Any] = {
        part: {name: word for name, word in words.items() if word != now_[part][name] or name in before.get(part, {})}
        for part, words in sent.items()
    }
    return kept | {"convert": convert}, differ
