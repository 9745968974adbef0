"""Structure of tables, inferred from columns and cells: data/<package>/dimensions.yml, and new codes in code lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from macros.authoring.offer import to_yaml, to_yaml_text
from macros.authoring.project import Project
from macros.authoring.version import Draft, move_to_sheet
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import find_files
from macros.base.yaml_source import parse_yaml, read_text
from macros.datapackage import CODE_LISTS, STRUCTURE, Package, Packages, Resource
from macros.figures.compute import BOUNDS
from macros.figures.units import explain_refusal, unit_of
from macros.importer.columns import is_free_text
from macros.importer.infer import Table, make_slug
from macros.importer.meanings import STATUS_BY_WORD
from macros.importer.scales import Scale, find_scale
from macros.importer.sheet import Attribute
from macros.importer.totals import is_total
from macros.structure import DataStructure, Structures, infer_period_kind, read_structures
from macros.structure.model import NORMAL, to_slug

_NUMBERS = ("integer", "number")
_HEAD = """\
# What the columns of these tables are: see data/README.md. What a code is called is the code itself until you write here what readers
# call it (label) and the words by which sentences name it (names); a noun is what is counted ("12 deaths").
"""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_MONEY = re.compile("[€$£¥]|EUR|USD|GBP|CHF")
_JOINT = re.compile(r"^(?:of|de|in|en|di)\s+|\s+(?:in|en|x|of)$|[,;:/\s\u2013-]+$", re.IGNORECASE)
# Plurals for an amount, not for counted things.
_NO_NOUNS = frozenset(
    "counts values numbers totals amounts figures rates shares percents points times units years quarters months weeks days hours minutes "
    "valores números totales cantidades tasas porcentajes puntos veces unidades años meses semanas días horas minutos".split()
)
_FLAGS = re.compile(r"flags?|status|obs_status|obs_flag|qualifier|marker", re.IGNORECASE)


@dataclass(frozen=True)
class _Table:
    """A table in all versions of its package, with its newest schema.

    Attributes:
        resources: The table in each version, oldest first.
        scales: Maps columns of the new sheet to their scale.
        attributes: Maps columns of the new sheet to what they say of its values.
    """

    resources: Sequence[Resource]
    scales: Mapping[str, Scale]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        return self.resources[-1].fields

    def list_cells(self, name: str) -> list[str]:
        """Return the distinct cells of a column, in the order of the rows."""
        if name not in self._cells:
            self._cells[name] = list(dict.fromkeys(text for each in self.resources if name in each.fields for text in each.values[name]))
        return self._cells[name]

    @cached_property
    def _cells(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def dimensions(self) -> list[str]:
        """Return the columns that tell rows apart.

        With a key: its columns, the first column of periods ahead of the numbers, and columns there with groups of rows.
        Without a key: all columns ahead of the numbers.
        """
        measured = [at for at, name in enumerate(self.fields) if self._is_measured(name)]
        others = [name for at, name in enumerate(self.fields) if measured and at < measured[-1] and at not in measured]
        ahead = [name for name in others if name not in self.attributes]
        if not (key := self.resources[-1].key):
            return [name for name in ahead if not self.has_free_text(name)]
        periods = [name for name in self.fields if infer_period_kind(self.list_cells(name)) and name in (*key, *ahead)]
        more = [name for name in ahead if name in periods[: 1 - len(set(key) & set(periods))] or self._is_grouping(name)]
        return [name for name in self.fields if name in key or name in more]

    def has_free_text(self, name: str) -> bool:
        """Return True for a column of words that is no list of codes."""
        return self.fields[name].get("type") == "string" and is_free_text(len(self.list_cells(name)), self._rows)

    @cached_property
    def _rows(self) -> int:
        return sum(len(each.lines) for each in self.resources)

    def _is_grouping(self, name: str) -> bool:
        """Return True if a column of words repeats its cells and none is empty. A column of notes does not."""
        cells = self.list_cells(name)
        return self.fields[name].get("type") == "string" and not infer_period_kind(cells) and all(cells) and len(cells) * 2 <= self._rows

    def _is_measured(self, name: str) -> bool:
        if self.fields[name].get("type") not in _NUMBERS or self.scales.get(name, Scale()).cells:
            return False
        cells = self.list_cells(name)  # counts may all look like years; a year that is the same in each row is none
        return not infer_period_kind(cells) or (bool(self.resources[-1].key) and len(cells) > 1)

    @cached_property
    def measures(self) -> list[str]:
        return [name for name in self.fields if name not in self.dimensions and self._is_measured(name)]


Codes = Mapping[str, Mapping[str, str]]
"""Code -> entry of its line -> text."""


@dataclass(frozen=True)
class _Known:
    """What a file and its author say of codes.

    Attributes:
        labels: Maps columns to their codes' labels, by language.
        entries: Maps columns to other entries of their codes: `total`, `part_of`.
    """

    labels: Mapping[str, Codes] = field(default_factory=dict)
    entries: Mapping[str, Codes] = field(default_factory=dict)

    @classmethod
    def collect(cls, tables: Sequence[Table], languages: Collection[str]) -> _Known:
        """Return what tables say of their codes, in the languages of the site."""
        labels = {
            column: {code: {lang: text for lang, text in said.items() if lang in languages} for code, said in codes.items()}
            for table in tables
            for column, codes in table.labels.items()
        }
        return cls(labels, {column: codes for table in tables for column, codes in table.codes.items()})


def describe_package(package: str, packages: Packages, sheets: Mapping[str, Table], lang: str, known: _Known = _Known()) -> str:
    """Return the text of a package's dimensions.yml, or "" if none of its tables has a measure.

    Args:
        sheets: Maps tables to what was read of them.
    """
    lists: dict[str, dict[str, int]] = {}
    tables = list(_describe_tables(package, packages, sheets, lists, lang))
    if not tables:
        return ""
    text = f"{_HEAD}\ntables:\n" + "".join(tables)
    return text + ("\ncodelists:\n" + "".join(_format_codelist(name, codes, lang, known) for name, codes in lists.items()) if lists else "")


def _describe_tables(
    package: str, packages: Packages, sheets: Mapping[str, Table], lists: dict[str, dict[str, int]], lang: str
) -> Iterator[str]:
    versions = packages.versions[package]
    for name in versions[-1].resources:
        read = sheets.get(name)
        resources = [each.resources[name] for each in versions if name in each.resources]
        table = _Table(resources, read.scales, read.attributes) if read else _Table(resources, {})
        if table.dimensions and table.measures:
            yield f"  {to_yaml(name)}:\n" + "".join(_describe_table(table, lists, lang))


def _describe_table(table: _Table, lists: dict[str, dict[str, int]], lang: str) -> Iterator[str]:
    yield "    dimensions:\n"
    for name in table.dimensions:
        cells = table.list_cells(name)
        if kind := infer_period_kind(cells):
            yield f"      {to_yaml(name)}: {{period: {kind}}}\n"
        elif table.fields[name].get("type") in _NUMBERS or table.has_free_text(name):
            yield f"      {to_yaml(name)}: {{}}\n"
        else:
            told = table.scales.get(name, Scale()).cells
            codes = lists.setdefault(name, {})
            codes |= {cell: told.get(cell, 1) for cell in cells}
            yield f"      {to_yaml(name)}: {{codes: {to_yaml(name)}}}\n"
    yield "    measures:\n"
    for name in table.measures:
        yield f"      {to_yaml(name)}: {_describe_measure(table, name, lang)}\n"
    attributes = [f"      {to_yaml(name)}: {said}\n" for name in table.fields if (said := _describe_attribute(table, name))]
    if attributes:
        yield from ("    attributes:\n", *attributes)


def _describe_measure(table: _Table, name: str, lang: str) -> str:
    """Return the entry of a measure: noun or label, unit, scale and decimals."""
    described = table.fields[name]
    head = str(described.get("title") or name.replace("_", " "))
    scale = table.scales.get(name, Scale()).whole
    label, unit = _split_header(head, str(described.get("unit") or ""), lang)
    noun = label.lower() if not unit else ""
    said: dict[str, str] = {}
    if _is_noun(noun, lang):
        one = f", one: [{to_yaml(_to_singular(noun))}]" if lang == "en" else ""
        said["nouns"] = f"{{{lang}: {{many: [{to_yaml(noun)}]{one}}}}}"
    else:
        said["label"] = f"{{{lang}: {to_yaml_text(label)}}}"
    said |= {"unit": to_yaml(unit)} if unit else {}
    said |= {"scale": str(scale)} if scale != 1 else {}
    digits = max(len(cell.partition(".")[2]) for cell in table.list_cells(name))
    if digits and (decimals := min(6, digits - len(str(scale)) + 1)) > 0:
        said["decimals"] = str(decimals)
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def _split_header(head: str, unit: str, lang: str) -> tuple[str, str]:
    """Split a header into label and unit, without the scale."""
    scale, label = find_scale(head), head.replace("_", " ")
    word = re.compile(re.escape(scale) + r"\.?") if scale else re.compile("(?!)")
    money = "".join(_MONEY.findall(scale))
    for match in _BRACKETS.finditer(head):
        inside = " ".join(word.sub(f" {money} ", match[1]).split())
        said = "percent" if inside == "%" else inside
        is_said = not said or said == unit or (not unit and _is_unit(said, lang))
        unit, label = (unit or said, label.replace(match[0], " ")) if is_said else (unit, label.replace(match[0], f"({inside})"))
    if scale and find_scale(label):
        label = word.sub(f" {money} ", label)
    label = " ".join(label.split())
    while (shorter := _JOINT.sub("", label)) != label:
        label = shorter
    return label or head, unit


def _is_noun(text: str, lang: str) -> bool:
    """Return True if a header looks like a plural of counted things."""
    is_plural = text.endswith("s") and re.fullmatch(r"[^\W\d_]{4,}", text) and text not in _NO_NOUNS
    return bool(is_plural) and not explain_refusal(text, (lang,)) and not unit_of(text).name


def _is_unit(text: str, lang: str) -> bool:
    """Return True for a valid unit of figures. Nouns and single letters are excluded: "m" may be a scale."""
    return len(text) > 1 and not explain_refusal(text, (lang,)) and bool(unit_of(text).name)


def _to_singular(noun: str) -> str:
    """Return the regular singular of an English noun. The author corrects an irregular one."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(?:ch|sh|ss|x|z)es$", noun) else noun[:-1]


