"""`nharong import accounts`: accounts from a table file as one deed; their one-time slips go to a file or standard error only."""

import argparse
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nharong.access.actions import Account, import_accounts, require_inside
from nharong.access.areas import read_area
from nharong.access.models import Grant, User
from nharong.access.passwords import one_time_password
from nharong.access.roles import ROLE_NAMES
from nharong.access.rules import read_username
from nharong.access.sheet import NEEDED, spelled
from nharong.deeds.intake import Intake, Line
from nharong.files.table import Column, write_table
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.shell import Refusal, say
from nharong.kernel.text import fold
from nharong.kernel.time import today
from nharong.territory.bodies.queries import find_body

MORE = {"commune-officer": ("Cán bộ xã",), "admin": ("Quản trị viên",), "director": ("Giám đốc",), "inspector": ("Thanh tra",)}
"""Other words that files use for roles."""


def _roles() -> dict[str, tuple[str, ...]]:
    return {role: (str(name), *MORE.get(role, ())) for role, name in ROLE_NAMES.items()}


def import_accounts_file(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Accounts with one role each; a row whose account stands with that role is unchanged.

    A row without an area has that of ``--place``; without either it is everywhere.
    """
    slips = _writable(arguments.slips)
    intake = Intake.open("accounts", arguments.file, spelled(), needed=NEEDED)
    known = {user.username.lower(): user for user in User.objects.all()}
    seen: dict[str, int] = {}
    slip = new_uid()
    for line in intake.lines():
        account = _account(line, slip, arguments.place)
        name = account.username
        if name and name in seen:
            line.fault("username", _("This user name stands in row %s already.") % seen[name], _("Choose another one."))
        seen.setdefault(name, line.number)
        if line.faults:
            continue
        if name not in known:
            _check(line, scope, account)
            if not line.faults:
                intake.new.append(account)
        elif _stands(known[name], account):
            intake.unchanged += 1
        else:
            mend = _("Choose another, for instance with the name of the commune.")
            line.fault("username", _("Somebody has this user name already."), mend)
    document = intake.finish(arguments, scope, import_accounts, lambda rows: {"rows": rows, "slip": slip})
    if document["deed"]:
        _print_slips(intake.new, slip, slips)
    return document


def _account(line: Line, slip: uuid.UUID, place: str) -> Account:
    written = line.required("username", _("Write the name to sign in with, like y.bluri."))
    username = read_username(written) or ""
    if written and not username:
        line.fault("username", _("This cannot be a user name."), _("Use 3 to 60 letters without marks, digits, dots or dashes."))
    return Account(
        user=uuid.uuid5(slip, username),
        username=username,
        name=line.required("name", _("Write the whole name.")),
        role=_role(line),
        body=line.text("body"),
        area=line.text("area") or place,
        phone=line.text("phone"),
        row=line.number,
    )


def _role(line: Line) -> str:
    if not line.text("role"):
        return line.required("role", _("Write a role, like teacher or commune-officer."))
    return line.word("role", _roles())


def _check(line: Line, scope: Scope, account: Account) -> None:
    """Area and body are found, and the area lies inside what the giver manages."""
    try:
        require_inside(scope, read_area(account.area))
    except Refused as refusal:
        line.take(refusal, {}, "area" if "area" in line.table.columns else "username")
    try:
        if account.body:
            find_body(account.body, today())
    except Refused as refusal:
        line.take(refusal, {}, "body")


def _stands(user: User, account: Account) -> bool:
    """Whether the account is there under this name with this role in this area."""
    try:
        area = read_area(account.area)
    except Refused:
        return False
    held = Grant.objects.standing().filter(user=user, role=account.role, area=area).exists()
    return held and user.is_active and fold(user.name) == fold(account.name)


# ---------------------------------------------------------------- slips


def _writable(name: str) -> Path | None:
    """Where the slips are to lie; known before any account is made. Raises Refusal."""
    if not name:
        return None
    path = Path(name)
    if not path.parent.is_dir() or path.is_dir():
        raise Refusal(Problem(error=_("The slips cannot be written to %s.") % name, mend=_("Choose a file in a folder that is there.")))
    return path


def _print_slips(accounts: Iterable[Account], slip: uuid.UUID, path: Path | None) -> None:
    rows = [(account.name, account.username, one_time_password(account.user, slip)) for account in accounts]
    titles = ("Họ và tên", "Tên đăng nhập", "Mật khẩu dùng một lần")
    if path is None:
        for row in rows:
            say("\t".join(row))
        say("Mật khẩu chỉ hiện ở đây. In phiếu hoặc chép lại ngay; lần đầu đăng nhập sẽ phải đổi.")
        return
    path.touch(mode=0o600)
    path.chmod(0o600)
    if path.suffix.lower() in (".xlsx", ".csv"):
        write_table(path, [Column(title, "text", 28) for title in titles], rows)
    else:
        path.write_text("\n".join("\t".join(row) for row in (titles, *rows)) + "\n", encoding="utf-8")
    say(f"Phiếu mật khẩu dùng một lần: {path}. Phát xong thì xóa tệp này.")
