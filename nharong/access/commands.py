"""`nharong user add NAME --role ROLE --body BODY --area CODE@DATE`: an account and its slip from the command line."""

import argparse
from typing import Any

from nharong.access.actions import add_user
from nharong.access.passwords import one_time_password
from nharong.access.rules import read_username
from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import ROLES
from nharong.kernel.shell import DONE, Refusal, answer


def add_user_parser(subparsers: Any) -> None:
    """The command ``user``."""
    parser = subparsers.add_parser("user", help="người dùng")
    verbs = parser.add_subparsers(dest="verb", metavar="VIỆC", required=True)
    add = verbs.add_parser("add", help="thêm người dùng, in mật khẩu dùng một lần")
    add.add_argument("name", metavar="TÊN", help="tên đăng nhập, như y.bluri; hoặc họ và tên nếu có --username")
    add.add_argument("--username", default="", metavar="TÊN_ĐĂNG_NHẬP", help="tên đăng nhập, khi TÊN là họ và tên")
    add.add_argument("--role", required=True, choices=list(ROLES), metavar="VAI", help=", ".join(ROLES))
    add.add_argument("--body", default="", metavar="ĐƠN_VỊ", help="mã đơn vị, hoặc vai@MÃ như ubnd-xa@23527")
    add.add_argument("--area", default="", metavar="MÃ@NGÀY", help="địa bàn, như 51 hoặc 62@2025-06-30; bỏ trống là mọi nơi")
    add.add_argument("--phone", default="", metavar="SỐ", help="điện thoại")
    add.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG", help="làm với quyền của người dùng này")
    add.add_argument("--json", action="store_true", help="in một văn bản JSON")
    add.set_defaults(run=run_add)


def run_add(arguments: argparse.Namespace) -> int:
    """Add the account; print its user name and one-time password. Raises Refusal."""
    slip, user = new_uid(), new_uid()
    username = arguments.username or arguments.name
    account = {
        "user": user,
        "username": username,
        "name": arguments.name,
        "role": arguments.role,
        "body": arguments.body,
        "area": arguments.area,
        "phone": arguments.phone,
    }
    receipt = perform(add_user, arguments.scope, account=account, slip=slip)
    if not receipt.ok:
        raise Refusal(*receipt.errors, answer=receipt.as_json())
    document = {
        "user": str(user),
        "username": read_username(username),
        "password": one_time_password(user, slip),
        "role": arguments.role,
        "area": arguments.area,
    }
    answer(document, arguments.json, _lines)
    return DONE


def _lines(document: dict[str, Any]) -> list[str]:
    return [
        f"Đã thêm người dùng {document['username']} ({document['role']}).",
        f"Mật khẩu dùng một lần: {document['password']}",
        "Lần đầu đăng nhập sẽ phải đổi mật khẩu.",
    ]
