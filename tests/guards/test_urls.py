"""Every URL is guarded: the walk over all of them, for everybody, inside and outside."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from nharong.access.tests.cast import Cast

THIRD_PARTY: dict[str, str] = {}
"""Views of other packages that are mounted unwrapped: dotted name → reason."""

SAMPLES: list[tuple[type[Any], object]] = [
    (UUIDConverter, uuid.UUID(int=7)),
    (IntConverter, 0),
    (SlugConverter, "khong-co"),
    (StringConverter, "khong-co"),
]


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its route."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        else:
            yield route, entry


def every() -> list[tuple[str, URLPattern]]:
    return list(walk(get_resolver().url_patterns))


def address(route: str) -> str:
    """The URL with values that name nothing."""
    import re

    from django.urls.converters import get_converters

    def value(hit: "re.Match[str]") -> str:
        converter = get_converters()[hit["kind"] or "str"]
        return str(next((sample for kind, sample in SAMPLES if isinstance(converter, kind)), "khong-co"))

    return "/" + re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", value, route)


def test_every_view_is_guarded_or_public_for_a_reason() -> None:
    wrong = []
    for route, pattern in every():
        view = pattern.callback
        name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
        if not (getattr(view, "guarded_by", None) or getattr(view, "public_because", None) or THIRD_PARTY.get(name)):
            wrong.append(f"/{route} {name}: neither @needs nor @public(reason)")
    assert not wrong, "\n".join(wrong)


def test_every_page_has_a_name() -> None:
    wrong = [f"/{route}" for route, pattern in every() if not pattern.name]
    assert not wrong, "\n".join(wrong)


def test_addresses_are_lower_case_words_without_marks() -> None:
    import re

    wrong = [route for route, _ in every() if not re.fullmatch(r"(?:[a-z0-9./-]|<[a-z_]+:[a-z_]+>|<[a-z_]+>)*", route)]
    assert not wrong, "\n".join(wrong)


def test_nobody_enters_without_signing_in(cast: Cast) -> None:
    client, wrong = Client(), []
    for route, pattern in every():
        if getattr(pattern.callback, "public_because", None):
            continue
        answer = client.get(address(route))
        if answer.status_code != 302 or "/vao/" not in answer["Location"]:
            wrong.append(f"/{route} answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)


ROLES = ["admin", "province-officer", "commune-officer", "teacher", "inspector", "stranger", "nobody"]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_answers_everybody_in_order(client_as: Callable[[str], Client], role: str) -> None:
    """Never an error; what names nothing is 404 (or 403), and a GET never writes."""
    client, wrong = client_as(role), []
    for route, pattern in every():
        answer = client.get(address(route))
        named = "<" in route
        allowed = (
            {302, 403, 404, 405} if named and not getattr(pattern.callback, "public_because", None) else {200, 204, 302, 400, 403, 404, 405}
        )
        if answer.status_code not in allowed:
            wrong.append(f"/{route} answers {answer.status_code} to {role}")
    assert not wrong, "\n".join(wrong)


def test_who_may_do_nothing_changes_nothing(client_as: Callable[[str], Client]) -> None:
    """A POST by somebody without any grant is refused everywhere but at one's own account."""
    client, wrong = client_as("nobody"), []
    for route, pattern in every():
        guard = getattr(pattern.callback, "guarded_by", None)
        if guard is None or guard == "signed in":
            continue
        answer = client.post(address(route), {})
        if answer.status_code not in (403, 404, 405):
            wrong.append(f"/{route} answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)
