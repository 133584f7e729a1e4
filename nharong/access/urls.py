"""/nguoi-dung/ and /toi/"""

from django.urls import path

from nharong.access.views import account, users

app_name = "access"
urlpatterns = [
    path("nguoi-dung/", users.list_users, name="list"),
    path("nguoi-dung/them/", users.add_user, name="add"),
    path("nguoi-dung/nhap/", users.import_users, name="import"),
    path("nguoi-dung/phieu/<uuid:slip>/", users.show_slip, name="slip"),
    path("nguoi-dung/<uuid:uid>/", users.show_user, name="user"),
    path("nguoi-dung/<uuid:uid>/vai/", users.give_role, name="give_role"),
    path("nguoi-dung/<uuid:uid>/vai/<uuid:grant>/ket-thuc/", users.end_role, name="end_role"),
    path("nguoi-dung/<uuid:uid>/thay/", users.stand_in, name="stand_in"),
    path("nguoi-dung/<uuid:uid>/cap-lai/", users.new_slip, name="new_slip"),
    path("nguoi-dung/<uuid:uid>/dong/", users.close_account, name="close"),
    path("nguoi-dung/<uuid:uid>/mo-lai/", users.open_account, name="open"),
    path("toi/", account.show_account, name="account"),
]
