"""`figure`: offers the declaration of a figure from a package, computes it, and adds it to data/figures.yml."""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros.authoring.ask import Ask, Question
from macros.authoring.infer import slug
from macros.authoring.offer import Offer, entry, pairs, span
from macros.authoring.project import Project, refused
from macros.datapackage import Package, Packages, Resource, read_packages
from macros.errors import Fault, FaultError, Place, nearest
from macros.figures import OPERATIONS, Figure, Figures, read_declarations
from macros.figures.declaration import FILE
from macros.files import write_whole
from macros.interface import words
from macros.usage import CALL
from macros.wording import proof_value, standard
from macros.yamlfile import Path_, parse, read_text

_NUMBERS = ("integer", "number")


def declare_figure(call: argparse.Namespace, project: Project, ask: Ask) -> None:
    """Add a figure to data/figures.yml. Errors: FaultError; Cancelled."""
    packages, _ = read_packages(project.root)
    package = _package(call, packages, ask)
    offer = _offer(call, package, ask)
    name, title, label, unit, attribution, mentions = _words(call, project, package, offer, ask)
    text = entry(name, offer, title, label, unit, call.decimals, attribution, mentions, call.status, project.lang)
    figure, whole = _computed(project, packages, name, text)
    print("\n" + text)
    print(f"{name} is {standard(figure, project.lang)} (unrounded: {proof_value(figure, project.lang)}), from {figure.label}:")
    for cell in figure.operands:
        print(f"  {cell.name:10}  {cell.raw}  ({cell.path}:{cell.line}, {cell.field})")
    if not mentions:
        print('  note: no words are bound to it: with --mentions "north|northern; bicycles" the check sees whether a sentence is about it')
    if len(differ := [key for key, value in offer.of.items() if offer.rows.get(key) != value]) > 1:
        both = " and ".join(f"{key} ({offer.rows.get(key)}, {offer.of[key]})" for key in differ)
        print(f"  note: part and whole differ in {both}: see that the one is a part of the other")
    quote = f'{{{{ figure("{name}", "{standard(figure, project.lang)}") }}}}'
    if call.dry_run:
        print("\nNothing was written (--dry-run).")
        return
    ask.confirm(f"\nAdd it to {FILE}?")
    write_whole(project.root / FILE, whole)
    print(f"\nWrote:\n  {FILE} ({name})")
    print(f"\nNext:\n  Quote it in a page, in your own words: {quote}")


def _package(call: argparse.Namespace, packages: Packages, ask: Ask) -> Package:
    name = call.package or ask.choose("which data package", packages.names(), "--package")
    if name not in packages.versions:
        raise refused(f'has the package "{name}"', nearest(name, packages.names()))
    found = packages.as_of(name, None)
    if found is None:
        raise refused(f"has the package {name}, which holds no version", "add one with `make data`")
    return found


def _offer(call: argparse.Namespace, package: Package, ask: Ask) -> Offer:
    with_numbers = [r.name for r in package.resources.values() if _fields(r)]
    if not with_numbers:
        raise refused(f"has the package {package.label}, in which no column holds numbers", "choose another")
    resource = package.resources.get(call.resource or ask.choose("which table of the package", with_numbers, "--resource"))
    if resource is None:
        raise refused(f'has the table "{call.resource}"', nearest(call.resource, package.resources))
    name = call.field or ask.choose("which column holds the numbers", _fields(resource), "--field")
    measure = call.measure or ask.choose("which measure", list(OPERATIONS), "--measure", words("en")["methods"])
    if measure not in OPERATIONS:
        raise refused(f'has the measure "{measure}"', nearest(measure, OPERATIONS))
    needs = OPERATIONS[measure].needs
    periods = span(call.periods, "--periods") if call.periods else {}
    if "periods" in needs and not periods:
        at = ask.choose("which column holds the periods", _keys(resource, name), "--periods")
        values = _values(resource, at, {})
        later = {first: [other for other in values if other != first and not runs_back(first, other)] for first in values}
        firsts = [first for first in values if later[first]]
        if not firsts:
            raise refused(f"has the column {at}, which holds one period", "choose another, or a measure that takes none")
        first = ask.choose("from which period", firsts, "--periods")
        periods = {"field": at, "from": first, "to": ask.choose("to which period", later[first], "--periods")}
    rows = _rows(resource, name, periods, pairs(call.rows or "", "--rows"), "the row", "--rows", ask)
    of = pairs(call.of or "", "--of")
    if "of" in needs:
        of = _rows(resource, name, periods, of, "the row of the whole", "--of", ask)
    return Offer(package.name, resource.name, name, measure, rows, of, periods)


