"""Addresses of places."""

from django.urls import include, path

from nharong.territory import boundary_views, views

app_name = "territory"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("co-quan/", include("nharong.territory.bodies.urls")),
    path("ranh-gioi/", boundary_views.boundaries_page, name="boundaries"),
    path("truy-nguon/", views.trace_page, name="trace"),
    path("sap-xep/<slug:kind>/", views.change_page, name="change"),
    path("<uuid:place>/", views.unit_page, name="unit"),
    path("<uuid:place>/thon/", views.villages_page, name="villages"),
    path("<uuid:place>/dac-diem/", views.traits_page, name="traits"),
]
