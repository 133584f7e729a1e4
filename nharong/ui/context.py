"""What the base page knows of every request: the reader, the menu, the language, the look, whether this is a demo."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from nharong import __version__
from nharong.kernel.permissions import NOBODY, Scope
from nharong.ui.menu import Section, menu_for

THEME_COOKIE = "nharong_look"


class Frame:
    """The frame around a page; whatever costs something is worked out when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.scope: Scope = getattr(request, "scope", NOBODY)

    @cached_property
    def menu(self) -> list[Section]:
        """The reader's menu."""
        return menu_for(self.scope)

    @property
    def here(self) -> str:
        """The noun whose page this is: the namespace of its URL."""
        match = self._request.resolver_match
        return match.namespaces[0] if match and match.namespaces else ""

    @property
    def demo(self) -> bool:
        """Whether the data are invented."""
        return bool(getattr(settings, "NHARONG_DEMO", False))

    @property
    def language(self) -> str:
        """The reader's language, ``vi`` or ``en``."""
        return (get_language() or settings.LANGUAGE_CODE)[:2]

    @property
    def other_language(self) -> tuple[str, str]:
        """The language one may switch to: code and its own name."""
        return next((code, str(name)) for code, name in settings.LANGUAGES if code != self.language)

    @property
    def dark(self) -> bool:
        """Whether the reader chose the dark look."""
        return self._request.COOKIES.get(THEME_COOKIE) == "dark"

    @property
    def path(self) -> str:
        """This page, to come back to."""
        return self._request.get_full_path()

    @property
    def help(self) -> str:
        """Whom to ask, in words with a telephone number; empty if the operator has not said."""
        return str(getattr(settings, "NHARONG_HELP", ""))

    @property
    def owner(self) -> str:
        """Whose system this is, as printed beside the sign-in: "tỉnh Quảng Ngãi"; empty if not said."""
        return str(getattr(settings, "NHARONG_OWNER", ""))

    @property
    def version(self) -> str:
        """The software's version."""
        return __version__

    @property
    def search_url(self) -> str:
        """Where the search form goes; empty while there is no search."""
        return _url("people:search")

    @property
    def home_url(self) -> str:
        """The first page."""
        return _url("home:today") or "/"

    @property
    def account_url(self) -> str:
        """The reader's own account."""
        return _url("access:account")

    @property
    def sign_out_url(self) -> str:
        """Where signing out is confirmed."""
        return _url("account_logout")

    @property
    def sign_in_url(self) -> str:
        """Where one signs in."""
        return _url("account_login")


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every template: ``ui``, the Frame."""
    return {"ui": Frame(request)}
