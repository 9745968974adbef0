"""Zip archives of the same bytes for the same members: sorted, with one fixed date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date of the format


def pack_zip(members: Mapping[str, str | bytes]) -> bytes:
    """Pack members into a zip by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(members):
            data = members[name]
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED  # compressed bytes differ between versions of zlib
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data.encode("utf-8") if isinstance(data, str) else data)
    return out.getvalue()
