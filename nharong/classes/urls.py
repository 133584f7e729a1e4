"""Addresses of classes."""

from django.urls import path

from nharong.classes.views import changes, learners, lists, page, sheet, terms

app_name = "classes"
urlpatterns = [
    path("", lists.list_page, name="list"),
    path("mo/", changes.open_page, name="open"),
    path("<uuid:literacy_class>/", page.class_page, name="class"),
    path("<uuid:literacy_class>/diem-danh/<str:day>/", sheet.sheet_page, name="sheet"),
    path("<uuid:literacy_class>/ghi-danh/", learners.enrol_page, name="enrol"),
    path("<uuid:literacy_class>/thoi-hoc/<uuid:enrolment>/", learners.end_page, name="end"),
    path("<uuid:literacy_class>/diem/<int:term>/", terms.marks_page, name="marks"),
    path("<uuid:literacy_class>/ket-qua/<int:term>/", terms.results_page, name="results"),
    path("<uuid:literacy_class>/ki/<int:term>/", changes.term_page, name="term"),
    path("<uuid:literacy_class>/giao-vien/", changes.teacher_page, name="teacher"),
    path("<uuid:literacy_class>/ket-thuc/", changes.close_page, name="close"),
]
