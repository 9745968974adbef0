"""`figure`: proposes the declaration of a figure from a package, computes it, and adds it to data/figures.yml."""

from __future__ import annotations

import argparse
import dataclasses
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from macros.authoring.ask import Prompter, Question
from macros.authoring.offer import EMPTY_CODE, Offer, append_entry, format_entry, parse_code_lists, parse_pairs
from macros.authoring.preview import draw_bars
from macros.authoring.project import Project, make_call_error
from macros.authoring.snippets import renew_snippets
from macros.base.command_line import CALL
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import write_atomically
from macros.base.yaml_source import KeyPath, parse_yaml, read_text
from macros.datapackage import CODE_LISTS, STRUCTURE, Packages, Resource, read_packages
from macros.figures import OPERATIONS, Declaration, Figure, Figures, Operation, unit_of
from macros.figures.declaration import ALL, FILE
from macros.figures.derive import compare_codes, label_code
from macros.figures.figure import Operand
from macros.figures.read import read_declarations
from macros.importer.infer import make_slug
from macros.interface import read_interface_words
from macros.numbers import write_number
from macros.structure import DataStructure, Dimension, Structures, read_structures
from macros.wording import write_proof_value, write_standard

_OPTIONAL_KEYS = ("title", "label", "unit", "decimals", "status", "attribution")
_MAX_FIGURES = 5  # figures of a pattern
_SELECTIONS = {"where": "--where", "of": "--of", "start": "--from", "end": "--to", "per_where": "--per-where"}
_PLACEHOLDER = re.compile("{[^{}]+}")


@dataclasses.dataclass(frozen=True)
class MeasureData:
    """The packages and the structures of their tables."""

    packages: Packages
    structures: Structures
    lang: str


@dataclasses.dataclass(frozen=True)
class MeasureTable:
    """The table of a measure."""

    resource: Resource
    structure: DataStructure
    lang: str

    def list_codes(self, name: str, where: Mapping[str, str]) -> list[str]:
        """Return the codes of a column in the selected rows, in their order."""
        known = {key: code for key, code in where.items() if key in self.resource.fields and code != ALL}
        return list(dict.fromkeys(row.raw[name] for row in self.resource.find_rows(known)))

    def list_later_codes(self, name: str, first: str, codes: Sequence[str]) -> list[str]:
        """Return the codes a change can lead to from the first one. Of periods only later ones qualify."""
        return [code for code in codes if code != first and compare_codes(self.structure.dimensions[name], first, code) <= 0]

    def find_labels(self, name: str, codes: Sequence[str]) -> dict[str, str]:
        """Map codes to their labels. Codes that are their own label are left out."""
        labels = {code: label_code(self.structure.dimensions[name], code, self.lang) for code in codes}
        return {code: label for code, label in labels.items() if label != code}


