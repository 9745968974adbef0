"""Changed charts of two sites, and copies of their pictures for the report."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NEWEST = "newest"


@dataclass(frozen=True)
class ChartChange:
    """A chart with another picture.

    Attributes:
        versions: `newest` or dated versions. The chart changes alike in all of them.
        before: The picture in BASE, or None.
        after: The picture in HEAD, or None.
    """

    id: str
    versions: tuple[str, ...]
    before: Path | None
    after: Path | None

    @property
    def kind(self) -> str:
        """Return `added`, `removed` or `changed`."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    def get_picture_path(self, side: str) -> str:
        """Return the path of a picture in the report's folder: `charts/changes-newest-before.png`."""
        return f"charts/{self.id}-{self.versions[0]}-{side}.png"


def find_changed_charts(base: Path, head: Path) -> list[ChartChange]:
    """Return every chart with another picture, by id. Versions that change alike are one entry."""
    old, new = _find_pictures(base), _find_pictures(head)
    found: dict[tuple[str, bytes, bytes], list[str]] = {}
    for name, version in sorted({*old, *new}, key=lambda key: (key[0], key[1] != NEWEST, key[1])):
        before, after = _read_bytes(old.get((name, version))), _read_bytes(new.get((name, version)))
        if before != after:
            found.setdefault((name, before, after), []).append(version)
    return [
        ChartChange(name, tuple(versions), old.get((name, versions[0])), new.get((name, versions[0])))
        for (name, _, _), versions in found.items()
    ]


def write_pictures(charts: list[ChartChange], out: Path) -> None:
    """Copy the pictures of changed charts into the report's folder."""
    for chart in charts:
        for side, picture in (("before", chart.before), ("after", chart.after)):
            if picture is not None:
                target = out / chart.get_picture_path(side)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(picture, target)


def _find_pictures(site: Path) -> dict[tuple[str, str], Path]:
    found = {}
    for path in sorted(site.glob("charts/*/*/chart.png")):
        *_, name, version, _ = path.parts
        if _VERSION.fullmatch(version):
            found[name, version] = found[name, NEWEST] = path  # the last in order is the newest
    return found


def _read_bytes(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""
