"""Address of the first page."""

from django.urls import path

from nharong.home import views

app_name = "home"
urlpatterns = [path("", views.today_view, name="today")]
