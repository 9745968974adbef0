"""The readers by the content of a file, then by its ending."""

from __future__ import annotations

from macros.base.errors import Fault, FaultError, Place
from macros.importer.readers.csv_file import read_csv
from macros.importer.readers.workbook import read_xlsx
from macros.importer.sheet import Sheet

_LIMIT = 50_000_000


def read_file(data: bytes, path: str, stem: str, *, encoding: str = "", separator: str = "") -> list[Sheet]:
    """Return the sheets of a file in any format that is known.

    Args:
        stem: The name of the file without its ending.

    Raises:
        FaultError: The file cannot be read.
    """
    if len(data) > _LIMIT:
        fact = f"has {len(data) / 1e6:.0f} MB, and no more than {_LIMIT / 1e6:.0f} MB are read"
        raise FaultError(Fault(Place(path), "workbook", fact, "take the rows and columns that are needed"))
    ending = path.rpartition(".")[2].lower()
    if ending in ("xlsx", "xlsm"):
        return read_xlsx(data, path, stem)
    if ending in ("csv", "tsv", "txt", "tab"):
        return [read_csv(data, path, stem, encoding=encoding, separator=separator)]
    raise FaultError(
        Fault(Place(path), "workbook", f'is of the kind ".{ending}", which cannot be read', "save it as .xlsx, or as CSV UTF-8")
    )
