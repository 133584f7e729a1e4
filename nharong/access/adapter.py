"""What allauth asks of us: nobody signs up; an administrator makes accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No self-signup (contracts.md, Who may see)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