def declare_figure(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    """Add a figure, or the figures of a pattern, to data/figures.yml.

    Raises:
        FaultError: The declaration cannot be made, written or computed.
        Cancelled: The author stopped.
    """
    packages, _ = read_packages(project.root)
    data = MeasureData(packages, read_structures(project.root, packages), project.lang)
    offer, table = _make_offer(call, data, ask)
    name = _choose_id(call, project, data, offer, table, ask)
    offer = _add_attribution(call, data, offer, table, ask)
    text = format_entry(name, offer, project.lang)
    figures, made, whole = _compute_entry(project, data, name, text)
    print("\n" + text)
    quoted = _show_figures(figures, made, project.lang)
    if len(offer.of) > 1:
        both = " and ".join(f"{key} ({offer.where.get(key)}, {code})" for key, code in offer.of.items())
        print(f"  note: part and whole differ in {both}: see that the one is a part of the other")
    if call.dry_run:
        print("\nNothing was written (--dry-run).")
        return
    ask.confirm(f"\nAdd it to {FILE}?")
    write_atomically(project.root / FILE, whole)
    renew_snippets(project)
    print(f"\nWrote:\n  {FILE} ({name})")
    print(f"\nNext:\n  Quote it in a page, in your own words: {_write_call(quoted, project.lang)}\n  As a sentence to begin with:")
    for lang in project.languages:
        if title := quoted.declaration.title.get(lang):
            print(f"    {lang}: {title}: {_write_call(quoted, lang)}.")
        else:
            print(f"    {lang}: none, as its title has no words in {lang} yet (labels of its codes and measure)")


def _write_call(figure: Figure, lang: str) -> str:
    return f'{{{{ figure("{figure.id}", "{write_standard(figure, lang)}") }}}}'


def _make_offer(call: argparse.Namespace, data: MeasureData, ask: Prompter) -> tuple[Offer, MeasureTable]:
    measure, table = choose_measure(call.measure or "", "--measure", data, ask)
    operation = _choose_operation(call, ask)
    where, of, start, end, per_where = (parse_pairs(getattr(call, key) or "", option) for key, option in _SELECTIONS.items())
    over = parse_code_lists(call.over or "", "--over")
    if "from" in operation.selectors and not (start or end):
        name = _choose_dimension(table, "from one code of which column to another", "--from", where, ask)
        codes = table.list_codes(name, where)
        if not (firsts := [code for code in codes if table.list_later_codes(name, code, codes)]):
            raise make_call_error(f"has the column {name}, which holds one code", "choose another, or an operation that takes none")
        start = {name: choose_code(table, name, firsts, "from", "--from", ask)}
        end = {name: choose_code(table, name, table.list_later_codes(name, start[name], codes), "to", "--to", ask, is_last=True)}
    if "over" in operation.selectors and not over:
        over = {_choose_dimension(table, "the codes of which column are taken together", "--over", where, ask): ALL}
    others = {*start, *end, *(() if "value" in operation.roles else over)}
    where = _choose_rows(table, where, end, others, ask)
    if "of" in operation.selectors and not of:
        of = _choose_whole(table, where, ask)
    per, each = call.per or "", 1 if call.each is None else call.each
    if "per" in operation.selectors:
        per, _ = choose_measure(per, "--per", data, ask)
        each = (
            each
            if call.each is not None
            else int(ask.ask_all([Question("--each", "per how many", default="100000", find_problem=_check_count)])[0])
        )
    said = {key: str(given) for key in _OPTIONAL_KEYS if (given := getattr(call, key)) not in (None, "")}
    return Offer(measure, operation, where, of, start, end, over, per, each, per_where, call.skip or "", said), table


def choose_measure(text: str, option: str, data: MeasureData, ask: Prompter) -> tuple[str, MeasureTable]:
    """Return a measure (package, table and column) and its table. The author chooses the parts missing in the text."""
    package, resource, column = (*text.split("/", 2), "", "")[:3]
    package = package or ask.choose("which data package", data.packages.list_names(), option)
    if package not in data.packages.versions:
        raise make_call_error(f'has the package "{package}"', suggest_nearest(package, data.packages.list_names()))
    newest = data.packages.find_version(package, None)
    if newest is None:
        raise make_call_error(f"has the package {package}, which holds no version", "add one with `make data`")
    if own := [fault for fault in data.structures.faults if fault.place.path.startswith((f"data/{package}/", f"data/{CODE_LISTS}/"))]:
        raise FaultError(*own)
    structures = {name: data.structures.find_structure(package, each) for name, each in newest.resources.items()}
    with_numbers = [name for name, structure in structures.items() if structure.measures and structure.dimensions]
    if not with_numbers:
        raise make_call_error(f"has the package {newest.label}, in which no column holds numbers", "choose another")
    resource = resource or ask.choose("which table of the package", with_numbers, f"{option} {package}/table")
    if resource not in structures:
        raise make_call_error(f'has the table "{resource}"', suggest_nearest(resource, structures))
    measures = structures[resource].measures
    column = column or ask.choose("which column holds the numbers", list(measures), f"{option} {package}/{resource}/column")
    if column not in measures:
        raise make_call_error(
            f'has the column "{column}", which is not a measure of {package}/{resource}', suggest_nearest(column, measures)
        )
    return f"{package}/{resource}/{column}", MeasureTable(newest.resources[resource], structures[resource], data.lang)


def _choose_operation(call: argparse.Namespace, ask: Prompter) -> Operation:
    name = call.operation or (
        ask.choose("which operation", list(OPERATIONS), "--operation", read_interface_words("en")["methods"]) if ask.interactive else ""
    )
    if name and name not in OPERATIONS:
        raise make_call_error(f'has the operation "{name}"', suggest_nearest(name, OPERATIONS))
    return OPERATIONS[name or "value"]


def _choose_dimension(table: MeasureTable, question: str, option: str, where: Mapping[str, str], ask: Prompter) -> str:
    """Ask for a dimension outside the selection. Dimensions of periods come first."""
    dimensions = [each for each in table.structure.dimensions.values() if each.name not in where]
    if not dimensions:
        raise make_call_error(f"selects one code of each column: {', '.join(where)}", "leave one of them out of --where")
    return ask.choose(question, [each.name for each in sorted(dimensions, key=lambda each: not each.period)], option)


def choose_code(
    table: MeasureTable, name: str, codes: Sequence[str], question: str, option: str, ask: Prompter, *, is_last: bool = False
) -> str:
    """Ask for a code of a dimension, the first or the last by default. The code of an empty cell is shown as two quotes."""
    shown = {code or EMPTY_CODE: code for code in codes}
    meanings = {code or EMPTY_CODE: meaning for code, meaning in table.find_labels(name, codes).items()}
    return shown[ask.choose(f"{question}: {name}", list(shown), f'{option} "{name}=..."', meanings, len(shown) if is_last else 1)]


def _choose_rows(
    table: MeasureTable, given: Mapping[str, str], end: Mapping[str, str], others: Collection[str], ask: Prompter
) -> dict[str, str]:
    """Complete the selection: ask for codes until one row is left.

    Dimensions of the key and of periods always get a code, unless the operation takes several of their codes.
    """
    chosen = dict(given)
    for name in (
        table.structure.dimensions if given.keys() <= table.structure.dimensions.keys() else ()
    ):  # unknown columns are reported later
        codes = table.list_codes(name, {**chosen, **end})
        needed = name in table.resource.key or bool(table.structure.dimensions[name].period) or len(codes) > 1
        if name in chosen or name in others or not codes or not needed:
            continue
        several_ = [*codes, ALL] if len(codes) > 1 and ask.interactive else codes
        chosen[name] = choose_code(table, name, several_, "the row", "--where", ask)
    return chosen


def _choose_whole(table: MeasureTable, where: Mapping[str, str], ask: Prompter) -> dict[str, str]:
    """Ask for the whole of a share: the wholes and totals in the code lists, else any other code."""
    wholes = {name: found for name, code in where.items() if (found := _find_wholes(table, name, code, where))}
    if not wholes:
        raise make_call_error("selects a part of which the table holds no whole", "choose another operation")
    told = {name: found for name, found in wholes.items() if _has_wholes(table.structure.dimensions[name])} or wholes
    name = ask.choose("of a whole in which column", list(told), "--of")
    return {name: choose_code(table, name, told[name], "of the whole", "--of", ask)}


def _find_wholes(table: MeasureTable, name: str, code: str, where: Mapping[str, str]) -> list[str]:
    dimension = table.structure.dimensions.get(name)
    if dimension is None or dimension.period:
        return []
    codes = [each for each in table.list_codes(name, {key: other for key, other in where.items() if key != name}) if each != code]
    known = dimension.codelist.codes if dimension.codelist else {}
    wholes = [*dimension.codelist.find_wholes(code)] if dimension.codelist and code in known else []
    return [each for each in codes if each in wholes] or [each for each in codes if each in known and known[each].is_total] or codes


def _has_wholes(dimension: Dimension) -> bool:
    codes = dimension.codelist.codes.values() if dimension.codelist else ()
    return any(code.is_total or code.part_of for code in codes)


def _check_count(text: str) -> str:
    return "" if text.isdecimal() and int(text) else "write a whole number"


def _choose_id(call: argparse.Namespace, project: Project, data: MeasureData, offer: Offer, table: MeasureTable, ask: Prompter) -> str:
    declared = read_declarations(project.root, data.packages, data.structures)
    taken = {*declared.declarations, *declared.faults_by_entry, *(each.pattern for each in declared.declarations.values())}

    def find_problem(name: str) -> str:
        if (plain := _PLACEHOLDER.sub("x", name)) != make_slug(plain, "-"):
            return "use a-z, 0-9 and hyphens"
        return "is taken, and ids are never reused: choose another" if name in taken else ""

    codes = {**offer.where, **{name: code for name, code in offer.end.items() if code == ALL}}
    parts = [f"{{{name}}}" if code == ALL else _format_id_part(table.structure, name, code) for name, code in codes.items()]
    if all(name in table.structure.dimensions and table.structure.dimensions[name].period for name in codes):
        parts.insert(0, make_slug(offer.measure.rpartition("/")[2], "-"))
    offered = "-".join(filter(None, [*parts, make_slug(offer.operation.suffix, "-")]))
    (name,) = ask.ask_all([Question("--id", "id of the figure", call.id or "", "" if find_problem(offered) else offered, find_problem)])
    return name


def _format_id_part(structure: DataStructure, name: str, code: str) -> str:
    """Return the part of an id for a code."""
    dimension = structure.dimensions.get(name, Dimension(name))
    return dimension.find_code(code).slug or make_slug(code, "-")


def _add_attribution(call: argparse.Namespace, data: MeasureData, offer: Offer, table: MeasureTable, ask: Prompter) -> Offer:
    """Add the reporting body to the offer if the figure is not computed and its measure names none."""
    package, _, column = offer.measure.split("/", 2)
    measure = table.structure.find_measure(column, {**offer.where, **offer.end})
    status = call.status or (measure.status if offer.operation.is_copy else "")
    if status not in ("reported", "disputed") or measure.attribution or "attribution" in offer.author_values:
        return offer
    newest = data.packages.find_version(package, None)
    publisher = str(newest.sources[0].get("publisher", "")) if newest and newest.sources else ""
    (said,) = ask.ask_all([Question("--attribution", "who reports it", default=publisher)])
    return dataclasses.replace(offer, author_values={**offer.author_values, "attribution": said})


def _compute_entry(project: Project, data: MeasureData, name: str, text: str) -> tuple[Figures, list[Declaration], bytes]:
    """Compute the new entry without writing it.

    Returns:
        All figures, the declarations of the entry, and data/figures.yml with the entry at the end.

    Raises:
        FaultError: The file or the call has faults.
    """
    path = project.root / FILE
    after = append_entry(read_text(path, FILE) if path.exists() else "figures:\n", FILE, "figures", text)
    if not after:
        raise make_call_error(f"cannot add to {FILE}, whose last entry does not belong to `figures:`", "put `figures:` last")
    with tempfile.TemporaryDirectory(prefix="figure-") as scratch:
        (Path(scratch) / "data").mkdir()
        (Path(scratch) / FILE).write_text(after, encoding="utf-8", newline="\n")
        declared = read_declarations(Path(scratch), data.packages, data.structures)
    figures = Figures(declared.declarations, data.packages, data.structures)
    try:
        if name in declared.faults_by_entry:
            raise FaultError(*declared.faults_by_entry[name])
        made = [each for each in declared.declarations.values() if name in (each.id, each.pattern)]
        _compute_figures(figures, made)
    except FaultError as error:  # the entry is in no file yet, so its faults are faults of the call
        places = parse_yaml(after, FILE).places
        raise FaultError(*dict.fromkeys(_move_to_option(fault, name, places) for fault in error.faults)) from None
    return figures, made, after.encode("utf-8")


def _compute_figures(figures: Figures, made: Sequence[Declaration]) -> tuple[list[Figure], int]:
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
        raise FaultError(*(faults or without)[:_MAX_FIGURES])
    return found, len(without)


def _show_figures(figures: Figures, made: Sequence[Declaration], lang: str) -> Figure:
    """Print the values, cells, titles and words of an entry. Return its first figure."""
    found, without = _compute_figures(figures, made)
    if made[0].pattern:
        print(f"{made[0].pattern} makes {len(made)} figures" + (f", {without} of them of a cell without a value" if without else "") + ":")
    for figure in found[:_MAX_FIGURES]:
        exact = f"{write_standard(figure, lang)} (unrounded: {write_proof_value(figure, lang)})"
        print(f"{figure.id} is {exact}, from {figure.label}:")
        print(f"  title: {figure.declaration.title.get(lang, figure.id)}")
        for cell in figure.operands[: 4 * _MAX_FIGURES]:
            print(f"  {cell.name:10}  {_write_cell(cell, lang)}  ({cell.path}:{cell.line}, {cell.field})")
        if len(figure.operands) > 4 * _MAX_FIGURES:
            print(f"  and {len(figure.operands) - 4 * _MAX_FIGURES} more cells")
    if len(found) > _MAX_FIGURES:
        print(f"and {len(found) - _MAX_FIGURES} more")
    values = [(cell.key, cell.value, _write_cell(cell, lang)) for cell in found[0].operands] if made[0].pattern == "" else []
    values = values or [(figure.id, figure.value, write_standard(figure, lang)) for figure in found[: 4 * _MAX_FIGURES]]
    if len(values) > 1:
        print("\n".join(draw_bars(values)))
    bound = list(_list_words(made[0], lang))
    print(
        f"  words: {'; '.join(bound)}"
        if bound
        else f"  note: no words are tied to it: name its codes in data/{made[0].package}/{STRUCTURE} what its codes are called"
    )
    return found[0]


def _write_cell(cell: Operand, lang: str) -> str:
    """Return a cell as it is in its file, with its scale: `812 × 1,000`."""
    return f"{cell.raw} × {write_number(cell.scale, 0, lang)}" if cell.scale != 1 else cell.raw


def _list_words(declared: Declaration, lang: str) -> Iterator[str]:
    """Yield the words that a sentence with the entry's first figure needs, one group at a time."""
    codes = {**declared.where, **declared.of, **declared.end}
    for name, dimension in declared.structure.dimensions.items():
        if name in codes and dimension.period:
            yield " and ".join(label_code(dimension, code, lang) for code in declared.list_codes(name))
        for code in declared.list_codes(name) if not dimension.period else ():
            yield from ("|".join(group) for group in dimension.find_code(code).list_words_in_groups(lang))
    yield from ("|".join(group) for group in declared.structure.find_measure(declared.field, codes).list_words_in_groups(lang))


def _move_to_option(fault: Fault, name: str, places: Mapping[KeyPath, Place]) -> Fault:
    """Move a fault of the entry to the option with the wrong value. A fault of the data keeps its place."""
    own = {place: path[2:] for path, place in places.items() if path[:2] == ("figures", name)}
    if fault.place not in own:
        return fault
    option = f" --{own[fault.place][0]}" if own[fault.place] else ""
    return dataclasses.replace(fault, place=Place(CALL + option))