def _fields(resource: Resource) -> list[str]:
    """The columns that hold measured numbers."""
    return [name for name, f in resource.fields.items() if f.get("type") in _NUMBERS and name not in resource.key]


def _keys(resource: Resource, field: str) -> list[str]:
    return list(resource.key) or [name for name in resource.fields if name != field]


def _values(resource: Resource, name: str, where: dict[str, str]) -> list[str]:
    rows = [row for row in resource.rows if all(row.raw.get(k) == v for k, v in where.items())]
    return list(dict.fromkeys(row.raw[name] for row in rows))


def _rows(
    resource: Resource, field: str, periods: dict[str, str], given: dict[str, str], what: str, option: str, ask: Ask
) -> dict[str, str]:
    """The values that select one row (with periods, one a period): those given, then those chosen."""
    chosen = dict(given)
    for name in _keys(resource, field):
        if name in chosen or name == periods.get("field"):
            continue
        values = _values(resource, name, chosen)
        if len(values) == 1 and (chosen or given):
            continue  # one row is left, or all agree
        if values:
            chosen[name] = ask.choose(f"{what}: {name}", values, f'{option} "{name}=..."')
    return chosen


def _words(call: argparse.Namespace, project: Project, package: Package, offer: Offer, ask: Ask) -> tuple[str, str, str, str, str, str]:
    declared, broken = read_declarations(project.root)
    source = str(package.sources[0].get("publisher", "")) if package.sources else ""
    unit = offer.operation.unit or str(package.resources[offer.resource].fields.get(offer.field, {}).get("unit", ""))
    reported = offer.operation.status == "reported" or call.status == "disputed"

    def taken(name: str) -> str:
        if name != slug(name, "-"):
            return "use a-z, 0-9 and hyphens"
        return "is taken, and an id is never used again: choose another" if name in declared or name in broken else ""

    offered = slug(" ".join([*offer.rows.values(), offer.operation.suffix]), "-")
    name, title = ask.all(
        [
            Question("--id", "id of the figure", call.id or "", "" if taken(offered) else offered, taken),
            Question("--title", "title: what it is the number of, with place and period", call.title or ""),
        ]
    )
    questions = [
        Question("--label", "label: the short title, for tiles and charts", call.label or "", title),
        Question("--unit", "unit, such as reports or percent", call.unit or "", unit),
    ]
    if reported:
        questions.append(Question("--attribution", "who reports it", call.attribution or "", source))
    label, unit, *said = ask.all(questions)
    return name, title, label, unit, said[0] if said else call.attribution or "", call.mentions or ""


def _computed(project: Project, packages: Packages, name: str, text: str) -> tuple[Figure, bytes]:
    """The figure, and data/figures.yml with its declaration at the end. Errors: FaultError of the file, the declaration, the data."""
    path = project.root / FILE
    raw = path.read_bytes() if path.exists() else b"figures:\n"
    before = read_text(path, FILE).replace("\r\n", "\n") if path.exists() else "figures:\n"
    after = before.rstrip("\n") + "\n\n" + text
    old = parse(before, FILE).value
    entries = old.get("figures") if isinstance(old, dict) else None
    if not _adds(after, name, entries or {}):
        raise refused(f"cannot add to {FILE}, whose last entry does not belong to `figures:`", "put `figures:` last")
    with tempfile.TemporaryDirectory(prefix="figure-") as scratch:
        (Path(scratch) / "data").mkdir()
        (Path(scratch) / FILE).write_text(after, encoding="utf-8", newline="\n")
        declared, broken = read_declarations(Path(scratch))
    try:
        if name in broken:
            raise FaultError(*broken[name])
        figure = Figures(declared, packages).get(name, None)
    except FaultError as error:  # of an entry that stands in no file: it was made of the call
        places = parse(after, FILE).places
        raise FaultError(*(_of_call(fault, name, places) for fault in error.faults)) from None
    return figure, after.replace("\n", "\r\n" if b"\r\n" in raw else "\n").encode("utf-8")


def _of_call(fault: Fault, name: str, places: Mapping[Path_, Place]) -> Fault:
    """A fault of the entry at the option that gave what is wrong; one of the data stays at its place."""
    own = {place: path[2:] for path, place in places.items() if path[:2] == ("figures", name)}
    if fault.place not in own:
        return fault
    option = f" --{own[fault.place][0]}" if own[fault.place] else ""
    return dataclasses.replace(fault, place=Place(CALL + option))


def _adds(text: str, name: str, entries: dict[str, Any]) -> bool:
    """Whether a text of data/figures.yml holds these entries and one more."""
    try:
        value = parse(text, FILE).value
    except FaultError:
        return False
    found = value.get("figures") if isinstance(value, dict) else None
    return isinstance(found, dict) and {k: v for k, v in found.items() if k != name} == entries and name in found
