"""Tests of archives that unpack to far more than they weigh."""

import io
import zipfile

import pytest

from macros.base.errors import FaultError
from macros.importer.readers.registry import read_file


def test_workbook_that_unpacks_to_too_much_is_refused_by_its_declared_size() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(401):
            part.write(b" " * 1_000_000)
    with pytest.raises(FaultError, match="unpacks to more than 400 MB"):
        read_file(out.getvalue(), "data/a.xlsx", "a")
