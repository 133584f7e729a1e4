"""The page of a centre: its classes this week and what is missing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nharong.access.tests.cast import Cast
from nharong.centres.tests.make import centre
from nharong.classes import actions
from nharong.classes.tests import make
from nharong.deeds.actions import perform
from nharong.territory.rehearsal import dependents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger", "today")]


def test_classes_of_the_week_and_what_is_missing(cast: Cast) -> None:
    body = centre(cast.commune)
    officer = cast.scope("commune-officer")
    row, _learners = make.full_class(cast.village, 2, officer, centre=body.uid, teacher={"name": "Y Phiên"})
    make.a_class(cast.village, officer, centre=body.uid, name="Lớp chưa có kế hoạch")
    make.a_class(cast.village, officer, name="Lớp của nơi khác")
    plan = {"start": date(2026, 11, 16), "stop": date(2027, 2, 1), "weekdays": "1234"}
    assert perform(actions.plan_term, officer, literacy_class=row.uid, term=1, **plan).ok
    client, url = cast.client("director"), reverse("home:centre", args=[body.uid])
    text = client.get(url).content.decode()
    for shown in ("23/11", "Y Phiên", "Lớp chưa có kế hoạch", reverse("classes:sheet", args=[row.uid, "2026-11-16"])):
        assert shown in text, shown
    assert "Lớp của nơi khác" not in text
    assert dict(dependents([cast.commune.pk, cast.village.pk])) == {
        "trung tâm học tập cộng đồng": 1,
        "lớp xóa mù chữ đang mở": 3,
        "người học trong các lớp đó": 2,
    }
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    assert len(seen) <= 16
