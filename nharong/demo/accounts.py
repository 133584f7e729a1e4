"""One account per role, with a printed password that may be used at once: nobody's real account."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from nharong.access.actions import add_user, changed_password
from nharong.access.models import User
from nharong.access.passwords import one_time_password
from nharong.access.queries import scope_of
from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Scope
from nharong.kernel.problems import Refused

COMMUNE = "23527"
_PROVINCE_AREA, _COMMUNE_AREA = "51@2025-07-01", f"{COMMUNE}@2025-07-01"


class Player(NamedTuple):
    """A role of the demo with who plays it."""

    username: str
    name: str
    role: str
    body: str
    area: str
    wants: str
    """What this account is for, as printed."""


PLAYERS = (
    Player("quantri", "Nguyễn Văn Mẫu", "admin", "so-gddt@51@2025-07-01", _PROVINCE_AREA, "quản trị: người dùng, địa bàn, kế hoạch"),
    Player("sogddt", "Trần Thị Mẫu", "province-officer", "so-gddt@51@2025-07-01", _PROVINCE_AREA, "cán bộ Sở Giáo dục và Đào tạo"),
    Player("sodttg", "Lê Văn Mẫu", "body-officer", "so-dttg@51@2025-07-01", _PROVINCE_AREA, "cán bộ Sở Dân tộc và Tôn giáo"),
    Player("xasathay", "A Mẫu", "commune-officer", f"ubnd-xa@{COMMUNE}@2025-07-01", _COMMUNE_AREA, "cán bộ UBND xã Sa Thầy"),
    Player("giamdoc", "Y Mẫu", "director", f"ubnd-xa@{COMMUNE}@2025-07-01", _COMMUNE_AREA, "giám đốc trung tâm học tập cộng đồng"),
    Player("giaovien", "Y Thử", "teacher", f"ubnd-xa@{COMMUNE}@2025-07-01", _COMMUNE_AREA, "giáo viên lớp xóa mù chữ"),
    Player("dieutra", "A Thử", "surveyor", f"ubnd-xa@{COMMUNE}@2025-07-01", _COMMUNE_AREA, "người đi điều tra"),
    Player(
        "khuyenhoc", "Siu Mẫu", "association-officer", f"hoi-khuyen-hoc-xa@{COMMUNE}@2025-07-01", _COMMUNE_AREA, "cán bộ Hội Khuyến học xã"
    ),
    Player("thanhtra", "Phạm Văn Mẫu", "inspector", "so-gddt@51@2025-07-01", _PROVINCE_AREA, "thanh tra: xem, không sửa"),
)


RECORDER = Player("ghichep", "Người ghi chép mẫu", "commune-officer", "", "62@2025-06-30", "")
"""Records the classes of all communes; nobody signs in as this one."""


def open_accounts(start: date) -> Iterator[tuple[Player, str]]:
    """Make the accounts, each with its password. Raises Refused."""
    for player in (*PLAYERS, RECORDER):
        user, slip = new_uid(), new_uid()
        account = {
            "user": user,
            "username": player.username,
            "name": player.name,
            "role": player.role,
            "body": player.body,
            "area": player.area,
        }
        receipt = perform(add_user, SYSTEM, account=account, slip=slip, start=start)
        if not receipt.ok:
            raise Refused(receipt.errors)
        if player is not RECORDER:
            perform(changed_password, Scope(user=user, name=player.name))  # the printed password stays good: a demo is shown to many
            yield player, one_time_password(user, slip)


def scope_of_player(username: str, day: date) -> Scope:
    """What that account may do on the day."""
    return scope_of(User.objects.get(username=username), day)


def account_lines(made: list[tuple[Player, str]]) -> list[str]:
    """The accounts as lines to print: name, password, whose."""
    width = max(len(player.username) for player, _ in made)
    return [f"{player.username:<{width}}  {password}  {player.wants}" for player, password in made]


def keep_accounts(folder: Path, made: list[tuple[Player, str]]) -> None:
    """Write ``accounts.txt`` of the demo folder, readable by its owner alone."""
    path = folder / "accounts.txt"
    path.touch(mode=0o600)
    path.write_text("\n".join(account_lines(made)) + "\n", encoding="utf-8")


__all__ = ["PLAYERS", "Player", "account_lines", "keep_accounts", "open_accounts", "scope_of_player"]