def _describe_attribute(table: _Table, name: str) -> str:
    """Return the entry of a column that qualifies the values of its row, or "" for any other column."""
    if (attribute := table.attributes.get(name)) is not None:
        return _format_attribute(attribute)
    if name in (*table.dimensions, *table.measures):
        return ""
    if scaled := table.scales.get(name, Scale()).cells:
        return _format_meaning("scale", {cell: str(scale) for cell, scale in scaled.items() if cell})
    cells = {cell for cell in table.list_cells(name) if cell}
    if cells and cells <= {*BOUNDS}:
        return "{means: bound}"
    if name == "said_by":
        return "{means: said_by}"
    is_flagged = _FLAGS.search(name) or all(len(cell) > 1 for cell in cells)
    if cells and is_flagged and all(cell.lower() in STATUS_BY_WORD for cell in cells):
        return _format_meaning("status", {cell: STATUS_BY_WORD[cell.lower()] for cell in sorted(cells)})
    return ""


def _format_attribute(attribute: Attribute) -> str:
    """Return the entry of a column that the import wrote: statuses, bounds or notes."""
    said = {"means": attribute.means} | ({"of": to_yaml(attribute.of)} if attribute.of else {})
    if attribute.codes:
        meanings = {
            code: f"[{', '.join(words)}]" if len(words := status.split()) > 1 else status for code, status in attribute.codes.items()
        }
        said["codes"] = f"{{{', '.join(f'{to_yaml(code)}: {meaning}' for code, meaning in meanings.items())}}}"
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def _format_meaning(what: str, codes: Mapping[str, str]) -> str:
    return f"{{means: {what}, codes: {{{', '.join(f'{to_yaml(cell)}: {meaning}' for cell, meaning in codes.items())}}}}}"


