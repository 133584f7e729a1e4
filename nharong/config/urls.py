"""Open table: the URLs of every folder, in the order of the menu."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
