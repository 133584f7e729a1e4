"""Addresses of the pages that mix nouns."""

from django.urls import path

from nharong.home import centre

app_name = "home"
urlpatterns = [
    path("trung-tam/<uuid:centre>/", centre.centre_page, name="centre"),
]
