"""Content of the project as rows of the record."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from macros.datapackage import Packages
from macros.figures import Declaration, Figures, is_address
from macros.published.record import Row, repeat_row
from macros.quotes import Quote

_COLUMN = re.compile(r"([\w-]+)/[^\s/]+/[^\s/]")


def make_data_rows(root: Path, packages: Packages, figures: Figures) -> frozenset[Row]:
    """Return the rows of the data and of the declared figures."""
    rows: set[Row] = set()
    for package in packages.list_all():
        paths = {resource.path: resource.sha256 for resource in package.resources.values()}
        descriptor = f"{package.path}/datapackage.json"
        paths[descriptor] = hashlib.sha256((root / descriptor).read_bytes()).hexdigest()
        rows |= {Row("data", path, "", sha256) for path, sha256 in paths.items()}
    for declaration in figures.declarations.values():
        if is_address(declaration.id):  # an address defines its figure by itself, so its rows and quotes cannot change
            continue
        rows |= set(_make_figure_rows(declaration, figures))
    return frozenset(rows)


def make_page_rows(pages: Iterable[str], quotes: Mapping[str, Iterable[Quote]]) -> frozenset[Row]:
    """Return the rows of the pages.

    Wordings are quotes by authors. Cells and tiles follow from values. A quote displayed twice counts once: the headline of a chart
    is also in its drawing.

    Args:
        pages: Source paths.
        quotes: Maps source paths to their quotes.
    """
    rows: set[Row] = set()
    for page in pages:
        rows.add(Row("page", page, "", ""))
        said = [quote for quote in quotes.get(page, ()) if quote.is_authored]
        written = {(quote.figure, " ".join(quote.wording.split()), quote.surface, quote.place) for quote in said}
        for (figure, wording, surface), times in Counter(each[:3] for each in written).items():
            rows |= repeat_row(Row("wording", page, figure, wording, surface=surface), times)
    return frozenset(rows)


def _make_figure_rows(declaration: Declaration, figures: Figures) -> Iterator[Row]:
    name = declaration.id
    yield Row("figure", name, "", format_definition(declaration))
    yield Row("status", name, "", declaration.status)
    for kind, texts in (("title", declaration.title), ("attribution", declaration.attribution)):
        for lang, text in texts.items():
            yield Row(kind, name, lang, " ".join(text.split()))
    values = {figure.version: str(figure.value) for figure in figures.history(name)}
    versions = {package.version for each in declaration.packages for package in figures.packages.versions.get(each, ())}
    for before, version in itertools.pairwise(["", *sorted(versions | values.keys())]):
        if (value := values.get(version, "")) != values.get(before, ""):
            yield Row("value", name, version, value)


def format_definition(declaration: Declaration) -> str:
    """Return the definition of a figure in one line: `share of sales/counts/count, percent; where ...; of ...`."""
    parts = [f"{declaration.operation.name} of {declaration.source}, {declaration.unit}{', a change' if declaration.is_change else ''}"]
    selected: list[tuple[str, Mapping[str, object]]] = [("where", declaration.where), ("of", declaration.of)]
    selected += [("from", declaration.start), ("to", declaration.end), ("over", declaration.over)]
    if per := declaration.per:
        parts.append(f"per {per.each} of {per.source}")
        selected.append(("per", per.where))
    for name, cells in selected:
        if cells:
            parts.append(f"{name} " + ", ".join(f"{field}={value}" for field, value in sorted(cells.items())))
    return "; ".join(parts)


def find_packages(definition: str) -> set[str]:
    """Return the packages in a definition: `sales` of `sales/counts/count`."""
    return set(_COLUMN.findall(definition))