def _format_codelist(name: str, codes: Mapping[str, int], lang: str, known: _Known) -> str:
    return f"  {to_yaml(name)}:\n    codes:\n" + "".join(f"      {line}\n" for line in _format_codes(name, codes, (), lang, known))


def _format_codes(name: str, codes: Mapping[str, int], slugs: Collection[str], lang: str, known: _Known) -> Iterator[str]:
    """Yield a line for each code.

    Args:
        codes: Maps codes to their scale.
        slugs: The slugs already in the list.
    """
    taken, shown = set(slugs), set[str]()
    labels, entries = known.labels.get(name, {}), known.entries.get(name, {})
    for number, (code, scale) in enumerate(codes.items(), 1 + len(taken)):
        given = {language: text for language, text in labels.get(code, {}).items() if text}
        label = given.get(lang) or code or ("all" if lang == "en" else "total")
        if label.lower() in shown:  # `Total` and `TOTAL`
            label = f"{label} ({number})"
        shown.add(label.lower())
        own = to_slug(code) or to_slug(label)
        told = {lang: label} if lang in given or not given else given
        said = {"label": f"{{{', '.join(f'{language}: {to_yaml_text(text)}' for language, text in told.items())}}}"}
        if not own or own in taken:
            own = f"{own or make_slug(name, '-')}-{number}"
            said["id"] = own
        taken.add(own)
        said |= {entry: to_yaml(text) if entry == "part_of" else text for entry, text in entries.get(code, {}).items()}
        said |= {"total": "true"} if not code or ("part_of" not in said and (is_total(code) or is_total(label))) else {}
        said |= {"measure": f"{{scale: {scale}}}"} if scale != 1 else {}
        yield f"{to_yaml(code)}: {{{', '.join(f'{key}: {value}' for key, value in said.items())}}}"


