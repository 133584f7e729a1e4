"""Reads of meetings, each within a scope."""

import uuid

from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.meetings.models import Attendance, Meeting, MeetingKind

RIGHTS: dict[str, tuple[Permission, Permission]] = {
    kind.value: (Permission.ACTIVITIES_VIEW, Permission.ACTIVITIES_WRITE) for kind in MeetingKind
} | {MeetingKind.LITERACY_EVENING.value: (Permission.CLASSES_VIEW, Permission.CLASSES_TEACH)}
"""Kind → the permissions that show and that write such a meeting."""


def get_meeting(scope: Scope, uid: uuid.UUID, *, write: bool = False) -> Meeting:
    """The one door to a meeting. Raises Hidden, Forbidden."""
    meeting: Meeting | None = Meeting.objects.standing().filter(uid=uid).first()
    if meeting is None:
        raise Hidden
    view, change = RIGHTS[meeting.kind]
    scope.require(view, meeting.place_id, change if write else None)
    return meeting


def standing_marks(meeting: int) -> dict[int, str]:
    """Person key → mark of a meeting."""
    return dict(Attendance.objects.standing().filter(meeting_id=meeting).values_list("person_id", "mark"))
