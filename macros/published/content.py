"""What the project says now, as entries of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from macros.datapackage import Packages
from macros.errors import FaultError
from macros.figures import Declaration, Figures
from macros.published.record import Record, Row
from macros.quotes import Quote


def content(root: Path, packages: Packages, figures: Figures, pages: Iterable[str], quotes: Mapping[str, Iterable[Quote]]) -> Record:
    """The record of a project, without its corrections. pages: source paths. quotes: source path -> what it quotes."""
    return Record(data_rows(root, packages, figures) | page_rows(pages, quotes))


def data_rows(root: Path, packages: Packages, figures: Figures) -> frozenset[Row]:
    """The rows of the data and of the figures that are declared."""
    rows: set[Row] = set()
    for package in packages.all():
        paths = {resource.path: resource.sha256 for resource in package.resources.values()}
        descriptor = f"{package.path}/datapackage.json"
        paths[descriptor] = hashlib.sha256((root / descriptor).read_bytes()).hexdigest()
        rows |= {Row("data", path, "", sha256) for path, sha256 in paths.items()}
    for declaration in figures.declarations.values():
        rows |= set(_figure(declaration, figures))
    return frozenset(rows)


def page_rows(pages: Iterable[str], quotes: Mapping[str, Iterable[Quote]]) -> frozenset[Row]:
    """The rows of the pages. Only the authors' own words are wordings: those written from a figure follow from its value."""
    rows: set[Row] = set()
    for page in pages:
        rows.add(Row("page", page, "", ""))
        authored = (quote for quote in quotes.get(page, ()) if quote.authored)
        rows |= {Row("wording", page, quote.figure, " ".join(quote.wording.split())) for quote in authored}
    return frozenset(rows)


def _figure(declaration: Declaration, figures: Figures) -> Iterator[Row]:
    name = declaration.id
    yield Row("figure", name, "", definition(declaration))
    yield Row("status", name, "", declaration.status)
    for kind, texts in (("title", declaration.title), ("attribution", declaration.attribution)):
        for lang, text in texts.items():
            yield Row(kind, name, lang, " ".join(text.split()))
    try:
        history = figures.history(name)
    except FaultError:  # a fault of the build already
        return
    for figure in history:
        yield Row("value", name, figure.version, str(figure.value))


def definition(declaration: Declaration) -> str:
    """What a figure is computed from, in one line: `share of sales/counts/count, percent; where ...; of ...`."""
    parts = [f"{declaration.operation.name} of {declaration.source}, {declaration.unit}{', a change' if declaration.change else ''}"]
    selected: list[tuple[str, Mapping[str, object]]] = [("where", declaration.where), ("of", declaration.of)]
    selected += [("from", declaration.start), ("to", declaration.end), ("over", declaration.over)]
    if per := declaration.per:
        parts.append(f"per {per.each} of {per.source}")
        selected.append(("per", per.where))
    for name, cells in selected:
        if cells:
            parts.append(f"{name} " + ", ".join(f"{field}={value}" for field, value in sorted(cells.items())))
    return "; ".join(parts)
