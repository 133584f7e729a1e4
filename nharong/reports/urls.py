"""Addresses of reports."""

from django.urls import path

from nharong.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:plan>/<slug:duty>/<int:year>/<uuid:body>/", views.report_page, name="report"),
    path("<slug:plan>/<slug:duty>/<int:year>/<uuid:body>/tai/<slug:ending>/", views.file_page, name="file"),
]