@dataclass(frozen=True)
class StructureUpdate:
    """The structures with a new version of a package.

    Attributes:
        old_structures: The structures of the project without the new files.
        new_structures: The structures with the new files.
        text_by_path: Maps paths to the text to be written.
        author_lines: Lines to be added by the author.
        old_text_by_path: Maps paths to their text now.
    """

    old_structures: Structures
    new_structures: Structures
    text_by_path: Mapping[str, str] = field(default_factory=dict)
    author_lines: Sequence[str] = ()
    old_text_by_path: Mapping[str, str] = field(default_factory=dict)

    def find_new_lines(self, path: str, text: str) -> list[str]:
        """Return the lines of a text that its file does not have yet. Comments are left out."""
        old = self.old_text_by_path.get(path, "").splitlines()
        return [line for line in text.splitlines() if line and line not in old and not line.startswith("#")]


def build_structures(project: Project, packages: Packages, draft: Draft, staged: Package, scratch: Path) -> StructureUpdate:
    """Return the structures with a staged version: a new dimensions.yml, or new codes in the existing lists.

    Args:
        packages: The packages of the project, without that version.

    Raises:
        FaultError: The structures with the version have faults.
    """
    versions = {each.version: each for each in (*packages.versions.get(draft.package, ()), staged)}
    with_it = Packages({**packages.versions, draft.package: tuple(versions[each] for each in sorted(versions))}, packages.faults_by_version)
    own = f"data/{draft.package}/{STRUCTURE}"
    shared = {f"data/{CODE_LISTS}/{path.name}": path for path in find_files(project.root, f"data/{CODE_LISTS}/*.yml")}
    known = {f"data/{name}/{STRUCTURE}": project.root / "data" / name / STRUCTURE for name in packages.list_names()} | shared
    before = {path: read_text(file, path) for path, file in known.items() if file.is_file()}
    old = read_structures(project.root, with_it)
    known_codes = _Known.collect(draft.tables, project.languages)
    if own in before:
        if wrong := [fault for fault in old.faults if fault.place.path in (own, *shared)]:
            raise FaultError(*wrong)
        files, told = _append_new_codes(draft.package, old, staged, before, project.lang, known_codes)
    else:
        text = describe_package(draft.package, with_it, {table.name: table for table in draft.tables}, project.lang, known_codes)
        files, told = {own: text} if text else {}, []
    for path, text in (before | files).items():
        (scratch / path).parent.mkdir(parents=True, exist_ok=True)
        (scratch / path).write_text(text, encoding="utf-8", newline="\n")
    new = read_structures(scratch, with_it)
    place = f"data/{draft.package}/"
    faults = [move_to_sheet(fault, draft) for fault in new.faults if fault.place.path.startswith((place, f"data/{CODE_LISTS}/"))]
    if missing := list(_find_missing_attributes(draft, new, own)):  # one line for a code that several cells have
        faults = [fault for fault in faults if fault.code != "unknown-code"]
    faults += [*missing, *_find_missing_scales(draft, new, own)]
    if faults:
        raise FaultError(*faults)
    return StructureUpdate(old, new, files, told, before)


