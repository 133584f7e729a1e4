"""Addresses for the tests of the frame: itself, a sign-in, one menu entry."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path


def page(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "ui/base.html")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nharong.ui.urls", namespace="ui")),
    path("vao/", lambda request: render(request, "ui/door.html"), name="account_login"),
    path("ke-hoach/", include(([path("", page, name="list")], "plans"))),
    path("nguoi-dung/", include(([path("", page, name="list")], "access"))),
]
