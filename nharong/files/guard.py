"""What a workbook must be before anything opens it: whole, not locked, and not larger inside than it may be."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as StructError
from typing import BinaryIO

from django.utils.translation import gettext as _

from nharong.files import ole
from nharong.files.address import column_index
from nharong.kernel.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be; the defaults take ten times the largest survey file of a commune."""

    file_bytes: int = 60_000_000
    """The file as stored."""
    unpacked_bytes: int = 500_000_000
    """All parts of an .xlsx together, as declared and as they really are."""
    ratio: int = 150
    """Unpacked over stored bytes, once more than ``ratio_from`` bytes come out; sheets of forms stay below 60."""
    ratio_from: int = 20_000_000
    entries: int = 2_000
    rows: int = 100_000
    columns: int = 256
    area: int = 6_000_000
    """Rows times columns of one sheet: what it takes in memory, 32 bytes each."""


LIMITS = Limits()
_ZIP = b"PK\x03\x04"
_CHUNK = 1 << 20
_OVERLAP = 256


def _refuse(error: str, mend: str) -> Refused:
    return Refused(Problem(error=error, mend=mend, field="file"))


def not_a_workbook() -> Refused:
    """The file is something else, whatever its name says."""
    return _refuse(_("The file is not an Excel workbook."), _("Open it in Excel and save it as .xlsx, then choose it again."))


def cut_in_half() -> Refused:
    """The file ends too early or was changed on the way."""
    return _refuse(_("The file is damaged or was not copied whole."), _("Copy it again from where it was made, then choose it again."))


def locked() -> Refused:
    """The file asks for a password."""
    return _refuse(
        _("The file is locked with a password."), _("Take the password off in Excel (File, Info, Protect Workbook), then choose it again.")
    )


def too_large(what: str) -> Refused:
    """The file, or what comes out of it, is larger than the limits."""
    return _refuse(
        _("The file is too large: %(what)s.") % {"what": what},
        _("Keep only the sheet with the data, delete rows and columns that are not used, save, then choose it again."),
    )


def check_workbook(stream: BinaryIO, limits: Limits = LIMITS) -> str:
    """Look through the file without unpacking it to memory; returns ``xlsx`` or ``xls``.

    Raises Refused: not a workbook, damaged, locked, or too large (zip bombs, a lone cell far away).
    """
    size = stream.seek(0, 2)
    if size > limits.file_bytes:
        raise too_large(_("%(size)s MB, at most %(limit)s MB") % {"size": size // 1_000_000, "limit": limits.file_bytes // 1_000_000})
    stream.seek(0)
    head = stream.read(8)
    if head == ole.MAGIC:
        stream.seek(0)
        _check_ole(stream.read(), limits)
        return "xls"
    if not head.startswith(_ZIP):
        raise not_a_workbook()
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_archive(archive, stream, size, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise cut_in_half() from error
    return "xlsx"


def _check_ole(content: bytes, limits: Limits) -> None:
    """An old .xls, or a new file inside an envelope of encryption."""
    try:
        for rows, columns in ole.sheet_areas(content):
            check_area(rows, columns, limits)
    except ole.Locked as error:
        raise locked() from error
    except (ole.NotOle, StructError) as error:
        raise not_a_workbook() from error


def _check_archive(archive: zipfile.ZipFile, stream: BinaryIO, size: int, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise too_large(_("%(count)s parts inside, at most %(limit)s") % {"count": len(entries), "limit": limits.entries})
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise not_a_workbook()
    _check_unpacked(sum(entry.file_size for entry in entries), size, limits)
    unpacked = 0
    for entry in entries:
        area = _Area(limits) if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml") else None
        for chunk in _unpack(entry, stream):
            unpacked += len(chunk)
            _check_unpacked(unpacked, size, limits)
            if area:
                area.add(chunk)


def _check_unpacked(unpacked: int, size: int, limits: Limits) -> None:
    ratio_broken = unpacked > limits.ratio_from and unpacked > size * limits.ratio
    if unpacked > limits.unpacked_bytes or ratio_broken:
        shown = {"size": unpacked // 1_000_000, "limit": limits.unpacked_bytes // 1_000_000}
        raise too_large(_("%(size)s MB or more come out of it, at most %(limit)s MB") % shown)


def _unpack(entry: zipfile.ZipInfo, stream: BinaryIO) -> Iterator[bytes]:
    """The entry's real bytes, in chunks. Raises BadZipFile where they are not the ones declared."""
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != _ZIP:
        raise zipfile.BadZipFile(entry.filename)
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(entry.filename)
    left, length, check = entry.compress_size, 0, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = stream.read(min(left, _CHUNK))
        if not packed:
            raise zipfile.BadZipFile(entry.filename)
        left -= len(packed)
        while packed:
            plain = inflate.decompress(packed, _CHUNK) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            length, check = length + len(plain), zlib.crc32(plain, check)
            yield plain
            if not plain:
                break
    if length != entry.file_size or check != entry.CRC:
        raise zipfile.BadZipFile(entry.filename)


class _Area:
    """Measures how far a sheet's filled cells reach, from its raw XML: one lone cell far away fills gigabytes."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = self.columns = 0
        self.tail = b""
        self.prefix: bytes | None = None

    def add(self, chunk: bytes) -> None:
        """Take the next bytes in. Raises Refused."""
        chunk = self.tail + chunk
        self.tail = chunk[-_OVERLAP:]
        if self.prefix is None:
            found = re.search(rb"<(\w+:)?worksheet", chunk)
            self.prefix = (found[1] or b"") if found else b""
            filled = rb"(?=(?s:.{8}))(?!</|<" + self.prefix + rb"v ?/|<" + self.prefix + rb"v></)"
            self.column = re.compile(rb"<" + self.prefix + rb'c r="([A-Z]{1,6})\d+"[^>/]*>' + filled)
            self.row = re.compile(rb"<" + self.prefix + rb'c r="[A-Z]+(\d{1,9})"[^>/]*>' + filled)
            self.nameless = re.compile(rb"<" + self.prefix + rb'c(?! r=")[ >/]')
        nameless = self.nameless.search(chunk)
        if nameless and nameless.start() < len(chunk) - 16:
            raise _refuse(
                _("The workbook was not written as Excel writes it."), _("Open it in Excel and save it as .xlsx, then choose it again.")
            )
        self.columns = max([self.columns, *(column_index(name.decode()) + 1 for name in set(self.column.findall(chunk)))])
        self.rows = max([self.rows, *map(int, set(self.row.findall(chunk)))])
        check_area(self.rows, self.columns, self.limits)


def check_area(rows: int, columns: int, limits: Limits = LIMITS) -> None:
    """Raises Refused where a sheet has too many rows or columns."""
    if rows > limits.rows:
        raise too_large(_("the sheet reaches row %(row)s, at most %(limit)s") % {"row": rows, "limit": limits.rows})
    if columns > limits.columns:
        raise too_large(_("the sheet has %(columns)s columns, at most %(limit)s") % {"columns": columns, "limit": limits.columns})
    if rows * columns > limits.area:
        raise too_large(_("the sheet has %(rows)s rows by %(columns)s columns") % {"rows": rows, "columns": columns})
