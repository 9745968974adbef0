"""`figure`: proposes the declaration of a figure from a package, computes it, and adds it to data/figures.yml."""

from __future__ import annotations

import argparse
import dataclasses
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.authoring.ask import Ask, Question
from macros.authoring.infer import slug
from macros.authoring.offer import EMPTY, Offer, entry, pairs, several
from macros.authoring.project import Project, refused
from macros.base.command_line import CALL
from macros.base.errors import Fault, FaultError, Place, nearest
from macros.base.files import write_whole
from macros.base.yaml_source import Path_, parse, read_text
from macros.datapackage import CODE_LISTS, STRUCTURE, Packages, Resource, read_packages
from macros.figures import OPERATIONS, Declaration, Figure, Figures, Operation, unit_of
from macros.figures.declaration import ALL, FILE
from macros.figures.derive import code_label, compare_codes
from macros.figures.read import read_declarations
from macros.interface import words
from macros.structure import DataStructure, Dimension, Structures, read_structures
from macros.wording import proof_value, standard

_SAID = ("title", "label", "unit", "decimals", "status", "attribution")
_SHOWN = 5  # figures of a pattern
_SELECTIONS = {"where": "--where", "of": "--of", "start": "--from", "end": "--to", "per_where": "--per-where"}
_FREE = re.compile("{[^{}]+}")
_EMPTY = re.compile(r"^(figures:)[ \t]*\{\}[ \t]*$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class _Data:
    """The packages and the structures of their tables."""

    packages: Packages
    structures: Structures
    lang: str


@dataclasses.dataclass(frozen=True)
class _Table:
    """The table of a measure."""

    resource: Resource
    structure: DataStructure
    lang: str

    def codes(self, name: str, where: Mapping[str, str]) -> list[str]:
        """Return the codes of a column in the selected rows, in their order."""
        known = {key: code for key, code in where.items() if key in self.resource.fields and code != ALL}
        return list(dict.fromkeys(row.raw[name] for row in self.resource.where(known)))

    def later(self, name: str, first: str, codes: Sequence[str]) -> list[str]:
        """Return the codes a change can lead to from the first one. Of periods only later ones qualify."""
        return [code for code in codes if code != first and compare_codes(self.structure.dimensions[name], first, code) <= 0]

    def meanings(self, name: str, codes: Sequence[str]) -> dict[str, str]:
        """Map codes to their labels. Codes that are their own label are left out."""
        labels = {code: code_label(self.structure.dimensions[name], code, self.lang) for code in codes}
        return {code: label for code, label in labels.items() if label != code}


def declare_figure(call: argparse.Namespace, project: Project, ask: Ask) -> None:
    """Add a figure, or the figures of a pattern, to data/figures.yml.

    Raises:
        FaultError: The declaration cannot be made, written or computed.
        Cancelled: The author stopped.
    """
    packages, _ = read_packages(project.root)
    data = _Data(packages, read_structures(project.root, packages), project.lang)
    offer, table = _offer(call, data, ask)
    name = _id(call, project, data, offer, table, ask)
    offer = _attributed(call, data, offer, table, ask)
    text = entry(name, offer, project.lang)
    figures, made, whole = _computed(project, data, name, text)
    print("\n" + text)
    quoted = _show(figures, made, project.lang)
    if len(offer.of) > 1:
        both = " and ".join(f"{key} ({offer.where.get(key)}, {code})" for key, code in offer.of.items())
        print(f"  note: part and whole differ in {both}: see that the one is a part of the other")
    if call.dry_run:
        print("\nNothing was written (--dry-run).")
        return
    ask.confirm(f"\nAdd it to {FILE}?")
    write_whole(project.root / FILE, whole)
    print(f"\nWrote:\n  {FILE} ({name})")
    print(f'\nNext:\n  Quote it in a page, in your own words: {{{{ figure("{quoted.id}", "{standard(quoted, project.lang)}") }}}}')


def _offer(call: argparse.Namespace, data: _Data, ask: Ask) -> tuple[Offer, _Table]:
    measure, table = _measure(call.measure or "", "--measure", data, ask)
    operation = _operation(call, ask)
    where, of, start, end, per_where = (pairs(getattr(call, key) or "", option) for key, option in _SELECTIONS.items())
    over = several(call.over or "", "--over")
    if "from" in operation.selectors and not (start or end):
        name = _dimension(table, "from one code of which column to another", "--from", where, ask)
        codes = table.codes(name, where)
        if not (firsts := [code for code in codes if table.later(name, code, codes)]):
            raise refused(f"has the column {name}, which holds one code", "choose another, or an operation that takes none")
        start = {name: _code(table, name, firsts, "from", "--from", ask)}
        end = {name: _code(table, name, table.later(name, start[name], codes), "to", "--to", ask)}
    if "over" in operation.selectors and not over:
        over = {_dimension(table, "the codes of which column are taken together", "--over", where, ask): ALL}
    others = {*start, *end, *(() if "value" in operation.roles else over)}
    where = _where(table, where, end, others, ask)
    if "of" in operation.selectors and not of:
        of = _whole(table, where, ask)
    per, each = call.per or "", 1 if call.each is None else call.each
    if "per" in operation.selectors:
        per, _ = _measure(per, "--per", data, ask)
        each = (
            each if call.each is not None else int(ask.all([Question("--each", "per how many", default="100000", wrong=_wrong_count)])[0])
        )
    said = {key: str(given) for key in _SAID if (given := getattr(call, key)) not in (None, "")}
    return Offer(measure, operation, where, of, start, end, over, per, each, per_where, call.skip or "", said), table


def _measure(text: str, option: str, data: _Data, ask: Ask) -> tuple[str, _Table]:
    """Return a measure (package, table and column) and its table. The author chooses the parts missing in the text."""
    package, resource, column = (*text.split("/", 2), "", "")[:3]
    package = package or ask.choose("which data package", data.packages.names(), option)
    if package not in data.packages.versions:
        raise refused(f'has the package "{package}"', nearest(package, data.packages.names()))
    newest = data.packages.as_of(package, None)
    if newest is None:
        raise refused(f"has the package {package}, which holds no version", "add one with `make data`")
    if own := [fault for fault in data.structures.faults if fault.place.path.startswith((f"data/{package}/", f"data/{CODE_LISTS}/"))]:
        raise FaultError(*own)
    structures = {name: data.structures.of(package, each) for name, each in newest.resources.items()}
    with_numbers = [name for name, structure in structures.items() if structure.measures and structure.dimensions]
    if not with_numbers:
        raise refused(f"has the package {newest.label}, in which no column holds numbers", "choose another")
    resource = resource or ask.choose("which table of the package", with_numbers, f"{option} {package}/table")
    if resource not in structures:
        raise refused(f'has the table "{resource}"', nearest(resource, structures))
    measures = structures[resource].measures
    column = column or ask.choose("which column holds the numbers", list(measures), f"{option} {package}/{resource}/column")
    if column not in measures:
        raise refused(f'has the column "{column}", which is not a measure of {package}/{resource}', nearest(column, measures))
    return f"{package}/{resource}/{column}", _Table(newest.resources[resource], structures[resource], data.lang)


def _operation(call: argparse.Namespace, ask: Ask) -> Operation:
    name = call.operation or (
        ask.choose("which operation", list(OPERATIONS), "--operation", words("en")["methods"]) if ask.interactive else ""
    )
    if name and name not in OPERATIONS:
        raise refused(f'has the operation "{name}"', nearest(name, OPERATIONS))
    return OPERATIONS[name or "value"]


def _dimension(table: _Table, question: str, option: str, where: Mapping[str, str], ask: Ask) -> str:
    """Ask for a dimension outside the selection. Dimensions of periods come first."""
    dimensions = [each for each in table.structure.dimensions.values() if each.name not in where]
    if not dimensions:
        raise refused(f"selects one code of each column: {', '.join(where)}", "leave one of them out of --where")
    return ask.choose(question, [each.name for each in sorted(dimensions, key=lambda each: not each.period)], option)


def _code(table: _Table, name: str, codes: Sequence[str], question: str, option: str, ask: Ask) -> str:
    """Ask for a code of a dimension. The code of an empty cell is shown as two quotes."""
    shown = {code or EMPTY: code for code in codes}
    meanings = {code or EMPTY: meaning for code, meaning in table.meanings(name, codes).items()}
    return shown[ask.choose(f"{question}: {name}", list(shown), f'{option} "{name}=..."', meanings)]


def _where(table: _Table, given: Mapping[str, str], end: Mapping[str, str], others: Collection[str], ask: Ask) -> dict[str, str]:
    """Complete the selection: ask for codes until one row is left.

    Dimensions of the key and of periods always get a code, unless the operation takes several of their codes.
    """
    chosen = dict(given)
    for name in (
        table.structure.dimensions if given.keys() <= table.structure.dimensions.keys() else ()
    ):  # unknown columns are reported later
        codes = table.codes(name, {**chosen, **end})
        needed = name in table.resource.key or bool(table.structure.dimensions[name].period) or len(codes) > 1
        if name in chosen or name in others or not codes or not needed:
            continue
        several_ = [*codes, ALL] if len(codes) > 1 and ask.interactive else codes
        chosen[name] = _code(table, name, several_, "the row", "--where", ask)
    return chosen


def _whole(table: _Table, where: Mapping[str, str], ask: Ask) -> dict[str, str]:
    """Ask for the whole of a share: the wholes and totals in the code lists, else any other code."""
    wholes = {name: found for name, code in where.items() if (found := _wholes(table, name, code, where))}
    if not wholes:
        raise refused("selects a part of which the table holds no whole", "choose another operation")
    told = {name: found for name, found in wholes.items() if _is_told(table.structure.dimensions[name])} or wholes
    name = ask.choose("of a whole in which column", list(told), "--of")
    return {name: _code(table, name, told[name], "of the whole", "--of", ask)}


def _wholes(table: _Table, name: str, code: str, where: Mapping[str, str]) -> list[str]:
    dimension = table.structure.dimensions.get(name)
    if dimension is None or dimension.period:
        return []
    codes = [each for each in table.codes(name, {key: other for key, other in where.items() if key != name}) if each != code]
    known = dimension.codelist.codes if dimension.codelist else {}
    wholes = [*dimension.codelist.wholes(code)] if dimension.codelist and code in known else []
    return [each for each in codes if each in wholes] or [each for each in codes if each in known and known[each].is_total] or codes


def _is_told(dimension: Dimension) -> bool:
    codes = dimension.codelist.codes.values() if dimension.codelist else ()
    return any(code.is_total or code.part_of for code in codes)


def _wrong_count(text: str) -> str:
    return "" if text.isdecimal() and int(text) else "write a whole number"


def _id(call: argparse.Namespace, project: Project, data: _Data, offer: Offer, table: _Table, ask: Ask) -> str:
    declared = read_declarations(project.root, data.packages, data.structures)
    taken = {*declared.declarations, *declared.broken, *(each.pattern for each in declared.declarations.values())}

    def wrong(name: str) -> str:
        if (plain := _FREE.sub("x", name)) != slug(plain, "-"):
            return "use a-z, 0-9 and hyphens"
        return "is taken, and ids are never reused: choose another" if name in taken else ""

    codes = {**offer.where, **{name: code for name, code in offer.end.items() if code == ALL}}
    parts = [f"{{{name}}}" if code == ALL else _to_id(table.structure, name, code) for name, code in codes.items()]
    if all(name in table.structure.dimensions and table.structure.dimensions[name].period for name in codes):
        parts.insert(0, slug(offer.measure.rpartition("/")[2], "-"))
    offered = "-".join(filter(None, [*parts, slug(offer.operation.suffix, "-")]))
    (name,) = ask.all([Question("--id", "id of the figure", call.id or "", "" if wrong(offered) else offered, wrong)])
    return name


def _to_id(structure: DataStructure, name: str, code: str) -> str:
    """Return the part of an id for a code."""
    dimension = structure.dimensions.get(name, Dimension(name))
    return dimension.code(code).slug or slug(code, "-")


def _attributed(call: argparse.Namespace, data: _Data, offer: Offer, table: _Table, ask: Ask) -> Offer:
    """Add the reporting body to the offer if the figure is not computed and its measure names none."""
    package, _, column = offer.measure.split("/", 2)
    measure = table.structure.measure(column, {**offer.where, **offer.end})
    status = call.status or (measure.status if offer.operation.is_copy else "")
    if status not in ("reported", "disputed") or measure.attribution or "attribution" in offer.said:
        return offer
    newest = data.packages.as_of(package, None)
    publisher = str(newest.sources[0].get("publisher", "")) if newest and newest.sources else ""
    (said,) = ask.all([Question("--attribution", "who reports it", default=publisher)])
    return dataclasses.replace(offer, said={**offer.said, "attribution": said})


def _computed(project: Project, data: _Data, name: str, text: str) -> tuple[Figures, list[Declaration], bytes]:
    """Compute the new entry without writing it.

    Returns:
        All figures, the declarations of the entry, and data/figures.yml with the entry at the end.

    Raises:
        FaultError: The file or the call has faults.
    """
    path = project.root / FILE
    raw = path.read_bytes() if path.exists() else b"figures:\n"
    before = _EMPTY.sub(r"\1", read_text(path, FILE).replace("\r\n", "\n")) if path.exists() else "figures:\n"
    after = before.rstrip("\n") + "\n\n" + text
    old = parse(before, FILE).value
    entries = old.get("figures") if isinstance(old, dict) else None
    if not _adds(after, name, entries or {}):
        raise refused(f"cannot add to {FILE}, whose last entry does not belong to `figures:`", "put `figures:` last")
    with tempfile.TemporaryDirectory(prefix="figure-") as scratch:
        (Path(scratch) / "data").mkdir()
        (Path(scratch) / FILE).write_text(after, encoding="utf-8", newline="\n")
        declared = read_declarations(Path(scratch), data.packages, data.structures)
    figures = Figures(declared.declarations, data.packages, data.structures)
    try:
        if name in declared.broken:
            raise FaultError(*declared.broken[name])
        made = [each for each in declared.declarations.values() if name in (each.id, each.pattern)]
        _compute(figures, made)
    except FaultError as error:  # the entry is in no file yet, so its faults are faults of the call
        places = parse(after, FILE).places
        raise FaultError(*dict.fromkeys(_of_call(fault, name, places) for fault in error.faults)) from None
    return figures, made, after.replace("\n", "\r\n" if b"\r\n" in raw else "\n").encode("utf-8")


def _compute(figures: Figures, made: Sequence[Declaration]) -> tuple[list[Figure], int]:
    """Return the figures of an entry and the number of figures skipped for a cell without a value.

    Raises:
        FaultError: A figure cannot be computed, or none has a value.
    """
    found: list[Figure] = []
    faults: list[Fault] = []
    without: list[Fault] = []
    for declaration in made:
        try:
            found.append(figures.get(declaration.id, None))
            unit_of(declaration.unit)
        except LookupError as error:
            faults.append(
                Fault(
                    declaration.place,
                    "declaration",
                    f"{declaration.id} has a unit of no name: {error}",
                    "say the unit of its measure in dimensions.yml, or --unit",
                )
            )
        except FaultError as error:
            (without if all(fault.code == "no-value" for fault in error.faults) else faults).extend(error.faults)
    if faults or not found:
        raise FaultError(*(faults or without)[:_SHOWN])
    return found, len(without)


def _show(figures: Figures, made: Sequence[Declaration], lang: str) -> Figure:
    """Print the values, cells, titles and words of an entry. Return its first figure."""
    found, without = _compute(figures, made)
    if made[0].pattern:
        print(f"{made[0].pattern} makes {len(made)} figures" + (f", {without} of them of a cell without a value" if without else "") + ":")
    for figure in found[:_SHOWN]:
        exact = f"{standard(figure, lang)} (unrounded: {proof_value(figure, lang)})"
        print(f"{figure.id} is {exact}, from {figure.label}:")
        print(f"  title: {figure.declaration.title.get(lang, figure.id)}")
        for cell in figure.operands[: 4 * _SHOWN]:
            print(f"  {cell.name:10}  {cell.raw}  ({cell.path}:{cell.line}, {cell.field})")
        if len(figure.operands) > 4 * _SHOWN:
            print(f"  and {len(figure.operands) - 4 * _SHOWN} more cells")
    if len(found) > _SHOWN:
        print(f"and {len(found) - _SHOWN} more")
    bound = list(_words(made[0], lang))
    print(
        f"  words: {'; '.join(bound)}"
        if bound
        else f"  note: no words are tied to it: name its codes in data/{made[0].package}/{STRUCTURE} what its codes are called"
    )
    return found[0]


def _words(declared: Declaration, lang: str) -> Iterator[str]:
    """Yield the words that a sentence with the entry's first figure needs, one group at a time."""
    codes = {**declared.where, **declared.of, **declared.end}
    for name, dimension in declared.structure.dimensions.items():
        if name in codes and dimension.period:
            yield " and ".join(code_label(dimension, code, lang) for code in declared.codes(name))
        for code in declared.codes(name) if not dimension.period else ():
            yield from ("|".join(group) for group in dimension.code(code).words(lang))
    yield from ("|".join(group) for group in declared.structure.measure(declared.field, codes).words(lang))


def _of_call(fault: Fault, name: str, places: Mapping[Path_, Place]) -> Fault:
    """Move a fault of the entry to the option with the wrong value. A fault of the data keeps its place."""
    own = {place: path[2:] for path, place in places.items() if path[:2] == ("figures", name)}
    if fault.place not in own:
        return fault
    option = f" --{own[fault.place][0]}" if own[fault.place] else ""
    return dataclasses.replace(fault, place=Place(CALL + option))


def _adds(text: str, name: str, entries: dict[str, Any]) -> bool:
    """Return True if a text of data/figures.yml has exactly the given entries and the new one."""
    try:
        value = parse(text, FILE).value
    except FaultError:
        return False
    found = value.get("figures") if isinstance(value, dict) else None
    return isinstance(found, dict) and {k: v for k, v in found.items() if k != name} == entries and name in found
