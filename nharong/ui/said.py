"""What is said at the head of the next page after a deed."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _


def say_done(request: HttpRequest, text: str | Promise, undo: str = "") -> None:
    """A toast that stays until the next deed; ``undo`` is the address of the page that takes the deed back."""
    link = format_html(' <a href="{}">{}</a>', undo, _("Undo")) if undo else ""
    messages.success(request, format_html("{}{}", text, link))
