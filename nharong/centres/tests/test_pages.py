"""Pages of centres: who may open them, and every form from page to deed."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nharong.access.tests.cast import Cast
from nharong.centres import queries
from nharong.centres.tests import make
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Hidden
from nharong.territory.bodies.models import Body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 23)


def test_four_cases_for_every_page(cast: Cast, settings: Settings) -> None:
    settings.LOGIN_URL = "/vao/"
    body = make.centre(cast.commune)
    for name, may_read in (("home:centre", 200), ("centres:rename", 403), ("centres:close", 403)):
        url = reverse(name, args=[body.uid])
        seen = {role: cast.client(role).get(url).status_code for role in ("director", "inspector", "stranger", "anonymous")}
        assert seen == {"director": 200, "inspector": may_read, "stranger": 404, "anonymous": 302}, name
    assert cast.client("teacher").get(reverse("centres:found")).status_code == 403
    assert cast.client("surveyor").get(reverse("centres:list")).status_code == 403


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_the_own_area(cast: Cast) -> None:
    make.centre(cast.commune)
    url = reverse("centres:list")
    assert "xã Sa Thầy" in page(cast.client("director"), url)
    assert "Trung tâm học tập cộng đồng xã Sa Thầy" not in page(cast.client("stranger"), url)


def test_a_centre_is_recorded_updated_and_closed_by_forms(cast: Cast) -> None:
    client = cast.client("commune-officer")
    url = reverse("centres:found")
    assert str(cast.commune.uid) in page(client, url)
    sent = {
        "deed": str(new_uid()),
        "name": "TTHTCĐ xã Sa Thầy",
        "kind": "public",
        "place": str(cast.commune.uid),
        "founded_on": "22/8/2025",
    }
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    body = Body.objects.get()
    shown = page(client, reverse("home:centre", args=[body.uid]))
    assert "TTHTCĐ xã Sa Thầy" in shown
    change = {"deed": str(new_uid()), "name": "Trung tâm Văn hóa", "kind": "merged", "day": "01/3/2026", "house": "Nhà văn hóa"}
    assert client.post(reverse("centres:rename", args=[body.uid]), change).status_code == 302
    assert queries.get_centre(SYSTEM, body.uid, TODAY).kind == "merged"
    assert client.post(reverse("centres:rename", args=[body.uid]), change | {"deed": str(new_uid())}).status_code == 422
    assert "TTHTCĐ xã Sa Thầy" in page(client, reverse("home:centre", args=[body.uid]))  # among its names
    assert client.post(reverse("centres:close", args=[body.uid]), {"deed": str(new_uid()), "day": "30/6/2026"}).status_code == 302
    assert queries.centres_on(SYSTEM, TODAY) == []
    assert client.post(url, sent | {"deed": str(new_uid()), "founded_on": "hôm nay"}).status_code == 422


def test_a_centre_that_never_was_is_hidden(cast: Cast) -> None:
    with pytest.raises(Hidden):
        queries.get_centre(SYSTEM, new_uid(), TODAY)


def test_the_list_takes_as_many_queries_for_many(cast: Cast) -> None:
    client, url = cast.client("director"), reverse("centres:list")
    make.centre(cast.commune)
    counts = []
    for _round in range(2):
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
        for number in range(4):
            make.centre(cast.commune, name=f"Trung tâm {number}")
    assert counts[0] == counts[1] <= 10
