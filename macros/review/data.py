"""Changed data of two sides: new, removed and edited versions, and their rows."""

from __future__ import annotations

from dataclasses import dataclass

from macros.datapackage import Package, Packages, RowChanges, compare_tables, read_packages
from macros.review.side import Side


@dataclass(frozen=True)
class TableChange:
    """A changed table of a version.

    Attributes:
        against: The version for the comparison, or "".
        kind: `new version`, `new package`, `edited` (the published version has changed) or `removed`.
    """

    package: str
    version: str
    against: str
    resource: str
    path: str
    kind: str
    rows: RowChanges


def find_changed_tables(base: Side, head: Side) -> list[TableChange]:
    """Return every changed table, by package and version. An unreadable version is a fault of its side, and is left out."""
    old, new = read_packages(base.root)[0], read_packages(head.root)[0]
    found: list[TableChange] = []
    for name in sorted({*old.versions, *new.versions}):
        before, after = _map_versions(old, name), _map_versions(new, name)
        for version in sorted({*before, *after}):
            if version in before and version in after:
                found += _compare_versions(before[version], after[version], "edited")
            elif version in after:
                earlier = [each for each in sorted({*before, *after}) if each < version]
                against = (after | before)[earlier[-1]] if earlier else None
                found += _compare_versions(against, after[version], "new version" if against else "new package")
            elif version not in new.faults_by_version.get(name, {}):
                found += _compare_versions(before[version], None, "removed")
    return found


def _map_versions(packages: Packages, name: str) -> dict[str, Package]:
    return {package.version: package for package in packages.versions.get(name, ())}


def _compare_versions(old: Package | None, new: Package | None, kind: str) -> list[TableChange]:
    here = new or old
    assert here is not None
    before, after = old.resources if old else {}, new.resources if new else {}
    found = []
    for name in dict.fromkeys([*after, *before]):
        rows = compare_tables(before.get(name), after.get(name))
        if rows or kind not in ("edited", "removed"):
            against = old.version if old and new else ""
            path = (after.get(name) or before[name]).path
            found.append(TableChange(here.name, here.version, against, name, path, kind, rows))
    return found
