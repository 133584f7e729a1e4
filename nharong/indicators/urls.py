"""Addresses of indicators."""

from django.urls import path

from nharong.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:name>/", views.figure_page, name="figure"),
    path("<slug:name>/danh-sach/", views.rows_page, name="rows"),
]
