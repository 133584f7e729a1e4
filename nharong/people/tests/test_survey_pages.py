"""A survey file through the pages: chosen, looked at, accepted, undone; bad files refused with nothing left behind."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from nharong.access.tests.cast import Cast
from nharong.deeds.models import Deed
from nharong.indicators.audit import check
from nharong.kernel.ids import new_uid
from nharong.people.models import Observation, Person, SurveyDraft
from nharong.people.tests.make import changed, line, upload, workbook

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def at_once(settings: Any, tmp_path: Path) -> None:
    """Jobs run where they are handed in; uploads are kept in a folder of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.NHARONG_DATA = tmp_path


def send(client: Client, cast: Cast, content: bytes, **values: Any) -> SurveyDraft:
    answer = client.post(reverse("people:upload"), {"place": str(cast.commune.uid), "file": upload(content)} | values)
    assert answer.status_code == 302, answer.content.decode()
    return SurveyDraft.objects.get(uid=answer["Location"].rstrip("/").split("/")[-1])


def decide(client: Client, draft: SurveyDraft, word: str, **values: str) -> SurveyDraft:
    assert client.post(reverse("people:decide", args=[draft.uid]), {"do": word} | values).status_code == 302
    draft.refresh_from_db()
    return draft


def page(client: Client, draft: SurveyDraft) -> str:
    return client.get(reverse("people:draft", args=[draft.uid])).content.decode()


ROWS = [line(1, "A Thui"), line(2, "Y Bơng", sex="f", born=1990, finished=5), line(3, "A Khưk", village="Khu dãn dân", form="7", born=1970)]


