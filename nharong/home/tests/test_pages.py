"""The first page: for every role, with few questions to the database, and for nobody without signing in."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from nharong.access.tests.cast import Cast
from nharong.indicators.tests.make import person
from nharong.kernel.permissions import ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [*ROLES, "stranger", "nobody"])
def test_every_role_has_a_first_page(ledger: None, client_as: Callable[[str], Client], role: str) -> None:
    answer = client_as(role).get("/")
    assert answer.status_code == 200
    assert "Việc hôm nay" in answer.content.decode()


def test_who_has_not_signed_in_is_led_to_the_door(client_as: Callable[[str], Client]) -> None:
    answer = client_as("anonymous").get("/")
    assert answer.status_code == 302


def test_the_first_page_asks_few_questions(
    ledger: None, client_as: Callable[[str], Client], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    browser = client_as("commune-officer")
    browser.get("/")
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        assert browser.get("/").status_code == 200


def test_every_count_of_the_first_page_opens_its_list(ledger: None, client_as: Callable[[str], Client], cast: Cast) -> None:
    """The doors of the first page lead to lists that are there, each with the number that stood on the page."""
    person(cast.village, level1=False)
    browser = client_as("commune-officer")
    page = browser.get("/").content.decode()
    doors = set(re.findall(r'href="(/chi-so/[^"]+)"', page))
    assert doors
    for door in doors:
        assert browser.get(door.replace("&amp;", "&")).status_code == 200, door
