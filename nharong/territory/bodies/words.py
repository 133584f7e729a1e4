"""What kinds of body, posts and signing forms are called on screens and in files."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nharong.kernel.text import fold
from nharong.territory.bodies.models import BodyKind, SigningForm

Text = str | Promise

KINDS: dict[str, Text] = {
    BodyKind.PEOPLE_COMMITTEE: _("People's committee"),
    BodyKind.AGENCY: _("Agency"),
    BodyKind.CENTRE: _("Community learning centre"),
    BodyKind.SCHOOL: _("School"),
    BodyKind.UNIVERSITY: _("University or college"),
    BodyKind.UNION: _("Mass organisation"),
    BodyKind.FRONT: _("Fatherland Front"),
    BodyKind.PARTY: _("Party body"),
    BodyKind.ASSOCIATION: _("Learning-promotion association"),
    BodyKind.ASSOCIATION_BRANCH: _("Branch of the association"),
    BodyKind.STEERING_COMMITTEE: _("Steering committee"),
    BodyKind.BORDER_POST: _("Border post"),
    BodyKind.POLICE: _("Police"),
    BodyKind.ARMY: _("Army"),
    BodyKind.FIRM: _("Firm"),
}
KIND_SPELLINGS: Mapping[str, Sequence[str]] = {
    BodyKind.PEOPLE_COMMITTEE: ("UBND", "Ủy ban nhân dân"),
    BodyKind.AGENCY: ("Cơ quan", "Sở", "Phòng", "Ban, ngành"),
    BodyKind.CENTRE: ("Trung tâm học tập cộng đồng", "TTHTCĐ", "Trung tâm"),
    BodyKind.SCHOOL: ("Trường", "Trường học", "Cơ sở giáo dục"),
    BodyKind.UNIVERSITY: ("Đại học, cao đẳng", "Đại học", "Cao đẳng", "Trường đại học", "Trường cao đẳng"),
    BodyKind.UNION: ("Đoàn thể", "Tổ chức chính trị - xã hội"),
    BodyKind.FRONT: ("Mặt trận", "MTTQ", "Mặt trận Tổ quốc"),
    BodyKind.PARTY: ("Tổ chức Đảng", "Đảng"),
    BodyKind.ASSOCIATION: ("Hội Khuyến học", "Hội"),
    BodyKind.ASSOCIATION_BRANCH: ("Chi hội", "Chi hội khuyến học", "Ban khuyến học"),
    BodyKind.STEERING_COMMITTEE: ("Ban Chỉ đạo",),
    BodyKind.BORDER_POST: ("Đồn Biên phòng", "Đồn biên phòng"),
    BodyKind.POLICE: ("Công an",),
    BodyKind.ARMY: ("Quân đội", "Quân sự", "Bộ đội"),
    BodyKind.FIRM: ("Doanh nghiệp", "Công ty", "Hợp tác xã"),
}
"""Kind → how files write it."""

SIGNINGS: dict[str, Text] = {
    SigningForm.OWN: _("In their own right"),
    SigningForm.COLLECTIVE: _("TM. (for the collective)"),
    SigningForm.FOR_HEAD: _("KT. (in the head's place)"),
    SigningForm.COLLECTIVE_FOR_HEAD: _("TM. and KT."),
    SigningForm.ACTING: _("Q. (acting head)"),
    SigningForm.COLLECTIVE_ACTING: _("TM. and Q."),
}
SIGNING_SPELLINGS: Mapping[str, Sequence[str]] = {
    SigningForm.OWN: ("Ký trực tiếp", "Trực tiếp"),
    SigningForm.COLLECTIVE: ("TM.", "Thay mặt"),
    SigningForm.FOR_HEAD: ("KT.", "Ký thay"),
    SigningForm.COLLECTIVE_FOR_HEAD: ("TM. + KT.", "TM. KT.", "Thay mặt, ký thay"),
    SigningForm.ACTING: ("Q.", "Quyền"),
    SigningForm.COLLECTIVE_ACTING: ("TM. + Q.", "TM. Q."),
}

POST_ROLES: dict[str, Text] = {
    "chair": _("Chair"),
    "vice-chair": _("Vice-chair"),
    "director": _("Director"),
    "deputy": _("Deputy"),
    "head": _("Head"),
    "commander": _("Commander"),
    "secretary": _("Secretary"),
    "accountant": _("Accountant"),
    "member": _("Member"),
}
"""Roles of a post; the first holder of chair, director, head or commander is the head of the body."""
ROLE_SPELLINGS: Mapping[str, Sequence[str]] = {
    "chair": ("Chủ tịch",),
    "vice-chair": ("Phó Chủ tịch",),
    "director": ("Giám đốc",),
    "deputy": ("Phó Giám đốc", "Cấp phó", "Phó Trưởng phòng", "Phó Trưởng ban"),
    "head": ("Người đứng đầu", "Trưởng phòng", "Trưởng ban", "Hiệu trưởng"),
    "commander": ("Chỉ huy trưởng", "Đồn trưởng"),
    "secretary": ("Thư ký",),
    "accountant": ("Kế toán",),
    "member": ("Thành viên", "Ủy viên"),
}
_STARTS = (
    ("quyen ", ""), ("pho chu tich", "vice-chair"), ("chu tich", "chair"), ("pho giam doc", "deputy"), ("giam doc", "director"),
    ("pho", "deputy"), ("chi huy truong", "commander"), ("don truong", "commander"), ("thu ky", "secretary"), ("ke toan", "accountant"),
    ("truong", "head"), ("hieu truong", "head"),
)  # fmt: skip


def role_of_title(title: str) -> str:
    """The role of a post by its printed title: ``Phó Chủ tịch`` is a vice-chair; what is not known is a member."""
    text = fold(title).removeprefix("quyen ")
    return next((role for start, role in _STARTS if role and text.startswith(start)), "member")
