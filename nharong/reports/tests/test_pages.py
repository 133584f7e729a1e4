"""Pages of reports: who may open and write them, what is kept, what two people do to one report, what the files are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform, undo
from nharong.deeds.models import Deed
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.reports import actions
from nharong.reports.models import ReportDraft
from nharong.reports.tests import make


@pytest.fixture
def ground(cast: Cast, ledger: None) -> Cast:
    make.ground(cast)
    make.people(cast)
    return cast


def address(code: str = "ubnd-23527", name: str = "report", duty: str = "units", *more: str) -> str:
    return reverse(f"reports:{name}", args=["thu", duty, 2026, make.body(code).uid, *more])


def sent(client: Client, url: str, base: dict[str, Any] | None = None, **values: str) -> Any:
    import json

    form = {"deed": str(new_uid()), "base": json.dumps(base or {}), **values}
    return client.post(url, form)


def test_four_kinds_of_readers(ground: Cast) -> None:
    url = address()
    assert ground.client("anonymous").get(url).status_code == 302
    assert ground.client("commune-officer").get(url).status_code == 200
    assert ground.client("stranger").get(url).status_code == 404
    assert ground.client("nobody").get(url).status_code == 403
    assert ground.client("teacher").get(url).status_code == 403
    inspector = ground.client("inspector")
    assert inspector.get(url).status_code == 200
    assert "textarea" not in inspector.get(url).content.decode()
    assert sent(inspector, url, remarks="Không được").status_code == 403
    assert sent(ground.client("director"), url, remarks="Không phải việc của trung tâm").status_code == 403
    assert sent(ground.client("stranger"), url, remarks="Ngoài địa bàn").status_code == 404
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_files_are_guarded_as_the_page_is(ground: Cast, ending: str) -> None:
    url = address("ubnd-23527", "file", "units", ending)
    answer = ground.client("commune-officer").get(url)
    assert answer.status_code == 200
    head = b"".join(answer.streaming_content)[:4]
    assert head == (b"%PDF" if ending == "pdf" else b"PK\x03\x04")
    assert f"ubnd-23527.{ending}" in answer["Content-Disposition"]
    assert ground.client("stranger").get(url).status_code == 404
    assert ground.client("commune-officer").get(url.replace(f"/{ending}/", "/exe/")).status_code == 404


def test_what_names_nothing_is_not_found(ground: Cast) -> None:
    client = ground.client("admin")
    for url in (address().replace("/2026/", "/2050/"), address().replace("/thu/", "/khac/"), address(duty="province")):
        assert client.get(url).status_code == 404, url


def test_the_list_shows_my_area(ground: Cast) -> None:
    mine = ground.client("commune-officer").get(reverse("reports:list")).content.decode()
    assert "UBND xã Sa Thầy" in mine
    assert "UBND xã Sa Bình" not in mine
    assert "10/12/2026" in mine
    assert "Còn 16 ngày" in mine
    whole = ground.client("province-officer").get(reverse("reports:list")).content.decode()
    assert all(name in whole for name in ("UBND xã Sa Thầy", "UBND xã Sa Bình", "Sở Giáo dục và Đào tạo tỉnh Quảng Ngãi"))
    assert (
        "Sa Thầy"
        not in ground.client("province-officer").get(reverse("reports:list"), {"tim": "sa binh"}).content.decode().split("<tbody>")[1]
    )
    assert "10/12/2027" in ground.client("commune-officer").get(reverse("reports:list"), {"nam": "2027"}).content.decode()


def test_own_text_is_saved_once_and_stands_in_the_paper(ground: Cast) -> None:
    client, url = ground.client("commune-officer"), address()
    form = {
        "deed": str(new_uid()),
        "base": "{}",
        "remarks": "Đạt nhờ mở thêm lớp.\nGià làng vận động tốt.",
        "number": "5",
        "day": "05/12/2026",
    }
    for _click in range(2):
        assert client.post(url, form).status_code == 302
    draft = ReportDraft.objects.get()
    assert (draft.version, draft.number, draft.texts) == (1, 5, {"remarks": "Đạt nhờ mở thêm lớp.\nGià làng vận động tốt."})
    page = client.get(url).content.decode()
    assert "Đạt nhờ mở thêm lớp." in page
    report = make.commune_report()
    assert report.head.symbol_line == "Số: 05/BC-UBND"
    assert report.head.place_line == "Sa Thầy, ngày 05 tháng 12 năm 2026"
    assert Deed.objects.get(action="reports.write").place_key == ground.commune.pk
    assert "bản 1" in client.get(reverse("reports:list")).content.decode()


def test_two_people_on_one_report_see_the_conflict(ground: Cast) -> None:
    client, url = ground.client("commune-officer"), address()
    base = {"remarks": "", "causes": ""}
    assert sent(client, url, base, remarks="Bản của chị Hạnh").status_code == 302
    clash = sent(ground.client("province-officer"), url, base, remarks="Bản của anh Khưk")
    assert clash.status_code == 200
    text = clash.content.decode()
    assert "Bản của chị Hạnh" in text
    assert "Bản của anh Khưk" in text, "what was typed is not lost"
    assert ReportDraft.objects.standing().get().texts["remarks"] == "Bản của chị Hạnh"
    assert sent(client, url, {"causes": ""}, remarks="Bản của chị Hạnh", causes="Đường xa").status_code == 302
    assert ReportDraft.objects.standing().get().version == 2


def test_bad_input_is_told_and_kept(ground: Cast) -> None:
    client, url = ground.client("commune-officer"), address()
    for values in ({"number": "0"}, {"day": "hôm qua"}, {"signer": str(new_uid())}):
        answer = sent(client, url, remarks="Giữ lại", **values)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert "Giữ lại" in answer.content.decode()
    assert not ReportDraft.objects.exists()


def test_the_action_refuses_what_the_form_does_not_know(ground: Cast) -> None:
    told = {"duty": "thu/units", "year": 2026, "body": make.body("ubnd-23527").uid}
    assert perform(actions.write, SYSTEM, **told, texts={"khong-co": "x"}).result == "refused"
    assert perform(actions.write, SYSTEM, **told, texts={"remarks": "x" * 20_001}).result == "refused"
    assert perform(actions.write, SYSTEM, **told, signer=new_uid()).result == "refused"
    assert perform(actions.write, SYSTEM, **told | {"duty": "thu/khong"}).result == "refused"


def test_a_version_is_undone_and_the_one_before_stands_again(ground: Cast) -> None:
    told = {"duty": "thu/units", "year": 2026, "body": make.body("ubnd-23527").uid}
    first = perform(actions.write, SYSTEM, **told, texts={"remarks": "một"})
    second = perform(actions.write, SYSTEM, **told, texts={"remarks": "hai"})
    assert (first.result, second.result, second.value["version"]) == ("done", "done", 2)
    assert perform(undo, SYSTEM, deed=first.deed).result == "refused"
    assert perform(undo, SYSTEM, deed=second.deed).result == "done"
    assert ReportDraft.objects.standing().get().texts == {"remarks": "một"}


def test_pages_ask_few_queries(ground: Cast, django_assert_max_num_queries) -> None:
    client = ground.client("province-officer")
    urls = {reverse("reports:list"): 30, address(): 60, address("so-gddt-51", duty="province"): 65}
    for url in urls:
        client.get(url)
    for url, most in urls.items():
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
