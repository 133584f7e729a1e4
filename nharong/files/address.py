"""Addresses of cells as a spreadsheet shows them: columns are letters, rows count from 1."""


def column_letter(index: int) -> str:
    """``A`` for 0, ``AY`` for 50."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0 for ``A``, 50 for ``AY``. Raises ValueError on anything but letters A to Z."""
    if not letters.isascii() or not letters.isalpha():
        raise ValueError(letters)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_address(row: int, column: int) -> str:
    """``G17`` for row 16, column 6, both counted from 0."""
    return f"{column_letter(column)}{row + 1}"


def cell_position(address: str) -> tuple[int, int]:
    """Row and column counted from 0 of ``G17``. Raises ValueError."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, column_index(letters)
