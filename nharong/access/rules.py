"""What a user name may look like."""

import re

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def read_username(text: str) -> str | None:
    """The name as it is kept, lower case; None if it is none: 3 to 60 letters without marks, digits, dot, line, underscore."""
    name = text.strip().lower()
    return name if USERNAME.fullmatch(name) else None