def _find_missing_scales(draft: Draft, structures: Structures, own: str) -> Iterator[Fault]:
    """Yield a fault for each scale in a sheet without a counterpart in the structure of its table."""
    for table in draft.tables:
        said = structures.structure_by_table.get((draft.package, table.name), DataStructure())
        for name, scale in table.scales.items():
            column = said.measures.get(name)
            if scale.whole != 1 and (column is None or column.scale != scale.whole):
                fact = f"has {name} in units of {scale.whole}, and the measure has {f'the scale {column.scale}' if column else 'no entry'}"
                yield Fault(Place(own), "structure", fact, f"write {name}: {{scale: {scale.whole}}} in the measures of {table.name}")
            codes = {cell: each for cell, each in scale.cells.items() if cell and each != 1}
            if codes and not _has_scales(said, name, codes):
                fact = f"has a scale in {name} of {table.name}, which it does not declare"
                yield Fault(
                    Place(own),
                    "structure",
                    fact,
                    f"write {name}: {_format_meaning('scale', {c: str(each) for c, each in codes.items()})} in its attributes",
                )


def _find_missing_attributes(draft: Draft, structures: Structures, own: str) -> Iterator[Fault]:
    """Yield a fault for each column of statuses, bounds or notes in a sheet that the structure of its table does not describe."""
    for table in draft.tables:
        said = structures.structure_by_table.get((draft.package, table.name))
        for name, attribute in table.attributes.items() if said is not None else ():
            known = said.attributes.get(name) if said else None
            if known is None or not attribute.codes.keys() <= known.codes.keys():
                new = ", ".join(code for code in attribute.codes if known and code not in known.codes)
                old = {code: status or NORMAL for code, status in known.codes.items()} if known else {}
                fact = f"is missing {new} in the codes of {name}" if new else f"has no attribute {name}, which {table.name} has now"
                entry = _format_attribute(replace(attribute, codes=old | attribute.codes))
                remedy = f"write {to_yaml(name)}: {entry} in the attributes of {table.name}"
                yield Fault(Place(own), "structure", fact, remedy)


def _has_scales(structure: DataStructure, name: str, codes: Mapping[str, int]) -> bool:
    if name in structure.dimensions:
        listed = structure.dimensions[name]
        return all((own := listed.find_code(cell).measure) is not None and own.scale == scale for cell, scale in codes.items())
    attribute = structure.attributes.get(name)
    return attribute is not None and all(attribute.codes.get(cell) == str(scale) for cell, scale in codes.items())


