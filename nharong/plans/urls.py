"""Addresses of plans."""

from django.urls import path

from nharong.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:plan>/", views.plan_page, name="plan"),
    path("<slug:plan>/theo-xa/", views.matrix_page, name="matrix"),
    path("<slug:plan>/<slug:target>/danh-sach/", views.rows_page, name="target-list"),
    path("<slug:plan>/nhiem-vu/", views.tasks_page, name="tasks"),
]
