"""The address of a cell: the id of an undeclared figure, for a mark of a chart or a cell of a table.

    road-deaths/counts/deaths?year=2023&place=dk
    road-deaths/counts/deaths?place=dk;percentage_change;from?year=2022;to?year=2023
    road-deaths/counts/deaths?year=2023&place=dk;rate;per?measure=population%2Fpeople%2Fcount&each=100000

An address holds the content of an entry: a measure and a selection, then after a semicolon the operation with its selections. Names and
codes are percent-encoded, so an address has no space and no quotation mark. In a sentence they may be written plainly.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import find_files
from macros.base.yaml_source import Document
from macros.datapackage import Packages
from macros.figures.declaration import FILE, Declaration, Per, Source
from macros.figures.operations import OPERATIONS
from macros.figures.read import Entry
from macros.structure import Structures
from macros.structure.model import to_slug

_EXAMPLE = "write package/table/column?column=code&column=code"
_KEYS = {"start": "from", "end": "to", "per_where": "per-where"}
_LONGEST = 60  # letters of a slug
_DIGITS = 8
_QUOTED = re.compile(r"""["']([a-z0-9-]+/[^"'?/{}]+/[^"'?{}]+\?[^"'{}]*)["']""")


def is_address(name: object) -> bool:
    """Return whether an id is the address of a cell."""
    return isinstance(name, str) and "?" in name


def build_address(
    source: Source,
    where: Mapping[str, str],
    operation: str = "value",
    *,
    start: Mapping[str, str] | None = None,
    end: Mapping[str, str] | None = None,
    of: Mapping[str, str] | None = None,
    per: Per | None = None,
) -> str:
    """Build the id of the figure of a cell. Selections are dimension -> code, in their order."""
    said = "" if operation == "value" else f";{operation}"
    joined = {"measure": str(per.source), "each": str(per.each)} if per else {}
    rest = write_selections({}, start=start, end=end, of=of, per=joined, per_where=per.where if per else {})
    return f"{source.package}/{source.resource}/{_encode(source.column)}?{_write_pairs(where)}{said}{rest}"


def write_selections(where: Mapping[str, str] | None = None, **selections: Mapping[str, str] | None) -> str:
    """Write selections as the part of an address after its question mark, for cells of one row or column."""
    said = (f";{_KEYS.get(key, key)}?{_write_pairs(cells)}" for key, cells in selections.items() if cells)
    return _write_pairs(where or {}) + "".join(said)


def join_selections(*parts: str) -> str:
    """Join the selections of a table, a row and a column to the address of a cell."""
    split = [part.partition(";") for part in parts]
    first, *others = (where for where, _, _ in split)
    where = first + "".join(f"{'' if first.endswith('?') and not at else '&'}{each}" for at, each in enumerate(filter(None, others)))
    return where + "".join(f";{rest}" for _, mark, rest in split if mark)


def find_quoted_addresses(root: Path, left_out: Collection[str] = ()) -> dict[str, Place]:
    """Find the addresses between quotation marks in pages and in texts of data/. Returns each with its first place.

    left_out: the paths of pages not to be read.
    """
    found: dict[str, Place] = {}
    for path in find_files(root, "docs/**/*.md", "data/*.yml"):
        if path.relative_to(root).as_posix() in left_out:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in _QUOTED.finditer(text) if "?" in text else ():
            name = " ".join(match[1].removesuffix("\\").split())
            found.setdefault(name, Place(path.relative_to(root).as_posix(), text.count("\n", 0, match.start()) + 1))
    return found


def slug_of(name: str) -> str:
    """Return the form of an id in addresses of the site: the id itself, or letters, digits and hyphens for a cell."""
    if not is_address(name):
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
    return f"{to_slug(unquote(name))[:_LONGEST].strip('-')}-{digest}"


def read_address(name: str, packages: Packages, structures: Structures) -> Declaration | None:
    """Return the figure of a cell by its address, with the id as `build_address` writes it, or None for no address.

    Raises: FaultError for an address without a cell.
    """
    if not is_address(name) or name.partition("?")[0].count("/") < 2:
        return None
    reader = Entry(Document(None, {}, FILE), name, _read_entry(name), packages, structures, is_implied=True)
    made = list(reader.make_declarations())
    if reader.faults:
        raise FaultError(*reader.faults)
    found = made[0]
    resource = packages.versions[found.package][-1].resources[found.resource]
    order = {each: at for at, each in enumerate(dict.fromkeys((*resource.key, *found.structure.dimensions)))}
    where, start, end, of = (
        {each: cells[each] for each in sorted(cells, key=lambda each: order.get(each, 0))}
        for cells in (found.where, found.start, found.end, found.of)
    )
    return replace(found, id=build_address(found.source, where, found.operation.name, start=start, end=end, of=of, per=found.per))


def _read_entry(name: str) -> dict[str, Any]:
    """Convert an address to an entry as in data/figures.yml."""
    first, *rest = name.split(";")
    source, _, where = first.partition("?")
    entry: dict[str, Any] = {"measure": unquote(source), "where": _parse_selection(name, where)}
    if rest:
        entry["operation"] = rest.pop(0)
        if entry["operation"] not in OPERATIONS:
            raise _make_error(name, f'has the operation "{entry["operation"]}"', suggest_nearest(entry["operation"], OPERATIONS))
    for part in rest:
        key, _, cells = part.partition("?")
        if key not in ("from", "to", "of", "per", "per-where") or key in entry or "operation" not in entry:
            raise _make_error(name, f'has the part "{part}"', "write from?, to?, of? or per? with its cells, each once")
        entry[key] = _parse_selection(name, cells)
    if "per" in entry:
        each = str(entry["per"].get("each", "1"))
        entry["per"] = {**entry["per"], "each": int(each) if each.isascii() and each.isdigit() and len(each) < 16 else each}
    if (joined := entry.pop("per-where", None)) is not None:
        entry.setdefault("per", {})["where"] = joined
    return entry


def _parse_selection(name: str, written: str) -> dict[str, str]:
    """Parse a selection: column -> code."""
    found: dict[str, str] = {}
    for part in written.split("&") if written else ():
        column, mark, code = part.partition("=")
        column, code = unquote(column), unquote(code)
        if not mark or not column:
            raise _make_error(name, f'names "{part}", which is not a column with its code', _EXAMPLE)
        if column in found:
            raise _make_error(name, f"names {column} twice", "name each column once")
        found[column] = code
    return found


def _make_error(name: str, fact: str, remedy: str) -> FaultError:
    return FaultError(Fault(Place(FILE), "declaration", f"{name} {fact}", remedy))


def _write_pairs(cells: Mapping[str, str]) -> str:
    return "&".join(f"{_encode(column)}={_encode(code)}" for column, code in cells.items())


def _encode(text: str) -> str:
    return quote(text, safe="")
