"""Mutations of the sources: a row of the data, a cell of a chart or table, a new kind of file. Each needs a build."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from tests import oracle
from tests.conftest import ROOT, build, copied, english_only

Change = Callable[[Path], None]


def rows(site: Path) -> Iterator[tuple[str, Change]]:
    """Every number of the data that a quoted figure takes, a twentieth larger, with the sha256 made to agree.

    Quoted: a page shows the figure as of a date at which it sees that version. What no page sees may change: it is a
    revision, and says nothing wrong.
    """
    figures = oracle.declarations()
    for name, version in sorted(_quoted(site)):
        entry = figures[name]
        path = f"data/{entry['package']}/{version}/{entry['resource']}.csv"
        with (ROOT / path).open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        for index, row in enumerate(table):
            if all(row[k] == str(v) for k, v in entry["where"].items()):
                yield f"row changed: {path}:{index + 2} {entry['field']} ({name})", _row(path, index, entry["field"])


def _quoted(site: Path) -> set[tuple[str, str]]:
    """The figures quoted on the pages of the built site but its ledger, each with the version that is seen there."""
    found = set()
    for path in site.rglob("*.html"):
        if path.parent.name == "figures":
            continue
        for tag in re.finditer(r'<a [^>]*data-figure="([^"]*)"[^>]*>', path.read_text(encoding="utf-8")):
            as_of = re.search(r'data-as-of="([^"]*)"', tag[0])
            package = ROOT / "data" / oracle.declarations()[tag[1]]["package"]
            versions = sorted(p.name for p in package.iterdir() if p.is_dir())
            found.add((tag[1], [v for v in versions if not as_of or v <= as_of[1]][-1]))
    return found


def _row(path: str, index: int, field: str) -> Change:
    def change(root: Path) -> None:
        file = root / path
        with file.open(encoding="utf-8", newline="") as handle:
            table = list(csv.DictReader(handle))
        old = table[index][field]
        more = float(old) * 1.05
        table[index][field] = f"{more:.1f}" if "." in old else str(int(more) + (1 if more > 0 else -1))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
        data = out.getvalue().encode()
        file.write_bytes(data)
        descriptor = file.parent / "datapackage.json"
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        for resource in package["resources"]:
            if resource["path"] == file.name:
                resource["hash"] = "sha256:" + hashlib.sha256(data).hexdigest()
                resource["bytes"] = len(data)
        descriptor.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return change


def cells() -> Iterator[tuple[str, Change]]:
    """Every cell of a chart or table, showing the figure of the next cell in its place."""
    for file, top in (("data/charts.yml", "charts"), ("data/tables.yml", "tables")):
        for name, entry in yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))[top].items():
            ids = [cell for row in entry.get("rows", ()) for cell in row["cells"] if cell]
            for index, (own, other) in enumerate(zip(ids, [*ids[1:], *ids[:1]], strict=True)):
                if own != other:
                    yield f"cell swapped: {file} {name} {own} -> {other}", _cell(file, name, index, own, other)


def _cell(file: str, name: str, index: int, own: str, other: str) -> Change:
    def change(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        begin = re.search(rf"^  {re.escape(name)}:$", text, re.MULTILINE).end()  # type: ignore[union-attr]
        rows = text.index("rows:", begin)
        at = re.compile(rf"(?<=[\[ ]){re.escape(own)}(?=[,\]])").search(text, rows)
        assert at, (name, own)
        path.write_text(text[: at.start()] + other + text[at.end() :], encoding="utf-8")

    return change


def files() -> Iterator[tuple[str, Change]]:
    """What a build may come to publish: a file of a kind that the check does not know, or a changed copy."""
    for name in ("notes.docx", "table.xls", "page.php", "data.bin"):
        yield f"unknown surface: {name}", lambda root, name=name: _write(root / "docs/en/assets" / name, b"47%")
    yield "template", lambda root: _append(root / "overrides/main.html", "\n{% block announce %}Reports fell by 12.7%{% endblock %}\n")
    yield "site description", lambda root: _replace(root / "mkdocs.yml", 'site_description: "', 'site_description: "12.7% fewer. ')
    yield "navigation", lambda root: _replace(root / "mkdocs.yml", "nav:\n  - ", "nav:\n  - 12.7% down, ")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def all_changes(site: Path) -> list[tuple[str, Change]]:
    """All changes, by name. site: a built site of the unchanged sources, which tells what is quoted."""
    return [*rows(site), *cells(), *files()]


def killed(change: Change) -> bool:
    """Whether the build of the changed sources fails, in English alone, with a fault that names a place."""
    with tempfile.TemporaryDirectory() as scratch:
        root = english_only(copied(Path(scratch) / "project"))
        change(root)
        done = build(root)
        return done.returncode != 0 and "the site was not replaced" in done.stdout + done.stderr
