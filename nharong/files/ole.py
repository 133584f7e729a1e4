"""The old .xls looked through before it is opened: its envelope (compound file) and how far its cells reach (BIFF8)."""

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY = 128
_BOF, _EOF, _FILEPASS, _MULRK = 0x0809, 0x000A, 0x002F, 0x00BD
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, _MULRK})


class NotOle(ValueError):
    """The envelope, or the stream inside, is broken or cut."""


class _Envelope:
    """A compound file: sectors chained by a table, named streams in a directory."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self.size = 1 << unpack_from("<H", content, 30)[0]
            self.first_entry, self.smallest = unpack_from("<I", content, 48)[0], unpack_from("<I", content, 56)[0]
            if self.size not in {512, 4096}:
                raise NotOle
            self.table = self._table()
        except StructError as error:
            raise NotOle from error

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _table(self) -> list[int]:
        """Sector → the one after it."""
        first, count = unpack_from("<II", self.content, 68)
        listed = list(unpack_from("<109I", self.content, 76))
        per_sector = self.size // 4
        for _turn in range(min(count, len(self.content) // self.size)):
            if first >= _END:
                break
            part = unpack_from(f"<{per_sector}I", self.sector(first))
            listed += part[:-1]
            first = part[-1]
        table: list[int] = []
        for number in listed:
            if number < _END:
                table += unpack_from(f"<{per_sector}I", self.sector(number))
        return table

    def chain(self, first: int) -> bytes:
        """All bytes of a chain of sectors. Raises NotOle where it leads in a circle or out of the file."""
        parts, seen, number = [], 0, first
        while number < _END:
            if number >= len(self.table) or seen > len(self.table):
                raise NotOle
            part = self.sector(number)
            if not part:
                raise NotOle
            parts.append(part)
            number, seen = self.table[number], seen + 1
        return b"".join(parts)

    def streams(self) -> Iterator[tuple[str, int, int]]:
        """Name, first sector and size of each stream."""
        directory = self.chain(self.first_entry)
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = unpack_from("<HB", directory, start + 64)
            if kind == 2 and 2 <= length <= 64:
                name = directory[start : start + length - 2].decode("utf-16-le", "replace")
                yield name, *unpack_from("<II", directory, start + 116)


class Locked(Exception):
    """A password is needed."""


def sheet_areas(content: bytes) -> Iterator[tuple[int, int]]:
    """Rows and columns that the filled cells of each sheet reach.

    Raises Locked; NotOle where this is no workbook of Excel 97 or later, or is cut.
    """
    envelope = _Envelope(content)
    streams = {name: (first, size) for name, first, size in envelope.streams()}
    if "EncryptedPackage" in streams:
        raise Locked
    if "Workbook" not in streams:
        raise NotOle
    first, size = streams["Workbook"]
    if size < envelope.smallest:  # Excel pads it beyond this
        raise NotOle
    book = envelope.chain(first)
    if len(book) < size:
        raise NotOle
    yield from _areas(book[:size])


def _areas(book: bytes) -> Iterator[tuple[int, int]]:
    rows = columns = place = 0
    end = len(book) - 4
    while place <= end:
        kind, length = unpack_from("<HH", book, place)
        if kind in _CELLS and length >= 6:
            row, column = unpack_from("<HH", book, place + 4)
            if kind == _MULRK and place + 4 + length <= len(book):
                column = unpack_from("<H", book, place + 2 + length)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _FILEPASS:
            raise Locked
        elif kind in {_BOF, _EOF}:
            yield rows, columns
            rows = columns = 0
        place += 4 + length
    yield rows, columns
