"""The frame mounted by itself, its files unhashed."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def frame(settings: Any) -> None:
    """The gallery's addresses, whatever else is mounted; static files as they lie in the source."""
    settings.ROOT_URLCONF = "nharong.ui.tests.urls"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = True
    settings.NHARONG_DEMO = True
