"""Declared charts and tables, read from data/charts.yml and data/tables.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import Document, read_yaml
from macros.charts import KINDS
from macros.charts.model import SCALES
from macros.datapackage import Package
from macros.exhibits.grid import Grid, InvalidDataError, Line, RowSource, draw_grid, read_rows
from macros.figures import Figures, is_address

_TEXTS = ("headline", "subtitle", "description", "source", "caption", "row_header", "axis", "note")
# Texts shown as they are, without quotes, like the words of rows and columns. A subtitle also replaces texts that older data do not fit.
_PLAIN_TEXTS = ("subtitle", "row_header", "axis")
_KNOWN_KEYS = {*_TEXTS, "kind", "scales", "unit", "columns", "rows", "data", "events", "until"}


@dataclass(frozen=True)
class Exhibit:
    """A declared chart (`kind` set) or table.

    Attributes:
        texts: Maps the name of a text to its templates by language.
        listed_grid: The columns and rows named by the declaration.
        data: The source of columns and rows drawn from a table of the data, or None.
        until: Maps a date to the texts for pages on earlier data, kept when the data was revised.
        scales: Whether panels share one scale (`common`) or have each their `own`, or "" for a chart without panels.
    """

    id: str
    file: str
    kind: str
    unit: str
    texts: Mapping[str, Mapping[str, str]]
    listed_grid: Grid
    data: RowSource | None
    events: str
    document: Document = field(repr=False, compare=False)
    _drawn_grids: dict[tuple[str, ...], Grid] = field(default_factory=dict, repr=False, compare=False)
    until: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    scales: str = ""

    def find_place(self, *path: str | int) -> Place:
        """Return the place of a key of the declaration."""
        return self.document.place_of(_top_key(self.file), self.id, *path)

    def has_texts_in(self, lang: str) -> bool:
        """Return True if it has words in a language. One without is not shown in it."""
        return any(lang in texts for texts in self.texts.values())

    def get_text(self, name: str, lang: str, as_of: str | None = None) -> str:
        """Return a text for a page with data as of a date (None: the newest)."""
        until = self._find_until(name, as_of)
        return (self.until[until][name] if until else self.texts.get(name, {})).get(lang, "")

    def find_text_place(self, name: str, lang: str, as_of: str | None = None) -> Place:
        """Return the place where the text for a page is declared."""
        until = self._find_until(name, as_of)
        return self.find_place("until", until, name, lang) if until else self.find_place(name, lang)

    def _find_until(self, name: str, as_of: str | None) -> str:
        """Return the key of `until` with the text for a page on earlier data, or ""."""
        return next((date for date in sorted(self.until) if as_of is not None and as_of < date and name in self.until[date]), "")

    def build_grid(self, figures: Figures, as_of: str | None) -> Grid:
        """Return the columns and rows for a page with data as of a date.

        Raises:
            FaultError: the data as of that date lacks the rows.
        """
        if self.data is None:
            return self.listed_grid
        seen = [figures.packages.find_version(name, as_of) for name in self.data.package_names]
        key = tuple(package.version if package else "" for package in seen)
        figures.find_table(self.data.source, as_of, self.find_place("data"))
        if key not in self._drawn_grids:
            languages = dict.fromkeys(lang for texts in self.texts.values() for lang in texts)
            self._drawn_grids[key] = draw_grid(self.data, figures, as_of, languages, lambda *path: self.find_place("data", *path), self.id)
        return self._drawn_grids[key]

    def list_row_packages(self, figures: Figures, as_of: str | None) -> list[Package]:
        """Return the packages from whose rows it is drawn, for a page with data as of a date."""
        found = (figures.packages.find_version(name, as_of) for name in (self.data.package_names if self.data else ()))
        return [package for package in found if package]

    def find_cell_place(self, row: int, column: int) -> Place:
        """Return the place where the figure of a cell is named."""
        return self.find_place("data") if self.data else self.find_place("rows", row, "cells", column)


def read_exhibits(root: Path, figures: Figures) -> tuple[dict[str, Exhibit], dict[str, Exhibit], list[Fault]]:
    """Return charts and tables by id, and the faults of those left out."""
    faults: list[Fault] = []
    results: list[dict[str, Exhibit]] = []
    for file in ("data/charts.yml", "data/tables.yml"):
        found: dict[str, Exhibit] = {}
        results.append(found)
        try:
            document = read_yaml(root / file, file, f"{_top_key(file)}: {{}}")
        except FaultError as error:
            faults += error.faults
            continue
        entries = document.value.get(_top_key(file)) if isinstance(document.value, dict) else None
        if not isinstance(entries, dict):
            faults.append(Fault(Place(file), "exhibit", f"has no mapping `{_top_key(file)}`", f"begin it with `{_top_key(file)}:`"))
            continue
        for name, entry in entries.items():
            wrong = list(_find_faults(document, file, str(name), entry, figures))
            if not wrong:
                made = _make_exhibit(document, file, str(name), entry)
                try:
                    made.build_grid(figures, None)
                    found[str(name)] = made
                except FaultError as error:
                    wrong += error.faults
            faults += wrong
    return results[0], results[1], faults


def _top_key(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _find_faults(document: Document, file: str, name: str, entry: Any, figures: Figures) -> Iterator[Fault]:
    def make_fault(fact: str, remedy: str, *path: str | int) -> Fault:
        return Fault(document.place_of(_top_key(file), name, *path), "exhibit", f"{name} {fact}", remedy)

    if not isinstance(entry, dict):
        yield make_fault("is not a mapping", "give it rows, columns, caption ...")
        return
    for key in entry:
        if key not in _KNOWN_KEYS:
            yield make_fault(f'has the key "{key}", which is unknown', suggest_nearest(str(key), _KNOWN_KEYS), key)
    for key in _TEXTS:
        if entry.get(key) and not _texts_ok(entry[key]):
            yield make_fault(f"has a {key} that is not a text a language", f"write {key}: {{en: ...}}", key)
    until = entry.get("until", {})
    if not isinstance(until, dict) or not all(
        is_date(date) and isinstance(texts, dict) and all(key in _TEXTS and _texts_ok(text) for key, text in texts.items())
        for date, texts in until.items()
    ):
        yield make_fault("has earlier texts that are not those of a date", "write until: {2022-06-01: {headline: {en: ...}}}", "until")
    for *path, said in _iter_plain_texts(entry):
        if isinstance(said, str) and ("{{" in said or "{%" in said):
            remedy = "write words alone; the headline, the description, a table's caption and the source may quote"
            yield make_fault("holds a macro in a text that states no value", remedy, *path)
    is_chart = file.endswith("charts.yml")
    for key in ("headline", "subtitle", "description", "source", "kind") if is_chart else ("caption", "row_header"):
        if not entry.get(key):
            yield make_fault(f"has no {key}", f"add {key}")
    kind = KINDS.get(str(entry.get("kind", "")))
    if entry.get("kind") and not kind:
        yield make_fault(f'has the kind "{entry["kind"]}"', suggest_nearest(str(entry["kind"]), KINDS), "kind")
    scales = entry.get("scales", "")
    if kind and kind.has_scales and scales not in SCALES:
        fact = f'has the scales "{scales}"' if scales else "has panels and does not say whether they have one scale"
        yield make_fault(fact, "write scales: own, or scales: common", "scales")
    if scales and not (kind and kind.has_scales):
        remedy = f"leave it out, or take a kind that has: {', '.join(name for name, each in KINDS.items() if each.has_scales)}"
        yield make_fault("has scales, and no panels of which it could say so", remedy, "scales")
    if kind and kind.has_events and not entry.get("events"):
        yield make_fault(f"has no events, from which the kind {kind.name} is drawn", "name their data package, as in events: events")
    if kind and not kind.has_events and entry.get("events"):
        yield make_fault(f"has events, from which the kind {kind.name} is not drawn", "give it columns and rows, or another kind", "events")
    if entry.get("events") or (kind and kind.has_events):
        return
    if entry.get("data") is not None:
        for key in ("columns", "rows"):
            if entry.get(key):
                yield make_fault(f"has data and {key}", f"leave {key} out: they are drawn from the data", key)
        try:
            read_rows(entry["data"])
        except InvalidDataError as error:
            yield make_fault(str(error), error.remedy, "data", *error.key)
        return
    columns, rows = entry.get("columns"), entry.get("rows")
    heads = list(columns.values()) if isinstance(columns, dict) else [columns]
    widths = {len(c) if isinstance(c, list) and c else 0 for c in heads}
    if len(widths) != 1 or 0 in widths:
        yield make_fault(
            "has no columns, or not as many in each language", "write columns: [...], or data: to draw them from rows", "columns"
        )
        return
    if not isinstance(rows, list) or not rows:
        yield make_fault("has no rows", "add rows: with label and cells")
        return
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not _texts_ok(row.get("label")) or not isinstance(row.get("cells"), list):
            yield make_fault(f"has a row {index + 1} without label or cells", "write {label: {en: ...}, cells: [...]}", "rows", index)
            continue
        for key in ("group", "note"):
            if row.get(key) and not _texts_ok(row[key]):
                fact = f"has a {key} in row {index + 1} that is not a text a language"
                yield make_fault(fact, f"write {key}: {{en: ...}}", "rows", index, key)
        if len(row["cells"]) != next(iter(widths)):
            fact = f"has {len(row['cells'])} cells in row {index + 1} and {next(iter(widths))} columns"
            yield make_fault(fact, "give each row a cell a column (null for none)", "rows", index)
        for at, cell in enumerate(row["cells"]):
            if is_address(cell):
                try:
                    figures.find_declaration(cell)
                except FaultError as error:
                    yield from (replace(each, place=make_fault("", "", "rows", index, "cells", at).place) for each in error.faults)
            elif cell is not None and not figures.is_declared(cell):
                fact = f'takes the figure "{cell}", which is not declared'
                yield make_fault(fact, suggest_nearest(str(cell), figures.declarations), "rows", index, "cells", at)


def _iter_plain_texts(entry: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the texts of an entry that may quote no figure, each behind its path. Malformed parts are skipped."""

    def iter_items(value: Any) -> Iterable[tuple[Any, Any]]:
        return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()

    kinds = [((), entry), *((("until", date), texts) for date, texts in iter_items(entry.get("until")))]
    for path, texts in kinds:
        for key in _PLAIN_TEXTS if isinstance(texts, dict) else ():
            yield from ((*path, key, lang, said) for lang, said in iter_items(texts.get(key)))
    for at, row in iter_items(entry.get("rows")):
        for key in ("label", "group", "note") if isinstance(row, dict) else ():
            yield from (("rows", at, key, lang, said) for lang, said in iter_items(row.get(key)))
    for lang, head in iter_items(entry.get("columns")):
        yield from [("columns", lang, head)] if isinstance(head, str) else [("columns", lang, at, said) for at, said in iter_items(head)]


def _texts_ok(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(text, str) for text in value.values())


def _make_exhibit(document: Document, file: str, name: str, entry: Mapping[str, Any]) -> Exhibit:
    is_listed = not entry.get("events") and entry.get("data") is None
    columns = entry["columns"] if is_listed else []
    heads = columns if isinstance(columns, dict) else {"": columns}
    return Exhibit(
        id=name,
        file=file,
        kind=str(entry.get("kind", "")),
        unit=str(entry.get("unit", "")),
        texts={key: dict(entry[key]) for key in _TEXTS if entry.get(key)},
        listed_grid=Grid(
            {lang: tuple(str(c) for c in cells) for lang, cells in heads.items()},
            tuple(
                Line(dict(row["label"]), tuple(row["cells"]), dict(row.get("group") or {}), dict(row.get("note") or {}))
                for row in (entry["rows"] if is_listed else [])
            ),
        ),
        data=None if entry.get("events") or entry.get("data") is None else read_rows(entry["data"]),
        events=str(entry.get("events", "")),
        document=document,
        scales=str(entry.get("scales", "")),
        until={str(date): {str(key): dict(text) for key, text in texts.items()} for date, texts in (entry.get("until") or {}).items()},
    )
