"""The readers of file formats. The content of a file decides which one reads it, not its ending."""

from __future__ import annotations

import zlib

from macros.base.errors import Fault, FaultError, Place
from macros.importer.readers.csv_file import read_csv
from macros.importer.readers.ods import is_ods, read_ods
from macros.importer.readers.px import is_px, read_px
from macros.importer.readers.tidy import is_eurostat, is_sdmx, read_eurostat, read_json_stat, read_sdmx
from macros.importer.readers.workbook import read_xlsx
from macros.importer.sheet import Sheet

_LIMIT = 50_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_TEXTS = ("csv", "tsv", "txt", "tab", "px", "json", "dat")


def read_file(data: bytes, path: str, stem: str, *, encoding: str = "", separator: str = "") -> list[Sheet]:
    """Return the sheets of a file in any format that is known.

    Args:
        stem: The name of the file without its ending.

    Raises:
        FaultError: The file cannot be read.
    """
    ending = path.rpartition(".")[2].lower()
    if data[:2] == b"\x1f\x8b":  # as Eurostat publishes its files
        data = _unpack(data, path)
        ending = path.lower().removesuffix(".gz").rpartition(".")[2]
    if len(data) > _LIMIT:
        raise FaultError(_make_size_fault(path, f"has {len(data) / 1e6:.0f} MB"))
    if is_ods(data):
        return read_ods(data, path, stem)
    if data[:2] == b"PK" or data[:4] == _OLE or ending in ("xlsx", "xlsm"):
        return read_xlsx(data, path, stem)
    if ending not in _TEXTS:
        fact, remedy = f'is of the kind ".{ending}", which cannot be read', "save it as .xlsx, .ods, or as CSV UTF-8"
        raise FaultError(Fault(Place(path), "workbook", fact, remedy))
    if is_px(data):
        return [read_px(data, path, stem)]
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return read_json_stat(_decode(data, path), path, stem)
    if is_eurostat(data[:10_000].decode("utf-8-sig", "replace")):
        return [read_eurostat(_decode(data, path), path, stem)]
    sheet = read_csv(data, path, stem, encoding=encoding, separator=separator)
    return [read_sdmx(sheet) if is_sdmx(sheet) else sheet]


def _decode(data: bytes, path: str) -> str:
    """Decode a format that is UTF-8 by its definition."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fact = f"is not UTF-8 (byte {error.start + 1}), as its format asks"
        raise FaultError(Fault(Place(path), "encoding", fact, "take the file as it was published")) from None


def _unpack(data: bytes, path: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(data, _LIMIT + 1)
    except zlib.error as error:
        raise FaultError(Fault(Place(path), "workbook", f"cannot be unpacked ({error})", "take the file as it was published")) from None
    if unpacker.unconsumed_tail:
        raise FaultError(_make_size_fault(path, "unpacks to more"))
    return unpacked


def _make_size_fault(path: str, fact: str) -> Fault:
    return Fault(
        Place(path), "workbook", f"{fact}, and no more than {_LIMIT / 1e6:.0f} MB are read", "take the rows and columns that are needed"
    )
