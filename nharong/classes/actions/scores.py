"""Test scores: four a subject a term."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from nharong.classes.actions.seen import Value, check_seen, class_at, refuse_strangers, refuse_term
from nharong.classes.models import LiteracyClass, TestScore
from nharong.classes.programmes import programme
from nharong.classes.queries import Learner, everybody
from nharong.classes.rules import Programme, score_fault
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused


class Score(BaseModel):
    """One score of one learner; None takes back what was written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enrolment: uuid.UUID
    subject: str
    test: str
    score: Decimal | None

    @property
    def key(self) -> tuple[uuid.UUID, str, str]:
        """What it is the score of."""
        return (self.enrolment, self.subject, self.test)


def _undo_marks(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, TestScore)


def _text(score: Decimal | None) -> str:
    return "" if score is None else f"{score:.1f}"


@action("classes.record_marks", needs=Permission.CLASSES_TEACH, undo=_undo_marks)
def record_marks(doing: Doing, *, literacy_class: uuid.UUID, term: int, scores: tuple[Score, ...]) -> dict[str, Any]:
    """Scores of periodic tests, four a subject a term; changed ones are replaced with trace.

    ``base``: ``<enrolment>.<subject>.<test>`` → the score that the form showed.
    """
    row = class_at(doing, literacy_class, Permission.CLASSES_TEACH, doing.day)
    pack = programme(row.programme)
    refuse_term(pack, row.phase, term)
    lock_rows(LiteracyClass, [row.pk])
    learners = {learner.enrolment: learner for learner in everybody(row.pk)}
    refuse_strangers(learners, [score.enrolment for score in scores], "scores")
    if problems := _score_problems(pack, row.phase, learners, scores):
        raise Refused(problems)
    kept = TestScore.objects.standing().filter(enrolment__literacy_class=row, term=term)
    now = {
        (uid, subject, test): (pk, score)
        for uid, subject, test, pk, score in kept.values_list("enrolment__uid", "subject", "test", "pk", "score")
    }
    nothing = (None, None)
    check_seen(
        doing,
        [
            Value(".".join(map(str, score.key)), learners[score.enrolment].name, _text(now.get(score.key, nothing)[1]), _text(score.score))
            for score in scores
        ],
    )
    changed = {score.key: score for score in scores if now.get(score.key, nothing)[1] != score.score}
    if old := [now[key][0] for key in changed if key in now]:
        doing.withdraw(TestScore.objects.filter(pk__in=old))
    TestScore.objects.bulk_create(
        TestScore(
            enrolment_id=learners[score.enrolment].key,
            term=term,
            subject=score.subject,
            test=score.test,
            score=score.score,
            by_deed=doing.deed,
        )
        for score in changed.values()
        if score.score is not None
    )
    return {"changed": len(changed)}


def _score_problems(pack: Programme, phase: int, learners: Mapping[uuid.UUID, Learner], scores: Sequence[Score]) -> list[Problem]:
    subjects = {subject.id: subject.title for subject in pack.subjects_of(phase)}
    tests = {test.id: test.title for test in pack.assessment.tests}
    found = []
    for score in scores:
        field = ".".join(map(str, score.key))
        if score.subject not in subjects:
            found.append(Problem(error=_("This phase does not teach the subject."), field=field, value=score.subject))
        elif score.test not in tests:
            found.append(Problem(error=_("There is no such test."), field=field, value=score.test))
        elif score.score is not None and (fault := score_fault(score.score, pack.assessment)):
            where = {"name": learners[score.enrolment].name, "subject": subjects[score.subject], "test": tests[score.test]}
            error = _("%(name)s, %(subject)s, %(test)s: the score lies outside 0 to 10.")
            if fault == "step":
                error = _("%(name)s, %(subject)s, %(test)s: a score has one decimal.")
            found.append(Problem(error=error % where, mend=_("Look at the paper and write it again."), field=field, value=str(score.score)))
    return found
