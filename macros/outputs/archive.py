"""Archives whose bytes depend on their members only: sorted, dated alike."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of members by name."""
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