def _append_new_codes(
    package: str, structures: Structures, staged: Package, before: Mapping[str, str], lang: str, known_codes: _Known
) -> tuple[dict[str, str], list[str]]:
    """Return the files with the version's new codes at the end of their lists, and lines for the author to add.

    Raises:
        FaultError: A list cannot be appended to.
    """
    new: dict[str, dict[str, int]] = {}
    told: list[str] = []
    faults: list[Fault] = []
    known: dict[str, list[str]] = {}
    for name, resource in staged.resources.items():
        if (found := structures.structure_by_table.get((package, name))) is None:
            continue
        for column, dimension in found.dimensions.items():
            if (listed := dimension.codelist) is not None and column in resource.fields:
                known[listed.id] = [code.slug for code in listed.codes.values()]
                cells = resource.values[column]
                new.setdefault(listed.id, {}).update({cell: 1 for cell in cells if cell not in listed.codes})
        told += _list_missing_measures(package, name, resource, found, lang)
    files: dict[str, str] = {}
    own = f"data/{package}/{STRUCTURE}"
    for name, codes in new.items():
        lines = list(_format_codes(name, codes, known[name], lang, known_codes))
        path = own
        keys: tuple[str, ...] = ("codelists", name, "codes")
        if name not in (parse_yaml(before[own], own).value.get("codelists") or {}):
            path, keys = f"data/{CODE_LISTS}/{name}.yml", ("codes",)
        if lines and (grown := append_codes(files.get(path, before[path]), path, keys, lines)):
            files[path] = grown
        elif lines:
            fact = f"is missing {', '.join(map(to_yaml, codes))} in the code list {name}, which the version has"
            faults.append(Fault(Place(path), "unknown-code", fact, f"add to its codes: {'; '.join(lines)}"))
    if faults:
        raise FaultError(*faults)
    return files, told


def _list_missing_measures(package: str, name: str, resource: Resource, structure: DataStructure, lang: str) -> Iterator[str]:
    """Yield a line for each column of numbers without an entry in the structure."""
    for column, described in resource.fields.items():
        parts = (structure.dimensions, structure.measures, structure.attributes)
        if described.get("type") in _NUMBERS and not any(column in part for part in parts):
            said = _describe_measure(_Table([resource], {}), column, lang)
            yield f"data/{package}/{STRUCTURE}, in the measures of {name}: {to_yaml(column)}: {said}"


def append_codes(text: str, path: str, keys: Sequence[str], lines: Sequence[str]) -> str:
    """Append lines to a mapping in a YAML text and keep all else. Return "" if this cannot be done."""
    node: Any = yaml.compose(text.replace("\r\n", "\n"), yaml.SafeLoader)
    for key in keys:
        node = next((value for name, value in node.value if name.value == key), None) if isinstance(node, yaml.MappingNode) else None
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        return ""
    indent, at = node.value[0][0].start_mark.column, _find_last_line(node) + 1
    before = text.replace("\r\n", "\n").split("\n")
    after = "\n".join([*before[:at], *(" " * indent + line for line in lines), *before[at:]])
    try:
        if not _has_only_added(parse_yaml(text, path).value, parse_yaml(after, path).value, keys, len(lines)):
            return ""
    except FaultError:
        return ""
    return after.replace("\n", "\r\n") if "\r\n" in text else after


def _find_last_line(node: yaml.Node) -> int:
    """Return the last line of a node, without the comments behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (last, last)
        return max(int(key.end_mark.line), _find_last_line(value))
    is_folded = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.line) - is_folded


def _has_only_added(old: Any, new: Any, keys: Sequence[str], count: int) -> bool:
    """Return True if two values differ only in `count` more keys of one nested mapping."""
    if not keys:
        return len(new) == len(old) + count and {key: new[key] for key in old} == old
    rest = {key: value for key, value in old.items() if key != keys[0]} == {key: value for key, value in new.items() if key != keys[0]}
    return rest and _has_only_added(old[keys[0]], new[keys[0]], keys[1:], count)
