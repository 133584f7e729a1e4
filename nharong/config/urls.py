"""Open table: the URLs of every folder, in the order of the menu."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nharong.home.urls")),
    path("ke-hoach/", include("nharong.plans.urls")),
    path("chi-so/", include("nharong.indicators.urls")),
    path("bao-cao/", include("nharong.reports.urls")),
    path("lop-hoc/", include("nharong.classes.urls")),
    path("trung-tam/", include("nharong.centres.urls")),
    path("", include("nharong.people.urls")),
    path("dia-ban/", include("nharong.territory.urls")),
    path("nhat-ky/", include("nharong.deeds.urls")),
    path("", include("nharong.access.sign_in_urls")),
    path("", include("nharong.access.urls")),
    path("", include("nharong.ui.urls")),
]
