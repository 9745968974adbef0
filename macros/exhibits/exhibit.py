"""Declared charts and tables, read from data/charts.yml and data/tables.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, nearest
from macros.base.yaml_source import Document, read
from macros.charts import KINDS
from macros.charts.model import SCALES
from macros.exhibits.grid import Grid, Line, Refused, Rows, drawn, read_rows
from macros.figures import Figures, is_address

_TEXTS = ("headline", "subtitle", "description", "source", "caption", "row_header", "axis", "note")
# Texts shown as they are, without quotes, like the words of rows and columns. A subtitle also replaces texts that older data do not fit.
_PLAIN = ("subtitle", "row_header", "axis")
_KNOWN = {*_TEXTS, "kind", "scales", "unit", "columns", "rows", "data", "events", "until"}


@dataclass(frozen=True)
class Exhibit:
    """A declared chart (`kind` set) or table.

    Attributes:
        texts: Maps the name of a text to its templates by language.
        listed: The columns and rows named by the declaration.
        data: The source of columns and rows drawn from a table of the data, or None.
        until: Maps a date to the texts for pages on earlier data, kept when the data was revised.
        scales: Whether panels share one scale (`common`) or have each their `own`, or "" for a chart without panels.
    """

    id: str
    file: str
    kind: str
    unit: str
    texts: Mapping[str, Mapping[str, str]]
    listed: Grid
    data: Rows | None
    events: str
    document: Document = field(repr=False, compare=False)
    _drawn: dict[tuple[str, ...], Grid] = field(default_factory=dict, repr=False, compare=False)
    until: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    scales: str = ""

    def place(self, *path: str | int) -> Place:
        """Return the place of a key of the declaration."""
        return self.document.place(_top(self.file), self.id, *path)

    def text(self, name: str, lang: str, as_of: str | None = None) -> str:
        """Return a text for a page with data as of a date (None: the newest)."""
        until = self._until(name, as_of)
        return (self.until[until][name] if until else self.texts.get(name, {})).get(lang, "")

    def text_place(self, name: str, lang: str, as_of: str | None = None) -> Place:
        """Return the place where the text for a page is declared."""
        until = self._until(name, as_of)
        return self.place("until", until, name, lang) if until else self.place(name, lang)

    def _until(self, name: str, as_of: str | None) -> str:
        """Return the key of `until` with the text for a page on earlier data, or ""."""
        return next((date for date in sorted(self.until) if as_of is not None and as_of < date and name in self.until[date]), "")

    def grid(self, figures: Figures, as_of: str | None) -> Grid:
        """Return the columns and rows for a page with data as of a date.

        Raises:
            FaultError: the data as of that date lacks the rows.
        """
        if self.data is None:
            return self.listed
        seen = [figures.packages.as_of(name, as_of) for name in self.data.packages]
        key = tuple(package.version if package else "" for package in seen)
        figures.table(self.data.source, as_of, self.place("data"))
        if key not in self._drawn:
            languages = dict.fromkeys(lang for texts in self.texts.values() for lang in texts)
            self._drawn[key] = drawn(self.data, figures, as_of, languages, lambda *path: self.place("data", *path), self.id)
        return self._drawn[key]

    def cell_place(self, row: int, column: int) -> Place:
        """Return the place where the figure of a cell is named."""
        return self.place("data") if self.data else self.place("rows", row, "cells", column)


def read_exhibits(root: Path, figures: Figures) -> tuple[dict[str, Exhibit], dict[str, Exhibit], list[Fault]]:
    """Return charts and tables by id, and the faults of those left out."""
    faults: list[Fault] = []
    results: list[dict[str, Exhibit]] = []
    for file in ("data/charts.yml", "data/tables.yml"):
        found: dict[str, Exhibit] = {}
        results.append(found)
        try:
            document = read(root / file, file, f"{_top(file)}: {{}}")
        except FaultError as error:
            faults += error.faults
            continue
        entries = document.value.get(_top(file)) if isinstance(document.value, dict) else None
        if not isinstance(entries, dict):
            faults.append(Fault(Place(file), "exhibit", f"has no mapping `{_top(file)}`", f"begin it with `{_top(file)}:`"))
            continue
        for name, entry in entries.items():
            wrong = list(_faults(document, file, str(name), entry, figures))
            if not wrong:
                made = _exhibit(document, file, str(name), entry)
                try:
                    made.grid(figures, None)
                    found[str(name)] = made
                except FaultError as error:
                    wrong += error.faults
            faults += wrong
    return results[0], results[1], faults


def _top(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _faults(document: Document, file: str, name: str, entry: Any, figures: Figures) -> Iterator[Fault]:
    def fault(fact: str, remedy: str, *path: str | int) -> Fault:
        return Fault(document.place(_top(file), name, *path), "exhibit", f"{name} {fact}", remedy)

    if not isinstance(entry, dict):
        yield fault("is not a mapping", "give it rows, columns, caption ...")
        return
    for key in entry:
        if key not in _KNOWN:
            yield fault(f'has the key "{key}", which is unknown', nearest(str(key), _KNOWN), key)
    for key in _TEXTS:
        if entry.get(key) and not _texts_ok(entry[key]):
            yield fault(f"has a {key} that is not a text a language", f"write {key}: {{en: ...}}", key)
    until = entry.get("until", {})
    if not isinstance(until, dict) or not all(
        is_date(date) and isinstance(texts, dict) and all(key in _TEXTS and _texts_ok(text) for key, text in texts.items())
        for date, texts in until.items()
    ):
        yield fault("has earlier texts that are not those of a date", "write until: {2022-06-01: {headline: {en: ...}}}", "until")
    for *path, said in _plain_texts(entry):
        if isinstance(said, str) and ("{{" in said or "{%" in said):
            remedy = "write words alone; the headline, the description, a table's caption and the source may quote"
            yield fault("holds a macro in a text that states no value", remedy, *path)
    is_chart = file.endswith("charts.yml")
    for key in ("headline", "subtitle", "description", "source", "kind") if is_chart else ("caption", "row_header"):
        if not entry.get(key):
            yield fault(f"has no {key}", f"add {key}")
    kind = KINDS.get(str(entry.get("kind", "")))
    if entry.get("kind") and not kind:
        yield fault(f'has the kind "{entry["kind"]}"', nearest(str(entry["kind"]), KINDS), "kind")
    scales = entry.get("scales", "")
    if kind and kind.has_scales and scales not in SCALES:
        fact = f'has the scales "{scales}"' if scales else "has panels and does not say whether they have one scale"
        yield fault(fact, "write scales: own, or scales: common", "scales")
    if scales and not (kind and kind.has_scales):
        remedy = f"leave it out, or take a kind that has: {', '.join(name for name, each in KINDS.items() if each.has_scales)}"
        yield fault("has scales, and no panels of which it could say so", remedy, "scales")
    if kind and kind.has_events and not entry.get("events"):
        yield fault(f"has no events, from which the kind {kind.name} is drawn", "name their data package, as in events: events")
    if kind and not kind.has_events and entry.get("events"):
        yield fault(f"has events, from which the kind {kind.name} is not drawn", "give it columns and rows, or another kind", "events")
    if entry.get("events") or (kind and kind.has_events):
        return
    if entry.get("data") is not None:
        for key in ("columns", "rows"):
            if entry.get(key):
                yield fault(f"has data and {key}", f"leave {key} out: they are drawn from the data", key)
        try:
            read_rows(entry["data"])
        except Refused as error:
            yield fault(str(error), error.remedy, "data", *error.key)
        return
    columns, rows = entry.get("columns"), entry.get("rows")
    heads = list(columns.values()) if isinstance(columns, dict) else [columns]
    widths = {len(c) if isinstance(c, list) and c else 0 for c in heads}
    if len(widths) != 1 or 0 in widths:
        yield fault("has no columns, or not as many in each language", "write columns: [...], or data: to draw them from rows", "columns")
        return
    if not isinstance(rows, list) or not rows:
        yield fault("has no rows", "add rows: with label and cells")
        return
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not _texts_ok(row.get("label")) or not isinstance(row.get("cells"), list):
            yield fault(f"has a row {index + 1} without label or cells", "write {label: {en: ...}, cells: [...]}", "rows", index)
            continue
        for key in ("group", "note"):
            if row.get(key) and not _texts_ok(row[key]):
                fact = f"has a {key} in row {index + 1} that is not a text a language"
                yield fault(fact, f"write {key}: {{en: ...}}", "rows", index, key)
        if len(row["cells"]) != next(iter(widths)):
            fact = f"has {len(row['cells'])} cells in row {index + 1} and {next(iter(widths))} columns"
            yield fault(fact, "give each row a cell a column (null for none)", "rows", index)
        for at, cell in enumerate(row["cells"]):
            if is_address(cell):
                try:
                    figures.declaration(cell)
                except FaultError as error:
                    yield from (replace(each, place=fault("", "", "rows", index, "cells", at).place) for each in error.faults)
            elif cell is not None and not figures.declared(cell):
                fact = f'takes the figure "{cell}", which is not declared'
                yield fault(fact, nearest(str(cell), figures.declarations), "rows", index, "cells", at)


def _plain_texts(entry: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the texts of an entry that may quote no figure, each behind its path. Malformed parts are skipped."""

    def items(value: Any) -> Iterable[tuple[Any, Any]]:
        return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()

    kinds = [((), entry), *((("until", date), texts) for date, texts in items(entry.get("until")))]
    for path, texts in kinds:
        for key in _PLAIN if isinstance(texts, dict) else ():
            yield from ((*path, key, lang, said) for lang, said in items(texts.get(key)))
    for at, row in items(entry.get("rows")):
        for key in ("label", "group", "note") if isinstance(row, dict) else ():
            yield from (("rows", at, key, lang, said) for lang, said in items(row.get(key)))
    for lang, head in items(entry.get("columns")):
        yield from [("columns", lang, head)] if isinstance(head, str) else [("columns", lang, at, said) for at, said in items(head)]


def _texts_ok(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(text, str) for text in value.values())


def _exhibit(document: Document, file: str, name: str, entry: Mapping[str, Any]) -> Exhibit:
    is_listed = not entry.get("events") and entry.get("data") is None
    columns = entry["columns"] if is_listed else []
    heads = columns if isinstance(columns, dict) else {"": columns}
    return Exhibit(
        id=name,
        file=file,
        kind=str(entry.get("kind", "")),
        unit=str(entry.get("unit", "")),
        texts={key: dict(entry[key]) for key in _TEXTS if entry.get(key)},
        listed=Grid(
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
