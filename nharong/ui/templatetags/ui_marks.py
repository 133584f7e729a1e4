"""The icon: the one mark that every other tag needs."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString


def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "print" %}``: one of the signs of parts/sprite.html, always beside a word."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', f"ic {css}".rstrip(), name)


def register_marks(register: Library) -> None:
    """Make the icon a tag of a library."""
    register.simple_tag(icon)
