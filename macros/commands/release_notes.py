"""`python -m macros release-notes`: the changes of each data version, from the packages and data/corrections.yml alone.

The notes are committed as data/CHANGES.md, so that a reviewer sees them change with the data. Notes that differ from the data are
refused, so nobody writes them by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from macros.base.command_line import CommandLine
from macros.base.errors import Fault, Place
from macros.base.files import write_atomically
from macros.corrections import Correction
from macros.datapackage import Package, Resource, compare_tables
from macros.edition.edition import Edition
from macros.review.markdown import format_code
from macros.review.told import format_count
from macros.wording import write_standard

FILE = "data/CHANGES.md"
_COMMAND = "python -m macros release-notes --write"
_HEAD = f"""# Changes to the data

What changed in each version of the data, newest first.
This file is written by `{_COMMAND}` from the data packages and `corrections.yml`; do not edit it.
"""
_MAX_ROWS = 12  # listed rows of one table: the rest is a count


def main(argv: list[str]) -> int:
    """Run the command and return its exit code.

    0: done. 1: the data has faults or, with --check, the committed notes are out of date.
    """
    parser = CommandLine(prog="python -m macros release-notes", description="Show what changed in each version of the data.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help=f"write the notes to {FILE}")
    what.add_argument("--check", action="store_true", help=f"check that {FILE} contains these notes")
    options = parser.parse_args(argv)
    root = Path.cwd()
    build = Edition.read(root, "en", cached=False)
    text = format_notes(build)
    if build.faults:
        print(build.faults, file=sys.stderr)
        return 1
    path = root / FILE
    if options.write:
        write_atomically(path, text.encode("utf-8"))
        print(f"{FILE}: written; commit it with the data")
    elif options.check:
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            print(Fault(Place(FILE), "out-of-date", "is not what the data says", f"write it again ({_COMMAND})"), file=sys.stderr)
            return 1
        print(f"{FILE}: is what the data says")
    else:
        print(text, end="")
    return 0


def format_notes(build: Edition) -> str:
    """Return the notes as Markdown. Faults of the data and the corrections are collected in `build`."""
    entries: dict[str, list[str]] = {}
    for correction in build.corrections:
        entries.setdefault(correction.date, []).append(_format_correction(correction))
    for name in build.project.packages.list_names():
        earlier: Package | None = None
        for package in build.project.packages.versions[name]:
            entries.setdefault(package.version, []).append("\n".join(_format_version(build, package, earlier)))
            earlier = package
    dated = [f"## {date}\n\n" + "\n\n".join(entries[date]) for date in sorted(entries, reverse=True)]
    return "\n\n".join([_HEAD.strip(), *dated]) + "\n"


def _format_correction(correction: Correction) -> str:
    texts = {name: phrase.plain for name, phrase in correction.texts.items()}
    texts |= {name: f"{own.text} ({own.lang})" for name, own in correction.untranslated.items()}
    lines = [f"### {correction.kind.capitalize()} {correction.number}", "", texts["what"], f"Why: {texts['why']}"]
    lines += [f"- {word}: {texts[key]}" for key, word in (("old", "Before"), ("new", "After")) if key in texts]
    return "\n".join(lines)


def _format_version(build: Edition, package: Package, earlier: Package | None) -> Iterator[str]:
    yield f"### {package.name}: {f'after {earlier.version}' if earlier else 'first version'}"
    yield ""
    yield f"{package.title}."
    for source in package.sources:
        if not earlier or source not in earlier.sources:
            yield f"Source: {source.credit('publisher', 'title', 'date', 'path')}."
    yield ""
    before = earlier.resources if earlier else {}
    for name, table in package.resources.items():
        if not earlier:
            yield f"- {name}: {format_count(len(table.rows), 'row')}"
        elif name not in before:
            yield f"- {name}: new, {format_count(len(table.rows), 'row')}"
        else:
            yield from _format_rows(name, list(_list_changes(before[name], table)))
    yield from (f"- {name}: removed" for name in before if name not in package.resources)
    if earlier:
        yield from _format_figures(build, package, earlier)


def _list_changes(before: Resource, after: Resource) -> Iterator[str]:
    rows = compare_tables(before, after)
    yield from (f"{cell.row}: {cell.field} {cell.before or '(empty)'} → {cell.after or '(empty)'}" for cell in rows.changed)
    yield from (f"removed {text}" for text, _ in rows.removed)
    yield from (f"added {text}" for text, _ in rows.added)
    yield from (f"column {name} removed" for name in rows.fields_removed)
    yield from (f"column {name} added" for name in rows.fields_added)


def _format_rows(name: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        yield f"- {name}: as before"
        return
    yield f"- {name}: {format_count(len(lines), 'change')}"
    yield from (f"  - {format_code(line)}" for line in lines[:_MAX_ROWS])
    if len(lines) > _MAX_ROWS:
        yield f"  - and {len(lines) - _MAX_ROWS} more"


def _format_figures(build: Edition, package: Package, earlier: Package) -> Iterator[str]:
    """Yield the figures with another value from this version on."""
    lines = []
    for name, declared in build.project.figures.declarations.items():
        if declared.package != package.name:
            continue
        on = {figure.version: figure for figure in build.project.figures.history(name)}
        old, new = on.get(earlier.version), on.get(package.version)
        if new and not old:
            lines.append(f"{name}: {write_standard(new, build.lang)} (new)")
        elif new and old and new.value != old.value:
            lines.append(f"{name}: {write_standard(old, build.lang)} → {write_standard(new, build.lang)}")
    if lines:
        yield "- figures"
        yield from (f"  - {line}" for line in lines)
