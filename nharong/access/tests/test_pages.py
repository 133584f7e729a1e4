"""Pages of users and of one's own account."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nharong.access.models import Grant, User
from nharong.access.passwords import one_time_password
from nharong.access.tests.cast import PASSWORD, Cast
from nharong.deeds.models import Deed, Reading
from nharong.kernel.ids import new_uid


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def sign_in(name: str, password: str, **more: Any) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/vao/", {"login": name, "password": password}, **more)


def form(**values: Any) -> dict[str, Any]:
    return {"deed": new_uid(), "slip": new_uid()} | values


def new_user(**values: Any) -> dict[str, Any]:
    known = {"user": new_uid(), "username": "y.moi", "name": "Y Mới", "role": "teacher", "area": "23527"}
    return form(**(known | values))


class TestSignIn:
    def test_the_door(self, cast: Cast) -> None:
        page = Client().get("/vao/").content.decode()
        assert "password" in page
        assert "signup" not in page

    def test_in_and_out(self, cast: Cast) -> None:
        client, answer = sign_in("Teacher", PASSWORD)
        assert answer.status_code == 302
        assert client.get("/toi/").status_code == 200
        client.post("/ra/")
        assert client.get("/toi/").status_code == 302

    def test_a_wrong_password_says_so_in_vietnamese_terms(self, cast: Cast) -> None:
        _, answer = sign_in("teacher", "sai")
        assert answer.status_code == 200
        assert not answer.wsgi_request.user.is_authenticated

    def test_many_wrong_passwords_are_stopped(self, cast: Cast) -> None:
        for _ in range(6):
            sign_in("teacher", "sai")
        _, answer = sign_in("teacher", PASSWORD)
        assert not answer.wsgi_request.user.is_authenticated

    def test_no_other_door_is_mounted(self, cast: Cast) -> None:
        for path in ("/accounts/signup/", "/signup/", "/vao/signup/", "/accounts/password/reset/", "/accounts/login/"):
            assert Client().get(path).status_code == 404, path

    def test_a_closed_account_stays_out(self, cast: Cast) -> None:
        User.objects.filter(username="teacher").update(is_active=False)
        _, answer = sign_in("teacher", PASSWORD)
        assert not answer.wsgi_request.user.is_authenticated

    def test_the_session_is_new_after_signing_in(self, cast: Cast) -> None:
        client = Client()
        session = client.session
        session["x"] = 1
        session.save()
        before = client.cookies["sessionid"].value
        client.post("/vao/", {"login": "teacher", "password": PASSWORD})
        assert client.cookies["sessionid"].value != before
        assert client.cookies["sessionid"]["httponly"]


class TestSlip:
    def test_from_the_form_to_the_first_page(self, cast: Cast) -> None:
        admin = cast.client("admin")
        values = new_user()
        answer = admin.post("/nguoi-dung/them/", values, follow=True)
        password = one_time_password(values["user"], values["slip"])
        assert password in answer.content.decode()
        assert Reading.objects.filter(kind="slip").exists()
        assert "no-store" in answer["Cache-Control"]

        client, answer = sign_in("y.moi", password)
        assert answer["Location"] == "/toi/mat-khau/"
        assert client.get("/toi/")["Location"] == "/toi/mat-khau/"
        chosen = {"oldpassword": password, "password1": "nắng sớm trên nương", "password2": "nắng sớm trên nương"}
        assert client.post("/toi/mat-khau/", chosen).status_code == 302
        assert client.get("/toi/").status_code == 200
        assert Deed.objects.filter(action="access.changed_password", author=values["user"]).exists()
        assert admin.get(f"/nguoi-dung/phieu/{values['slip']}/").status_code == 404

    def test_sent_twice_it_is_one_user(self, cast: Cast) -> None:
        admin, values = cast.client("admin"), new_user()
        for _ in range(2):
            assert admin.post("/nguoi-dung/them/", values).status_code == 302
        assert User.objects.filter(username="y.moi").count() == 1

    def test_a_new_slip_ends_open_sessions(self, cast: Cast) -> None:
        teacher = cast.client("teacher")
        values = form()
        answer = cast.client("admin").post(f"/nguoi-dung/{cast.users['teacher'].uid}/cap-lai/", values)
        assert answer["Location"] == f"/nguoi-dung/phieu/{values['slip']}/"
        assert teacher.get("/toi/").status_code == 302

    def test_weak_passwords_are_refused(self, cast: Cast) -> None:
        client = cast.client("teacher")
        answer = client.post("/toi/mat-khau/", {"oldpassword": PASSWORD, "password1": "12345", "password2": "12345"})
        assert answer.status_code == 200

    def test_a_keeper_of_passwords_learns_whose_it_is(self, cast: Cast) -> None:
        page = cast.client("teacher").get("/toi/mat-khau/").content.decode()
        assert 'autocomplete="username" value="teacher" hidden' in page


class TestUsers:
    def test_list_and_one(self, cast: Cast) -> None:
        admin = cast.client("admin")
        assert "Y teacher" in admin.get("/nguoi-dung/?role=teacher").content.decode()
        assert admin.get(f"/nguoi-dung/{cast.users['teacher'].uid}/").status_code == 200
        table = admin.get("/nguoi-dung/?export=csv")
        assert "Y teacher" in table.getvalue().decode()
        table.close()

    def test_the_list_asks_a_fixed_number_of_questions(self, cast: Cast, django_assert_max_num_queries: Any) -> None:
        admin = cast.client("admin")
        admin.get("/nguoi-dung/")
        with django_assert_max_num_queries(9):
            admin.get("/nguoi-dung/")

    def test_strangers_and_readers(self, cast: Cast) -> None:
        from nharong.access.tests.cast import granted, user

        cast.users["far"] = user("far", granted(cast, "admin", "23534@2025-12-31"))
        teacher = cast.users["teacher"].uid
        assert cast.client("far").get(f"/nguoi-dung/{teacher}/").status_code == 404
        for path in ("cap-lai", "dong", "vai", "thay", "mo-lai"):
            assert cast.client("far").post(f"/nguoi-dung/{teacher}/{path}/", form()).status_code == 404, path
            assert cast.client("inspector").post(f"/nguoi-dung/{teacher}/{path}/", form()).status_code == 403, path
        assert cast.client("teacher").get("/nguoi-dung/").status_code == 403

    def test_give_and_end_a_role(self, cast: Cast) -> None:
        admin, teacher = cast.client("admin"), cast.users["teacher"]
        assert admin.post(f"/nguoi-dung/{teacher.uid}/vai/", form(role="surveyor", area="23527")).status_code == 302
        grant = Grant.objects.standing().get(user=teacher, role="surveyor")
        path = f"/nguoi-dung/{teacher.uid}/vai/{grant.uid}/ket-thuc/"
        assert admin.get(path).status_code == 200
        assert admin.post(path, form()).status_code == 302
        assert not Grant.objects.standing().filter(user=teacher, role="surveyor").exists()

    def test_a_wrong_area_is_said_at_its_field(self, cast: Cast) -> None:
        answer = cast.client("admin").post("/nguoi-dung/them/", new_user(area="99999"))
        assert answer.status_code == 422
        assert answer.context["form"].errors

    def test_stand_in_and_close(self, cast: Cast) -> None:
        admin, director, teacher = cast.client("admin"), cast.users["director"], cast.users["teacher"]
        asked = form(acting=teacher.uid, role="director", start="2026-11-23", until="2026-12-01")
        assert admin.post(f"/nguoi-dung/{director.uid}/thay/", asked).status_code == 302
        assert admin.post(f"/nguoi-dung/{director.uid}/dong/", form(heir=teacher.uid)).status_code == 302
        director.refresh_from_db()
        assert not director.is_active
        assert admin.post(f"/nguoi-dung/{director.uid}/mo-lai/", form()).status_code == 302


class TestImport:
    def workbook(self, *rows: list[str]) -> SimpleUploadedFile:
        book = openpyxl.Workbook()
        for row in (["Danh sách tài khoản"], ["Tên đăng nhập", "Họ và tên", "Vai", "Địa bàn", "Điện thoại"], *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return SimpleUploadedFile("tai-khoan.xlsx", stream.getvalue())

    def test_accounts_and_their_slips(self, cast: Cast) -> None:
        file = self.workbook(["gv.mot", "Y Một", "teacher", "23527", "0905"], ["gv.hai", "Y Hai", "surveyor", "23527", ""])
        answer = cast.client("admin").post("/nguoi-dung/nhap/", form(file=file), follow=True)
        assert answer.status_code == 200
        assert {"gv.mot", "gv.hai"} <= {owner.username for owner, _ in answer.context["slips"]}

    def test_faults_name_their_rows(self, cast: Cast) -> None:
        file = self.workbook(["gv.mot", "Y Một", "teacher", "23527", ""], ["Gv Hai", "Y Hai", "teacher", "23527", ""])
        answer = cast.client("admin").post("/nguoi-dung/nhap/", form(file=file))
        assert answer.status_code == 422
        assert [fault.row for fault in answer.context["faults"]] == [4]
        assert not User.objects.filter(username="gv.mot").exists()

    def test_what_is_no_workbook(self, cast: Cast) -> None:
        file = SimpleUploadedFile("a.xlsx", b"khong phai")
        assert cast.client("admin").post("/nguoi-dung/nhap/", form(file=file)).status_code == 422


class TestAccount:
    def test_language_and_look(self, cast: Cast) -> None:
        client = cast.client("teacher")
        assert 'lang="vi"' in client.get("/toi/").content.decode()
        client.post("/toi/", form(language="en", theme="dark"))
        assert 'lang="en"' in client.get("/toi/").content.decode()
        assert 'lang="en"' in cast.client("teacher").get("/toi/").content.decode()

    def test_second_factor(self, cast: Cast, today: Any) -> None:
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

        client, _ = sign_in("teacher", PASSWORD)
        assert client.get("/toi/hai-lop/bat/")["Location"].startswith("/toi/xac-nhan/")
        page = client.post("/toi/xac-nhan/?next=/toi/hai-lop/bat/", {"password": PASSWORD}, follow=True)
        secret = page.context["form"].secret
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        assert client.post("/toi/hai-lop/bat/", {"code": code}).status_code == 302
        assert client.get("/toi/hai-lop/ma/").status_code == 200
        other, answer = sign_in("teacher", PASSWORD)
        assert answer["Location"] == "/vao/ma/"
        assert other.get("/vao/ma/").status_code == 200
        assert other.get("/toi/").status_code == 302
        assert other.post("/vao/ma/", {"code": "000000"}).status_code == 200
