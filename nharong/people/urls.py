"""Addresses of people: /nguoi-dan/ and the search /tim/."""

from django.urls import path

from nharong.people.views import draft_lists, duplicates, households, lists, record, survey

app_name = "people"
urlpatterns = [
    path("tim/", lists.search_page, name="search"),
    path("nguoi-dan/", lists.list_page, name="list"),
    path("nguoi-dan/chua-ro/", lists.unknown_page, name="unknown"),
    path("nguoi-dan/mau-thuan/", lists.contradictions_page, name="contradictions"),
    path("nguoi-dan/them/", record.add_page, name="add"),
    path("nguoi-dan/ho/", households.list_page, name="households"),
    path("nguoi-dan/ho/<uuid:household>/", households.household_page, name="household"),
    path("nguoi-dan/trung/", duplicates.list_page, name="duplicates"),
    path("nguoi-dan/trung/<uuid:first>/<uuid:second>/", duplicates.pair_page, name="pair"),
    path("nguoi-dan/phieu/", survey.upload_page, name="upload"),
    path("nguoi-dan/phieu/<uuid:draft>/", survey.draft_page, name="draft"),
    path("nguoi-dan/phieu/<uuid:draft>/quyet-dinh/", survey.decide, name="decide"),
    path("nguoi-dan/phieu/<uuid:draft>/hoan-tac/", survey.take_back, name="take_back"),
    path("nguoi-dan/phieu/<uuid:draft>/dong-loi/", draft_lists.faulty_rows, name="faulty"),
    path("nguoi-dan/phieu/<uuid:draft>/<slug:name>/", draft_lists.draft_list, name="draft_list"),
    path("nguoi-dan/so/<uuid:number>/hien/", record.reveal, name="reveal"),
    path("nguoi-dan/<uuid:person>/", record.person_page, name="person"),
    path("nguoi-dan/<uuid:person>/lich-su/", record.history_page, name="history"),
    path("nguoi-dan/<uuid:person>/sua/", record.correct_page, name="correct"),
    path("nguoi-dan/<uuid:person>/so/", record.number_page, name="number"),
    path("nguoi-dan/<uuid:person>/ghi/<slug:what>/", record.say_page, name="say"),
]