def test_from_the_file_to_the_receipt_and_back(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    draft = send(client, cast, workbook(ROWS))
    assert draft.state == "ready", draft.problems
    assert (draft.year, draft.summary["accepted"], draft.summary["new"]) == (2026, 3, 3)
    assert Person.objects.count() == 0
    shown = page(client, draft)
    assert "Khu dãn dân" in shown
    new = client.get(reverse("people:draft_list", args=[draft.uid, "moi"])).content.decode()
    assert "A Khưk" in new
    decide(client, draft, "take")
    assert (draft.state, draft.summary["receipt"]["new"]) == ("taken", 3)
    assert Person.objects.get(fold="khuk").place.periods.get().name == "dãn dân"
    decide(client, draft, "take")
    assert Deed.objects.filter(action="people.import_survey").count() == 1
    assert "3" in page(client, draft)
    assert check() == []
    undone = client.post(reverse("people:take_back", args=[draft.uid]), {"deed": str(new_uid())})
    assert undone.status_code == 302
    assert not Observation.objects.standing().exists()
    assert check() == []


def test_next_year_shows_each_change(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    decide(client, send(client, cast, workbook(ROWS, 2025)), "take")
    draft = send(client, cast, workbook([line(1, "A Thui", finished=5), line(2, "Y Bơng", sex="f", born=1990, finished=5)]))
    assert [draft.summary[name] for name in ("new", "changed", "unchanged", "not_seen")] == [0, 1, 1, 1]
    differing = client.get(reverse("people:draft_list", args=[draft.uid, "thay-doi"])).content.decode()
    assert "1 → 5" in differing
    assert (
        str(Person.objects.get(fold="khuk").uid)
        in client.get(reverse("people:draft_list", args=[draft.uid, "khong-thay"])).content.decode()
    )
    for name in ("moi", "thay-doi", "khong-thay", "loi", "canh-bao"):
        count = len(client.get(reverse("people:draft_list", args=[draft.uid, name])).context["page"].lines)
        said = {"moi": "new", "thay-doi": "changed", "khong-thay": "not_seen", "canh-bao": "warnings"}.get(name)
        assert said is None or count == draft.summary[said], name


def test_choices_are_counted_before_they_are_taken(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    draft = send(client, cast, workbook(ROWS))
    index = next(i for i, one in enumerate(draft.summary["villages"]) if one["written"] == "Khu dãn dân")
    decide(client, draft, "take", **{f"v{index}": "left"})
    assert (draft.state, draft.summary["accepted"], draft.summary["refused"]) == ("ready", 2, 1)
    decide(client, draft, "look", **{f"v{index}": str(cast.village.uid)})
    assert draft.summary["accepted"] == 3
    decide(client, draft, "take", **{f"v{index}": str(cast.village.uid)})
    assert draft.state == "taken"
    assert set(Person.objects.values_list("place_id", flat=True)) == {cast.village.pk}


def test_the_meaning_of_blanks_is_the_officers(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    draft = send(client, cast, workbook([line(1, "A Thui", finished=None), line(2, "A Nhút", born=1980)]))
    (blank,) = [one for one in draft.summary["blanks"] if one["of"] == "schooling"]
    assert (blank["count"], blank["chosen"]) == (1, "none")
    decide(client, draft, "look", **{"b-schooling": "unknown"})
    decide(client, draft, "take", **{"b-schooling": "unknown"})
    assert draft.state == "taken"
    assert Person.objects.get(fold="thui").level1 is None


def test_faulty_rows_come_back_as_a_workbook_to_mend(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    content = workbook(ROWS)
    cell = year_cell(content, "A Thui")
    draft = send(client, cast, changed(content, {cell: "2O12"}))
    assert (draft.summary["accepted"], draft.summary["refused"]) == (2, 1)
    shown = page(client, draft)
    assert "2<mark>O</mark>12" in shown
    file = b"".join(client.get(reverse("people:faulty", args=[draft.uid])))
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "A Thui" in " ".join(values) or "Thui" in values
    assert "Y Bơng" not in values
    assert any("2O12" in value for value in values)
    mended = changed(file, {year_cell(file, "2O12", exact=True): 1985})
    again = send(client, cast, mended)
    assert (again.state, again.summary["refused"], again.summary["accepted"]) == ("ready", 0, 1)


def year_cell(content: bytes, text: str, exact: bool = False) -> str:
    """Address of the birth year in the row that holds the text."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if exact and str(cell.value) == text:
                return str(cell.coordinate)
            if not exact and cell.value and text.split()[-1] in str(cell.value) and isinstance(row[6].value, int):
                return f"G{cell.row}"
    raise AssertionError(text)


# ---------------------------------------------------------------- bad input: words, and nothing left behind


def untouched() -> bool:
    return not (Person.objects.exists() or Observation.objects.exists() or Deed.objects.filter(action="people.import_survey").exists())


def refused(client: Client, cast: Cast, content: bytes, *said: str, **values: Any) -> None:
    draft = send(client, cast, content, **values)
    assert draft.state == "refused", draft.summary
    shown = page(client, draft)
    assert all(word in shown for word in said), draft.problems
    assert untouched()


def other_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Thu", "Chi"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 600_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no workbook", lambda: b"khong phai excel"),
        ("another workbook", other_book),
        ("cut in half", lambda: workbook(ROWS)[: len(workbook(ROWS)) // 2]),
        ("a zip bomb", bomb),
        ("a year to come", lambda: workbook(ROWS, 2031)),
    ],
)
def test_a_file_that_is_none_is_refused_whole(cast: Cast, ledger: None, client_as: As, name: str, content: Callable[[], bytes]) -> None:
    refused(client_as("commune-officer"), cast, content())


def test_another_year_than_the_form_says(cast: Cast, ledger: None, client_as: As) -> None:
    refused(client_as("commune-officer"), cast, workbook(ROWS, 2025), "2025", "2026", year="2026")


def test_rows_at_fault_are_named_and_the_others_taken(cast: Cast, ledger: None, client_as: As) -> None:
    """Text for a year, a year to come, merged cells, an old font, one form number for two households."""
    client = client_as("commune-officer")
    rows = [*ROWS, line(4, "A Hu", form="8", born=1960), line(5, "A Brâo", form="9", head_name="A Brâo", born=1961)]
    content = workbook(rows)
    cell = year_cell(content, "A Hu")
    draft = send(client, cast, changed(content, {cell: "không nhớ", year_cell(content, "Brâo"): 2031}))
    assert draft.summary["refused"] == 2
    assert {"không nhớ", "2031"} <= {problem["value"] for problem in lists(draft)["problems"]}
    row = int(cell[1:])
    merged = send(client, cast, changed(content, {}, f"G{row}:G{row + 1}"))
    assert merged.state == "ready"
    assert merged.summary["refused"] >= 1
    legacy = send(client, cast, workbook([line(1, "NguyÔn ThÞ H¹nh", ethnicity="kinh", sex="f"), line(2, "A Hu", born=1960)]))
    assert legacy.summary["refused"] == 1
    assert 'name="convert"' in page(client, legacy)
    decide(client, legacy, "look", convert="1")
    assert (legacy.summary["refused"], legacy.summary["converted"]) == (0, 1)


def lists(draft: SurveyDraft) -> dict[str, list[Any]]:
    from nharong.people.preview import read_lists

    return read_lists(draft.lists)


def test_one_form_number_for_two_households(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    rows = [line(1, "A Thui", form="3", head_name="A Thui"), line(2, "A Brâo", form="3", head_name="A Brâo", born=1960)]
    draft = send(client, cast, workbook(rows))
    assert draft.summary["refused"] + draft.summary["warnings"] >= 1


def test_a_file_too_large_is_not_even_kept(cast: Cast, client_as: As, settings: Any) -> None:
    settings.NHARONG_UPLOAD_MAX = 1000
    answer = client_as("commune-officer").post(reverse("people:upload"), {"place": str(cast.commune.uid), "file": upload(b"x" * 2000)})
    assert answer.status_code == 422
    assert not SurveyDraft.objects.exists()
    assert not (Path(settings.NHARONG_DATA) / "uploads").exists()


def test_whose_file_it_is(cast: Cast, ledger: None, client_as: As) -> None:
    draft = send(client_as("commune-officer"), cast, workbook(ROWS))
    for name in ("draft", "faulty"):
        url = reverse(f"people:{name}", args=[draft.uid])
        assert client_as("stranger").get(url).status_code == 404
        assert client_as("inspector").get(url).status_code == 403
        assert client_as("nobody").get(url).status_code == 403
    assert client_as("inspector").post(reverse("people:decide", args=[draft.uid]), {"do": "take"}).status_code == 403
    assert client_as("stranger").post(reverse("people:decide", args=[draft.uid]), {"do": "take"}).status_code == 404
    other = client_as("stranger").post(reverse("people:upload"), {"place": str(cast.commune.uid), "file": upload(workbook(ROWS))})
    assert other.status_code == 422
    assert untouched()


def test_rights_lost_meanwhile_stop_the_worker(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    draft = send(client, cast, workbook(ROWS))
    SurveyDraft.objects.update(author=cast.users["inspector"].uid)
    decide(client, draft, "take")
    assert draft.state == "refused"
    assert untouched()


def test_the_page_waits_without_javascript(cast: Cast, ledger: None, client_as: As) -> None:
    client = client_as("commune-officer")
    draft = send(client, cast, workbook(ROWS))
    SurveyDraft.objects.update(state="reading", step=2)
    shown = page(client, draft)
    assert '<meta http-equiv="refresh"' in shown
    assert 'hx-trigger="every 2s"' in shown
    SurveyDraft.objects.update(state="ready")
    answer = client.get(reverse("people:draft", args=[draft.uid]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
