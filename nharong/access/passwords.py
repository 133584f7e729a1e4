"""One-time passwords: never stored, worked out anew for the printed slip as long as the first sign-in has not happened."""

import hmac
import uuid

from django.conf import settings

LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
"""No letter that can be taken for another on a printed slip; no j, l, o, i, 0, 1."""
GROUPS, LETTERS_A_GROUP = 3, 4


def one_time_password(user: uuid.UUID, slip: uuid.UUID) -> str:
    """The password on the slip of that number for that user: ``k7hd-92mf-xq4t`` (58 bits), known only to this installation."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"one-time" + user.bytes + slip.bytes, "sha256")
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(GROUPS * LETTERS_A_GROUP):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    text = "".join(letters)
    return "-".join(text[i : i + LETTERS_A_GROUP] for i in range(0, len(text), LETTERS_A_GROUP))
