"""`chart` and `table`: propose an exhibit drawn from the rows of a package, show it, and add it to data/charts.yml or data/tables.yml."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from macros.authoring.ask import Prompter, Question
from macros.authoring.figure import MeasureData, MeasureTable, choose_code, choose_measure
from macros.authoring.offer import append_entry, parse_pairs, to_yaml, to_yaml_text
from macros.authoring.preview import draw_bars
from macros.authoring.project import Project, make_call_error
from macros.authoring.snippets import renew_snippets
from macros.base.command_line import CALL
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import write_atomically
from macros.base.yaml_source import parse_yaml, read_text
from macros.datapackage import read_packages
from macros.exhibits.grid import Grid, InvalidDataError, draw_grid, read_rows
from macros.figures import Figures
from macros.figures.read import read_declarations
from macros.importer.infer import make_slug
from macros.structure import read_structures
from macros.wording.standard import write_in_cell

_FILES = {"chart": ("data/charts.yml", "charts"), "table": ("data/tables.yml", "tables")}
_MOST_LINES, _MOST_ROWS = 12, 60  # rows of a line chart, and of any other
_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class _Selection:
    """What an exhibit is drawn from: the dimension across, the one along the rows or "", and codes for the rest."""

    measure: str
    x: str
    series: str
    where: Mapping[str, str]
    operation: str = ""
    start: Mapping[str, str] = field(default_factory=dict)
    of: Mapping[str, str] = field(default_factory=dict)
    has_totals: bool = False

    def list_lines(self) -> list[str]:
        """Return the lines of the mapping `data`."""
        parts: dict[str, str] = {"measure": to_yaml(self.measure)}
        for key, cells in (("where", self.where), ("from", self.start), ("of", self.of)):
            if cells:
                parts[key] = "{" + ", ".join(f"{to_yaml(name)}: {to_yaml(code)}" for name, code in cells.items()) + "}"
        parts |= {"x": to_yaml(self.x), **({"series": to_yaml(self.series)} if self.series else {})}
        parts |= {"operation": self.operation} if self.operation not in ("", "value") else {}
        return [f"{key}: {value}" for key, value in parts.items()] + (["totals: true"] if self.has_totals else [])


def declare_chart(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    """Add a chart to data/charts.yml.

    Raises:
        FaultError: The chart cannot be made of the rows.
        Cancelled: The author stopped.
    """
    _declare("chart", call, project, ask)


def declare_table(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    """Add a table to data/tables.yml.

    Raises:
        FaultError: The table cannot be made of the rows.
        Cancelled: The author stopped.
    """
    _declare("table", call, project, ask)


def _declare(what: str, call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    path, key = _FILES[what]
    packages, _ = read_packages(project.root)
    data = MeasureData(packages, read_structures(project.root, packages), project.lang)
    measure, table = choose_measure(call.measure or "", "--measure", data, ask)
    # A script is told all that is missing at once.
    ask = ask if ask.interactive else replace(ask, missing=[])
    try:
        chosen = _choose_axes(call, measure, table, ask)
    except FaultError as error:
        raise FaultError(*(ask.missing or ()), *error.faults) from None
    declared = read_declarations(project.root, packages, data.structures)
    figures = Figures(declared.declarations, packages, data.structures)
    try:
        grid = _draw(chosen, figures, project.lang)
    except FaultError as error:
        raise FaultError(*(ask.missing or error.faults)) from None
    if not ask.missing:
        print(f"\n{draw_grid_as_text(grid, figures, project.lang)}\n")
    kind = _choose_kind(call, chosen, table, grid, ask) if what == "chart" else ""
    before = read_text(project.root / path, path) if (project.root / path).exists() else f"{key}:\n"
    taken = (parse_yaml(before, path).value or {}).get(key) or {}
    name = _choose_id(call, chosen, taken, ask)
    texts = _ask_texts(what, call, table, chosen, grid, data, ask)
    if ask.missing:
        raise FaultError(*ask.missing)
    entry = _format_entry(what, name, kind, texts, chosen, project.lang)
    print("\n" + entry)
    if call.dry_run:
        print("Nothing was written (--dry-run).")
        return
    after = append_entry(before, path, key, entry)
    if not after:
        fact, remedy = f"cannot be added to, as its last entry does not belong to `{key}:`", f"put `{key}:` last"
        raise FaultError(Fault(Place(path), "yaml", fact, remedy))
    ask.confirm(f"Add it to {path}?")
    write_atomically(project.root / path, after.encode("utf-8"))
    renew_snippets(project)
    print(f'Wrote:\n  {path} ({name})\n\nNext:\n  Write it in a page, on a line of its own: {{{{ {what}("{name}") }}}}')
    print("  Then: make check PAGE=docs/...    (python -m macros check docs/...)")


def _choose_axes(call: argparse.Namespace, measure: str, table: MeasureTable, ask: Prompter) -> _Selection:
    """Return the selection: periods across where there are several, the codes of another dimension along the rows."""
    where = parse_pairs(call.where or "", "--where")
    names = list(table.structure.dimensions)
    many = [name for name in names if name not in where and len(table.list_codes(name, where)) > 1]
    periods = [name for name in many if table.structure.dimensions[name].period]
    for option, name in (("x", call.x), ("series", call.series)):
        if name and name not in names:
            raise make_call_error(f'has --{option} "{name}", which is no dimension of the table', f"write one of {', '.join(names)}")
    if not many and not call.x:
        raise make_call_error(f"selects one row of {measure}", "leave a dimension out of --where, or quote the figure in a sentence")
    x = call.x or ask.choose("what runs across (the columns)", [*periods, *(n for n in many if n not in periods)], "--x")
    rest = [name for name in many if name != x]
    series = call.series or (ask.choose("what runs down (the rows)", rest, "--series") if rest else "")
    for name in names:
        if name in (x, series, *where):
            continue
        codes = table.list_codes(name, where)
        if len(codes) > 1 or name in table.resource.key:
            where[name] = choose_code(table, name, codes, "for all of it", "--where", ask)
    start, of = parse_pairs(call.start or "", "--from"), parse_pairs(call.of or "", "--of")
    listed = table.structure.dimensions[series].codelist if series else None
    parts = (
        [code for code in table.list_codes(series, where) if not (listed and code in listed.codes and listed.codes[code].is_total)]
        if series
        else []
    )
    totals = call.totals or (bool(series) and len(parts) < 2)  # one part alone is shown beside its total
    return _Selection(measure, x, series, where, call.operation or "", start, of, totals)


def _draw(chosen: _Selection, figures: Figures, lang: str) -> Grid:
    value = parse_yaml("\n".join(chosen.list_lines()), "data").value
    try:
        return draw_grid(read_rows(value), figures, None, (lang,), lambda *key: Place(CALL), chosen.measure)
    except InvalidDataError as error:
        raise make_call_error(str(error), error.remedy) from None


def draw_grid_as_text(grid: Grid, figures: Figures, lang: str) -> str:
    """Return a drawing of an exhibit for a terminal: a bar for each value of a few rows."""
    heads = grid.get_headers(lang)
    lines = []
    for line in grid.lines[:_MOST_LINES]:
        found = [(head, figures.get(cell, None) if cell else None) for head, cell in zip(heads, line.cells, strict=True)]
        lines.append(line.label.get(lang, ""))
        lines += draw_bars(
            [(head, figure.value if figure else None, write_in_cell(figure, lang) if figure else "–") for head, figure in found]
        )
    if len(grid.lines) > _MOST_LINES:
        lines.append(f"and {len(grid.lines) - _MOST_LINES} more rows")
    return "\n".join(lines)


def _choose_kind(call: argparse.Namespace, chosen: _Selection, table: MeasureTable, grid: Grid, ask: Prompter) -> str:
    if call.kind:
        return str(call.kind)
    across, rows = len(grid.get_headers(table.lang)), len(grid.lines)
    is_time = bool(table.structure.dimensions[chosen.x].period)
    fits = {
        "line": is_time and across > 2 and rows <= _MOST_LINES,
        "slope": across == 2 and 1 < rows <= _MOST_LINES,
        "ranking": across == 1 and rows <= _MOST_ROWS,
        "small-multiples": across > 2 and rows <= _MOST_ROWS,
        "grouped-bars": rows <= 4 and across <= 6,
        "bar-panels": across <= 6 and rows <= _MOST_ROWS,
        "dots": 1 < across <= 6 and rows <= _MOST_ROWS,
    }
    kinds = [kind for kind, fit in fits.items() if fit]
    if not kinds:
        raise make_call_error(f"has {rows} rows and {across} columns, which no kind of chart shows", "select fewer codes with --where")
    return ask.choose("which kind of chart", kinds, "--kind") if ask.interactive else kinds[0]


def _choose_id(call: argparse.Namespace, chosen: _Selection, taken: Mapping[str, Any], ask: Prompter) -> str:
    def find_problem(name: str) -> str:
        return "use a-z, 0-9 and hyphens" if not _FORM.fullmatch(name) else "is taken: choose another" if name in taken else ""

    package, _, column = chosen.measure.split("/", 2)
    offered = make_slug(f"{package} {column} by {chosen.series or chosen.x}", "-")
    (name,) = ask.ask_all([Question("--id", "id", call.id or "", "" if find_problem(offered) else offered, find_problem)])
    return name


def _ask_texts(
    what: str, call: argparse.Namespace, table: MeasureTable, chosen: _Selection, grid: Grid, data: MeasureData, ask: Prompter
) -> dict[str, str]:
    """Return the texts in the site's first language: what the author gives, or what the data says."""
    package, _, column = chosen.measure.split("/", 2)
    newest, lang = data.packages.find_version(package, None), data.lang
    label = table.structure.find_measure(column, chosen.where).label.get(lang) or column.replace("_", " ")
    rows = [line.label.get(lang, "") for line in grid.lines]
    where = ", ".join(code for code in chosen.where.values() if code and code.lower() != label.lower())
    # Without the periods: new rows bring others.
    by = [name.replace("_", " ") for name in (chosen.series, chosen.x) if name]
    subject = f"{label[:1].upper()}{label[1:]} by {' and '.join(by)}"
    said = newest.sources[0].credit("publisher", "title") if newest and newest.sources else ""
    title = subject + (f" ({where})" if where else "")
    drawn = f"{subject}, for each of {', '.join(rows[:6])}{' and others' if len(rows) > 6 else ''}" if chosen.series else subject
    is_time = any(table.structure.dimensions[name].period for name in (chosen.x, chosen.series) if name)
    naming = " (a period that it names has to be the one drawn, also after new rows)" if is_time else ""
    asked = (
        [("caption", f"title of the table{naming}", title), ("source", "source", said)]
        if what == "table"
        else [
            ("headline", f"headline: what the chart shows, as a sentence{naming}", title),
            ("subtitle", f"subtitle: measure and place{naming}", title),
            ("description", "description: what it shows, for those who do not see it", f"{drawn}."),
            ("source", "source", said),
        ]
    )
    answers = ask.ask_all([Question(f"--{name}", question, getattr(call, name) or "", offered) for name, question, offered in asked])
    texts = dict(zip((name for name, *_ in asked), answers, strict=True))
    if what == "table":
        texts["row_header"] = call.row_header or (chosen.series or chosen.x).replace("_", " ").capitalize()
    return texts


def _format_entry(what: str, name: str, kind: str, texts: Mapping[str, str], chosen: _Selection, lang: str) -> str:
    lines = [f"  {name}:", *([f"    kind: {kind}"] if kind else [])]
    lines += ["    scales: own"] if kind in ("small-multiples", "bar-panels") else []
    for key, text in texts.items():
        lines += [f"    {key}:", f"      {lang}: {to_yaml_text(text)}"]
    return "\n".join([*lines, "    data:", *(f"      {line}" for line in chosen.list_lines())]) + "\n"
