"""Who may see what, and in which language."""

from collections.abc import Callable

from nharong.classes import actions
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people.models import Person
from nharong.territory.queries import find_place
from tests.journeys.ground import DAY, SA_BINH, Ground, done
from tests.journeys.visit import Visit


def test_the_neighbour_is_hidden_and_the_inspector_only_looks(office: Ground, visit: Callable[..., Visit]) -> None:
    beside = find_place(f"{SA_BINH}-001", DAY)
    person, row = Person.objects.filter(place=beside).first(), new_uid()
    assert person is not None
    done(actions.open_class, SYSTEM, literacy_class=row, place=beside.uid, name="Lớp làng bên", phase=1, start=DAY, venue="Nhà rông")

    officer = visit("xasathay")
    officer.to(f"/nguoi-dan/{person.uid}/", 404)
    officer.to(f"/lop-hoc/{row}/", 404)
    officer.to("/nguoi-dung/", 403)
    assert officer.page.get_by_role("link", name="Người dùng", exact=True).count() == 0

    inspector = visit("thanhtra")
    inspector.to("/")
    inspector.to(f"/nguoi-dan/{person.uid}/")
    inspector.to(f"/lop-hoc/{row}/")
    for form in (f"/nguoi-dan/{person.uid}/sua/", f"/lop-hoc/{row}/ghi-danh/", "/nguoi-dan/phieu/", "/dia-ban/sap-xep/sap-nhap/"):
        inspector.to(form, 403)

    inspector.to("/")
    inspector.press("English")
    assert "Today's work" in inspector.text.replace("’", "'")
    inspector.follow("People", exact=True)
    assert inspector.page.locator("html").get_attribute("lang") == "en"
    inspector.press("Tiếng Việt")
    assert "Người dân" in inspector.text

    stranger = visit()
    stranger.to("/nguoi-dan/")
    assert "/vao/" in stranger.page.url
