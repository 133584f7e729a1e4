"""Addresses of bodies, under those of places."""

from django.urls import path

from nharong.territory.bodies import views

urlpatterns = [
    path("", views.list_page, name="bodies"),
    path("moi/", views.found_page, name="body_found"),
    path("<uuid:body>/", views.body_page, name="body"),
    path("<uuid:body>/sua/<slug:kind>/", views.change_page, name="body_change"),
    path("<uuid:body>/ket-thuc/", views.end_page, name="body_end"),
    path("<uuid:body>/chuc-danh/", views.appoint_page, name="post_appoint"),
    path("<uuid:body>/chuc-danh/<uuid:post>/thoi/", views.end_post_page, name="post_end"),
]
