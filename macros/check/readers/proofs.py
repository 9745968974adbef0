"""Reads a figure's proof in JSON: compares every value with the figure, repeats its calculation, yields its texts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from macros.base.errors import FaultError
from macros.check.pieces import ExpectedPieces
from macros.claims.passage import Binding, Passage
from macros.edition.edition import Edition
from macros.figures import Figure, slug_of
from macros.interface import read_interface_words
from macros.outputs.figures_json import list_figure_corrections, list_figure_sources
from macros.outputs.written import DECIMALS
from macros.quotes.quote import write_source_note

TextBinder = Callable[[str], tuple[tuple[int, int, Binding], ...]]
_TEXT_KEYS = {"title", "label", "attribution", "note", "method"}


class ContentMismatch(ValueError):
    """A download with unexpected content. The message says which, as the end of a sentence about the file."""


def check_equal(found: Any, expected: Any, what: str) -> None:
    """Raise `ContentMismatch` if a value found is not the expected one. `what` names both."""
    if found != expected:
        raise ContentMismatch(f"has other {what} than the data: {str(found)[:120]} instead of {str(expected)[:120]}")


def check_value(figure: Figure, pieces: ExpectedPieces, exact: str, decimal: str) -> None:
    """Raise `ContentMismatch` if a value or its decimal differs from the cells. The decimal may differ by half a unit of its last place."""
    value = pieces.compute_value(figure)
    check_equal(Fraction(exact), value, f"value of {figure.id}")
    if abs(Fraction(decimal) - value) * 2 > Fraction(1, 10**DECIMALS):
        raise ContentMismatch(f"gives {figure.id} as {decimal}, which is {value}")


def make_value_passage(figure: Figure, wording: str, surface: str, form: str) -> Passage:
    """Return the passage of a value worded by the generator, alone in its text. `form`: see macros/check/pieces.py."""
    piece = Binding("piece", f"value {figure.id}@{figure.version} {form}")
    bound = Binding("figure", figure.id, figure.version)
    return Passage(wording, surface, ((0, len(wording), piece), (0, len(wording), bound)))


def read_figure(build: Edition, pieces: ExpectedPieces, entry: dict[str, Any], strings: TextBinder) -> Iterator[Passage]:
    """Yield the passages of one figure's proof. Raises `ContentMismatch` for an unknown key or a value other than the figure's."""
    figure = build.project.figures.get(entry["id"], None)
    declaration, lang = figure.declaration, build.lang
    expected = {
        "id": figure.id,
        "title": declaration.title.get(lang, figure.id),
        "label": declaration.label.get(lang, figure.id),
        "status": pieces.find_status(declaration),
        "measure": str(declaration.source),
        "operation": declaration.operation.name,
        "method": read_interface_words(lang)["methods"][declaration.method],
        "unit": declaration.unit,
        "decimals": declaration.decimals,
        "package": figure.package,
        "sources": list_figure_sources(build, figure),
        "newest": figure.is_newest,
        "address": f"{build.site.address}figures/#{slug_of(figure.id)}",
        "quoted_on": [build.site.address + page.url for page in build.find_quoting_pages(figure.id)],
    }
    for key, value in expected.items():
        check_equal(entry[key], value, f"{key} of {figure.id}")
    check_equal(entry.get("attribution", ""), declaration.attribution.get(lang, ""), f"attribution of {figure.id}")
    check_equal(entry.get("bound", ""), pieces.find_bound(figure), f"bound of {figure.id}")
    notes = [{"text": text, "lang": other or lang} for text, other, _ in (write_source_note(each, lang) for each in figure.notes)]
    check_equal(entry.get("notes", []), notes, f"notes of {figure.id}")
    check_equal(entry.get("left_out", ""), figure.explain_left_out(lang), f"what is left out of {figure.id}")
    check_equal(entry.get("corrections", []), list_figure_corrections(build, figure.id), f"corrections of {figure.id}")
    for told in (each for each in entry.get("corrections", ()) if "what" in each):
        yield Passage(told["what"], "proof", strings(told["what"]), (declaration.title.get(lang, ""),))
    known = {*expected, *_TEXT_KEYS, "corrections", "bound", "qualifiers", "notes", "left_out", "rows", "history", "calculation"}
    known |= {"version", "exact", "decimal", "wording"}
    check_equal(set(entry) - known, set(), f"keys of {figure.id}")
    check_equal([old["version"] for old in entry["history"]], [old.version for old in build.project.figures.history(figure.id)], "history")
    for old in (entry, *entry["history"]):
        at = build.project.figures.get(figure.id, old["version"])
        check_equal(old["version"], at.version, f"version of {figure.id}")
        check_equal(old.get("qualifiers", ""), ", ".join(at.qualifiers), f"qualifiers of {figure.id}")
        check_value(at, pieces, old["exact"], old["decimal"])
        yield make_value_passage(at, old["wording"], "proof", "standard")
    rows = [
        {"name": place, **{key: getattr(cell, key) for key in ("path", "line", "key", "field", "raw")}}
        | ({"scale": cell.scale} if cell.scale > 1 else {})
        for place, cell in pieces.select_cells(figure).items()
    ]
    check_equal(entry["rows"], rows, f"rows of {figure.id}")
    check_equal("calculation" in entry, not pieces.is_copy(declaration), f"calculation of {figure.id}")
    if "calculation" in entry:
        check_equal(entry["calculation"], pieces.write_calculation(figure), f"calculation of {figure.id}")
    for text in (entry["label"], entry.get("attribution", "")):
        yield Passage(text, "proof", strings(text), (declaration.title.get(lang, ""),))
    note = entry.get("note", "")
    check_equal(note in ("", *build.writer.rendered_from(declaration.place_of_note(lang))), True, f"note of {figure.id}")
    yield Passage(note, "proof", strings(note), (declaration.title.get(lang, ""),))


def list_figures(build: Edition) -> list[str]:
    """Return the ids of all available figures. An unavailable one is a fault of its own."""
    found = []
    for name in build.project.figures.declarations:
        with contextlib.suppress(FaultError):
            found.append(build.project.figures.get(name, None).id)
    return found
